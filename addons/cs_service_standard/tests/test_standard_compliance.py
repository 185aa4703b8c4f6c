"""How well a clause was kept: k of n of a period, beside the one before."""

from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .report_common import ReportCase

NOW = "2023-11-08 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestStandardCompliance(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id = cls.calendar
        cls.target = cls._target("answer", 30)
        cls.standard = cls.env["cs.standard"].create(
            {
                "name": "Our standard",
                "clause_ids": [
                    Command.create(
                        {
                            "code": "A-1",
                            "name": "Answer",
                            "mechanism_ids": [
                                Command.create(
                                    {"reference": f"cs.sla.target,{cls.target.id}"}
                                )
                            ],
                        }
                    ),
                    Command.create({"code": "A-2", "name": "Polite"}),
                ],
            }
        )
        cls.answer, cls.polite = cls.standard.clause_ids

    def _row(self, clause, period="month", user=None):
        clause = clause.with_user(user or self.leader)
        return clause._figure_rows(period).get(clause.id)

    def _months(self):
        """September: 10 of 20 in time; October: 18 of 20."""
        self._answered(10, 30, at="2023-09-12 02:00:00")
        self._answered(10, 31, at="2023-09-12 02:00:00")
        self._answered(18, 30, at="2023-10-12 02:00:00")
        self._answered(2, 31, at="2023-10-12 02:00:00")

    def test_k_of_n_of_the_last_month_and_its_arrow(self):
        self._months()
        kept = self._row(self.answer)["kept"]
        self.assertEqual((kept["k"], kept["n"], kept["percent"]), (18, 20, 90.0))
        self.assertEqual(kept["before"], {"k": 10, "n": 20})
        self.assertEqual(kept["trend"], "up")

    def test_a_copied_profile_counts_while_it_promises_the_same(self):
        other = self.env["cs.service.profile"].create(
            {"name": "Own", "code": "OWN-T", "state": "in_force"}
        )
        copied = self._target("answer", 30, profile_id=other.id)
        self.team.cs_profile_id = other
        self._months()
        kept = self._row(self.answer)["kept"]
        self.assertEqual((kept["k"], kept["n"]), (18, 20))
        copied.limit_value = 45
        self.assertIsNone(self._row(self.answer)["kept"])

    def test_no_data_is_not_a_hundred_per_cent(self):
        row = self._row(self.answer)
        self.assertIsNone(row["kept"])
        clause = self.answer.with_user(self.leader)
        self.assertEqual(clause.kept_text, "No data")
        self._months()
        self.env.invalidate_all()
        self.assertEqual(clause.kept_text, "18 of 20 in time (90.0 %)")

    def test_few_cases_get_no_arrow(self):
        self._months()
        self.standard.min_count = 21
        self.assertEqual(self._row(self.answer)["kept"]["trend"], "few")

    def test_a_month_begins_at_midnight_of_the_company(self):
        """30 September 16:00 UTC is 1 October in Shanghai."""
        self._answered(1, 10, at="2023-09-30 15:59:00")
        self._answered(2, 10, at="2023-09-30 16:00:00")
        self._answered(4, 10, at="2023-10-31 15:59:00")
        self._answered(8, 10, at="2023-10-31 16:00:00")
        self.assertEqual(self._row(self.answer)["kept"]["n"], 6)
        self.assertEqual(self._row(self.answer, "running")["kept"]["n"], 8)
        self.assertEqual(self._row(self.answer, "quarter")["kept"]["n"], 7)

    def test_figures_are_for_leaders_of_the_company(self):
        self._months()
        self.assertIsNone(self._row(self.answer, user=self.agent_li))
        other = self.env["res.company"].create({"name": "Other"})
        self.leader.company_ids += other
        clause = self.answer.with_user(self.leader).with_company(other)
        self.assertIsNone(clause._figure_rows("month")[clause.id]["kept"])

    def test_marks_of_random_reviews_count_for_their_clause(self):
        template = self.env["cs.quality.template"].create(
            {
                "name": "Card",
                "question_ids": [
                    Command.create(
                        {
                            "name": "Polite?",
                            "weight": 100,
                            "scale": "5",
                            "clause_id": self.polite.id,
                        }
                    )
                ],
            }
        )
        ticket = self._create_ticket()
        reviews = [
            ("sample", 5, False, "2023-10-12 02:00:00"),
            ("sample", 1, False, "2023-10-12 02:00:00"),
            ("sample", 0, True, "2023-10-12 02:00:00"),
            ("targeted", 1, False, "2023-10-12 02:00:00"),
            ("sample", 1, False, "2023-11-02 02:00:00"),
        ]
        checks = self.env["cs.quality.check"].create(
            [
                {
                    "ticket_id": ticket.id,
                    "template_id": template.id,
                    "method": method,
                    "company_id": ticket.company_id.id,
                    "mark_ids": [
                        Command.create(
                            {
                                "question_id": template.question_ids.id,
                                "value": value,
                                "not_applicable": absent,
                            }
                        )
                    ],
                }
                for method, value, absent, _at in reviews
            ]
        )
        for check, (*_rest, at) in zip(checks, reviews, strict=True):
            check.sudo().write(
                {
                    "state": "done",
                    "has_score": True,
                    "done_at": datetime.fromisoformat(at),
                }
            )
        self.env.flush_all()
        marks = self._row(self.polite)["marks"]
        self.assertEqual((marks["k"], marks["n"], marks["trend"]), (1, 2, "few"))
        version = self.standard.browse(self.standard.action_new_version()["res_id"])
        newer = version.clause_ids.filtered(lambda c: c.code == "A-2")
        self.assertEqual(self._row(newer)["marks"]["n"], 2)

    def test_steps_with_a_limit_count_for_their_process(self):
        process = self.env["cs.process"].create(
            {
                "name": "Steps",
                "code": "STEPS",
                "step_ids": [
                    Command.create(
                        {"name": "Call", "limit_value": 1, "limit_unit": "hour"}
                    )
                ],
            }
        )
        self.polite.mechanism_ids = [
            Command.create({"reference": f"cs.process,{process.id}"})
        ]
        self.assertIsNone(self._row(self.polite)["kept"])
        ticket = self._create_ticket()
        done = self.env["cs.ticket.step"].create(
            {"ticket_id": ticket.id, "step_id": process.step_ids.id}
        )
        clocks = self.env["cs.ticket.clock"].sudo()
        for state in ("met", "missed"):
            clocks.create(
                {
                    "ticket_id": ticket.id,
                    "company_id": ticket.company_id.id,
                    "metric": "step",
                    "limit_seconds": 3600,
                    "mode": "elapsed",
                    "step_key": done.id,
                    "cycle": 1 if state == "met" else 2,
                    "state": state,
                    "started_at": "2023-10-12 02:00:00",
                    "due_at": "2023-10-12 03:00:00",
                    "stopped_at": "2023-10-12 02:30:00",
                }
            )
        self.env.flush_all()
        kept = self._row(self.polite)["kept"]
        self.assertEqual((kept["k"], kept["n"]), (1, 2))

    def test_a_gate_says_how_many_tickets_it_asked(self):
        gate = self.env["cs.gate"].create(
            {"profile_id": self.profile.id, "phase": "analysis", "check": "type_set"}
        )
        self.polite.mechanism_ids = [
            Command.create({"reference": f"cs.gate,{gate.id}"})
        ]
        stages = self.env["helpdesk.ticket.stage"]
        with freeze_time("2023-10-12 02:00:00"):
            tickets = self._tickets(3, "2023-10-12 01:00:00")
            phases = ("classified", "analysis", "execution")
            for ticket, phase in zip(tickets, phases, strict=True):
                ticket.sudo().stage_id = stages.search(
                    [("cs_phase", "=", phase)], limit=1
                )
        self.env.flush_all()
        row = self._row(self.polite)
        self.assertEqual((row["kept"], row["asked"]), (None, 2))
        gate.mode = "off"
        self.assertEqual(self._row(self.polite)["asked"], 0)
