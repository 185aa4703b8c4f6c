from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsPause(models.TransientModel):
    """Pause a ticket: for which reason, on what evidence, until when at the latest."""

    _name = "cs.pause"
    _description = "Pause Ticket"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, readonly=True)
    company_id = fields.Many2one(related="ticket_id.company_id")
    reason_id = fields.Many2one(
        "cs.pause.reason",
        required=True,
        compute="_compute_reason_id",
        store=True,
        precompute=True,
        readonly=False,
        domain="[('company_id', 'in', [False, company_id])]",
    )
    description = fields.Text(related="reason_id.description")
    evidence = fields.Selection(related="reason_id.evidence")
    until = fields.Datetime(string="At the Latest Until", compute="_compute_until")
    note = fields.Text(help="What you wait for, and since when.")
    attachment_ids = fields.Many2many("ir.attachment", string="Files")

    @api.depends("ticket_id")
    def _compute_reason_id(self):
        """The reason the ticket waits for already, else the first."""
        for wizard in self:
            company = wizard.ticket_id.company_id
            first = self.env["cs.pause.reason"].search(
                [("company_id", "in", [False, company.id])], limit=1
            )
            wizard.reason_id = wizard.ticket_id.cs_pause_reason_id or first

    @api.depends("ticket_id", "reason_id")
    def _compute_until(self):
        """A pause that lasts already keeps its end."""
        now = fields.Datetime.now()
        for wizard in self:
            ticket, reason = wizard.ticket_id, wizard.reason_id
            if reason and reason == ticket.cs_pause_reason_id:
                wizard.until = ticket.cs_pause_until
            else:
                wizard.until = reason and reason._until(ticket, now)

    def action_confirm(self):
        self.ensure_one()
        self._check_evidence()
        note = (self.note or "").strip()
        self.ticket_id._cs_pause(self.reason_id, note, self.attachment_ids)
        return {"type": "ir.actions.act_window_close"}

    def _check_evidence(self):
        names = {"reason": self.reason_id.name, "ticket": self.ticket_id.number}
        if self.evidence == "note" and not (self.note or "").strip():
            raise ValidationError(
                self.env._(
                    "Reason '%(reason)s' needs a note: say what ticket %(ticket)s "
                    "waits for.",
                    **names,
                )
            )
        if self.evidence == "attachment" and not self.attachment_ids:
            raise ValidationError(
                self.env._(
                    "Reason '%(reason)s' needs a file: attach what proves that ticket "
                    "%(ticket)s has to wait.",
                    **names,
                )
            )
