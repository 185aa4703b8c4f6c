from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .execution_common import ExecutionCase

REMIND = "ir_cron_node_reminder"


@tagged("post_install", "-at_install")
class TestReminder(ExecutionCase):
    """EXE-04: key nodes are reminded of three days before, once."""

    def test_exe_04_delivery_on_friday_is_reminded_on_tuesday_once(self):
        with freeze_time("2023-10-09 03:00:00"):
            self._node()
        with freeze_time("2023-10-10 00:59:59"):
            self._job(REMIND)
        self.assertFalse(self._letters())
        with freeze_time("2023-10-10 01:00:00"):
            self._job(REMIND)
        self.assertEqual(len(self._letters()), 1)
        self.assertIn("3 days to go", self._letters().subject)
        self.assertIn("Fri, Oct 13", self._letters().body)
        with freeze_time("2023-10-11 01:00:00"):
            self._job(REMIND)
        self.assertEqual(len(self._letters()), 1)

    def test_exe_04_section_34_monday_is_reminded_on_friday(self):
        with freeze_time("2023-10-09 03:00:00"):
            self._node(date="2023-10-23", hour=10.5)
        for day, count in (("19", 0), ("20", 1), ("23", 1)):
            with freeze_time(f"2023-10-{day} 01:30:00"):
                self._job(REMIND)
            self.assertEqual(len(self._letters()), count)
        self.assertIn("Mon, Oct 23, 10:30", self._letters().body)

    def test_exe_04_a_moved_day_is_reminded_anew(self):
        with freeze_time("2023-10-10 02:00:00"):
            node = self._node()
            self._job(REMIND)
            node.write({"date": "2023-10-20", "delay_reason": "Supplier is late"})
            self._job(REMIND)
        self.assertEqual(len(self._letters()), 2)
        with freeze_time("2023-10-17 02:00:00"):
            self._job(REMIND)
        self.assertEqual(len(self._letters()), 3)

    def test_exe_04_days_of_the_profile_and_of_the_node(self):
        self.profile.node_remind_days = 5
        with freeze_time("2023-10-09 02:00:00"):
            self.assertEqual(str(self._node().remind_on), "2023-10-08")
            self.assertEqual(self._node(kind="milestone").remind_days, 0)
            self.assertFalse(self._node(kind="contact").remind_on)
            self.assertEqual(str(self._node(remind_days=1).remind_on), "2023-10-12")
            self.assertFalse(self._node(remind_days=0).remind_on)

    @freeze_time("2023-10-10 02:00:00")
    def test_exe_04_who_is_not_reminded(self):
        self._node(customer_visible=False)
        self._node(done=True)
        self._node(date="2023-10-09")
        closed = self._create_ticket(partner_id=self.customer.id)
        self._node(closed)
        closed.stage_id = self.stages["closed"]
        plain = self._create_ticket(
            team_id=self.team_plain.id, partner_id=self.customer.id
        )
        self._node(plain)
        before = [len(self._letters(t)) for t in (self.ticket, closed, plain)]
        self._job(REMIND)
        after = [len(self._letters(t)) for t in (self.ticket, closed, plain)]
        self.assertEqual(before, after)

    @freeze_time("2023-10-10 02:00:00")
    def test_exe_04_one_bad_node_does_not_stop_the_others(self):
        tickets = [self._create_ticket(partner_id=self.customer.id) for _ in range(3)]
        nodes = [self._node(ticket) for ticket in tickets]
        bad = nodes[1]
        model = type(self.env["helpdesk.ticket"])
        send = model._cs_send_letters

        def failing(records, template, letters, person=False):
            if bad in letters:
                raise ValueError("broken template")
            return send(records, template, letters, person)

        logger = "odoo.addons.cs_service_standard.models.cs_job_mixin"
        with patch.object(model, "_cs_send_letters", failing), mute_logger(logger):
            self._job(REMIND)
        self.assertEqual([len(self._letters(t)) for t in tickets], [1, 0, 1])
        self.assertEqual(bad.error, "broken template")
        self._job(REMIND)
        self.assertEqual([len(self._letters(t)) for t in tickets], [1, 1, 1])
        self.assertFalse(bad.error)

    @freeze_time("2023-10-10 02:00:00")
    def test_exe_04_by_sms_where_the_profile_says_so(self):
        sent = []

        def fake(record, body, **kwargs):
            sent.append((record, str(body), kwargs.get("partner_ids")))

        model = type(self.env["helpdesk.ticket"])
        with patch.object(model, "_message_sms", fake, create=True):
            self._node()
            self._job(REMIND)
            self.assertFalse(sent)
            self.profile.customer_sms = True
            self._node(content="Delivery of the stand")
            self._job(REMIND)
        self.assertEqual(len(sent), 1)
        ticket, text, partners = sent[0]
        self.assertEqual((ticket, partners), (self.ticket, self.customer.ids))
        self.assertIn("3 days to go: Delivery of the stand", text)
        self.assertEqual(len(self._letters()), 2)

    def test_exe_04_no_sms_app_no_sms(self):
        self.profile.customer_sms = True
        model = type(self.env["helpdesk.ticket"])
        with (
            patch.object(model, "_cs_has_sms", lambda self: False),
            freeze_time("2023-10-10 02:00:00"),
        ):
            self._node()
            self._job(REMIND)
        self.assertEqual(len(self._letters()), 1)
        self.assertNotIn("sms", self.ticket.message_ids.mapped("message_type"))

    @freeze_time("2023-10-10 02:00:00")
    def test_exe_04_reached_node_is_told_once(self):
        node = self._node(kind="milestone", content="Plan review passed")
        node.with_user(self.agent_li).action_done()
        self.assertEqual(len(self._letters()), 1)
        self.assertIn("Plan review passed", self._letters().body)
        node.done = False
        node.done = True
        self.assertEqual(len(self._letters()), 1)
        self._node(kind="contact", content="Call").done = True
        self._node(tell_reached=False).done = True
        self.assertEqual(len(self._letters()), 1)

    @freeze_time("2023-10-10 02:00:00")
    def test_exe_04_reminders_stop_no_clock(self):
        self._node()
        kinds = set(self.ticket.cs_event_ids.mapped("kind"))
        self._job(REMIND)
        self.assertEqual(set(self.ticket.cs_event_ids.mapped("kind")), kinds)


