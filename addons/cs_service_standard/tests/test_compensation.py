from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common import LEADER
from .process_common import ProcessCase

ACTIVITY = "cs_service_standard.mail_activity_type_compensation"


@tagged("post_install", "-at_install")
class TestCompensation(ProcessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile.compensation_limit = 300
        cls.coupon = cls.env.ref("cs_service_standard.cs_compensation_kind_coupon")
        cls.service = cls.env.ref("cs_service_standard.cs_compensation_kind_service")
        cls.ticket = cls._create_ticket(
            type_id=cls._seeded("complaint").id, partner_id=cls.customer.id
        )

    @classmethod
    def _offer(cls, amount, user=None, ticket=None, **vals):
        vals = {
            "ticket_id": (ticket or cls.ticket).id,
            "kind_id": cls.coupon.id,
            "amount": amount,
            "reason": "The accessory came late.",
            "responsible_id": cls.agent_li.id,
            **vals,
        }
        return cls.env["cs.compensation"].with_user(user or cls.agent_li).create(vals)

    def _card(self, ticket):
        parts = ticket.with_user(self.agent_li).cs_life["parts"]
        return {part["code"]: part for part in parts}["compensation"]

    def _requested(self, amount=500, **vals):
        compensation = self._offer(amount, **vals)
        compensation.action_request()
        return compensation

    def _letters(self):
        return self.ticket.message_ids.filtered(
            lambda message: "Our offer" in (message.subject or "")
        )

    def test_cmp_07_above_the_limit_the_leader_decides(self):
        compensation = self._offer(500)
        self.assertTrue(compensation.needs_approval)
        with self._refused(UserError, "above the limit"):
            compensation.action_offer()
        compensation.action_request()
        self.assertEqual(compensation.state, "to_approve")
        self.assertEqual(compensation.approver_id, self.leader)
        activity = compensation.activity_search([ACTIVITY], only_automated=False)
        self.assertEqual(activity.user_id, self.leader)
        self.assertIn("500", activity.summary)
        card = self._card(self.ticket)
        self.assertEqual(card["state"], "waiting")
        self.assertIn("Chen", card["waits_for"])
        with self._refused(UserError, "cannot become 'Offered'"):
            compensation.action_offer()
        self.assertFalse(self._letters(), "never offered before approval")
        compensation.with_user(self.leader).action_approve()
        self.assertEqual(compensation.state, "approved")
        self.assertEqual(compensation.decided_id, self.leader)
        self.assertFalse(compensation.activity_search([ACTIVITY], only_automated=False))
        compensation.action_offer()
        self.assertEqual(compensation.state, "offered")
        self.assertIn("500", self._letters().body)

    def test_cmp_07_within_the_limit_nobody_is_asked(self):
        compensation = self._offer(300)
        self.assertFalse(compensation.needs_approval)
        compensation.action_offer()
        self.assertEqual(compensation.state, "offered")
        self.assertEqual(compensation.level, "agent")
        self.assertTrue(self._letters())
        self.assertTrue(
            self._offer("300.01", ticket=self._create_ticket()).needs_approval
        )

    def test_cmp_07_split_amounts_count_together(self):
        self._offer(200).action_offer()
        second = self._offer(101)
        self.assertTrue(second.needs_approval)
        with self._refused(UserError, "above the limit"):
            second.action_offer()
        second.amount = 100
        second.action_offer()

    def test_cmp_07_limit_of_zero_asks_always(self):
        self.profile.compensation_limit = 0
        free = self._offer(0, kind_id=self.service.id)
        self.assertTrue(free.needs_approval)

    def test_cmp_07_above_the_leaders_limit_a_manager_decides(self):
        self.profile.write(
            {"compensation_leader_limit": 1000, "manager_id": self.manager.id}
        )
        self.assertEqual(self._requested(1000).approver_id, self.leader)
        other = self._create_ticket(partner_id=self.customer.id)
        big = self._requested(1001, ticket=other)
        self.assertEqual(big.approver_id, self.manager)
        with self._refused(UserError, "decided by: Manager. Ask Zhao"):
            big.with_user(self.leader).action_approve()
        big.with_user(self.manager).action_approve()

    def test_cmp_07_nobody_approves_his_own(self):
        own = self._offer(500, user=self.leader)
        self.profile.manager_id = self.manager
        own.action_request()
        self.assertEqual(own.approver_id, self.manager)
        self.assertFalse(own.may_decide)
        with self._refused(UserError, "You asked for .* yourself"):
            own.action_approve()
        own.with_user(self.manager).action_approve()

    def test_cmp_07_an_agent_cannot_approve(self):
        compensation = self._requested()
        with self._refused(UserError, "decided by: Team leader. Ask Chen"):
            compensation.with_user(self.agent_wang).action_approve()
        for vals in ({"state": "approved"}, {"decided_id": 1}, {"level": "agent"}):
            with self._refused(UserError, "use the buttons"):
                compensation.with_user(self.agent_wang).write(vals)
        with self._refused(UserError, "use the buttons"):
            compensation.with_user(self.leader).amount = 900
        with self._refused(UserError, "use the buttons"):
            self._offer(500, state="approved")
        context = {"default_state": "approved"}
        compensations = self.env["cs.compensation"].with_user(self.agent_li)
        with self._refused(UserError, "use the buttons"):
            compensations.with_context(**context).create(
                {"ticket_id": self.ticket.id, "kind_id": self.coupon.id}
            )

    def test_cmp_07_refused_with_a_reason_and_asked_again(self):
        compensation = self._requested()
        as_leader = compensation.with_user(self.leader)
        with self._refused(UserError, "Write down why"):
            as_leader.action_refuse()
        as_leader.refusal_reason = "300 is enough"
        as_leader.action_refuse()
        self.assertEqual(compensation.state, "refused")
        self.assertIn("300 is enough", compensation.message_ids[:1].body)
        compensation.action_redraft()
        compensation.amount = 300
        compensation.action_offer()
        self.assertEqual(compensation.state, "offered")

    def test_cmp_07_responsibility_is_accepted_first(self):
        compensation = self._offer(0, reason=False, responsible_id=False)
        with self._refused(
            UserError, "the amount, what it is for, who accepts the responsibility"
        ):
            compensation.action_offer()

    @freeze_time("2023-10-11 03:00:00")
    def test_cmp_07_recorded_answer_and_settlement(self):
        compensation = self._offer(200)
        compensation.action_offer()
        compensation.action_accepted()
        self.assertEqual(compensation.recorded_id, self.agent_li)
        self.assertEqual(self._card(self.ticket)["next"], "Settle the compensation")
        with self._refused(UserError, "Enter the reference"):
            compensation.action_settle()
        compensation.settlement_ref = "C-4711"
        compensation.action_settle()
        self.assertEqual(str(compensation.settled_on), "2023-10-11")
        self.assertEqual(self._card(self.ticket)["state"], "done")
        with self._refused(UserError, "use the buttons"):
            compensation.with_user(self.manager).unlink()

    def test_cmp_07_offered_once(self):
        compensation = self._offer(200)
        compensation.action_offer()
        with self._refused(UserError, "cannot become"):
            compensation.action_offer()
        self.assertEqual(len(self._letters()), 1)

    def test_cmp_07_totals_by_ticket_customer_and_agent(self):
        self._offer(200).action_offer()
        self._offer(100).action_offer()
        totals = self.env["cs.compensation"].with_user(self.leader)
        for name, key in (
            ("ticket_id", self.ticket),
            ("customer_id", self.customer.commercial_partner_id),
            ("user_id", self.agent_li),
        ):
            domain = [("ticket_id", "=", self.ticket.id)]
            groups = totals._read_group(domain, [name], ["amount:sum"])
            self.assertEqual(groups, [(key, 300)])
            (shown,) = totals.formatted_read_group(
                domain, [name], ["amount:sum", "currency_id:array_agg_distinct"]
            )
            self.assertEqual(shown["amount:sum"], 300, "as pivot and list ask for it")
        with self._refused(AccessError, ""), mute_logger("odoo.models"):
            totals.with_user(self.agent_li)._read_group([], ["customer_id"])

    def test_cmp_07_lowest_role_asks_and_offers(self):
        own = new_test_user(
            self.env, "cs_own", groups="helpdesk_mgmt.group_helpdesk_user_own"
        )
        self.ticket.user_id = own
        self._offer(500, user=own).action_request()
        other = self._create_ticket(user_id=own.id, partner_id=self.customer.id)
        self._offer(100, user=own, ticket=other).action_offer()
        far = new_test_user(self.env, "cs_far", groups=LEADER)
        self.assertTrue(other.with_user(far).has_access("read"))

    def test_cmp_07_nobody_to_ask(self):
        self.team.user_id = False
        leaders = self.env.ref(LEADER).all_user_ids - self.leader
        leaders.write({"active": False})
        alone = self._offer(500, user=self.leader)
        with self._refused(UserError, "Nobody may approve"):
            alone.action_request()

    def test_cmp_07_any_ticket_has_the_way_in(self):
        ticket = self._create_ticket(type_id=self._seeded("enquiry").id)
        codes = [part["code"] for part in ticket.cs_life["parts"]]
        self.assertNotIn("compensation", codes)
        action = ticket.with_user(self.agent_li).action_cs_new_compensation()
        self.assertEqual(action["context"]["default_ticket_id"], ticket.id)
        self._offer(100, ticket=ticket)
        self.env.invalidate_all()
        self.assertEqual(self._card(ticket)["next"], "Finish the compensation")
