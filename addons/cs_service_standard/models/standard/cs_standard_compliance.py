from collections import defaultdict
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...engine import phases
from ...engine.compliance import last_full, this_month, total
from ...engine.facts import FactKind
from ...engine.figures import Share
from ...engine.scorecard import is_bad, is_marked

LEADER = "helpdesk_mgmt.group_helpdesk_user"
NOTHING = Share(0, 0)


class CsStandard(models.Model):
    """How well each clause was kept: one grouped query per kind, for all clauses.

    Everything is read with the rights of the reader, who is a leader: others would
    see figures of their own tickets only.
    """

    _inherit = "cs.standard"

    @api.model
    def _compliance(self, clauses, period="month"):
        """Figures of clauses over a period and the one before, of this company.

        :param period: month, quarter or year (the last that is over), or running
        :return: dict clause id -> dict of ``kept`` and ``marks`` (each a pair of
            ``Share``, now and before) and ``asked`` (tickets that came to a gate)
        """
        if not self.env.user.has_group(LEADER):
            return {}
        span = self._span(period)
        now = self._measures(span.first, span.end)
        before = self._measures(span.before, span.first)
        keys = self._target_keys(clauses)
        return {
            clause.id: {
                "kept": (
                    self._kept(clause, now, keys),
                    self._kept(clause, before, keys),
                ),
                "marks": (
                    now["code"].get(clause.code, NOTHING),
                    before["code"].get(clause.code, NOTHING),
                ),
                "asked": self._asked(clause, now),
            }
            for clause in clauses
        }

    @api.model
    def _span(self, period):
        now = fields.Datetime.now().replace(tzinfo=UTC)
        today = now.astimezone(self._figures_zone()).date()
        return this_month(today) if period == "running" else last_full(period, today)

    @api.model
    def _figures_zone(self):
        """Time zone of the company, in which its months begin and end."""
        return ZoneInfo(self.env.company.resource_calendar_id.tz or "UTC")

    @api.model
    def _measures(self, first, end):
        """What was counted from one day to another."""
        since, until = (
            datetime.combine(day, time.min, self._figures_zone())
            .astimezone(UTC)
            .replace(tzinfo=None)
            for day in (first, end)
        )
        ours = Domain("company_id", "=", self.env.company.id)
        return {
            "target": self._by_target(ours, since, until),
            "process": self._by_process(ours, since, until),
            "code": self._by_code(since, until),
            "phase": self._by_phase(ours, since, until),
        }

    @api.model
    def _by_target(self, ours, since, until):
        """Clocks that were decided, per promise: dict from its key to a share."""
        groups = self.env["cs.sla.report"]._read_group(
            ours
            & Domain("judged_at", ">=", since)
            & Domain("judged_at", "<", until)
            & Domain("target_id", "!=", False),
            ["target_id"],
            ["met:sum", "broken:sum"],
        )
        shares = defaultdict(list)
        for target, met, broken in groups:
            met, broken = met or 0, broken or 0
            shares[self._target_key(target)].append(Share(met, met + broken))
        return {key: total(found) for key, found in shares.items()}

    @api.model
    def _target_key(self, target):
        """What a target promises: lines of other profiles may promise the same.

        So the figures of a profile that a company copied from the one of the standard
        count for the clause as long as the promise is the same.
        """
        return (
            target.metric,
            target.limit_seconds,
            target.mode,
            target.strict,
            target.sudo()._to_condition(),
        )

    @api.model
    def _target_keys(self, clauses):
        """What the targets of clauses promise: dict from id to key."""
        ids = clauses.mechanism_ids._ids_by_model()["cs.sla.target"]
        targets = self.env["cs.sla.target"].browse(ids).exists()
        return {target.id: self._target_key(target) for target in targets}

    @api.model
    def _by_process(self, ours, since, until):
        """Steps with a limit, per process: dict from its id to a share."""
        report = self.env["cs.sla.report"]
        clocks = report._search(
            ours
            & Domain("metric", "=", "step")
            & Domain("judged_at", ">=", since)
            & Domain("judged_at", "<", until)
        )
        names = ("id", "met", "broken")
        counted = clocks.subselect(
            *(report._field_to_sql(report._table, name, clocks) for name in names)
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT step.process_id, SUM(r.met), SUM(r.met + r.broken)
                FROM %s AS r(id, met, broken)
                JOIN cs_ticket_clock clock ON clock.id = r.id
                JOIN cs_ticket_step done ON done.id = clock.step_key
                JOIN cs_process_step step ON step.id = done.step_id
                GROUP BY step.process_id""",
                counted,
            )
        )
        return {process: Share(k, n) for process, k, n in rows}

    @api.model
    def _by_code(self, since, until):
        """Marks of random reviews, per code of a clause: dict from code to share.

        By code: a question keeps the clause of the version it was written for.
        """
        reviews = Domain(self.env["cs.quality.check"]._average_domain())
        reviews &= Domain("company_id", "=", self.env.company.id)
        reviews &= Domain("done_at", ">=", since) & Domain("done_at", "<", until)
        groups = self.env["cs.quality.mark"]._read_group(
            Domain("check_id", "any", reviews)
            & Domain("not_applicable", "=", False)
            & Domain("question_id.clause_id", "!=", False),
            ["question_id", "value", "failed"],
            ["__count"],
        )
        shares = defaultdict(list)
        for question, value, failed, count in groups:
            kept = self._is_kept(question.sudo(), value, failed)
            if kept is not None:
                code = question.sudo().clause_id.code
                shares[code].append(Share(count if kept else 0, count))
        return {code: total(found) for code, found in shares.items()}

    @api.model
    def _is_kept(self, question, value, failed):
        """Whether a mark speaks for the clause; ``None``: nothing was marked."""
        if question.critical:
            return not failed
        mark = question._to_mark(value)
        if not is_marked(mark):
            return None
        return not is_bad(mark, question.template_id.bad_below)

    @api.model
    def _by_phase(self, ours, since, until):
        """Tickets by the furthest phase they moved into, per profile."""
        events = self.env["cs.ticket.event"]._search(
            ours
            & Domain("kind", "=", FactKind.STAGE.value)
            & Domain("at", ">=", since)
            & Domain("at", "<", until)
        )
        return self.env.execute_query(
            SQL(
                """SELECT ticket.cs_profile_id, moved.furthest, COUNT(*)
                FROM (
                    SELECT e.ticket_id, MAX(
                        array_position(%(phases)s, e.payload ->> 'phase')
                    ) AS furthest
                    FROM cs_ticket_event e WHERE e.id IN %(events)s
                    GROUP BY e.ticket_id
                ) moved
                JOIN helpdesk_ticket ticket ON ticket.id = moved.ticket_id
                WHERE moved.furthest IS NOT NULL
                GROUP BY ticket.cs_profile_id, moved.furthest""",
                phases=list(phases.PHASES),
                events=events.subselect(),
            )
        )

    @api.model
    def _kept(self, clause, measures, target_keys):
        """Clocks and steps of all mechanisms of a clause together."""
        ids = clause.mechanism_ids._ids_by_model()
        promises = {target_keys.get(target) for target in ids["cs.sla.target"]}
        shares = [measures["target"].get(key, NOTHING) for key in promises]
        shares += [measures["process"].get(key, NOTHING) for key in ids["cs.process"]]
        return total(shares)

    @api.model
    def _asked(self, clause, measures):
        """Tickets that moved into or past a phase whose gate keeps the clause."""
        keys = clause.mechanism_ids._ids_by_model()
        gates = self.env["cs.gate"].browse(keys.get("cs.gate", ()))
        counts = [
            sum(
                count
                for profile, furthest, count in measures["phase"]
                if profile == gate.profile_id.id
                and furthest > phases.PHASES.index(gate.phase)
            )
            for gate in gates.exists()
            if gate.mode != "off"
        ]
        return max(counts, default=0)
