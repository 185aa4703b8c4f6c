"""A ticket whose need is analysed, shared by the tests of the analysis."""

from contextlib import contextmanager

from odoo.fields import Command

from .common import StandardCase


class NeedCase(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["cs.need.question.set"].search([]).active = False
        types = cls.env["helpdesk.ticket.type"]
        cls.fault_type = types.create(
            {"name": "Repair", "cs_path": "full", "cs_is_fault": True}
        )
        cls.wish_type = types.create({"name": "Wish", "cs_path": "full"})
        cls.short_type = types.create({"name": "Question", "cs_path": "short"})
        cls.category = cls.env["helpdesk.ticket.category"].create({"name": "Slow"})
        cls.often = cls.env["cs.need.choice"].create({"name": "Often"})
        cls.never = cls.env["cs.need.choice"].create({"name": "Never"})
        cls.set_slow = cls._question_set(
            "Slow product",
            [
                {"name": "Model?"},
                {"name": "Scene?"},
                {
                    "name": "How often?",
                    "kind": "choice",
                    "choice_ids": [Command.set((cls.often + cls.never).ids)],
                },
                {"name": "Restarted?", "kind": "yes_no"},
            ],
            category_ids=[Command.set(cls.category.ids)],
        )
        cls.cause = cls.env["cs.need.cause"].create({"name": "Door lock"})
        cls.ticket = cls._create_ticket(
            partner_id=cls.customer.id,
            user_id=cls.agent_li.id,
            type_id=cls.fault_type.id,
            category_id=cls.category.id,
            cs_core_issue="Error E3",
        )

    @classmethod
    def _question_set(cls, name, questions, **vals):
        lines = [Command.create(question) for question in questions]
        return cls.env["cs.need.question.set"].create(
            {"name": name, "question_ids": lines, **vals}
        )

    @classmethod
    def _analysis(cls, ticket=None, **vals):
        ticket = ticket or cls.ticket
        analyses = cls.env["cs.need.analysis"].with_user(cls.agent_li)
        return analyses.create({"ticket_id": ticket.id, **vals})

    def _answer(self, analysis, *left_out):
        """Answer all questions but those left out, by their wording."""
        given = {
            "text": {"text": "WM-7"},
            "number": {"text": "3"},
            "choice": {"choice_id": self.often.id},
            "yes_no": {"yes_no": "no"},
            "file": {"file": "aGVsbG8=", "file_name": "log.txt"},
        }
        for answer in analysis.answer_ids.filtered(lambda a: a.name not in left_out):
            answer.write(given[answer.kind])

    def _fill(self, analysis, **vals):
        """Everything a basic need of a fault asks for, then ``vals``."""
        self._answer(analysis)
        analysis.write(
            {
                "steps": "Load it\nPress start",
                "error_text": "E3",
                "cross_checked": True,
                "cross_note": "Log shows E3 at 07:52",
                "cause_ids": [Command.set(self.cause.ids)],
                "scope": "One machine",
                "understanding": "The machine has to run again today.",
                "grade": "basic",
                "operation": "Reset the lock",
                "delivery_form": "both",
                **vals,
            }
        )
        return analysis

    def _confirmed(self, ticket=None, **vals):
        analysis = self._fill(self._analysis(ticket), **vals)
        analysis.action_complete()
        analysis._confirm_by_phone("2023-10-09 02:20:00", "Mr Zhang")
        return analysis

    @classmethod
    def _gate(cls, check):
        return cls.env["cs.gate"].create(
            {"profile_id": cls.profile.id, "phase": "solution", "check": check}
        )

    @classmethod
    def _stage(cls, phase, ticket=None):
        stages = (ticket or cls.ticket).cs_stage_ids
        return stages.filtered(lambda stage: stage.cs_phase == phase)[:1]

    @contextmanager
    def _refused(self, error, pattern):
        """Something is refused with a message, and undone as in real life."""
        with self.assertRaisesRegex(error, pattern), self.env.cr.savepoint():
            yield

    def _to_solution(self, ticket=None):
        ticket = (ticket or self.ticket).with_user(self.agent_li)
        ticket.stage_id = self._stage("solution", ticket)
