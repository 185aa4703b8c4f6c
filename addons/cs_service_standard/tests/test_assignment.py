from odoo import Command
from odoo.tests import tagged

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestAssignment(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.cs_auto_assign = True
        cls.kind = cls.env["helpdesk.ticket.type"].create({"name": "Kind"})
        cls.done = cls.env["helpdesk.ticket.stage"].create(
            {"name": "Finished", "closed": True}
        )

    def _load(self, user, count, priority="2", **vals):
        self.env["helpdesk.ticket"].create(
            [
                self._prepare_ticket_vals(user_id=user.id, priority=priority, **vals)
                for _number in range(count)
            ]
        )

    def test_cls_05_least_loaded_agent_gets_the_high_ticket(self):
        self._load(self.agent_li, 2)
        self._load(self.agent_wang, 5)
        ticket = self._create_ticket(priority="2")
        self.assertEqual(ticket.user_id, self.agent_li)

    def test_cls_05_the_other_way_round(self):
        self._load(self.agent_li, 5)
        self._load(self.agent_wang, 2)
        ticket = self._create_ticket(priority="2")
        self.assertEqual(ticket.user_id, self.agent_wang)

    def test_cls_05_low_and_closed_tickets_are_no_high_load(self):
        self._load(self.agent_li, 2)
        self._load(self.agent_wang, 9, priority="1")
        self._load(self.agent_wang, 9, stage_id=self.done.id)
        ticket = self._create_ticket(priority="2")
        self.assertEqual(ticket.user_id, self.agent_wang)

    def test_cls_05_load_of_other_teams_counts(self):
        self._load(self.agent_li, 1, team_id=self.team_plain.id)
        ticket = self._create_ticket(priority="2")
        self.assertEqual(ticket.user_id, self.agent_wang)

    def test_cls_05_only_qualified_agents(self):
        other = self.env["helpdesk.ticket.type"].create({"name": "Other"})
        self._load(self.agent_wang, 5)
        self.agent_li.cs_type_ids = other
        ticket = self._create_ticket(priority="2", type_id=self.kind.id)
        self.assertEqual(ticket.user_id, self.agent_wang)
        fitting = self._create_ticket(priority="2", type_id=other.id)
        self.assertEqual(fitting.user_id, self.agent_li)

    def test_cls_05_nobody_qualified_leaves_it_open(self):
        other = self.env["helpdesk.ticket.type"].create({"name": "Other"})
        (self.agent_li + self.agent_wang).cs_type_ids = other
        ticket = self._create_ticket(priority="2", type_id=self.kind.id, user_id=False)
        self.assertFalse(ticket.user_id)

    def test_cls_05_archived_agent_gets_nothing(self):
        self._load(self.agent_wang, 5)
        self.agent_li.active = False
        self.assertEqual(self._create_ticket(priority="2").user_id, self.agent_wang)

    def test_cls_05_below_the_threshold_stays_unassigned(self):
        unowned = {"user_id": False}
        self.assertFalse(self._create_ticket(priority="1", **unowned).user_id)
        self.profile.assign_priority_min = "1"
        self.assertTrue(self._create_ticket(priority="1", **unowned).user_id)
        self.assertFalse(self._create_ticket(priority="0", **unowned).user_id)

    def test_cls_05_becoming_urgent_assigns(self):
        ticket = self._create_ticket(user_id=False)
        ticket.write({"cs_urgency": "h", "cs_impact": "h"})
        self.assertTrue(ticket.user_id)

    def test_cls_05_chosen_owner_is_kept(self):
        self._load(self.agent_li, 5)
        ticket = self._create_ticket(priority="2", user_id=self.agent_li.id)
        self.assertEqual(ticket.user_id, self.agent_li)

    def test_cls_05_team_that_assigns_by_hand(self):
        self.team.cs_auto_assign = False
        self.assertFalse(self._create_ticket(priority="3", user_id=False).user_id)

    def test_cls_05_team_without_profile(self):
        self.team_plain.cs_auto_assign = True
        ticket = self._create_ticket(
            priority="3", team_id=self.team_plain.id, user_id=False
        )
        self.assertFalse(ticket.user_id)

    def test_cls_05_batch_shares_the_work(self):
        tickets = self.env["helpdesk.ticket"].create(
            [self._prepare_ticket_vals(priority="2") for _number in range(4)]
        )
        self.assertEqual(
            sorted(tickets.mapped("user_id.login") * 2),
            sorted(ticket.user_id.login for ticket in tickets),
        )

    def test_cls_05_agent_may_register_what_another_one_gets(self):
        self._load(self.agent_li, 3)
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(self.agent_li)
            .create(self._prepare_ticket_vals(priority="2"))
        )
        self.assertEqual(ticket.user_id, self.agent_wang)

    def test_cls_05_costs_the_same_for_50(self):
        self.team.user_ids = [Command.set(self.agent_li.ids)]
        self._assignment_cost(2)
        self.assertEqual(self._assignment_cost(2), self._assignment_cost(50))

    def _assignment_cost(self, count):
        self.team.cs_auto_assign = False
        tickets = self.env["helpdesk.ticket"].create(
            [self._prepare_ticket_vals(priority="2") for _number in range(count)]
        )
        self.team.cs_auto_assign = True
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        wanting = tickets.filtered(lambda ticket: ticket._cs_wants_agent())
        requests = [ticket._to_request() for ticket in wanting]
        wanting._cs_agent_loads(requests[0].agents)
        return self.env.cr.sql_log_count - before
