from markupsafe import Markup

from odoo import api, fields, models


class CsPolicyTrial(models.TransientModel):
    """A ticket that does not exist, and what a profile would promise to it."""

    _name = "cs.policy.trial"
    _description = "Try a Profile"

    profile_id = fields.Many2one("cs.service.profile", required=True, readonly=True)
    opened_at = fields.Datetime(
        string="Opened",
        default=lambda self: fields.Datetime.now().replace(second=0),
        required=True,
        help="When the request would be received.",
    )
    channel_id = fields.Many2one("helpdesk.ticket.channel")
    type_id = fields.Many2one("helpdesk.ticket.type")
    priority = fields.Selection(
        selection=lambda self: self._ticket_selection("priority"), default="1"
    )
    customer_value = fields.Selection(
        selection=lambda self: self._ticket_selection("cs_customer_value")
    )
    complexity = fields.Selection(
        selection=lambda self: self._ticket_selection("cs_complexity")
    )
    team_id = fields.Many2one("helpdesk.ticket.team")
    partner_id = fields.Many2one("res.partner", string="Customer")
    tag_ids = fields.Many2many("helpdesk.ticket.tag", string="Tags")
    green = fields.Boolean(string="Green Channel")
    headline = fields.Char(compute="_compute_result")
    result = fields.Html(compute="_compute_result", sanitize=False)

    @api.model
    def _ticket_selection(self, name):
        field = self.env["helpdesk.ticket"]._fields[name]
        return field._description_selection(self.env)

    @api.depends(
        "opened_at",
        "channel_id",
        "type_id",
        "priority",
        "customer_value",
        "complexity",
        "team_id",
        "partner_id",
        "tag_ids",
        "green",
    )
    @api.depends_context("lang", "tz")
    def _compute_result(self):
        for trial in self:
            moment = trial.opened_at or fields.Datetime.now()
            values = trial._values()
            profile = trial.profile_id
            found = profile._try(values, moment)
            trial.headline = profile._trial_sentence(values, found, moment)
            trial.result = trial._result_html(found, profile._trial_zone(values))

    def _values(self):
        names = (
            "channel_id",
            "type_id",
            "team_id",
            "partner_id",
            "tag_ids",
            "priority",
            "customer_value",
            "complexity",
            "green",
        )
        values = {name: self[name] for name in names}
        for name in ("channel_id", "type_id", "team_id", "partner_id", "tag_ids"):
            values[name] = values[name]._origin
        return values

    def _result_html(self, found, zone):
        if not found:
            return Markup("<p>%s</p>") % self.env._(
                "No target matches: such a ticket would have no SLA."
            )
        head = (
            self.env._("Target"),
            self.env._("Due"),
            self.env._("Who is told"),
            self.env._("Match as well, due later"),
        )
        rows = [self._row_cells(row, zone) for row in found]
        return Markup('<table class="table table-sm"><tr>%s</tr>%s</table>') % (
            Markup("").join(Markup("<th>%s</th>") % cell for cell in head),
            Markup("").join(
                Markup("<tr>%s</tr>")
                % Markup("").join(Markup("<td>%s</td>") % cell for cell in cells)
                for cells in rows
            ),
        )

    def _row_cells(self, row, zone):
        """Cells of one metric: target, due, levels, other targets."""
        target, due = row["target"], row["due"]
        if due:
            when = target._moment_words(due, zone)
            calendar = self._calendar_of(target)
            _due, marks = target._example_marks(self.opened_at, calendar)
            told = [f"{name}: {target._moment_words(at, zone)}" for name, at in marks]
        else:
            when = self.env._("%s after it begins", target._limit_words())
            told = [name for name, _amount in target._example_amounts()]
        others = [other._in_short() for other in row["others"]]
        return target._in_short(), when, self._lines(told), self._lines(others)

    def _calendar_of(self, target):
        """The calendar the target would count with for this ticket."""
        own = target.calendar_id
        found = own.id or self.profile_id._trial_calendar(self._values())
        return self.env["resource.calendar"].sudo().browse(found or [])

    @api.model
    def _lines(self, texts):
        return Markup("<br/>").join(Markup("%s") % text for text in texts)
