from odoo import models
from odoo.exceptions import UserError
from odoo.http import request

OBJECTION_LENGTH = 4000


class HelpdeskTicket(models.Model):
    """The customer reads what we understood, and confirms it or says what is wrong."""

    _inherit = "helpdesk.ticket"

    def _cs_portal_blocks(self):
        blocks = super()._cs_portal_blocks()
        analysis = self.cs_need_ids[:1]
        asked = analysis.state == "complete" and analysis.asked_at
        if not asked and analysis.state != "confirmed":
            return blocks
        if asked and self.cs_phase in ("closed", "cancelled"):
            return blocks
        block = {
            "sequence": 20,
            "template": "cs_service_standard.portal_need",
            "values": self._cs_portal_need(analysis, bool(asked)),
            "anchor": "cs_need",
        }
        if asked:
            block["call"] = self.env._(
                "Please tell us whether we have understood you correctly."
            )
            block["button"] = self.env._("Read and confirm")
        return [*blocks, block]

    def _cs_portal_need(self, analysis, asked):
        """What the page says about the need, as plain values."""
        zone = self._cs_reader_zone()
        letter = analysis.letter_id
        token = letter and letter.generate_access_token()[0]
        return {
            "asked": asked,
            "understanding": analysis.understanding,
            "not_included": analysis.not_included,
            "delivery": analysis.grade == "basic"
            and dict(
                analysis._fields["delivery_form"]._description_selection(self.env)
            ).get(analysis.delivery_form),
            "revision": analysis.revision,
            "confirmed": self._cs_when(analysis.confirmed_at, zone),
            "letter": letter
            and not asked
            and f"/web/content/{letter.id}?access_token={token}&download=true",
        }

    def _cs_portal_actions(self):
        return super()._cs_portal_actions() | {
            "need_confirm": "_cs_portal_need_confirm",
            "need_object": "_cs_portal_need_object",
        }

    def _cs_portal_need_confirm(self, values, _files):
        analysis = self._cs_need_asked()
        analysis._confirm_by_link(self._cs_posted_revision(values))
        return self.env._("Thank you. We go on as you have confirmed.")

    def _cs_portal_need_object(self, values, _files):
        text = (values.get("text") or "").strip()[:OBJECTION_LENGTH]
        if not text:
            raise UserError(self.env._("Please write what is different."))
        analysis = self._cs_need_asked()
        analysis._object_by_link(self._cs_posted_revision(values), text)
        return self.env._("Thank you. We correct it and ask you again.")

    def _cs_posted_revision(self, values):
        revision = values.get("revision") or ""
        return int(revision) if revision.isdecimal() else 0

    def _cs_need_asked(self):
        """The analysis, for the customer alone: colleagues confirm by telephone."""
        self.ensure_one()
        # the page hands over the superuser's record
        visitor = request.env.user if request else self.env.user
        if visitor._is_internal() and visitor.partner_id != self.partner_id:
            raise UserError(
                self.env._(
                    "Only the customer confirms here: record what he tells you on the "
                    "telephone in the needs analysis of the ticket."
                )
            )
        analysis = self.cs_need_ids[:1]
        if not analysis or self.cs_phase in ("closed", "cancelled"):
            raise UserError(self.env._("There is nothing to confirm at the moment."))
        return analysis
