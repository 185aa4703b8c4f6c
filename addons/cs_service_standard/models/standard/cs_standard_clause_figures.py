from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ...engine.compliance import trend
from ...wording import listed


class CsStandardClause(models.Model):
    """How well a clause was kept, in words and for the manual."""

    _inherit = "cs.standard.clause"

    kept_text = fields.Char(
        string="Last Month",
        compute="_compute_kept_text",
        help="Clocks and steps that were decided last month, and marks of reviews; "
        "the whole helpdesk of this company. Only leaders see figures.",
    )

    @api.depends("mechanism_ids.reference", "code")
    @api.depends_context("lang", "uid", "company")
    def _compute_kept_text(self):
        rows = self._figure_rows()
        for clause in self:
            row = rows.get(clause.id)
            clause.kept_text = clause._kept_words(row) if row else False

    def _figure_rows(self, period="month"):
        """Figures of each clause as the manual shows them: dict by id."""
        figures = self.env["cs.standard"]._compliance(self, period)
        return {
            clause.id: {
                "kept": clause._to_figure(*figures[clause.id]["kept"]),
                "marks": clause._to_figure(*figures[clause.id]["marks"]),
                "asked": figures[clause.id]["asked"],
            }
            for clause in self
            if clause.id in figures
        }

    def _to_figure(self, now, before):
        """A share beside the one before, or ``None`` where nothing was counted."""
        self.ensure_one()
        if not now.n:
            return None
        return {
            "k": now.k,
            "n": now.n,
            "percent": float(now.percent),
            "before": {"k": before.k, "n": before.n} if before.n else None,
            "trend": trend(now, before, self.standard_id.min_count).value,
        }

    def _kept_words(self, row):
        self.ensure_one()
        parts = []
        for name, text in (
            ("kept", self.env._("%(k)s of %(n)s in time (%(percent)s %%)")),
            ("marks", self.env._("%(k)s of %(n)s good marks (%(percent)s %%)")),
        ):
            if row[name]:
                parts.append(text % row[name])
        if row["asked"]:
            parts.append(self.env._("%s tickets asked", row["asked"]))
        return listed(self.env, parts) or self.env._("No data")

    @api.model
    def _period_words(self, period):
        """First and last day of a period, as the reader writes dates."""
        span = self.env["cs.standard"]._span(period)
        last = span.end - timedelta(days=1)
        return self.env._(
            "%(first)s to %(last)s",
            first=format_date(self.env, span.first),
            last=format_date(self.env, last),
        )
