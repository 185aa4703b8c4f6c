"""A running helpdesk read back: facts from messages, tracking and calls."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import AGENT
from .dry_run_common import BEGIN, PastCase, after


@tagged("post_install", "-at_install")
@freeze_time("2023-11-02 02:00:00")
class TestReadback(PastCase):
    def test_a_life_becomes_facts_with_their_instants(self):
        ticket = self._past_ticket()
        self._say(ticket, after(minutes=30), self.agent_li)
        self._say(ticket, after(minutes=50), self.portal_user)
        self._change(ticket, after(hours=1), self.agent_li, stage_id=self.stage_wait.id)
        self._change(ticket, after(hours=3), stage_id=self.stage_done.id)
        readback = self._read()
        self.assertEqual(
            self._facts(ticket),
            [
                (BEGIN, "received"),
                (after(minutes=30), "contact"),
                (after(minutes=50), "customer"),
                (after(hours=1), "paused"),
                (after(hours=3), "resumed"),
                (after(hours=3), "resolved"),
                (after(hours=3), "closed"),
            ],
        )
        self.assertEqual(readback.state, "done")
        self.assertFalse(readback.flaw_ids)
        contact = ticket.cs_event_ids.filtered(lambda e: e.kind == "contact")
        self.assertEqual(contact.user_id, self.agent_li)

    def test_a_done_call_is_a_contact_by_phone(self):
        ticket = self._past_ticket()
        with freeze_time(after(minutes=20)):
            activity = ticket.activity_schedule(
                activity_type_id=self.activity_type.id, user_id=self.agent_li.id
            )
            activity.with_user(self.agent_li).action_feedback(feedback="Rang up")
        self._read()
        contact = ticket.cs_event_ids.filtered(lambda e: e.kind == "contact")
        self.assertEqual(contact.at, after(minutes=20))
        self.assertEqual(contact.payload["medium"], "call")

    def test_notes_and_automatic_messages_are_nothing(self):
        ticket = self._past_ticket()
        self._say(ticket, after(hours=1), self.agent_li, subtype_xmlid="mail.mt_note")
        self._say(ticket, after(hours=1), self.agent_li, message_type="auto_comment")
        self._say(
            ticket, after(hours=1), author_id=self.env.ref("base.partner_root").id
        )
        self._read()
        self.assertEqual(self._facts(ticket), [(BEGIN, "received")])

    def test_old_messages_are_judged_as_new_ones(self):
        """The same messages on a ticket of the standard and on one without."""
        stranger = self.env["res.partner"].create(
            {"name": "Who", "email": "who@example.com"}
        )
        colleague = self.env["res.partner"].create(
            {"name": "Wife", "parent_id": self.customer.id}
        )
        speakers = [
            {"author_id": self.agent_li.partner_id.id},
            {"author_id": self.customer.id},
            {"author_id": stranger.id},
            {"author_id": colleague.id},
            {"author_id": False, "email_from": "zhang@example.com"},
            {"author_id": False, "email_from": '"Li" <cs_li@example.com>'},
            {"author_id": False, "email_from": "nobody@example.com"},
        ]
        kinds = [
            {"message_type": "comment"},
            {"message_type": "email"},
            {"message_type": "sms"},
            {"message_type": "notification"},
            {"message_type": "comment", "subtype_xmlid": "mail.mt_note"},
            {"message_type": "comment", "is_internal": True},
        ]
        self.agent_li.email = "cs_li@example.com"
        live = self._create_ticket(partner_id=self.customer.id)
        past = self._past_ticket()
        sms = [("sms", "SMS")]
        field = self.env["mail.message"]._fields["message_type"]
        with patch.object(field, "selection", field.selection + sms):
            for speaker in speakers:
                for kind in kinds:
                    for ticket in (live, past):
                        self._say(ticket, after(hours=1), **dict(speaker), **kind)
        self._read()

        def heard(ticket):
            ids = ticket.message_ids.sorted("id").ids
            return {
                ids.index(event.payload["message"]) - len(ids): event.kind
                for event in ticket.cs_event_ids
                if (event.payload or {}).get("message")
            }

        self.assertEqual(heard(past), heard(live))
        self.assertEqual(set(heard(past).values()), {"contact", "customer", "stranger"})

    def test_it_began_as_tracking_says(self):
        ticket = self._past_ticket(user_id=self.agent_li.id)
        self._change(ticket, after(hours=2), user_id=self.agent_wang.id)
        self._read()
        received = ticket.cs_event_ids.filtered(lambda e: e.kind == "received")
        self.assertEqual(received.payload["user"], self.agent_li.id)
        self.assertEqual(received.payload["stage"], self.stage_new.id)
        self.assertIn((after(hours=2), "assigned"), self._facts(ticket))

    def test_closed_without_tracking_ends_when_it_was_closed(self):
        ticket = self._past_ticket()
        with freeze_time(after(hours=5)):
            ticket.with_context(tracking_disable=True).stage_id = self.stage_done
        self._read()
        self.assertIn((after(hours=5), "closed"), self._facts(ticket))

    def test_closed_and_nothing_says_when_is_listed(self):
        ticket = self._past_ticket()
        ticket.with_context(tracking_disable=True).stage_id = self.stage_done
        ticket.closed_date = False
        readback = self._read()
        self.assertEqual(readback.flaw_ids.reason, "no_end")
        self.assertEqual(readback.flaw_ids.ticket_ids, ticket)
        self.assertEqual(readback.flaw_ids.ticket_count, 1)

    def test_message_from_the_future_is_listed(self):
        ticket = self._past_ticket()
        message = self._say(ticket, after(hours=1), self.agent_li)
        message.sudo().date = "2030-01-01 00:00:00"
        self.assertEqual(self._read().flaw_ids.reason, "future")

    def test_reading_twice_adds_nothing(self):
        ticket = self._past_ticket()
        self._say(ticket, after(minutes=30), self.agent_li)
        first = self._read()
        self.assertGreater(first.fact_count, 1)
        once = self._facts(ticket, without=())
        self.assertEqual(self._read().fact_count, 0)
        self.assertEqual(self._facts(ticket, without=()), once)
        self._say(ticket, after(days=1), self.agent_li)
        self.assertEqual(self._read().fact_count, 1)

    def test_nothing_is_switched_on(self):
        """No clock, no profile, no message, not even another write date."""
        ticket = self._past_ticket()
        self._say(ticket, after(minutes=30), self.agent_li)
        self.env.flush_all()
        before = ticket.write_date, len(ticket.message_ids), len(ticket.activity_ids)
        self._read()
        self.env.flush_all()
        ticket.invalidate_recordset()
        after_ = ticket.write_date, len(ticket.message_ids), len(ticket.activity_ids)
        self.assertEqual(before, after_)
        self.assertFalse(ticket.cs_clock_ids)
        self.assertFalse(ticket.cs_profile_id)
        self._change(ticket, after(days=2), stage_id=self.stage_wait.id)
        self.assertNotIn("paused", [kind for _at, kind in self._facts(ticket)])

    def test_a_ticket_of_the_standard_is_left_alone_and_listed(self):
        with freeze_time(BEGIN):
            ticket = self._create_ticket()
        self._backdate(ticket, BEGIN)
        before = self._facts(ticket, without=())
        readback = self._read(team_ids=self.team.ids)
        self.assertEqual(self._facts(ticket, without=()), before)
        self.assertEqual(readback.flaw_ids.reason, "live")

    def test_joining_later_tells_nothing_twice(self):
        self._target("first_contact", 3600)
        self._target("resolution", 86400)
        ticket = self._past_ticket()
        self._say(ticket, after(minutes=30), self.agent_li)
        self._change(ticket, after(hours=1), stage_id=self.stage_wait.id)
        self._read()
        with freeze_time(after(hours=4)):
            ticket.team_id = self.team
        kinds = [kind for _at, kind in self._facts(ticket)]
        self.assertEqual(kinds.count("received"), 1)
        self.assertEqual(kinds.count("contact"), 1)
        clocks = {clock.metric: clock for clock in ticket.cs_clock_ids}
        self.assertEqual(clocks["first_contact"].state, "met")
        self.assertEqual(clocks["first_contact"].working_seconds, 1800)
        self.assertEqual(clocks["resolution"].state, "paused")
        self.assertEqual(clocks["resolution"].paused_at, after(hours=1))
        self.assertEqual(self._read(team_ids=self.team.ids).fact_count, 0)

    def test_a_poisoned_ticket_is_passed_over_and_listed(self):
        good, bad, other = (self._past_ticket() for _number in range(3))
        service = type(self.env["cs.readback.service"])
        original = service._to_past

        def fail(this, ticket, *args):
            if ticket == bad:
                raise ValueError("poisoned")
            return original(this, ticket, *args)

        with patch.object(service, "_to_past", fail):
            readback = self._read()
        self.assertEqual(readback.state, "done")
        self.assertTrue(good.cs_event_ids and other.cs_event_ids)
        self.assertFalse(bad.cs_event_ids)
        self.assertEqual(readback.flaw_ids.ticket_ids, bad)
        self.assertIn("poisoned", readback.flaw_ids.example)

    def test_it_goes_on_where_it_was_stopped(self):
        first, second = self._past_ticket(), self._past_ticket()
        readback = self._read()
        events = first.cs_event_ids | second.cs_event_ids
        self.assertEqual(len(events), 2)
        third = self._past_ticket()
        readback.write({"state": "stopped", "cursor": second.id})
        readback.action_resume()
        self.assertEqual(readback.state, "done")
        self.assertTrue(third.cs_event_ids)

    def test_many_are_read_in_the_background(self):
        self._past_ticket()
        module = "odoo.addons.cs_service_standard.models.cs_batch_job_mixin"
        with patch(f"{module}.AT_ONCE", 0):
            readback = self._read()
        self.assertEqual((readback.state, readback.done), ("running", 0))
        with patch.object(type(self.env["ir.cron"]), "_commit_progress") as commit:
            commit.return_value = 60.0
            self.env["cs.readback"]._cron_run()
        self.assertEqual((readback.state, readback.done), ("done", 1))
        self.assertEqual(readback.progress, 100.0)

    def test_days_are_those_of_the_company(self):
        """Midnight in Shanghai is 16:00 UTC of the day before."""
        self.env.company.resource_calendar_id.tz = "Asia/Shanghai"
        inside = self._past_ticket(datetime(2023, 9, 30, 16, 0))
        outside = self._past_ticket(datetime(2023, 9, 30, 15, 59, 59))
        self._read()
        self.assertTrue(inside.cs_event_ids)
        self.assertFalse(outside.cs_event_ids)

    @freeze_time("2023-11-02 02:00:00")
    def test_last_quarter_is_proposed(self):
        readback = self.env["cs.readback"].new({})
        self.assertEqual(str(readback.date_from), "2023-07-01")
        self.assertEqual(str(readback.date_to), "2023-09-30")

    def test_a_period_that_ends_before_it_begins_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "exchange the days"):
            self._read(date_to="2023-09-01")

    def test_one_button_shows_compliance_before_anything_is_on(self):
        self._draft_target("first_contact", 3600)
        quick, slow = self._past_ticket(), self._past_ticket()
        self._say(quick, after(minutes=30), self.agent_li)
        self._say(slow, after(hours=2), self.agent_li)
        action = self._read().action_dry_run()
        run = self.env["cs.dry.run"].browse(action["res_id"])
        line = run.metric_line_ids
        self.assertEqual((line.draft_kept, line.draft_count), (1, 2))
        self.assertEqual(line.today_count, 0)
        self.assertFalse((quick | slow).cs_clock_ids)
        self.assertEqual(self.draft.state, "draft")

    def test_queries_do_not_grow_with_tickets_and_messages(self):
        tickets = [self._past_ticket() for _number in range(12)]
        for ticket in tickets:
            self._say(ticket, after(hours=1), self.agent_li)
            self._say(ticket, after(hours=1), self.portal_user)
            self._say(
                ticket, after(hours=1), author_id=False, email_from="x@example.com"
            )
            self._change(ticket, after(hours=2), stage_id=self.stage_wait.id)
        service = self.env["cs.readback.service"]
        service._read(tickets[0])

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            added, _flaws = service._read(some)
            self.env.flush_all()
            self.assertEqual(added, 6 * len(some))
            return self.env.cr.sql_log_count - before

        one = queries(tickets[1])
        many = queries(self.env["helpdesk.ticket"].union(*tickets[2:]))
        self.assertLessEqual(many, one + 1)

    def test_only_managers_read_back(self):
        self._past_ticket()
        readback = self._read()
        agent = new_test_user(self.env, "cs_reader", groups=AGENT)
        for user in (agent, self.leader, self.portal_user):
            with self.assertRaises(AccessError):
                readback.with_user(user).read(["state"])
            with self.assertRaises(AccessError):
                readback.with_user(user).action_start()
        readback.with_user(self.manager).action_start()
        self.assertEqual(readback.state, "done")
