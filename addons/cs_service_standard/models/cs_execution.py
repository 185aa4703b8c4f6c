from odoo import api, fields, models

from ..engine.cadence import following


class CsExecution(models.Model):
    """The sheet on which the execution of one ticket is followed.

    Its plan, the goods on their way, the regular reports, and at the end whether it
    had the effect (EXE-08) and whether the customer was told the result (EXE-09).
    """

    _name = "cs.execution"
    _description = "Execution"
    _rec_name = "ticket_id"
    _order = "id desc"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, readonly=True, ondelete="cascade"
    )
    node_ids = fields.One2many("cs.ticket.node", "execution_id", string="Plan")
    event_ids = fields.One2many(
        "cs.logistics.event", "execution_id", string="Deliveries"
    )
    report_ids = fields.One2many(
        "cs.progress.report", "execution_id", string="Progress Reports"
    )
    done_percent = fields.Float(
        string="Done (%)",
        compute="_compute_done_percent",
        help="Nodes of the plan that are done, of all nodes.",
    )
    cadence = fields.Selection(
        [("weekly", "Every week"), ("monthly", "Every month")],
        string="Regular Report",
        help="For projects: on each day of the report a draft is prepared, its agent "
        "looks at it and sends it. Empty: no regular report.",
    )
    cadence_from = fields.Date(
        string="Reports From",
        default=fields.Date.context_today,
        help="The first report is due one week or month later.",
    )
    next_report_date = fields.Date(
        string="Next Report", compute="_compute_reports", store=True
    )
    has_draft = fields.Boolean(compute="_compute_reports", store=True)
    last_event_id = fields.Many2one(
        "cs.logistics.event",
        string="Last News",
        compute="_compute_last_event_id",
        store=True,
    )
    error = fields.Char(
        string="No Report",
        readonly=True,
        copy=False,
        help="Why no report could be prepared; tried again with every run.",
    )

    _ticket_uniq = models.UniqueIndex(
        "(ticket_id)", "A ticket has one sheet of its execution."
    )
    _report_idx = models.Index("(next_report_date) WHERE next_report_date IS NOT NULL")

    @api.depends("node_ids.done")
    def _compute_done_percent(self):
        for sheet in self:
            done = sheet.node_ids.filtered("done")
            total = len(sheet.node_ids)
            sheet.done_percent = 100.0 * len(done) / total if total else 0.0

    @api.depends("cadence", "cadence_from", "report_ids.date", "report_ids.state")
    def _compute_reports(self):
        """The next report follows the last one, sent or still a draft."""
        for sheet in self:
            reports = sheet.report_ids
            sheet.has_draft = any(report.state == "draft" for report in reports)
            start = sheet.cadence_from
            last = max([day for day in reports.mapped("date") if day], default=start)
            if sheet.cadence and last:
                sheet.next_report_date = following(last, sheet.cadence, sheet._anchor())
            else:
                sheet.next_report_date = False

    @api.depends("event_ids.at")
    def _compute_last_event_id(self):
        for sheet in self:
            events = sheet.event_ids.sorted(lambda e: (e.at, e._origin.id or 0))
            sheet.last_event_id = events[-1:]

    @api.model_create_multi
    def create(self, vals_list):
        """What the ticket has already stands on its sheet."""
        sheets = super().create(vals_list)
        nodes = self.env["cs.ticket.node"].sudo()
        nodes = nodes.search([("ticket_id", "in", sheets.ticket_id.ids)])
        sheet_of = {sheet.ticket_id: sheet for sheet in sheets}
        for ticket, found in nodes.grouped("ticket_id").items():
            found.execution_id = sheet_of[ticket]
        return sheets

    def _anchor(self):
        """Day of the month on which monthly reports began."""
        return self.cadence_from.day if self.cadence_from else 0

    def _follow_goods(self):
        """Hook: goods of this ticket are on their way."""
