from odoo import api, models
from odoo.fields import Domain
from odoo.tools import babel_locale_parse, format_date, get_lang

FEW = 5
MONTHS = 12
SUPERVISOR = "cs_service_standard.cs_group_quality_supervisor"


class CsQualitySupervision(models.AbstractModel):
    """Quality figures for people outside who watch over the service (QAC-10).

    Sums only: no agent, no ticket, no customer, no word that somebody wrote.
    """

    _name = "cs.quality.supervision"
    _description = "Quality Figures for Supervisors"

    @api.model
    def _may_look(self, user):
        return user.has_group(SUPERVISOR)

    @api.model
    def _figures(self, companies):
        """Scores by month, team, scorecard and clause.

        As superuser: supervisors may read no review; what leaves here are sums.

        :param companies: ``res.company`` records
        :return: list of dicts with ``title`` and ``rows``; a row has ``name``, ``n``,
            ``average``, ``pass_rate`` (both may be missing) and ``few``
        """
        checks = self.env["cs.quality.check"].sudo()
        counted = Domain(checks._average_domain()) & Domain(
            "company_id", "in", companies.ids
        )
        recent = counted & Domain("done_at", ">=", f"today -{MONTHS}m")
        tables = [
            (self.env._("By month"), self._by(recent, "done_at:month")),
            (self.env._("By team"), self._by(recent, "team_id")),
            (self.env._("By scorecard"), self._by(recent, "template_id")),
            (self.env._("By clause"), self._by_clause(recent)),
        ]
        return [{"title": title, "rows": rows} for title, rows in tables]

    @api.model
    def _by(self, domain, key):
        checks = self.env["cs.quality.check"].sudo()
        passed = dict(
            checks._read_group(
                domain & Domain("result", "=", "passed"), [key], ["__count"]
            )
        )
        groups = checks._read_group(domain, [key], ["__count", "score:avg"], order=key)
        return [
            self._row(self._group_name(group), count, average, passed.get(group, 0))
            for group, count, average in groups
        ]

    @api.model
    def _by_clause(self, domain):
        """Average of the marks of each clause, and the share that needed no word."""
        sums = {}
        for question, value, failed, count in self._counted_marks(domain):
            place, bad = question._place_of(value, failed)
            total = sums.setdefault(question.clause_id, [0, 0, 0])
            total[0] += count
            total[1] += count * place
            total[2] += 0 if bad else count
        rows = [
            self._row(clause.display_name, n, places / n, good) | {"hint": clause.name}
            for clause, (n, places, good) in sums.items()
        ]
        return sorted(rows, key=lambda row: row["name"])

    @api.model
    def _counted_marks(self, domain):
        """How often each question with a clause got each mark in some reviews."""
        return (
            self.env["cs.quality.mark"]
            .sudo()
            ._read_group(
                Domain("check_id", "any", domain)
                & Domain("question_id.clause_id", "!=", False)
                & Domain("not_applicable", "=", False),
                ["question_id", "value", "failed"],
                ["__count"],
            )
        )

    @api.model
    def _group_name(self, group):
        """Name of a month, team or scorecard as the page shows it."""
        if isinstance(group, models.BaseModel):
            return group.display_name or self.env._("No team")
        locale = babel_locale_parse(get_lang(self.env).code)
        pattern = str(locale.datetime_skeletons["yMMMM"])
        return format_date(self.env, group, date_format=pattern)

    @api.model
    def _row(self, name, count, average, good):
        return {
            "name": name,
            "n": count,
            "average": round(average or 0, 1),
            "good": round(100 * good / count, 1) if count else 0,
            "few": count < FEW,
        }
