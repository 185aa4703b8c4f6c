from freezegun import freeze_time
from lxml import etree

from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import StandardCase

KEPT = {"create_date", "partner_name", "partner_email", "category_id", "priority"}


def _visible(form):
    names = form._view["fields"]
    return {name for name in names if not form._get_modifier(name, "invisible")}


@tagged("post_install", "-at_install")
class TestTicketForm(StandardCase):
    """The form of a ticket shows the standard to those who follow one."""

    def test_plain_ticket_shows_the_plain_form(self):
        ticket = self._create_ticket(
            team_id=self.team_plain.id, partner_id=self.customer.id
        )
        shown = _visible(Form(ticket.with_user(self.agent_li)))
        self.assertEqual({name for name in shown if name.startswith("cs_")}, set())
        self.assertLessEqual(KEPT, shown)

    def test_following_ticket_shows_no_entry_twice(self):
        """What the contact tells already is not asked for again."""
        ticket = self._create_ticket(partner_id=self.customer.id)
        shown = _visible(Form(ticket.with_user(self.agent_li)))
        self.assertEqual(KEPT - shown, {"create_date", "partner_name", "partner_email"})
        self.assertLessEqual({"cs_clock_strip", "cs_core_issue", "cs_phone"}, shown)

    def test_unknown_customer_can_be_entered(self):
        shown = _visible(Form(self._create_ticket().with_user(self.agent_li)))
        self.assertLessEqual({"partner_id", "partner_name", "partner_email"}, shown)

    def test_closed_ticket_has_no_next_step(self):
        self._target("first_contact", 3600)
        ticket = self._create_ticket()
        self.assertTrue(ticket.cs_is_workable)
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        self.assertFalse(ticket.cs_is_workable)
        self.assertNotIn("cs_next_phase", _visible(Form(ticket)))


