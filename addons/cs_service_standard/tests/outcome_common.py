"""Builders of reviews and of what follows from them."""

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import LEADER, StandardCase

STAGE = "cs_service_standard.helpdesk_ticket_stage_%s"
REVIEWER = "cs_service_standard.cs_group_quality_reviewer"


class OutcomeCase(StandardCase):
    """A scorecard of two questions and a red line; a ticket of Li to review."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stages = {
            name: cls.env.ref(STAGE % name)
            for name in (
                "intake",
                "analysis",
                "execution",
                "quality",
                "acceptance",
                "closed",
                "waiting",
                "cancelled",
            )
        }
        cls.reviewer = new_test_user(
            cls.env, "cs_reviewer", groups=REVIEWER, name="Sun"
        )
        cls.other_leader = new_test_user(
            cls.env, "cs_other_leader", groups=LEADER, name="Zhou"
        )
        standard = cls.env["cs.standard"].create({"name": "Test standard"})
        cls.clause = cls.env["cs.standard.clause"].create(
            {"standard_id": standard.id, "code": "TST-01", "name": "Be polite."}
        )
        cls.cause = cls.env["cs.quality.cause"].create({"name": "Not trained"})
        cls.card = cls.env["cs.quality.template"].create(
            {
                "name": "Test card",
                "question_ids": [
                    Command.create(
                        {
                            "name": "Polite?",
                            "weight": 60,
                            "scale": "5",
                            "clause_id": cls.clause.id,
                        }
                    ),
                    Command.create({"name": "Clear?", "weight": 40, "scale": "5"}),
                    Command.create(
                        {"name": "Shirking?", "critical": True, "sequence": 20}
                    ),
                ],
            }
        )
        cls.card.action_put_in_force()
        cls.polite, cls.clear, cls.shirking = cls.card.question_ids
        cls.ticket = cls._ticket("quality")

    @classmethod
    def _ticket(cls, stage="quality", **vals):
        ticket = cls._create_ticket(
            **{
                "user_id": cls.agent_li.id,
                "partner_id": cls.customer.id,
                "partner_email": cls.customer.email,
                **vals,
            }
        )
        ticket.stage_id = cls.stages[stage]
        return ticket

    @classmethod
    def _check(cls, ticket=None, **vals):
        return cls.env["cs.quality.check"].create(
            {
                "ticket_id": (ticket or cls.ticket).id,
                "template_id": cls.card.id,
                "reviewer_id": cls.reviewer.id,
                "method": "sample",
                **vals,
            }
        )

    @classmethod
    def _answers(cls, polite, clear, shirking=False):
        """Answers as the review screen sends them; bad ones are explained."""

        def answer(value):
            why = {"comment": "Was rude", "cause_id": cls.cause.id} if value < 3 else {}
            return {"value": value, **why}

        answers = {cls.polite.id: answer(polite), cls.clear.id: answer(clear)}
        if shirking:
            answers[cls.shirking.id] = {
                "failed": True,
                "comment": "Sent the customer away",
                "cause_id": cls.cause.id,
            }
        return answers

    @classmethod
    def _review(cls, ticket=None, polite=5, clear=5, shirking=False, **vals):
        """A review that is done: 5 and 5 are 100, 1 and 5 are 40, 4 and 4 are 75."""
        check = cls._check(ticket, **vals)
        check.with_user(check.reviewer_id)._mark(cls._answers(polite, clear, shirking))
        return check

    def _nonconformity(self, ticket=None):
        return self.env["cs.nonconformity"].search(
            [("ticket_id", "=", (ticket or self.ticket).id)]
        )

    def _gate(self, check="leader_passed", phase="acceptance"):
        return self.env["cs.gate"].create(
            {"profile_id": self.profile.id, "phase": phase, "check": check}
        )

    def _put_right(self, ticket=None):
        """The way of a correction: reported by Li, verified by the leader."""
        record = self._nonconformity(ticket)
        mine = record.with_user(self.agent_li)
        mine.correction = "Called the customer and said sorry"
        mine.action_corrected()
        record.with_user(self.leader).action_verify()
        return record

    def _letters(self, ticket=None):
        return (
            (ticket or self.ticket)
            .message_ids.filtered(lambda m: self.customer in m.partner_ids)
            .sorted("id")
        )

    def _job(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"cs_service_standard.{name}").with_user(
                self.env.ref("base.user_root")
            ).method_direct_trigger()
        self.env.invalidate_all()
