"""ACC-04: a customer who is not satisfied gets other hands and a final plan."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common import AGENT
from .test_acceptance import AcceptanceCase

LETTER = "We look into your request"


@tagged("post_install", "-at_install")
class TestSecondHandling(AcceptanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._target("final_solution", 86400)
        cls._target("resolution", 86400 * 3)
        cls.boss = new_test_user(cls.env, "cs_boss", groups=AGENT, name="Boss")
        cls.agent_xu = new_test_user(cls.env, "cs_xu", groups=AGENT, name="Xu")
        cls.team_second.write(
            {
                "user_ids": [Command.set((cls.agent_li + cls.agent_xu).ids)],
                "user_id": cls.boss.id,
            }
        )

    @classmethod
    def _done(cls, at="2023-10-09 01:50:00", received="2023-10-09 01:00:00", **vals):
        return super()._done(at, received, **vals)

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time("2023-10-09 02:00:00"))

    def test_acc_04_unsatisfied_at_ten_final_plan_until_tuesday_ten(self):
        ticket = self._done()
        form = self._sent(ticket)
        form._reject("portal", "It leaks again")
        self.assertEqual(ticket.team_id, self.team_second)
        self.assertEqual(ticket.user_id, self.agent_xu, "not Li, who handled it first")
        clock = self._clock(ticket, "final_solution")
        self.assertEqual(
            (clock.state, str(clock.due_at)), ("running", "2023-10-10 02:00:00")
        )
        self.assertEqual((form.state, form.comment), ("rejected", "It leaks again"))
        handling = self.env["cs.second.handling"]._open_of(ticket)
        self.assertEqual(handling.first_user_id, self.agent_li)
        self.assertEqual(handling.due_at, clock.due_at)
        self.assertEqual(handling.acceptance_id, form)
        self.assertEqual(ticket.cs_phase, "execution")
        self.assertTrue(ticket.cs_second_handling)
        kinds = [e.kind for e in ticket.cs_event_ids.sorted("id")]
        self.assertLess(kinds.index("dissatisfied"), kinds.index("reopened"))

    def test_acc_04_escalates_to_leaders_and_tells_the_customer(self):
        ticket = self._done()
        self._sent(ticket)._reject("portal", "It leaks again")
        asked = ticket.activity_ids.user_id
        self.assertEqual(asked, self.leader | self.boss)
        letter = self._letters(ticket)[-1]
        self.assertIn(LETTER, letter.subject)
        self.assertIn("Somebody who has not worked on it", letter.body)
        self.assertIn("final plan until", letter.body)

    def test_acc_04_team_of_the_profile_goes_before_tier_two(self):
        special = self._create_team("Special", cs_profile_id=self.profile.id)
        self.profile.second_team_id = special
        ticket = self._done()
        self._sent(ticket)._reject("portal", "It leaks again")
        self.assertEqual(ticket.team_id, special)
        self.assertEqual(ticket.user_id, self.agent_wang)

    def test_acc_04_logged_no_does_the_same(self):
        ticket = self._done()
        form = self._sent(ticket)
        log = self.env["cs.contact.log"].with_user(self.agent_li)
        log.create(
            {
                "ticket_id": ticket.id,
                "purpose": "result",
                "satisfied": "no",
                "summary": "It leaks again",
            }
        ).action_log()
        self.assertEqual((form.state, form.way), ("rejected", "log"))
        self.assertEqual(ticket.team_id, self.team_second)
        self.assertEqual(ticket.user_id, self.agent_xu)
        self.assertIn(self.agent_li.partner_id, ticket.message_partner_ids)
        self.assertEqual(len(self._facts(ticket, "dissatisfied")), 1)
        self.assertEqual(self._clock(ticket, "final_solution").state, "running")

    def test_acc_04_by_the_device_or_the_telephone(self):
        ticket = self._done()
        form = self._form(ticket)
        wizard = self.env["cs.acceptance.sign"].with_user(self.agent_li)
        vals = {"acceptance_id": form.id, "answer": "no", "way": "phone"}
        with self._refused("what is not right"):
            wizard.create(vals).action_confirm()
        wizard.create(vals | {"reason": "It leaks"}).action_confirm()
        self.assertEqual(form.state, "rejected")
        self.assertEqual(ticket.user_id, self.agent_xu)

    def test_acc_04_nobody_there_nothing_is_lost(self):
        self.team_second.user_ids = self.agent_li
        self.profile.manager_id = self.manager
        ticket = self._done()
        self._sent(ticket)._reject("portal", "It leaks again")
        handling = self.env["cs.second.handling"]._open_of(ticket)
        self.assertIn("has nobody who could take ticket", handling.error)
        self.assertEqual(ticket.user_id, self.agent_li, "somebody still has it")
        todo = ticket.activity_ids.filtered(lambda a: a.user_id == self.manager)
        self.assertIn("has nobody", todo.summary)
        self.assertEqual(self._clock(ticket, "final_solution").state, "running")
        part = ticket._cs_life_second_handling()[ticket.id]
        self.assertIn("has nobody", part["next"])
        self.team_second.user_ids += self.agent_xu
        handling.with_user(self.leader).action_retry()
        self.assertEqual(ticket.user_id, self.agent_xu)
        self.assertFalse(handling.error)

    def test_acc_04_no_team_at_all(self):
        self.env["helpdesk.ticket.team"].search([("cs_tier", "=", "2")]).cs_tier = "1"
        ticket = self._done()
        self._sent(ticket)._reject("portal", "It leaks again")
        handling = self.env["cs.second.handling"]._open_of(ticket)
        self.assertIn("no team for second handling", handling.error)
        self.assertEqual(ticket.team_id, self.team)

    def test_acc_04_settled_when_resolved_and_again_if_need_be(self):
        ticket = self._done()
        self._sent(ticket)._reject("portal", "It leaks again")
        first = self.env["cs.second.handling"]._open_of(ticket)
        ticket.stage_id = self.stages["acceptance"]
        self.assertEqual(first.state, "done")
        self.assertFalse(ticket.cs_second_handling)
        self.assertEqual(self._clock(ticket, "final_solution").state, "met")
        form = self._sent(ticket)
        form._reject("portal", "Still leaks")
        second = self.env["cs.second.handling"]._open_of(ticket)
        self.assertNotEqual(second, first)
        self.assertEqual(second.first_user_id, self.agent_xu)
        self.assertEqual(ticket.user_id, self.agent_li, "other hands again")
        clocks = self._clock(ticket, "final_solution")
        self.assertEqual(sorted(clocks.mapped("state")), ["met", "running"])

    def test_acc_04_a_presented_plan_stops_the_clock(self):
        ticket = self._done()
        self._sent(ticket)._reject("portal", "It leaks again")
        with freeze_time("2023-10-09 05:00:00"):
            ticket._cs_record_fact("solution")
        clock = self._clock(ticket, "final_solution")
        self.assertEqual((clock.state, clock.working_seconds), ("met", 3 * 3600))

    def test_acc_04_the_final_plan_is_the_next_version_of_the_solution(self):
        ticket = self._done()
        first = self._presented(ticket)
        first._accept(first.option_ids[0], "phone")
        self._sent(ticket)._reject("portal", "It leaks again")
        handling = self.env["cs.second.handling"]._open_of(ticket).sudo(False)
        action = handling.with_user(self.agent_xu).action_plan()
        plan = self.env["cs.solution"].with_user(self.agent_xu).browse(action["res_id"])
        self.assertEqual((plan.version, plan.state), (2, "draft"))
        self.assertEqual(plan.adjust_note, "It leaks again")
        again = handling.with_user(self.agent_xu).action_plan()
        self.assertEqual(again["res_id"], plan.id)
        plan.action_present()
        self.assertEqual(self._clock(ticket, "final_solution").state, "met")
        with self.assertRaises(AccessError):
            handling.with_user(self.agent_wang).action_plan()

    def test_acc_04_nobody_closes_over_a_no(self):
        ticket = self._done()
        self._sent(ticket)._reject("portal", "It leaks again")
        ticket = ticket.with_user(self.leader)
        with self._refused("a satisfied customer"):
            ticket.action_cs_close()

    def test_acc_04_only_the_system_writes_second_handlings(self):
        ticket = self._done()
        self._sent(ticket)._reject("portal", "It leaks again")
        handling = self.env["cs.second.handling"]._open_of(ticket).sudo(False)
        for user in (self.agent_xu, self.manager):
            with self.assertRaises(AccessError):
                handling.with_user(user).write({"reason": "All well"})

    def test_acc_04_health_check_asks_for_two_people(self):
        check = self.env["cs.health.check"].create({})
        (self.team | self.team_second).cs_tier = "1"
        self.profile.second_team_id = self.team_second
        words = "Second: second handling needs two people"

        def told():
            return any(
                words in finding["message"]
                for finding in check._check_second_handling()
            )

        self.assertFalse(told())
        self.team_second.user_ids = self.agent_xu
        self.assertTrue(told())
