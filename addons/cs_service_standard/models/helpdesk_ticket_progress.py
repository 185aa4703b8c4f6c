from odoo import api, fields, models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """What comes next and what was reached, as the ticket and the portal show it."""

    _inherit = "helpdesk.ticket"

    cs_node_ids = fields.One2many(
        "cs.ticket.node",
        "ticket_id",
        string="Service Nodes",
        copy=False,
        groups="base.group_user",
    )
    cs_progress_ids = fields.One2many(
        "cs.progress.update",
        "ticket_id",
        string="Progress Reports",
        copy=False,
        groups="base.group_user",
    )
    cs_progress_text = fields.Char(
        string="Progress",
        compute="_compute_cs_progress",
        compute_sudo=True,
        help="The latest report that the customer may read.",
    )
    cs_progress_eta = fields.Datetime(
        string="Expected At",
        compute="_compute_cs_progress",
        compute_sudo=True,
        help="When the customer was told to expect the next thing.",
    )

    @api.depends("cs_progress_ids.text", "cs_progress_ids.eta")
    def _compute_cs_progress(self):
        for ticket in self:
            told = ticket.cs_progress_ids.filtered("customer_visible")
            latest = told.sorted(lambda u: (u.at, u.id or 0))[-1:]
            ticket.cs_progress_text = latest.text
            ticket.cs_progress_eta = latest.eta

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals or "team_id" in vals:
            self.sudo().cs_node_ids.filtered(lambda n: not n.done)._follow_owner()
        return result

    def action_cs_report_progress(self):
        self.ensure_one()
        if not self._cs_following():
            raise UserError(
                self.env._(
                    "Ticket %s follows no standard: answer in the conversation.",
                    self.number,
                )
            )
        return {
            "name": self.env._("Report Progress"),
            "type": "ir.actions.act_window",
            "res_model": "cs.progress.update",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }
