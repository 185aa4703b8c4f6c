from odoo import models
from odoo.exceptions import UserError

PICTURE = "data:image/png;base64,"
NAME_LENGTH = 120
TEXT_LENGTH = 2000
WAY = "portal"


class HelpdeskTicket(models.Model):
    """The customer reads the result on his page and signs for it, or says why not."""

    _inherit = "helpdesk.ticket"

    def _cs_portal_actions(self):
        return super()._cs_portal_actions() | {
            "acceptance_accept": "_cs_portal_accept_result",
            "acceptance_reject": "_cs_portal_reject_result",
        }

    def _cs_portal_blocks(self):
        blocks = super()._cs_portal_blocks()
        form = self._cs_last_forms().get(self.id)
        if not form or form.state in ("draft", "withdrawn"):
            return blocks
        block = {
            "sequence": 20,
            "template": "cs_service_standard.portal_acceptance",
            "values": self._cs_prepare_portal_acceptance(form),
            "done": form.state in ("accepted", "tacit"),
            "title": self.env._("You accepted the result"),
        }
        if form.state == "sent":
            block |= {
                "call": self.env._("Please look at the result and accept it."),
                "button": self.env._("See the result"),
                "anchor": "acceptance",
            }
        return [*blocks, block]

    def _cs_portal_call(self):
        """Who has answered the form is not asked for his opinion again."""
        call = super()._cs_portal_call()
        if call != "approve" or not self._cs_following():
            return call
        form = self.sudo()._cs_forms_that_hold().get(self.id)
        return call if not form or form.state in ("draft", "sent") else False

    def _cs_portal_asking(self):
        asking = super()._cs_portal_asking()
        forms = self.env["cs.acceptance"].search(
            [("ticket_id", "in", self.ids), ("state", "=", "sent")]
        )
        return asking | forms.ticket_id

    def _cs_prepare_portal_acceptance(self, form):
        """Plain values for the page: nobody's name but the customer's own."""
        zone = self._cs_reader_zone()
        scores = form._fields["score"]._description_selection(self.env)
        handling = self.env["cs.second.handling"]
        if form.state == "rejected":
            handling = handling.sudo()._open_of(self)
        return {
            "form": form.id,
            "state": form.state,
            "result": form.result,
            "agreement": form.agreement,
            "scores": scores[::-1],
            "score": form.score,
            "when": self._cs_when(form.signed_at, zone),
            "silence": self._cs_when(form.tacit_at, zone),
            "name": self.partner_id.name or self.partner_name or "",
            "plan_due": handling._due_words() if handling else False,
        }

    def _cs_portal_form(self, values):
        """The form the customer answers, if it is still the one to answer."""
        form = self._cs_last_forms().get(self.id)
        if not form or form.state != "sent" or str(form.id) != values.get("form"):
            raise UserError(
                self.env._("This form has been answered or withdrawn meanwhile.")
            )
        return form

    def _cs_portal_accept_result(self, values, files):
        form = self._cs_portal_form(values)
        score = values.get("score")
        known = dict(form._fields["score"].selection)
        drawn = values.get("signature") or ""
        form._accept(
            WAY,
            score=score if score in known else False,
            agreement=(values.get("agreement") or "").strip()[:TEXT_LENGTH],
            comment=(values.get("comment") or "").strip()[:TEXT_LENGTH],
            signed_by=(values.get("name") or "").strip()[:NAME_LENGTH],
            signature=drawn.removeprefix(PICTURE) or False,
        )
        labels = dict(form._fields["score"]._description_selection(self.env))
        self._cs_post_answer(self.env._("I accept the result: %s", labels[form.score]))
        return self.env._(
            "Thank you! You have accepted the result; the signed form is among your "
            "documents below."
        )

    def _cs_portal_reject_result(self, values, files):
        form = self._cs_portal_form(values)
        reason = (values.get("reason") or "").strip()[:TEXT_LENGTH]
        form._reject(WAY, reason)
        self._cs_post_answer(self.env._("I am not satisfied. %s", reason))
        return self.env._(
            "We are sorry. Somebody who has not worked on it before takes over now and "
            "writes to you with a final plan."
        )