@tagged("post_install", "-at_install")
class TestMovedPromise(ExecutionCase):
    """EXE-07: a promised date moves with a reason, and the customer hears of it."""

    def setUp(self):
        super().setUp()
        with freeze_time("2023-10-09 03:00:00"):
            self.node = self._node()

    def _move(self, at, **vals):
        vals = {"date": "2023-10-16", "delay_reason": "The supplier is late", **vals}
        with freeze_time(at):
            self.node.with_user(self.agent_li).write(vals)
        self.env.invalidate_all()
        return self.node.change_ids[:1]

    def test_exe_07_moved_on_thursday_is_told_in_advance(self):
        change = self._move("2023-10-12 03:00:00")
        self.assertEqual(change.told, "advance")
        self.assertEqual(change.advance_share, 1.0)
        self.assertEqual(str(change.old_date), "2023-10-13")
        self.assertEqual(str(change.new_date), "2023-10-16")
        self.assertEqual(change.user_id, self.agent_li)
        letter = self._letters()
        self.assertEqual(len(letter), 1)
        self.assertIn("The supplier is late", letter.body)
        self.assertIn("Monday, October 16, 2023", letter.body)
        self.assertIn("Friday, October 13, 2023", letter.body)

    def test_exe_07_moved_on_saturday_is_told_late(self):
        change = self._move("2023-10-14 03:00:00")
        self.assertEqual(change.told, "late")
        self.assertEqual(change.advance_share, 0.0)
        self.assertEqual(len(self._letters()), 1)

    def test_exe_07_the_day_lasts_until_midnight_of_the_desk(self):
        self.assertEqual(self._move("2023-10-13 15:59:59").told, "advance")
        self.node.promised_at = "2023-10-13 16:00:00"
        change = self._move("2023-10-13 16:00:00", date="2023-10-17")
        self.assertEqual(change.told, "late")

    def test_exe_07_without_a_reason_the_date_stays(self):
        for reason in (False, "  "):
            with self._refused(self.ticket.number, ValidationError):
                self._move("2023-10-12 03:00:00", delay_reason=reason)
        self.env.invalidate_all()
        self.assertFalse(self._letters())
        self.assertFalse(self.node.change_ids)

    def test_exe_07_each_move_needs_its_own_reason(self):
        self._move("2023-10-12 03:00:00")
        with self._refused("October 16", ValidationError):
            self._move("2023-10-12 04:00:00", date="2023-10-17", delay_reason=False)

    def test_exe_07_hiding_a_promise_does_not_undo_it(self):
        with freeze_time("2023-10-12 03:00:00"):
            self.node.customer_visible = False
            self.node.date = "2023-10-16"
            with self._refused("write down why", ValidationError):
                self.node.customer_visible = True

    @freeze_time("2023-10-12 03:00:00")
    def test_exe_07_what_needs_no_reason(self):
        self.node.date = "2023-10-12"
        self.node.date = "2023-10-12"
        self.node.hour = 10
        self._node(kind="contact").date = "2023-11-01"
        plain = self._create_ticket(team_id=self.team_plain.id)
        self._node(plain).date = "2023-11-01"
        changes = self.env["cs.promise.change"].search([])
        self.assertFalse(changes & self.node.change_ids)
        self.assertFalse(self._letters())
        with self._refused("write down why", ValidationError):
            self.node.hour = 11

    @freeze_time("2023-10-12 03:00:00")
    def test_exe_07_a_promise_is_not_deleted(self):
        with self._refused("mark it done", UserError):
            self.node.unlink()
        self.node.done = True
        self.node.unlink()

    @freeze_time("2023-10-12 03:00:00")
    def test_exe_07_form_asks_for_the_reason(self):
        form = Form(self.node.with_user(self.agent_li))
        self.assertFalse(form.is_delayed)
        form.date = "2023-10-16"
        self.assertTrue(form.is_delayed)
        form.delay_reason = "The supplier is late"
        form.save()
        self.assertEqual(self.node.change_ids.reason, "The supplier is late")

    def test_exe_07_share_per_team(self):
        self._move("2023-10-12 03:00:00")
        self._move("2023-10-20 03:00:00", date="2023-10-23")
        changes = self.env["cs.promise.change"].with_user(self.leader)
        groups = changes._read_group(
            [("ticket_id", "=", self.ticket.id)],
            ["team_id"],
            ["advance_share:avg", "__count"],
        )
        self.assertEqual(groups, [(self.team, 0.5, 2)])


