"""Builders of scorecards and reviews for the tests of quality."""

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import StandardCase

CRITERIA = ("Listens", "Clear and brief", "Calm and polite", "Flexible")
REVIEWER = "cs_service_standard.cs_group_quality_reviewer"


class QualityData:
    @classmethod
    def _set_up_quality(cls):
        cls.reviewer = new_test_user(
            cls.env, "cs_reviewer", groups=REVIEWER, name="Sun", tz="Asia/Shanghai"
        )
        cls.env["cs.quality.template"].search([("state", "=", "in_force")]).write(
            {"state": "retired"}
        )
        cls.card = cls._card([25, 25, 25, 25])
        cls.card.action_put_in_force()
        cls.cause = cls.env["cs.quality.cause"].create({"name": "Needs practice"})
        cls.ticket = cls._create_ticket(
            user_id=cls.agent_li.id, partner_id=cls.customer.id
        )

    @classmethod
    def _card(cls, weights, critical=1, scale="points", **vals):
        """A scorecard with these weights and some critical questions."""
        questions = [
            {"name": CRITERIA[index % 4], "weight": weight, "scale": scale}
            for index, weight in enumerate(weights)
        ]
        questions += [
            {"name": f"Shirked {index}", "critical": True, "code": "SHIRKING"}
            for index in range(critical)
        ]
        return cls.env["cs.quality.template"].create(
            {
                "name": "Communication",
                "question_ids": [Command.create(vals) for vals in questions],
                **vals,
            }
        )

    @classmethod
    def _check(cls, **vals):
        return cls.env["cs.quality.check"].create(
            {"ticket_id": cls.ticket.id, "reviewer_id": cls.reviewer.id, **vals}
        )

    def _answers(self, check, *marks, **more):
        """Answers in the order of the questions; ``None``: does not apply."""
        questions = check.template_id.question_ids.filtered(lambda q: not q.critical)
        return {
            question.id: {"not_applicable": True} if mark is None else {"value": mark}
            for question, mark in zip(questions, marks, strict=True)
        } | more

    def _bad(self, **vals):
        return {"comment": "Interrupted twice", "cause_id": self.cause.id, **vals}


class QualityCase(QualityData, StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_quality()
