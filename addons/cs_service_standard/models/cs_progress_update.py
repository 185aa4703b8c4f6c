from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.facts import FactKind


class CsProgressUpdate(models.Model):
    """What was reached and when the next thing is due, in a sentence (REC-09).

    Told is told: agents add a new report instead of editing an old one.
    """

    _name = "cs.progress.update"
    _description = "Progress Report"
    _order = "at desc, id desc"
    _rec_name = "text"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    text = fields.Char(
        string="Key Node",
        required=True,
        help="In short, for example: told the technical department, cause expected "
        "within 2 hours.",
    )
    at = fields.Datetime(
        string="Reported", required=True, default=fields.Datetime.now, readonly=True
    )
    eta_hours = fields.Float(
        string="Expected In (h)", help="Sets the expected time from the report on."
    )
    eta = fields.Datetime(
        string="Expected At", compute="_compute_eta", store=True, readonly=False
    )
    user_id = fields.Many2one(
        "res.users",
        string="Author",
        required=True,
        default=lambda self: self.env.user,
        readonly=True,
    )
    customer_visible = fields.Boolean(
        string="Shown to the Customer",
        default=True,
        help="Shown on the customer's page of the ticket.",
    )

    @api.depends("at", "eta_hours")
    def _compute_eta(self):
        for update in self:
            if update.eta_hours and update.at:
                update.eta = update.at + timedelta(hours=update.eta_hours)
            else:
                update.eta = update.eta

    @api.constrains("text", "ticket_id")
    def _check_text_length(self):
        for update in self:
            limit = update.ticket_id.cs_profile_id.progress_length
            if limit and len(update.text) > limit:
                raise ValidationError(
                    self.env._(
                        "A progress report on ticket %(ticket)s has %(length)s "
                        "characters: state the key node in at most %(limit)s.",
                        ticket=update.ticket_id.number,
                        length=len(update.text),
                        limit=limit,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Record the facts; people report now and under their own name."""
        if not self.env.su:
            own = {"at": fields.Datetime.now(), "user_id": self.env.uid}
            vals_list = [{**vals, **own} for vals in vals_list]
        updates = super().create(vals_list)
        following = updates.ticket_id._cs_following()
        self.env["cs.ticket.event"]._record(
            [
                {
                    "ticket_id": update.ticket_id.id,
                    "kind": FactKind.PROGRESS.value,
                    "at": update.at,
                    "payload": {"progress": update.id},
                }
                for update in updates
                if update.ticket_id in following
            ]
        )
        return updates
