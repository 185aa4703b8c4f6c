from datetime import timedelta
from decimal import Decimal
from secrets import token_hex

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime, format_list

from ...engine import sampling
from ...wording import listed

SECOND = timedelta(seconds=1)


class CsQualitySample(models.Model):
    """One draw: which tickets, out of which, by which seed; anyone can repeat it.

    The seed is written down before the population is known, the population before the
    tickets are drawn. Nothing of it is ever edited.
    """

    _name = "cs.quality.sample"
    _description = "Draw"
    _order = "end desc, id desc"

    plan_id = fields.Many2one(
        "cs.quality.plan", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    start = fields.Datetime(string="From", required=True, readonly=True)
    end = fields.Datetime(string="Until", required=True, readonly=True)
    state = fields.Selection(
        [("new", "Waits for the Draw"), ("drawn", "Drawn")],
        string="Status",
        default="new",
        required=True,
        readonly=True,
    )
    seed = fields.Char(
        string="Seed of the Draw",
        required=True,
        readonly=True,
        default=lambda self: token_hex(16),
        help="Chosen by chance before anybody knew the tickets. A ticket's rank is the "
        'SHA-256 of "seed:id of the ticket"; the first ones of each group are drawn.',
    )
    rate = fields.Float(string="Rate (%)", readonly=True, digits=(5, 2))
    population = fields.Json(readonly=True, help="Ids of the tickets by group.")
    population_count = fields.Integer(string="Executed", readonly=True)
    population_hash = fields.Char(
        string="SHA-256 of the Population",
        readonly=True,
        help="Of the ids of all tickets by group: tells whether they were changed.",
    )
    excluded = fields.Json(readonly=True)
    excluded_text = fields.Char(string="Left Out", compute="_compute_excluded_text")
    drawn_at = fields.Datetime(string="Drawn On", readonly=True)
    line_ids = fields.One2many(
        "cs.quality.sample.line", "sample_id", string="Tickets", readonly=True
    )
    check_ids = fields.One2many("cs.quality.check", "sample_id", string="Reviews")
    has_replaced = fields.Boolean(compute="_compute_has_replaced")
    drawn_count = fields.Integer(string="To Review", compute="_compute_counts")
    done_count = fields.Integer(string="Reviewed", compute="_compute_counts")
    error = fields.Char(
        string="Not Drawn",
        readonly=True,
        help="Why the draw failed; tried again with every run.",
    )

    _period_uniq = models.UniqueIndex(
        "(plan_id, start)", "This period of the plan has its draw already."
    )

    @api.depends("plan_id", "end")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for sample in self:
            day = sample.end and sample._local_day(sample.end - SECOND)
            sample.display_name = f"{sample.plan_id.name}, {day or ''}"

    @api.depends("excluded")
    @api.depends_context("lang")
    def _compute_excluded_text(self):
        words = self.env["cs.quality.plan"]._exclusions()
        for sample in self:
            counts = sample.excluded or {}
            parts = [f"{n} {words.get(code, code)}" for code, n in counts.items()]
            sample.excluded_text = format_list(self.env, parts) if parts else False

    @api.depends("line_ids.replaced_by_id")
    def _compute_has_replaced(self):
        for sample in self:
            sample.has_replaced = bool(sample.line_ids.replaced_by_id)

    def _compute_counts(self):
        groups = self.env["cs.quality.check"]._read_group(
            [("sample_id", "in", self.ids), ("state", "!=", "cancelled")],
            ["sample_id", "state"],
            ["__count"],
        )
        counts = {(sample.id, state): count for sample, state, count in groups}
        for sample in self:
            sample.done_count = counts.get((sample.id, "done"), 0)
            open_count = counts.get((sample.id, "todo"), 0)
            sample.drawn_count = sample.done_count + open_count

    def write(self, vals):
        """A draw is never changed by people."""
        if not self.env.su:
            raise UserError(self.env._("A draw is never changed: it is what it was."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A draw is never deleted: it is the proof."))

    def action_draw_again(self):
        """Repeat the draw from seed and population, and say whether it is the same."""
        self.ensure_one()
        if self.state != "drawn":
            raise UserError(
                self.env._(
                    "%s was not drawn yet: wait until its period is over.",
                    self.display_name,
                )
            )
        same = self._is_repeatable()
        numbers = self.line_ids.filtered("is_drawn").ticket_id.mapped("number")
        text = (
            self.env._("Drawn again: the same tickets, %s.", listed(self.env, numbers))
            if numbers
            else self.env._("Drawn again: no ticket, as before.")
        )
        problem = self.env._("This draw does not fit its seed and population any more.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": text if same else problem,
                "type": "success" if same else "danger",
                "sticky": not same,
            },
        }

    def action_open_checks(self):
        """The reviews of this draw."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reviews"),
            "res_model": "cs.quality.check",
            "view_mode": "list,form",
            "domain": [("sample_id", "=", self.id)],
        }

    def _rate(self):
        """The rate as an exact number."""
        return Decimal(f"{self.rate:.2f}")

    def _is_repeatable(self):
        """Whether seed and frozen population give the tickets that were drawn."""
        self.ensure_one()
        population = self.population or {}
        drawn = sampling.draw(population, self._rate(), self.seed)
        kept = {
            key: lines.sorted("rank").ticket_id.ids
            for key, lines in self.line_ids.filtered("is_drawn")
            .grouped("stratum")
            .items()
        }
        same_hash = sampling.fingerprint(population) == self.population_hash
        return same_hash and {k: v for k, v in drawn.items() if v} == kept

    def _local_day(self, at):
        return format_datetime(
            self.env, at, tz=str(self.plan_id._zone()), dt_format="yyyy-MM-dd"
        )
