import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError

from ...engine import acceptance as rules
from ...engine.facts import FactKind
from ...wording import listed

PICTURE_BYTES = 500_000
PNG = b"\x89PNG"


class CsAcceptance(models.Model):
    """The customer's answer: he signs, or says what is not right."""

    _inherit = "cs.acceptance"

    def _accept(self, way, at=None, **vals):
        """The customer accepts the result; the form is closed and filed.

        As superuser: the customer himself comes here by his link.

        :param way: ``portal``, ``tablet`` or ``phone``
        :param at: when, naive UTC; now by default
        :param vals: ``score``, ``agreement``, ``signed_by``; ``signature`` (base64 of
            a PNG), ``comment`` and ``wording``, if any
        """
        form = self._prepare_answer()
        at = at or fields.Datetime.now()
        form._check_can_sign(way, vals)
        agreement = form.agreement or (vals.get("agreement") or "").strip()
        form._write_answer("accepted", way, at, **{**vals, "agreement": agreement})
        self._record_fact(FactKind.SIGNED, at, way=way, score=int(form.score))
        form._after_yes(rules.YES, at)
        form._file_document()

    def _reject(self, way, reason, at=None, **vals):
        """The customer is not satisfied: second handling takes over (ACC-04).

        As superuser: the customer himself comes here by his link.
        """
        form = self._prepare_answer()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._("Please say in a few words what is not right yet.")
            )
        at = at or fields.Datetime.now()
        form._write_answer("rejected", way, at, comment=reason, **vals)
        form.ticket_id._cs_begin_second_handling(reason, at, form)

    def _prepare_answer(self):
        """This form locked and as superuser, if it waits for an answer."""
        self.ensure_one()
        form = self.sudo()
        form.lock_for_update()
        form.invalidate_recordset(["state"])
        if form.state not in ("draft", "sent"):
            raise UserError(
                self.env._("This form has been answered or withdrawn meanwhile.")
            )
        return form

    def _check_can_sign(self, way, vals):
        """Refuse a signature on an incomplete form, naming what is missing."""
        self.ensure_one()
        values = {
            "result": self.result,
            "score": vals.get("score"),
            "agreement": self.agreement or vals.get("agreement"),
        }
        missing = list(rules.missing(values))
        missing += [] if (vals.get("signed_by") or "").strip() else ["signed_by"]
        wanted = {"phone": "wording", "tablet": "signature"}.get(way)
        missing += [wanted] if wanted and not vals.get(wanted) else []
        if missing:
            labels = self._required_labels()
            words = [labels[name] for name in missing]
            raise UserError(
                self.env._(
                    "This cannot be signed yet, still missing: %s.",
                    listed(self.env, words),
                )
            )
        self._check_signature(vals.get("signature"))

    def _required_labels(self):
        """What the parts of the form are called to whoever fills it in."""
        return {
            "result": self.env._("result"),
            "score": self.env._("satisfaction from 1 to 5"),
            "agreement": self.env._("what is agreed for later"),
            "signed_by": self.env._("name"),
            "signature": self.env._("signature"),
            "wording": self.env._("what the customer said"),
        }

    def _check_signature(self, signature):
        """Only a small picture is a signature."""
        if not signature:
            return
        try:
            content = base64.b64decode(signature, validate=True)
        except (binascii.Error, ValueError):
            content = b""
        if not content.startswith(PNG) or len(content) > PICTURE_BYTES:
            raise UserError(
                self.env._("The signature could not be read: please sign again.")
            )

    def _write_answer(self, state, way, at, **vals):
        by_customer = way == "portal"
        self.write(
            {
                **vals,
                "state": state,
                "way": way,
                "signed_at": at,
                "recorded_id": not by_customer and self.env.uid,
            }
        )
        # a new form may follow at once
        self.flush_recordset(["state"])

    def _after_yes(self, says, at):
        """What the word of the customer, or his silence, means for the ticket."""
        self.ensure_one()
        ticket = self.ticket_id
        if says == rules.YES:
            ticket._cs_note_satisfied("yes")
            ticket.write(
                {
                    "cs_feedback_score": int(self.score),
                    "cs_feedback_text": ticket.cs_feedback_text or self.comment,
                }
            )
        ticket._cs_resolve_by_acceptance(at)
