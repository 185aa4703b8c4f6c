from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.quantile import percent


class CsDryRunLine(models.Model):
    """One figure of a dry run: k of n today, k of n under the profile tried."""

    _name = "cs.dry.run.line"
    _description = "Figure of a Dry Run"
    _order = "run_id, kind, sequence, id"

    run_id = fields.Many2one(
        "cs.dry.run", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    kind = fields.Selection(
        [
            ("metric", "Metric"),
            ("target", "Target"),
            ("channel", "Channel"),
            ("team", "Team"),
        ],
        required=True,
    )
    sequence = fields.Integer(default=10)
    metric = fields.Selection(
        selection=lambda self: self.env["cs.sla.target"]._selection_metric()
    )
    target_id = fields.Many2one("cs.sla.target", ondelete="set null")
    channel_id = fields.Many2one("helpdesk.ticket.channel", ondelete="set null")
    team_id = fields.Many2one("helpdesk.ticket.team", ondelete="set null")
    today_kept = fields.Integer()
    today_count = fields.Integer()
    draft_kept = fields.Integer()
    draft_count = fields.Integer()
    open_count = fields.Integer(
        string="Still Running", help="Still within their time: they count nowhere yet."
    )
    out_count = fields.Integer(string="Cancelled", help="On neither side of the ratio.")
    better_count = fields.Integer(string="Better")
    worse_count = fields.Integer(string="Worse")
    needed_from = fields.Integer(
        help="Seconds that would do if everything still open ended now."
    )
    needed_to = fields.Integer(
        help="Seconds that would do if nothing still open were kept; 0: not known."
    )
    needed_open = fields.Integer()
    needed_count = fields.Integer()
    subject = fields.Char(compute="_compute_subject", string="What")
    today_text = fields.Char(compute="_compute_texts", string="Today")
    draft_text = fields.Char(compute="_compute_texts", string="Dry Run")
    difference = fields.Float(
        compute="_compute_texts", string="Difference (points)", digits=(16, 1)
    )
    is_comparable = fields.Boolean(compute="_compute_texts")
    needed_text = fields.Char(compute="_compute_needed_text", string="Would Be Needed")

    @api.depends("kind", "metric", "target_id", "channel_id", "team_id")
    @api.depends_context("lang")
    def _compute_subject(self):
        metrics = dict(self.env["cs.sla.target"]._selection_metric())
        nothing = {
            "target": self.env._("Target deleted meanwhile"),
            "channel": self.env._("No channel"),
            "team": self.env._("No team"),
        }
        for line in self:
            if line.kind == "metric":
                line.subject = metrics.get(line.metric, line.metric)
            elif line.kind == "target" and line.target_id:
                line.subject = line.target_id._in_short()
            else:
                record = line[f"{line.kind}_id"]
                line.subject = record.display_name or nothing[line.kind]

    @api.depends("today_kept", "today_count", "draft_kept", "draft_count")
    @api.depends_context("lang")
    def _compute_texts(self):
        for line in self:
            today = percent(line.today_kept, line.today_count)
            draft = percent(line.draft_kept, line.draft_count)
            line.today_text = self._ratio(line.today_kept, line.today_count, today)
            line.draft_text = self._ratio(line.draft_kept, line.draft_count, draft)
            line.is_comparable = bool(line.today_count and line.draft_count)
            line.difference = draft - today if line.is_comparable else 0.0

    @api.model
    def _ratio(self, kept, count, share):
        if not count:
            return self.env._("nothing to count")
        return self.env._(
            "%(share).1f %% (%(kept)s of %(count)s)",
            share=share,
            kept=kept,
            count=count,
        )

    @api.depends("needed_from", "needed_to", "needed_open", "needed_count")
    @api.depends_context("lang")
    def _compute_needed_text(self):
        for line in self:
            line.needed_text = line._needed_in_words() if line.needed_count else False

    def _needed_in_words(self):
        """E.g. 'For 95 % you would need 3 h 40 min'."""
        self.ensure_one()
        words = {
            "aim": f"{self.run_id.aim_percent:g}",
            "least": self._in_words(self.needed_from),
            "most": self._in_words(self.needed_to),
            "open": self.needed_open,
            "count": self.needed_count,
        }
        if not self.needed_to:
            return self.env._(
                "For %(aim)s %% at least %(least)s; %(open)s of %(count)s still run, "
                "so more cannot be said yet",
                **words,
            )
        if self.needed_from == self.needed_to:
            return self.env._("For %(aim)s %% you would need %(most)s", **words)
        return self.env._(
            "For %(aim)s %% you would need %(least)s to %(most)s; %(open)s of "
            "%(count)s still run",
            **words,
        )

    def _in_words(self, seconds):
        return self.target_id._seconds_in_words(seconds)

    def action_open_clocks(self):
        """The clocks behind this figure."""
        self.ensure_one()
        domain = {
            "metric": Domain("metric", "=", self.metric),
            "target": Domain("draft_target_id", "=", self.target_id.id),
            "channel": Domain("channel_id", "=", self.channel_id.id),
            "team": Domain("team_id", "=", self.team_id.id),
        }[self.kind]
        return self.run_id._action_clocks(self.subject, domain)