@tagged("post_install", "-at_install")
class TestPlan(ExecutionCase):
    """EXE-02: nodes with responsible, state and share done."""

    @freeze_time("2023-10-13 16:00:00")
    def test_exe_02_states(self):
        late = self._node()
        done = self._node(done=True)
        ahead = self._node(date="2023-10-14")
        self.assertEqual(
            [n.state for n in (late, done, ahead)], ["late", "done", "planned"]
        )
        nodes = self.env["cs.ticket.node"].with_context(tz="Asia/Shanghai")
        mine = [("ticket_id", "=", self.ticket.id)]
        found = nodes.search([*mine, ("state", "=", "late")])
        self.assertEqual(found, late)
        self.assertEqual(nodes.search([*mine, ("state", "=", "planned")]), ahead)

    def test_exe_02_percent_done(self):
        self.assertFalse(self.ticket.cs_has_plan)
        nodes = [self._node() for _ in range(4)]
        self.assertEqual(self.ticket.cs_done_percent, 0)
        nodes[0].done = True
        self.env.invalidate_all()
        self.assertEqual(self.ticket.cs_done_percent, 25)
        self.assertEqual(self._sheet().done_percent, 25.0)
        nodes[1].done = nodes[2].done = nodes[3].done = True
        self.env.invalidate_all()
        self.assertEqual(self.ticket.cs_done_percent, 100)

    def test_exe_02_the_responsible_has_the_activity_and_keeps_it(self):
        node = self._node(user_id=self.agent_wang.id)
        self.assertEqual(node.activity_id.user_id, self.agent_wang)
        self.ticket.user_id = self.leader
        self.assertEqual(node.activity_id.user_id, self.agent_wang)
        node.user_id = self.agent_li
        self.assertEqual(node.activity_id.user_id, self.agent_li)

    def test_exe_02_nodes_stand_on_the_sheet(self):
        early = self._node()
        sheet = self._sheet()
        late = self._node()
        self.assertEqual(sheet.node_ids, early + late)
        form = Form(sheet.with_user(self.agent_li))
        with form.node_ids.new() as line:
            line.date = "2023-10-20"
            line.content = "Plan review passed"
            line.kind = "milestone"
            self.assertTrue(line.customer_visible)
        form.save()
        self.assertEqual(sheet.node_ids.ticket_id, self.ticket)
        self.assertEqual(len(self.ticket.cs_node_ids), 3)

    def test_exe_02_fifty_cost_as_much_as_one(self):
        costs = []
        for count in (1, 50):
            tickets = self.env["helpdesk.ticket"].create(
                [self._prepare_ticket_vals() for _ in range(count)]
            )
            for ticket in tickets:
                self._node(ticket, kind="contact")
            tickets._cs_executions(create=True)

            def look(tickets=tickets):
                tickets.mapped("cs_done_percent")
                tickets.sudo()._cs_life_execution()

            costs.append(self._count_queries(look))
        self.assertEqual(costs[0], costs[1])
