from odoo import api, fields, models


class CsTicketClock(models.Model):
    """A clock as the strip of the ticket form shows it."""

    _inherit = "cs.ticket.clock"

    @api.model
    def _stop_texts(self):
        """What stops a clock, per metric; other addons extend the dict."""
        talk = self.env._("Stops when you reply to the customer or log a contact")
        solve = self.env._("Stops when the ticket is resolved")
        return {
            "answer": self.env._("Stops when a person answers"),
            "reception": self.env._("Stops when the visitor is received"),
            "record": self.env._("Stops when the minimum record is complete"),
            "first_contact": talk,
            "first_response": talk,
            "verified_reply": talk,
            "next_reply": talk,
            "progress_update": self.env._("Stops when a progress note is written"),
            "handover": self.env._("Stops when the receiver takes the ticket over"),
            "handling": solve,
            "solution_proposed": self.env._("Stops when a solution is proposed"),
            "coordination_meeting": self.env._(
                "Stops when the requirement meeting was held"
            ),
            "resolution": solve,
            "final_solution": solve,
            "closure": self.env._("Stops when the ticket is closed"),
            "step": self.env._("Stops when the step is done"),
        }

    def _in_strip(self):
        """Order of the strip: what is due next first, verdicts last."""
        rank = {"running": 0, "paused": 1, "missed": 2, "met": 3}
        far = fields.Datetime.to_datetime("9999-01-01")
        return self.sorted(lambda c: (rank.get(c.state, 9), c.due_at or far, c.id))

    def _to_strip(self):
        """One clock as the strip component reads it (instants as UTC strings)."""
        self.ensure_one()
        return {
            "id": self.id,
            "label": self.display_name,
            "state": self.state,
            "due": fields.Datetime.to_string(self.due_at) or False,
            "warn": fields.Datetime.to_string(self.warn_at) or False,
            "used": self.working_seconds,
            "left": self.remaining_seconds,
            "late": self.late_seconds,
            "limit": self._limit_in_words(),
            "stops": self._stop_texts().get(self.metric, ""),
        }

    def get_why(self):
        """Why the clock says what it says; asked for when somebody opens it."""
        self.ensure_one()
        self.check_access("read")
        return self._why_lines()
