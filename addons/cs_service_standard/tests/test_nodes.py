from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import AGENT
from .record_common import RecordCase


@tagged("post_install", "-at_install")
class TestNodes(RecordCase):
    def _node(self, ticket, **vals):
        return self.env["cs.ticket.node"].create(
            {
                "ticket_id": ticket.id,
                "date": "2023-10-12",
                "content": "feedback progress",
                **vals,
            }
        )

    def test_rec_11_node_becomes_an_activity_on_its_day(self):
        ticket = self._create_ticket(user_id=self.agent_li.id)
        activity = self._node(ticket.with_user(self.agent_li)).activity_id
        self.assertEqual(str(activity.date_deadline), "2023-10-12")
        self.assertEqual(activity.summary, "feedback progress")
        self.assertEqual(activity.user_id, self.agent_li)
        self.assertEqual(ticket.activity_ids, activity)

    @freeze_time("2023-10-12 03:00:00")
    def test_rec_11_done_activity_marks_the_node(self):
        ticket = self._create_ticket(user_id=self.agent_li.id)
        node = self._node(ticket)
        node.activity_id.with_user(self.agent_li).action_feedback("told him")
        self.assertTrue(node.done)
        self.assertEqual(str(node.done_at), "2023-10-12 03:00:00")
        self.assertFalse(ticket.activity_ids)

    def test_rec_11_done_node_finishes_the_activity(self):
        ticket = self._create_ticket(user_id=self.agent_li.id)
        node = self._node(ticket).with_user(self.agent_wang)
        activity = node.activity_id
        node.done = True
        self.assertFalse(activity.active)
        self.assertFalse(ticket.activity_ids)
        node.done = False
        self.assertFalse(node.done_at)
        self.assertEqual(len(ticket.activity_ids), 1)
        self.assertEqual(ticket.activity_ids, node.activity_id)

    def test_rec_11_a_moved_node_moves_its_activity(self):
        ticket = self._create_ticket(user_id=self.agent_li.id)
        node = self._node(ticket)
        node.write({"date": "2023-10-13", "content": "call"})
        self.assertEqual(str(node.activity_id.date_deadline), "2023-10-13")
        self.assertEqual(node.activity_id.summary, "call")
        ticket.user_id = self.agent_wang
        self.assertEqual(node.activity_id.user_id, self.agent_wang)
        node.unlink()
        self.assertFalse(ticket.activity_ids)

    def test_rec_11_without_owner_the_leader_is_asked(self):
        node = self._node(self._create_ticket())
        self.assertEqual(node.activity_id.user_id, self.leader)
        self.assertFalse(self._node(self._create_ticket(), done=True).activity_id)

    def test_rec_11_a_dropped_activity_leaves_the_node_open(self):
        node = self._node(self._create_ticket())
        node.activity_id.unlink()
        self.assertFalse(node.done)
        node.done = True

    def test_nodes_are_seen_with_their_ticket(self):
        node = self._node(self._create_ticket())
        other = new_test_user(self.env, "cs_other", groups=AGENT)
        node.with_user(self.agent_li).read(["content"])
        for user in (other, self.portal_user):
            with self.assertRaises(AccessError):
                node.with_user(user).read(["content"])


@tagged("post_install", "-at_install")
class TestProgress(RecordCase):
    def _report(self, ticket, **vals):
        vals = {"ticket_id": ticket.id, "text": "Technical department told", **vals}
        return self.env["cs.progress.update"].with_user(self.agent_li).create(vals)

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_09_eta_in_two_hours(self):
        ticket = self._create_ticket(partner_id=self.customer.id)
        self._report(ticket, eta_hours=2)
        self.assertEqual(str(ticket.cs_progress_eta), "2023-10-09 04:00:00")
        read = ticket.with_user(self.portal_user).read(
            ["cs_progress_eta", "cs_progress_text"]
        )[0]
        self.assertEqual(str(read["cs_progress_eta"]), "2023-10-09 04:00:00")
        self.assertEqual(read["cs_progress_text"], "Technical department told")

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_09_form_takes_hours_or_an_instant(self):
        ticket = self._create_ticket()
        action = ticket.with_user(self.agent_li).action_cs_report_progress()
        reports = self.env["cs.progress.update"].with_user(self.agent_li)
        form = Form(reports.with_context(**action["context"]))
        form.text = "Spare part ordered"
        form.eta_hours = 2
        self.assertEqual(str(form.eta), "2023-10-09 04:00:00")
        form.eta = "2023-10-10 01:00:00"
        self.assertEqual(str(form.save().eta), "2023-10-10 01:00:00")

    def test_rec_09_two_hundred_characters(self):
        ticket = self._create_ticket()
        self._report(ticket, text="进" * 200)
        with self._refused("201"):
            self._report(ticket, text="进" * 201)
        self.profile.progress_length = 300
        self._report(ticket, text="进" * 201)

    def test_rec_09_the_latest_report_the_customer_may_read(self):
        ticket = self._create_ticket()
        for minute, text, visible in (
            ("00", "first", True),
            ("10", "second", True),
            ("20", "third", False),
        ):
            with freeze_time(f"2023-10-09 02:{minute}:00"):
                self._report(ticket, text=text, customer_visible=visible)
        self.assertEqual(ticket.cs_progress_text, "second")
        self.assertFalse(ticket.cs_progress_eta)
        self.assertEqual(ticket.cs_progress_result, "third")

    def test_rec_09_a_report_is_a_fact_of_now_by_oneself(self):
        ticket = self._create_ticket()
        with freeze_time("2023-10-09 02:00:00"):
            report = self._report(
                ticket,
                at="2023-10-08 00:00:00",
                user_id=self.agent_wang.id,
                next_step="Order the part",
                eta_hours=2,
            )
        self.assertEqual(str(report.at), "2023-10-09 02:00:00")
        self.assertEqual(report.user_id, self.agent_li)
        fact = ticket.cs_event_ids.filtered(lambda e: e.kind == "progress")
        self.assertEqual(str(fact.at), "2023-10-09 02:00:00")
        self.assertEqual(fact.payload, {"progress": report.id})
        with self.assertRaises(AccessError):
            report.text = "never said that"

    def test_rec_09_plain_tickets(self):
        plain = self._create_ticket(team_id=self.team_plain.id)
        self._report(plain, text="x" * 300)
        self.assertFalse(plain.cs_event_ids)
        with self._refused(plain.number):
            plain.action_cs_report_progress()


