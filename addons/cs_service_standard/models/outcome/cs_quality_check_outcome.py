from datetime import timedelta

from odoo import fields, models

from ...engine.facts import FactKind
from ...wording import listed

# reviews that teach, and change nothing for anybody
WITHOUT_OUTCOME = ("calibration", "self")


class CsQualityCheck(models.Model):
    """What follows when a review fails: the work begins again (QAC-04)."""

    _inherit = "cs.quality.check"

    nonconformity_ids = fields.One2many(
        "cs.nonconformity", "check_id", string="Non-conformity", readonly=True
    )

    def _after_done(self):
        result = super()._after_done()
        failed = self.filtered(lambda check: check.result == "failed")
        failed._has_outcome()._follow_up_failure()
        return result

    def _has_outcome(self):
        """Those of the reviews that have consequences for ticket and agent."""
        return self.filtered(lambda check: check.method not in WITHOUT_OUTCOME)

    def _quality_profile(self):
        """The standard whose days and rules hold for a review; may be empty."""
        self.ensure_one()
        check = self.sudo()
        return check.ticket_id.cs_profile_id or check.team_id.cs_profile_id

    def _follow_up_failure(self):
        """A non-conformity for each; tickets go back to execution.

        As superuser: who reviews need not be able to move the ticket.
        """
        checks = self.sudo()
        if not checks:
            return
        back = checks.ticket_id._cs_to_send_back()
        records = self.env["cs.nonconformity"].sudo()
        records = records.create(
            [
                check._prepare_nonconformity_vals(check.ticket_id in back)
                for check in checks
            ]
        )
        records._put_to_responsible()
        checks._record_rework(back)
        back._cs_send_back()

    def _record_rework(self, tickets):
        """The fact on each ticket that goes back, with how often it did."""
        counts = tickets._cs_rework_counts()
        if tickets:
            tickets._message_log_batch(
                bodies={
                    ticket.id: self.env._(
                        "A quality review found something to put right: the work "
                        "begins again (rework %s).",
                        counts.get(ticket.id, 0),
                    )
                    for ticket in tickets
                }
            )
        self.env["cs.ticket.event"]._record(
            [
                {
                    "ticket_id": check.ticket_id.id,
                    "kind": FactKind.REWORK.value,
                    "payload": {
                        "check": check.id,
                        "count": counts.get(check.ticket_id.id, 0),
                    },
                }
                for check in self
                if check.ticket_id in tickets
            ]
        )

    def _prepare_nonconformity_vals(self, rework):
        self.ensure_one()
        bad = self._bad_marks()
        days = self._quality_profile().quality_correct_days or 0
        return {
            "check_id": self.id,
            "ticket_id": self.ticket_id.id,
            "team_id": self.team_id.id,
            "agent_id": self.agent_id.id,
            "clause_ids": [(6, 0, bad.question_id.clause_id.ids)],
            "what": self._failure_in_words(bad),
            "cause": self._causes_in_words(bad),
            "responsible_id": self._responsible(rework).id,
            "due_date": self._today() + timedelta(days=days),
            "is_rework": rework,
        }

    def _bad_marks(self):
        """Marks that had to be explained; if none, whatever was not the best.

        Critical failures come first.
        """
        self.ensure_one()
        bad = self.mark_ids.filtered(lambda mark: mark._is_bad())
        if not bad:
            bad = self.mark_ids.filtered(
                lambda mark: (
                    not mark.not_applicable
                    and not mark.question_id.critical
                    and mark.value < mark.question_id._bounds()[1]
                )
            )
        return bad.sorted(lambda mark: (not mark.failed, mark.sequence, mark.id))

    def _failure_in_words(self, bad):
        """What was found, question by question, as the responsible reads it."""
        lines = [
            self.env._(
                "Review by scorecard %(scorecard)s: %(score)s of 100.",
                scorecard=self.template_id.name or "",
                score=f"{self.score:g}",
            )
        ]
        for mark in bad:
            comment = (mark.comment or "").strip()
            name = mark.question_id.name
            lines.append(f"– {name}: {comment}" if comment else f"– {name}")
        return "\n".join(lines)

    def _causes_in_words(self, bad):
        """Root causes the reviewer named, each once."""
        names = bad.cause_id.mapped("name")
        return listed(self.env, names) or False

    def _responsible(self, rework):
        """Who puts it right: who has a ticket going back, else whose work it was."""
        self.ensure_one()
        if rework:
            return self.ticket_id._cs_person_in_charge()
        if self.agent_id.active and not self.agent_id.share:
            return self.agent_id
        if self.ticket_id:
            return self.ticket_id._cs_person_in_charge()
        return self.team_id.user_id or self.env.user

    def _today(self):
        """Today where the desk is."""
        self.ensure_one()
        zone = self.ticket_id and self.ticket_id._cs_desk_zone()
        zone = zone or self.company_id.partner_id.tz or self.env.user.tz
        return fields.Date.context_today(self.with_context(tz=zone))