@tagged("post_install", "-at_install")
@freeze_time("2023-10-09 08:00:00")  # Monday 16:00 in Shanghai, 10:00 in Berlin
class TestQueue(StandardCase):
    """Which column of the queue a ticket is in, and whom it waits for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent_li.tz = "Asia/Shanghai"
        cls.target = cls._target("resolution", 1)

    def _due_in(self, seconds):
        self.target.limit_value = seconds
        with freeze_time("2023-10-09 08:00:00"):
            return self._create_ticket(user_id=self.agent_li.id)

    def _buckets(self, tickets, tz="Asia/Shanghai"):
        tickets = tickets.with_user(self.agent_li).with_context(tz=tz)
        read = {ticket: ticket.cs_due_bucket for ticket in tickets}
        domain = [("id", "in", tickets.ids)]
        grouped = tickets._read_group(domain, ["cs_due_bucket"], ["id:recordset"])
        self.assertEqual(
            {ticket: key for key, found in grouped for ticket in found}, read
        )
        for key in set(read.values()):
            found = tickets.search([*domain, ("cs_due_bucket", "=", key)])
            self.assertEqual(set(found), {t for t in tickets if read[t] == key})
        return list(read.values())

    def test_buckets_follow_the_day_of_the_reader(self):
        hour = 3600
        tickets = (
            self._due_in(hour - 1)
            + self._due_in(hour)
            + self._due_in(8 * hour - 1)
            + self._due_in(8 * hour)
            + self._due_in(32 * hour - 1)
            + self._due_in(32 * hour)
        )
        self.assertEqual(
            self._buckets(tickets),
            ["2_hour", "3_today", "3_today", "4_tomorrow", "4_tomorrow", "5_later"],
        )
        self.assertEqual(
            self._buckets(tickets, tz="Europe/Berlin"),
            ["2_hour", "3_today", "3_today", "3_today", "4_tomorrow", "4_tomorrow"],
        )

    def test_bucket_late_begins_after_the_due_instant(self):
        ticket = self._due_in(60)
        with freeze_time("2023-10-09 08:01:00"):
            self.assertEqual(self._buckets(ticket), ["2_hour"])
        with freeze_time("2023-10-09 08:01:01"):
            ticket.invalidate_recordset(["cs_due_bucket"])
            self.assertEqual(self._buckets(ticket), ["1_late"])

    def test_bucket_within_the_hour_wins_over_midnight(self):
        with freeze_time("2023-10-09 15:30:00"):
            ticket = self._due_in(8 * 3600)
            self.assertEqual(self._buckets(ticket), ["2_hour"])

    def test_bucket_of_a_ticket_without_promise(self):
        plain = self._create_ticket(team_id=self.team_plain.id)
        self.assertEqual(self._buckets(plain), ["6_none"])
        tickets = plain + self._due_in(60)
        found = tickets.search(
            [("id", "in", tickets.ids), ("cs_due_bucket", "!=", "6_none")]
        )
        self.assertEqual(found, tickets - plain)

    def test_whom_a_ticket_waits_for(self):
        ticket = self._create_ticket(user_id=self.agent_li.id)
        self.assertFalse(ticket.cs_waits_for)
        task = self.env["cs.coordination.task"].create(
            {
                "ticket_id": ticket.id,
                "name": "Send the spare part",
                "department": "Warehouse",
                "deadline": "2023-10-10 08:00:00",
            }
        )
        self.assertEqual(ticket.cs_waits_for, "department")
        task.done_at = "2023-10-09 08:00:00"
        self.assertFalse(ticket.cs_waits_for)
        ticket.user_id = False
        self.assertEqual(ticket.cs_waits_for, "owner")
        ticket.cs_handover_pending = True
        self.assertEqual(ticket.cs_waits_for, "receiver")
        stages = self.team._get_applicable_stages()
        ticket.stage_id = stages.filtered(lambda s: s.cs_phase == "waiting")[:1]
        self.assertEqual(ticket.cs_waits_for, "customer")
        plain = self._create_ticket(team_id=self.team_plain.id, user_id=False)
        self.assertFalse(plain.cs_waits_for)

    def test_kind_of_channel(self):
        channel = self.env["helpdesk.ticket.channel"].create(
            {"name": "Counter", "cs_kind": "on_site"}
        )
        ticket = self._create_ticket(channel_id=channel.id)
        self.assertEqual(ticket.cs_channel_kind, "on_site")
        channel.cs_is_phone = True
        self.assertEqual(ticket.cs_channel_kind, "phone")
        self.assertFalse(self._create_ticket(channel_id=False).cs_channel_kind)

    def test_badge_tells_the_clock_that_is_due_next(self):
        self._target("first_contact", 600, warn_percent=50)
        badge = self._due_in(3600).cs_due_badge
        self.assertEqual(badge["label"], "First contact")
        self.assertEqual(badge["due"], "2023-10-09 08:10:00")
        self.assertEqual(badge["warn"], "2023-10-09 08:05:00")
        plain = self._create_ticket(team_id=self.team_plain.id).cs_due_badge
        self.assertEqual((plain["due"], plain["warn"]), (False, False))

    def test_badge_of_a_paused_ticket_names_the_reason(self):
        self._target("resolution", 86400, pausable=True)
        ticket = self._create_ticket()
        reason = self.env.ref("cs_service_standard.cs_pause_reason_parts")
        self.assertFalse(ticket.cs_due_badge["reason"])
        ticket._cs_pause(reason, "Order 17")
        self.assertEqual(ticket.cs_due_badge["state"], "paused")
        self.assertEqual(ticket.cs_due_badge["reason"], "Waiting for parts")

    def test_a_paused_ticket_has_one_primary_button(self):
        arch = self.env["helpdesk.ticket"].get_view(view_type="form")["arch"]
        buttons = etree.fromstring(arch).xpath("//header/button")
        primary = [
            button.get("string")
            for button in buttons
            if {"btn-primary", "oe_highlight"} & set(button.get("class", "").split())
        ]
        self.assertIn("Log contact", primary)
        self.assertNotIn("Resume", primary)

    def test_exe_05_progress_can_be_reported_as_soon_as_its_clock_runs(self):
        arch = self.env["helpdesk.ticket"].get_view(view_type="form")["arch"]
        [button] = etree.fromstring(arch).xpath(
            "//header/button[@name='action_cs_report_progress']"
        )
        for phase, complexity, hidden in (
            ("intake", "complex", False),
            ("intake", "simple", True),
            ("analysis", "simple", False),
        ):
            values = {
                "cs_is_workable": True,
                "cs_phase": phase,
                "cs_complexity": complexity,
            }
            self.assertEqual(safe_eval(button.get("invisible"), values), hidden)

    def test_queue_order_green_channel_then_due(self):
        """Green channel first, then what is due next; no promise comes last."""
        view = self.env.ref("cs_service_standard.helpdesk_ticket_view_queue_kanban")
        order = view.arch_db.split('default_order="')[1].split('"')[0]
        later = self._due_in(7200)
        soon = self._due_in(60)
        green = self._due_in(86400)
        green.cs_green_channel = True
        plain = self._create_ticket(team_id=self.team_plain.id)
        tickets = later + soon + green + plain
        found = tickets.search([("id", "in", tickets.ids)], order=order)
        self.assertEqual(found, green + soon + later + plain)

    def test_queue_columns_cost_the_same_for_many(self):
        one = self._due_in(60)
        many = one + self.env["helpdesk.ticket"].concat(
            *(self._due_in(60) for _count in range(9))
        )
        names = ["cs_waits_for", "cs_channel_kind", "cs_due_badge", "cs_due_bucket"]

        def cost(tickets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            tickets.with_user(self.agent_li).read(names)
            return self.cr.sql_log_count - before

        cost(one)
        self.assertEqual(cost(one), cost(many))
