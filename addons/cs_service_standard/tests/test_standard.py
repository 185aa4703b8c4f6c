"""The living standard: clauses, what keeps them, versions, review (point 9)."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import StandardCase

NOW = "2023-10-11 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestStandard(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.standard = cls.env["cs.standard"].create(
            {
                "name": "Our standard",
                "responsible_id": cls.manager.id,
                "clause_ids": [
                    Command.create({"code": "A-1", "name": "Answer", "chapter": "One"}),
                    Command.create({"code": "A-2", "name": "Repair", "chapter": "One"}),
                ],
            }
        )
        cls.answer, cls.repair = cls.standard.clause_ids

    def _keep(self, clause, record, kind="enforced"):
        return self.env["cs.standard.mechanism"].create(
            {
                "clause_id": clause.id,
                "kind": kind,
                "reference": f"{record._name},{record.id}",
            }
        )

    def test_every_row_of_the_catalogue_is_a_clause(self):
        seeded = self.env.ref("cs_service_standard.cs_standard_std")
        clauses = seeded.with_context(active_test=False).clause_ids
        self.assertEqual(len(clauses), 147)
        self.assertEqual(len(set(clauses.mapped("code"))), 147)
        for clause in clauses:
            self.assertTrue(clause.original, clause.code)
            self.assertTrue(clause.chapter, clause.code)
        fifteen = self.env.ref("cs_service_standard.cs_standard_clause_rsp_15")
        self.assertIn("15分钟内", fifteen.original)

    def test_state_follows_what_keeps_the_clause(self):
        self.assertEqual(self.answer.state, "open")
        target = self._target("answer", 30)
        mechanism = self._keep(self.answer, target)
        self.assertEqual(self.answer.state, "enforced")
        target.active = False
        self.env.invalidate_all()
        self.assertEqual(self.answer.state, "open")
        self.assertEqual(mechanism.effect, "none")
        target.active = True
        self.profile.action_cs_to_draft()
        self.env.invalidate_all()
        self.assertEqual(self.answer.state, "open")

    def test_a_gate_that_warns_only_measures(self):
        gate = self.env["cs.gate"].create(
            {"profile_id": self.profile.id, "phase": "closed", "check": "feedback"}
        )
        self._keep(self.answer, gate)
        for mode, state in (
            ("block", "enforced"),
            ("warn", "measured"),
            ("off", "open"),
        ):
            gate.mode = mode
            self.env.invalidate_all()
            self.assertEqual(self.answer.state, state, mode)

    def test_what_is_gone_keeps_nothing(self):
        target = self._target("answer", 30)
        mechanism = self._keep(self.answer, target)
        target.unlink()
        self.env.invalidate_all()
        self.assertEqual(self.answer.state, "open")
        self.assertEqual(mechanism.label, "Gone")

    def test_help_alone_enforces_nothing(self):
        self._keep(self.answer, self.team, kind="supporting")
        self.assertEqual(self.answer.state, "open")

    def test_not_enforced_is_a_list(self):
        self._keep(self.answer, self._target("answer", 30))
        clauses = self.env["cs.standard.clause"]
        mine = [("standard_id", "=", self.standard.id)]
        found = clauses.search([*mine, ("state", "in", ["open"])])
        self.assertEqual(found, self.repair)
        found = clauses.search([*mine, ("state", "not in", ["open"])])
        self.assertEqual(found, self.answer)
        self.assertEqual(self.standard.open_count, 1)
        self.assertEqual(self.standard.enforced_count, 1)

    def test_a_new_version_takes_over(self):
        self._keep(self.answer, self._target("answer", 30))
        self.standard.action_put_in_force()
        self.assertEqual(str(self.standard.effective_date), "2023-10-11")
        with self.assertRaisesRegex(UserError, "A-1"):
            self.answer.with_user(self.manager).name = "Answer quickly"
        with self.assertRaisesRegex(UserError, "A-2"):
            self.repair.with_user(self.manager).unlink()
        action = self.standard.with_user(self.manager).action_new_version()
        draft = self.standard.browse(action["res_id"])
        self.assertEqual((draft.version, draft.state), (2, "draft"))
        self.assertEqual(draft.clause_ids.mapped("code"), ["A-1", "A-2"])
        self.assertEqual(draft.clause_ids[0].state, "enforced")
        draft.clause_ids[0].with_user(self.manager).name = "Answer quickly"
        self.assertEqual(self.answer.name, "Answer")
        draft.with_user(self.manager).action_put_in_force()
        self.assertEqual((self.standard.state, draft.state), ("retired", "in_force"))
        with self.assertRaisesRegex(UserError, "in force"):
            draft.with_user(self.manager).unlink()

    def test_a_planned_version_begins_on_its_day(self):
        self.standard.action_put_in_force()
        action = self.standard.action_new_version()
        draft = self.standard.browse(action["res_id"])
        draft.effective_date = "2023-11-01"
        draft.action_put_in_force()
        self.assertEqual(draft.state, "planned")
        with freeze_time("2023-10-31 04:00:00"):
            draft._cron_standard()
        self.assertEqual(draft.state, "planned")
        with freeze_time("2023-11-01 04:00:00"):
            draft._cron_standard()
            draft._cron_standard()
        self.assertEqual((draft.state, self.standard.state), ("in_force", "retired"))
        self.assertEqual(str(self.standard.retired_date), "2023-11-01")

    def test_the_review_falls_due_once(self):
        self.standard.action_put_in_force()
        self.standard.review_date = "2023-10-12"
        self.standard._cron_standard()
        self.assertFalse(self.standard.activity_ids)
        with freeze_time("2023-10-12 04:00:00"):
            self.standard._cron_standard()
            self.standard._cron_standard()
            self.assertEqual(len(self.standard.activity_ids), 1)
            self.assertEqual(self.standard.activity_ids.user_id, self.manager)
            self.standard.action_reviewed()
        self.assertFalse(self.standard.activity_ids)
        self.assertEqual(str(self.standard.review_date), "2024-04-12")

    def test_comparing_versions_names_what_differs(self):
        self.standard.action_put_in_force()
        draft = self.standard.browse(self.standard.action_new_version()["res_id"])
        draft.clause_ids[0].name = "Answer <b>quickly</b>"
        draft.clause_ids[1].unlink()
        draft.clause_ids = [Command.create({"code": "A-3", "name": "Call back"})]
        compare = self.env["cs.standard.compare"].create(
            {"old_id": self.standard.id, "new_id": draft.id}
        )
        html = str(compare.differences)
        for words in ("A-1", "Answer &lt;b&gt;quickly", "A-2", "Dropped", "A-3", "New"):
            self.assertIn(words, html)
        compare.new_id = self.standard
        self.assertIn("Both say the same", str(compare.differences))

    def test_the_manual_is_for_every_agent_and_figures_for_leaders(self):
        self.standard.action_put_in_force()
        self._keep(self.answer, self._target("answer", 30))
        standards = self.env["cs.standard"]
        for user, has_figures in ((self.agent_li, False), (self.leader, True)):
            manual = standards.with_user(user).get_manual(self.standard.id)
            self.assertEqual(manual["standard"]["has_figures"], has_figures)
            [chapter] = manual["standard"]["chapters"]
            first, second = chapter["clauses"]
            self.assertEqual((first["code"], first["state"]), ("A-1", "enforced"))
            self.assertEqual(
                first["mechanisms"][0]["label"], "Answer within 30 seconds"
            )
            self.assertEqual(second["state"], "open")

    def test_the_manual_opens_with_what_is_in_force(self):
        manual = self.env["cs.standard"].get_manual()
        seeded = self.env.ref("cs_service_standard.cs_standard_std")
        self.assertEqual(manual["standard"]["id"], seeded.id)
        with self.assertRaises(UserError):
            self.env["cs.standard"].get_manual(period="day")

    def test_the_manual_is_read_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.answer.with_context(lang="zh_CN").name = "应答"
        self.answer.original = "「應答」"
        manual = self.standard.with_context(lang="zh_CN")._to_manual("month")
        clause = manual["chapters"][0]["clauses"][0]
        self.assertEqual((clause["text"], clause["original"]), ("应答", "「應答」"))

    def test_the_printed_manual_has_every_clause(self):
        report = self.env["ir.actions.report"]
        html, _kind = report.with_user(self.leader)._render_qweb_html(
            "cs_service_standard.report_cs_standard", self.standard.ids
        )
        for words in (b"A-1", b"Repair", b"Not enforced", b"No data"):
            self.assertIn(words, html)

    def test_the_manual_costs_the_same_for_many_clauses(self):
        def cost():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.standard.with_user(self.leader).get_manual(self.standard.id)
            return self.env.cr.sql_log_count - before

        self._keep(self.answer, self._target("answer", 30))
        cost()
        one = cost()
        self.env["cs.standard.clause"].create(
            [
                {
                    "standard_id": self.standard.id,
                    "code": f"B-{number}",
                    "name": "More",
                    "mechanism_ids": [
                        Command.create(
                            {
                                "reference": f"cs.sla.target,{target.id}",
                            }
                        )
                    ],
                }
                for number, target in enumerate(
                    self._target("answer", 31 + number) for number in range(49)
                )
            ]
        )
        self.env.flush_all()
        cost()
        self.assertLessEqual(cost(), one)
