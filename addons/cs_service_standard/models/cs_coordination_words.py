from odoo import models
from odoo.tools import format_time


class CsCoordination(models.Model):
    """What a coordination tells the customer, as plain texts for letter and page."""

    _inherit = "cs.coordination"

    def _duties_for_customer(self):
        """Duty, department and date of each line, for letter and page; as texts."""
        self.ensure_one()
        return [
            {
                "duty": duty.name,
                "department": duty.department_id.name,
                "when": self._when_for_customer(duty._current_deadline()),
                "done": bool(duty.task_id.done_at),
            }
            for duty in self.sudo().duty_ids
        ]

    def _dates_for_customer(self):
        """The two dates as the customer reads them: list of label and text."""
        self.ensure_one()
        return [
            (self.env._("Our plan for you by"), self._when_for_customer(self.plan_due)),
            (self.env._("Delivery by"), self._when_for_customer(self.delivery_due)),
        ]

    def _when_for_customer(self, at):
        """A date that is still true when the letter is read tomorrow."""
        if not at:
            return ""
        ticket = self.ticket_id.sudo()
        zone = ticket._cs_reader_zone()
        time = format_time(self.env, at, zone, "short", self.env.lang)
        return f"{ticket._cs_day(at, zone)}, {time}"
