import logging

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

BATCH = 100


class HelpdeskTicket(models.Model):
    """No open ticket without a next step: an activity or a running clock (REC-13)."""

    _inherit = "helpdesk.ticket"

    cs_no_next_step = fields.Boolean(
        string="No Next Step",
        compute="_compute_cs_no_next_step",
        search="_search_cs_no_next_step",
        groups="base.group_user",
    )

    @api.depends("stage_id", "activity_ids", "cs_clock_ids.state")
    def _compute_cs_no_next_step(self):
        forgotten = self.filtered_domain(self._cs_forgotten_domain())
        for ticket in self:
            ticket.cs_no_next_step = ticket in forgotten

    @api.model
    def _search_cs_no_next_step(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        domain = self._cs_forgotten_domain()
        return domain if (True in value) == (operator == "in") else ~domain

    @api.model
    def _cs_forgotten_domain(self):
        """Open tickets of a standard that nothing and nobody will touch again."""
        in_force = self.env["cs.service.profile"]._in_force_ids()
        return (
            Domain("cs_profile_id", "in", list(in_force))
            & Domain("stage_id.closed", "=", False)
            & Domain("stage_id.cs_phase", "not in", ("closed", "cancelled"))
            & ~Domain("activity_ids", "any", [("active", "=", True)])
            & ~Domain("cs_clock_ids", "any", [("state", "=", "running")])
        )

    def _cs_person_in_charge(self):
        """The owner, else the team leader, else the service manager, else oneself.

        Runs as superuser to look through the team; tells a user.
        """
        self.ensure_one()
        ticket = self.sudo()
        people = ticket.user_id, ticket.team_id.user_id, ticket.cs_profile_id.manager_id
        active = [user for user in people if user.active and not user.share]
        return active[0] if active else self.env.user

    @api.model
    def _cron_cs_next_step(self):
        """Give every forgotten ticket an activity; running it again adds nothing."""
        tickets = self.search(self._cs_forgotten_domain(), order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(tickets))
        for start in range(0, len(tickets), BATCH):
            chunk = tickets[start : start + BATCH]
            chunk._cs_schedule_next_steps()
            if not cron._commit_progress(len(chunk)):
                break

    def _cs_schedule_next_steps(self):
        """Schedule for all at once; when that fails, one by one past the bad ones."""
        try:
            with self.env.cr.savepoint():
                self.env["mail.activity"].create(self._cs_prepare_next_steps())
        except Exception:
            if len(self) == 1:
                _logger.exception("No next step could be planned for %s", self)
                return
            for ticket in self:
                ticket._cs_schedule_next_steps()

    def _cs_prepare_next_steps(self):
        model = self.env["ir.model"]._get(self._name)
        todo = self.env.ref("mail.mail_activity_data_todo")
        return [
            {
                "res_model_id": model.id,
                "res_id": ticket.id,
                "activity_type_id": todo.id,
                "summary": self.env._("Decide the next step"),
                "user_id": ticket._cs_person_in_charge().id,
                "date_deadline": fields.Date.context_today(ticket),
                "automated": True,
            }
            for ticket in self
        ]
