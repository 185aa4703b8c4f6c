from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsHandover(models.TransientModel):
    """Pass a ticket on: to whom, why, and how long the customer waits (INT-12)."""

    _name = "cs.handover"
    _description = "Hand Over Ticket"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, readonly=True)
    company_id = fields.Many2one(related="ticket_id.company_id")
    is_escalation = fields.Boolean(readonly=True)
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        string="To Team",
        domain="[('company_id', 'in', [False, company_id])]",
    )
    team_user_ids = fields.Many2many(related="team_id.user_ids", related_sudo=True)
    user_id = fields.Many2one(
        "res.users",
        string="To Agent",
        domain="[('share', '=', False), ('id', 'in', team_user_ids)] if team_id else "
        "[('share', '=', False)]",
        help="Empty: whoever of the team takes it over first.",
    )
    reason = fields.Text(required=True)
    announced_wait_min = fields.Integer(
        string="Expected Wait (min)",
        help="How long the customer waits until somebody takes over, as you told or "
        "tell him.",
    )
    tell_customer = fields.Boolean(
        string="Tell the Customer",
        default=True,
        help="Sends the expected wait as a message; leave it out when you have just "
        "said it on the telephone.",
    )
    is_incomplete = fields.Boolean(compute="_compute_missing")
    missing = fields.Char(string="Still Missing", compute="_compute_missing")

    @api.depends("ticket_id")
    def _compute_missing(self):
        for wizard in self:
            wizard.missing = wizard.ticket_id.cs_missing
            wizard.is_incomplete = not wizard.ticket_id.cs_record_complete

    @api.onchange("team_id")
    def _onchange_team_id(self):
        if self.user_id not in self.team_id.sudo().user_ids:
            self.user_id = False

    def action_confirm(self):
        self.ensure_one()
        self._check_entries()
        ticket = self.ticket_id
        ticket._cs_hand_over(
            self.team_id or ticket.team_id,
            self.user_id,
            self.reason.strip(),
            self.announced_wait_min,
            self.tell_customer,
        )
        if ticket.has_access("read"):
            return {"type": "ir.actions.act_window_close"}
        return self.env["ir.actions.act_window"]._for_xml_id(
            "helpdesk_mgmt.helpdesk_my_tickets_action"
        )

    def _check_entries(self):
        ticket = self.ticket_id
        number = ticket.number
        if not (self.reason or "").strip():
            raise ValidationError(
                self.env._("Say why you hand over ticket %s.", number)
            )
        if self.announced_wait_min <= 0:
            raise ValidationError(
                self.env._(
                    "Enter the expected wait of ticket %s in minutes: the customer "
                    "must hear how long it takes.",
                    number,
                )
            )
        same_team = not self.team_id or self.team_id == ticket.team_id
        if same_team and (not self.user_id or self.user_id == ticket.user_id):
            raise ValidationError(
                self.env._("Choose another team or agent for ticket %s.", number)
            )
