"""A ticket whose work is done, and builders of its acceptance form."""

from odoo import fields
from odoo.tests import freeze_time

from .solution_common import SolutionData

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)
SIGNED = {
    "score": "5",
    "agreement": "12 months of warranty",
    "signed_by": "张三丰",
}


class AcceptanceData(SolutionData):
    """Adds tickets of the full path in the hands of Li, ready to be accepted."""

    @classmethod
    def _set_up_acceptance(cls):
        cls._set_up_solutions()
        cls.stages = {
            phase: cls.env.ref(f"cs_service_standard.helpdesk_ticket_stage_{phase}")
            for phase in ("execution", "acceptance", "followup", "closed")
        }
        cls.team_second = cls._create_team(
            "Second", cs_profile_id=cls.profile.id, cs_tier="2"
        )

    @classmethod
    def _done(cls, at="2023-10-09 08:30:00", received="2023-10-09 02:00:00", **vals):
        """A ticket received at 10:00 whose work is done at some instant (UTC)."""
        with freeze_time(received):
            ticket = cls._ticket(**vals)
        with freeze_time(at):
            ticket.stage_id = cls.stages["acceptance"]
        return ticket

    @classmethod
    def _gate(cls, check, phase):
        return cls.env["cs.gate"].create(
            {"profile_id": cls.profile.id, "check": check, "phase": phase}
        )

    @classmethod
    def _form(cls, ticket, **vals):
        vals = {"result": "The machine runs again", **vals}
        forms = cls.env["cs.acceptance"].with_user(cls.agent_li)
        return forms.create({"ticket_id": ticket.id, **vals})

    @classmethod
    def _sent(cls, ticket, **vals):
        form = cls._form(ticket, **vals)
        form.action_send()
        return form

    def _letters(self, ticket):
        messages = ticket.message_ids.filtered(lambda m: self.customer in m.partner_ids)
        return messages.sorted("id")

    def _clock(self, ticket, metric):
        return ticket.sudo().cs_clock_ids.filtered(lambda c: c.metric == metric)

    def _job(self):
        with self.enter_registry_test_mode():
            self.env.ref("cs_service_standard.ir_cron_acceptance_silence").with_user(
                self.env.ref("base.user_root")
            ).method_direct_trigger()
        self.env.invalidate_all()

    def _at(self, text):
        return fields.Datetime.to_datetime(text)