@tagged("post_install", "-at_install")
class TestNextStep(RecordCase):
    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("cs_service_standard.ir_cron_cs_next_step").with_user(
                self.env.ref("base.user_root")
            ).method_direct_trigger()

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_13_one_activity_and_no_second(self):
        ticket = self._create_ticket(user_id=self.agent_li.id)
        self.assertTrue(ticket.cs_no_next_step)
        self._run()
        self.assertEqual(ticket.activity_ids.user_id, self.agent_li)
        self.assertEqual(ticket.activity_ids.summary, "Decide the next step")
        self.assertFalse(ticket.cs_no_next_step)
        self._run()
        self.assertEqual(len(ticket.activity_ids), 1)
        ticket.activity_ids.action_feedback()
        self._run()
        self.assertEqual(len(ticket.activity_ids), 1)

    def test_rec_13_who_is_asked(self):
        self.profile.manager_id = self.manager
        ownerless = self._create_ticket()
        self._run()
        self.assertEqual(ownerless.activity_ids.user_id, self.leader)
        self.team.user_id = False
        headless = self._create_ticket()
        self._run()
        self.assertEqual(headless.activity_ids.user_id, self.manager)

    def test_rec_13_what_needs_no_reminder(self):
        closed = self._create_ticket(stage_id=self.stages["closed"].id)
        cancelled = self._create_ticket(stage_id=self.stages["cancelled"].id)
        plain = self._create_ticket(team_id=self.team_plain.id)
        planned = self._create_ticket()
        planned.activity_schedule("mail.mail_activity_data_call")
        self._target("first_contact", 3600, pausable=True)
        ticking = self._create_ticket()
        paused = self._create_ticket()
        paused.stage_id = self.stages["waiting"]
        self._run()
        self.assertFalse((closed + cancelled + plain + ticking).activity_ids)
        self.assertEqual(len(planned.activity_ids), 1)
        self.assertEqual(len(paused.activity_ids), 1)

    def test_rec_13_filter(self):
        forgotten, planned = self._create_ticket(), self._create_ticket()
        planned.activity_schedule("mail.mail_activity_data_call")
        both = [("id", "in", (forgotten + planned).ids)]
        tickets = self.env["helpdesk.ticket"].with_user(self.agent_li)
        found = tickets.search([*both, ("cs_no_next_step", "=", True)])
        self.assertEqual(found, forgotten)
        found = tickets.search([*both, ("cs_no_next_step", "=", False)])
        self.assertEqual(found, planned)

    def test_rec_13_one_bad_ticket_does_not_stop_the_others(self):
        tickets = self._create_ticket() + self._create_ticket() + self._create_ticket()
        bad = tickets[1]
        activities = type(self.env["mail.activity"])
        create = activities.create

        def failing(records, vals_list):
            if any(vals.get("res_id") == bad.id for vals in vals_list):
                raise ValueError("broken")
            return create(records, vals_list)

        logger = "odoo.addons.cs_service_standard.models.helpdesk_ticket_next_step"
        with patch.object(activities, "create", failing), mute_logger(logger):
            self._run()
        self.assertEqual([len(t.activity_ids) for t in tickets], [1, 0, 1])

    def test_rec_13_fifty_cost_hardly_more_than_one(self):
        self._create_ticket()._cs_schedule_next_steps()
        costs = []
        for count in (1, 50):
            tickets = self.env["helpdesk.ticket"].create(
                [self._prepare_ticket_vals() for _ in range(count)]
            )
            costs.append(self._count_queries(tickets._cs_prepare_next_steps))
        self.assertEqual(costs[0], costs[1])
