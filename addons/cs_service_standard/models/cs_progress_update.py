from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.facts import FactKind
from ..wording import listed

LETTER = "cs_service_standard.mail_template_progress_update"
WHOLE = ("text", "next_step", "eta", "customer_visible")


class CsProgressUpdate(models.Model):
    """What was reached, what comes next and until when (REC-09, EXE-05).

    Told is told: agents add a new report instead of editing an old one. Only a
    whole report that the customer can see answers the progress clock.
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
    next_step = fields.Char(
        help="What is done next, for example: replace the part and test."
    )
    risk = fields.Char(
        help="What may still get in the way, as the customer should know it."
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
        help="Sent to the customer and shown on his page of the ticket. A report he "
        "cannot see does not answer the progress clock.",
    )
    is_answer = fields.Boolean(
        string="Answers the Clock",
        compute="_compute_is_answer",
        store=True,
        help="The customer can see what was done, what comes next and until when.",
    )
    missing = fields.Char(compute="_compute_missing")
    seed = fields.Char(store=False, help="The sentence the form was prepared with.")

    @api.depends("at", "eta_hours")
    def _compute_eta(self):
        for update in self:
            if update.eta_hours and update.at:
                update.eta = update.at + timedelta(hours=update.eta_hours)
            else:
                update.eta = update.eta

    @api.depends(*WHOLE)
    def _compute_is_answer(self):
        for update in self:
            update.is_answer = all(update[name] for name in WHOLE)

    @api.depends(*WHOLE)
    @api.depends_context("lang")
    def _compute_missing(self):
        labels = self.fields_get(WHOLE, ["string"])
        for update in self:
            lacking = [labels[name]["string"] for name in WHOLE if not update[name]]
            update.missing = listed(self.env, lacking)

    @api.onchange("eta", "eta_hours")
    def _onchange_eta(self):
        """Keep the date in the prepared sentence, as long as nobody wrote another."""
        if self.seed and self.text == self.seed:
            self.text = self.seed = self.ticket_id._cs_progress_seed(self.eta)

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
        reports = updates.filtered(lambda u: u.ticket_id in following)
        for report in reports.filtered("customer_visible"):
            report._tell_customer()
        self.env["cs.ticket.event"]._record(
            [
                {
                    "ticket_id": report.ticket_id.id,
                    "kind": FactKind.PROGRESS.value,
                    "at": report.at,
                    "payload": {"progress": report.id},
                }
                for report in reports.filtered("is_answer")
            ]
        )
        return updates

    def _tell_customer(self):
        """Send a report as the message of a person: one contact, counted once."""
        self.ensure_one()
        ticket = self.ticket_id.sudo()
        if ticket.partner_id or ticket.partner_email:
            self.ticket_id._cs_send_letters(LETTER, self, person=True)

    def _lines_for_customer(self):
        """What comes next, until when and what may get in the way."""
        ticket = self.ticket_id.sudo()
        lines = []
        if self.next_step:
            lines.append(self.env._("Next: %s", self.next_step))
        if self.eta:
            when = ticket._cs_when(self.eta, ticket._cs_reader_zone())
            if when not in self.text:
                lines.append(self.env._("Expected: %s", when))
        if self.risk:
            lines.append(self.env._("What may get in the way: %s", self.risk))
        return lines
