from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import ormcache

from ..engine.escalation import Chain
from ..wording import listed

TODO = "cs_service_standard.mail_activity_type_escalation"


class HelpdeskTicket(models.Model):
    """Whom an escalation of a ticket reaches, and the answer to it."""

    _inherit = "helpdesk.ticket"

    cs_notice_ids = fields.One2many(
        "cs.clock.notice",
        "ticket_id",
        string="Escalations",
        copy=False,
        groups="base.group_user",
    )
    cs_is_escalated = fields.Boolean(
        string="To Be Acknowledged",
        compute="_compute_cs_is_escalated",
        search="_search_cs_is_escalated",
        groups="base.group_user",
        help="An escalation of this ticket waits for an acknowledgement.",
    )

    @api.depends("cs_notice_ids.acknowledged_at")
    def _compute_cs_is_escalated(self):
        groups = self.env["cs.clock.notice"]._read_group(
            [("ticket_id", "in", self.ids), *self._cs_unanswered()], ["ticket_id"]
        )
        waiting = {ticket.id for (ticket,) in groups}
        for ticket in self:
            ticket.cs_is_escalated = ticket._origin.id in waiting

    @api.model
    def _search_cs_is_escalated(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        found = Domain("cs_notice_ids", "any", self._cs_unanswered())
        return found if (True in value) == (operator == "in") else ~found

    def action_cs_acknowledge(self):
        """Acknowledge what waits on these tickets."""
        notices = self.env["cs.clock.notice"].search(
            [("ticket_id", "in", self.ids), *self._cs_unanswered()]
        )
        if not notices:
            raise UserError(
                self.env._(
                    "Nothing waits for an acknowledgement on ticket %(number)s.",
                    number=listed(self.env, self.mapped("number")),
                )
            )
        notices.action_acknowledge()

    @api.model
    def _cs_unanswered(self):
        return [("needs_ack", "=", True), ("acknowledged_at", "=", False)]

    def _cs_chain(self):
        """People around the ticket, for the engine."""
        self.ensure_one()
        team, profile = self.team_id, self.cs_profile_id
        manager = profile.manager_id
        company = self.company_id
        return Chain(
            owner=self.user_id.id or 0,
            leader=team.user_id.id or 0,
            supervisor=team.parent_id.user_id.id or manager.id or 0,
            manager=manager.id or 0,
            fallback=company.cs_escalation_user_id.id or 0,
            last=self._cs_last_resort(company.id),
        )

    @api.model
    @ormcache("company_id")
    def _cs_last_resort(self, company_id):
        """Ids of those to tell when nobody else is left: managers, administrator."""
        managers = self.env.ref("helpdesk_mgmt.group_helpdesk_manager").sudo()
        people = managers.all_user_ids.filtered(
            lambda user: user.active and company_id in user.company_ids.ids
        )
        admin = self.env["ir.model.data"]._xmlid_to_res_id("base.user_admin")
        return (*people.sorted("id").ids, admin)

    def _cs_is_reachable(self, person, needs_address=False):
        """Whether a person works here and can open this ticket."""
        return bool(
            person
            and person.active
            and not person.share
            and self.company_id in person.company_ids
            and (person.email or not needs_address)
        )

    @api.model
    def _cs_todo_type(self):
        data = self.env["ir.model.data"]
        return data._xmlid_to_res_id(TODO) or data._xmlid_to_res_id(
            "mail.mail_activity_data_todo"
        )

    def _cs_escalation_todos(self):
        """Open to-dos about escalations, by (ticket id, user id)."""
        todos = self.env["mail.activity"].search_fetch(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self._cs_todo_type()),
            ],
            ["res_id", "user_id", "summary", "date_deadline"],
        )
        return {(todo.res_id, todo.user_id.id): todo for todo in todos}
