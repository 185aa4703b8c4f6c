from datetime import timedelta

from odoo import fields, models

from ...engine import sampling


class CsQualitySample(models.Model):
    """How a draw comes about: population, tickets, reviews, reviewers."""

    _inherit = "cs.quality.sample"

    def _draw_safely(self):
        """One draw that fails does not stop the others."""

        def keep(sample, error):
            sample.write({"error": str(error)[:250]})

        self.env["cs.job.mixin"]._act_on_all(
            self, lambda samples: samples._draw(), keep
        )

    def _draw(self):
        """Draw what waits; what is drawn already stays as it is.

        As superuser: a draw belongs to no one.
        """
        waiting = self.sudo().filtered(lambda sample: sample.state == "new")
        for sample in waiting:
            if sample.plan_id.method == "sample":
                sample._freeze_population()
                sample._create_lines(sample._prepare_drawn())
            else:
                sample._create_errands()
        waiting.write(
            {"state": "drawn", "drawn_at": fields.Datetime.now(), "error": False}
        )

    def _freeze_population(self):
        """Write down out of which tickets is drawn, before any is."""
        strata, excluded = self.plan_id._population(self.start, self.end)
        self.write(
            {
                "rate": self.plan_id.rate,
                "population": strata,
                "population_count": sum(map(len, strata.values())),
                "population_hash": sampling.fingerprint(strata),
                "excluded": excluded,
            }
        )

    def _prepare_drawn(self):
        """Values of the lines: the first ones of each group, in order of their rank."""
        drawn = sampling.draw(self.population or {}, self._rate(), self.seed)
        return [
            {"ticket_id": ticket_id, "stratum": key, "rank": rank}
            for key, ids in sorted(drawn.items())
            for rank, ticket_id in enumerate(ids, start=1)
        ]

    def _create_lines(self, vals_list):
        """Lines of drawn tickets, each with its review and reviewer."""
        common = self._prepare_check_vals()
        checks = self.env["cs.quality.check"].sudo()
        checks = checks.create(
            [{**common, "ticket_id": vals["ticket_id"]} for vals in vals_list]
        )
        checks._give_to_reviewers(self.plan_id.reviewer_ids)
        return (
            self.env["cs.quality.sample.line"]
            .sudo()
            .create(
                [
                    {
                        **vals,
                        "sample_id": self.id,
                        "agent_id": check.agent_id.id,
                        "check_id": check.id,
                    }
                    for vals, check in zip(vals_list, checks, strict=True)
                ]
            )
        )

    def _create_errands(self):
        """Reviews to do in the period, in each team; their tickets come later."""
        plan = self.plan_id
        teams = plan.team_ids or self.env["helpdesk.ticket.team"].sudo().search(
            [
                ("company_id", "in", [False, plan.company_id.id]),
                ("cs_profile_id", "!=", False),
            ]
        )
        last_day = (self.end - timedelta(seconds=1)).date()
        checks = (
            self.env["cs.quality.check"]
            .sudo()
            .create(
                [
                    {
                        **self._prepare_check_vals(),
                        "due_date": last_day,
                        "team_id": team.id,
                    }
                    for team in teams
                    for _number in range(plan.quantity)
                ]
            )
        )
        checks._give_to_reviewers(plan.reviewer_ids)

    def _prepare_check_vals(self):
        """Values that all reviews of a draw have in common; a hook."""
        self.ensure_one()
        plan = self.plan_id
        today = fields.Datetime.now().date()
        vals = {
            "sample_id": self.id,
            "company_id": plan.company_id.id,
            "method": plan.method,
            "cross_audit": plan.cross_audit,
            "due_date": today + timedelta(days=plan.due_days),
        }
        # without a scorecard of its own the review chooses by its ticket
        return vals | ({"template_id": plan.template_id.id} if plan.template_id else {})
