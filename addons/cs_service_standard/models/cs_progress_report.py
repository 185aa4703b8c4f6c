from odoo import api, fields, models
from odoo.exceptions import UserError

from ..wording import listed

LETTER = "cs_service_standard.mail_template_progress_report"
ASKED = ("developed", "test_results", "to_confirm")


class CsProgressReport(models.Model):
    """The regular report on a project: what is done, tested, to be confirmed (EXE-03).

    Prepared from what happened, looked at by the agent, then sent. Told is told: a
    report that was sent stays as it is.
    """

    _name = "cs.progress.report"
    _description = "Regular Progress Report"
    _inherit = ["cs.execution.part"]
    _order = "date desc, id desc"
    _rec_name = "date"

    _begins_execution = True

    date = fields.Date(
        string="As Of",
        required=True,
        default=fields.Date.context_today,
        help="The report tells what was reached up to this day.",
    )
    date_from = fields.Date(string="Since", readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("sent", "Sent")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    developed = fields.Text(
        string="Done So Far",
        help="What share is developed or done, and what was reached in this period. "
        "The customer reads it.",
    )
    test_results = fields.Text(
        help="What was tested and with which result. The customer reads it."
    )
    to_confirm = fields.Text(
        string="To Be Confirmed",
        help="What the customer should decide or confirm; if nothing, say so.",
    )
    happened = fields.Text(
        string="What Happened",
        readonly=True,
        copy=False,
        help="Counted from the ticket for whoever writes the report; not sent.",
    )
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, index="btree_not_null"
    )
    sent_at = fields.Datetime(readonly=True, copy=False)
    sent_by = fields.Many2one("res.users", readonly=True, copy=False)

    @api.depends("date", "ticket_id.number")
    def _compute_display_name(self):
        for report in self:
            number = report.ticket_id.sudo().number or ""
            report.display_name = f"{number} · {report.date or ''}"

    def write(self, vals):
        """A report that was sent stays as it is."""
        sent = self.filtered(lambda report: report.state == "sent")
        if sent and not self.env.su and set(vals) & {"date", *ASKED, "ticket_id"}:
            raise UserError(
                self.env._(
                    "Report %(report)s has been sent: write a new one instead.",
                    report=sent[0].display_name,
                )
            )
        return super().write(vals)

    def action_send(self):
        """Send the reports as letters of the person who looked at them."""
        for report in self.filtered(lambda r: r.state == "draft"):
            report._check_whole()
            self.env["helpdesk.ticket"]._cs_send_letters(LETTER, report, person=True)
            report.write(
                {
                    "state": "sent",
                    "sent_at": fields.Datetime.now(),
                    "sent_by": self.env.uid,
                }
            )
            report.sudo().activity_id.filtered("active").action_feedback()

    def _check_whole(self):
        labels = self.fields_get(ASKED, ["string"])
        lacking = [
            labels[name]["string"] for name in ASKED if not (self[name] or "").strip()
        ]
        if lacking:
            raise UserError(
                self.env._(
                    "Report %(report)s cannot be sent yet, fill in: %(fields)s. If "
                    "there is nothing, say so.",
                    report=self.display_name,
                    fields=listed(self.env, lacking),
                )
            )
