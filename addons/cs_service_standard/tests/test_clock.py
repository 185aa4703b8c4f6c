"""Clock rows of the standard, each with its figures, on real tickets."""

from ast import literal_eval
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import Form, tagged

from .common import StandardCase

MON_10 = datetime(2023, 10, 9, 2, 0)  # Mon 9 Oct 2023, 10:00 in Shanghai


def instant(text):
    """Naive UTC datetime."""
    return datetime.fromisoformat(text)


@tagged("post_install", "-at_install")
class TestClock(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.channel = cls.env["helpdesk.ticket.channel"].create(
            {"name": "Chat", "cs_kind": "instant"}
        )
        cls.mail = cls.env["helpdesk.ticket.channel"].create(
            {"name": "Mail", "cs_kind": "deferred"}
        )
        cls.complaint = cls.env["helpdesk.ticket.type"].create(
            {"name": "Complaint", "cs_green_channel": True}
        )

    def _received(self, moment=MON_10, **vals):
        return self._create_ticket(cs_received_at=moment, **vals)

    def _clock(self, ticket, metric, cycle=1):
        return ticket.cs_clock_ids.filtered(
            lambda c: c.metric == metric and c.cycle == cycle
        )

    def _due(self, ticket, metric):
        return self._clock(ticket, metric).due_at

    def _after(self, ticket, kind, seconds, metric):
        """State of a clock when a fact of ``kind`` comes so much after receipt."""
        moment = ticket.cs_received_at + timedelta(seconds=seconds)
        ticket._cs_record_fact(kind, at=moment)
        return self._clock(ticket, metric).state

    def _answer(self, seconds, metric="answer", start="queued", stop="answered"):
        ticket = self._received()
        ticket._cs_record_fact(start, at=MON_10)
        return self._after(ticket, stop, seconds, metric)

    def test_rsp_01_earliest_matching_deadline_wins(self):
        self._target("first_contact", 3600, type_ids=self.complaint.ids)
        self._target("first_contact", 900, priority_min="2")
        self._target("answer", 30, channel_ids=self.channel.ids)
        ticket = self._received(
            type_id=self.complaint.id, priority="2", channel_id=self.mail.id
        )
        self.assertEqual(
            self._due(ticket, "first_contact"), instant("2023-10-09 02:15")
        )

    def test_rsp_02_chat_is_answered_within_30_seconds(self):
        self._target("answer", 30)
        self.assertEqual(self._answer(30), "met")
        self.assertEqual(self._answer(31), "missed")

    def test_rsp_03_store_visitor_is_received_within_3_minutes(self):
        self._target("reception", 180, is_assumed=True)
        self.assertEqual(self._answer(180, "reception", "arrived", "attended"), "met")
        self.assertEqual(
            self._answer(181, "reception", "arrived", "attended"), "missed"
        )

    def test_rsp_04_telephone_under_30_seconds(self):
        self._target("answer", 30, strict=True)
        self.assertEqual(self._answer(29), "met")
        self.assertEqual(self._answer(30), "missed")

    def test_rsp_07_brief_profile_allows_30_minutes(self):
        self._target("answer", 1800)
        self.assertEqual(self._answer(29 * 60), "met")

    def test_rsp_08_deferred_enquiry_within_24_hours(self):
        self._target("first_response", 24 * 3600, channel_kind="deferred")
        for seconds, state in ((86400, "met"), (86460, "missed")):
            ticket = self._received(channel_id=self.mail.id)
            self.assertEqual(
                self._after(ticket, "contact", seconds, "first_response"), state
            )

    def test_rsp_09_working_days_skip_the_weekend(self):
        friday = instant("2023-10-13 10:00")  # 18:00 in Shanghai
        day = {"limit_unit": "day", "channel_kind": "deferred"}
        target = self._target("first_response", 1, mode="working_days", **day)
        ticket = self._received(friday, channel_id=self.mail.id)
        self.assertEqual(
            self._due(ticket, "first_response"), instant("2023-10-16 10:00")
        )
        target.mode = "elapsed"
        ticket = self._received(friday, channel_id=self.mail.id)
        self.assertEqual(
            self._due(ticket, "first_response"), instant("2023-10-14 10:00")
        )

    def test_rsp_11_verified_reply_one_working_day_after_acknowledgement(self):
        self._target("verified_reply", 1, limit_unit="day", mode="working_days")
        ticket = self._received(instant("2023-10-09 01:00"))
        ticket._cs_record_fact("contact", at=MON_10)
        self.assertEqual(
            self._due(ticket, "verified_reply"), instant("2023-10-10 02:00")
        )

    def test_rsp_12_social_message_within_an_hour(self):
        self._target("first_response", 3600, channel_ids=self.channel.ids)
        for seconds, state in ((3600, "met"), (3660, "missed")):
            ticket = self._received(
                instant("2023-10-09 12:00"), channel_id=self.channel.id
            )
            self.assertEqual(
                self._after(ticket, "contact", seconds, "first_response"), state
            )

    @freeze_time("2023-10-09 01:00:00")
    def test_rsp_13_green_channel_tells_the_supervisor_at_once(self):
        self._target("first_contact", 3600, type_ids=self.complaint.ids)
        ticket = self._create_ticket(type_id=self.complaint.id)
        self.assertTrue(ticket.cs_green_channel)
        self.assertEqual(
            self._due(ticket, "first_contact"), instant("2023-10-09 02:00")
        )
        activity = ticket.activity_ids
        self.assertEqual(activity.user_id, self.leader)
        self.assertEqual(str(activity.date_deadline), "2023-10-09")

    def test_rsp_13_green_channel_set_by_hand_tells_once(self):
        ticket = self._received()
        ticket.cs_green_channel = True
        ticket.cs_green_channel = True
        self.assertEqual(len(ticket.activity_ids), 1)

    def test_rsp_14_profiles_differ_in_complaint_response(self):
        for code, due in (("cx_brief", "03:00"), ("std", "02:00")):
            profile = self.env.ref(f"cs_service_standard.cs_service_profile_{code}")
            profile.state = "in_force"
            team = self._create_team(code, cs_profile_id=profile.id)
            ticket = self._received(
                instant("2023-10-09 01:00"),
                team_id=team.id,
                type_id=self.env.ref(
                    "cs_service_standard.helpdesk_ticket_type_complaint"
                ).id,
                priority="1",
            )
            self.assertEqual(
                self._due(ticket, "first_contact"), instant(f"2023-10-09 {due}"), code
            )

    def test_rsp_15_high_priority_within_15_minutes(self):
        self._target("first_contact", 15, limit_unit="minute", priority_min="2")
        ticket = self._received(priority="2")
        self.assertEqual(
            self._due(ticket, "first_contact"), instant("2023-10-09 02:15")
        )
        self.assertEqual(self._after(ticket, "contact", 300, "first_contact"), "met")
        self.assertEqual(self._clock(ticket, "first_contact").working_seconds, 300)

    def test_rsp_15_contact_log_asks_for_details_and_plan(self):
        self._target("first_contact", 900, priority_min="2")
        ticket = self._received(fields_now(), priority="2")
        log = self.env["cs.contact.log"].with_user(self.agent_li)
        log = log.create({"ticket_id": ticket.id, "summary": "Spoke"})
        self.assertEqual(log.urgency, "high")
        with self.assertRaisesRegex(Exception, ticket.number):
            log.action_log()
        log.write({"details_confirmed": True, "plan_told": True})
        log.action_log()
        self.assertEqual(self._clock(ticket, "first_contact").state, "met")
        self.assertEqual(ticket.cs_first_responder_id, self.agent_li)

    def test_rsp_16_medium_priority_within_2_hours(self):
        self._target("first_contact", 2, limit_unit="hour", priority_max="1")
        ticket = self._received(instant("2023-10-09 06:20"), priority="1")
        self.assertEqual(
            self._due(ticket, "first_contact"), instant("2023-10-09 08:20")
        )
        self.assertEqual(self._after(ticket, "contact", 4200, "first_contact"), "met")

    def test_rsp_17_low_priority_within_4_working_hours(self):
        self._target("first_contact", 4, limit_unit="hour", mode="working_hours")
        ticket = self._received(instant("2023-10-13 07:00"), priority="0")
        self.assertEqual(
            self._due(ticket, "first_contact"), instant("2023-10-16 02:00")
        )

    def test_rsp_17_contact_log_asks_for_the_expected_resolution(self):
        self._target("first_contact", 4 * 3600)
        ticket = self._received(fields_now(), priority="0")
        log = self.env["cs.contact.log"].create(
            {"ticket_id": ticket.id, "summary": "Spoke"}
        )
        with self.assertRaisesRegex(Exception, ticket.number):
            log.action_log()
        log.expected_resolution = instant("2099-01-01 00:00")
        log.action_log()
        self.assertEqual(ticket.cs_follow_up_at, instant("2099-01-01 00:00"))

    def test_rsp_18_call_counts_and_automatic_mail_does_not(self):
        self._target("first_contact", 3600)
        ticket = self._received()
        ticket.message_post(body="Received", message_type="auto_comment")
        ticket._cs_record_fact("contact", at=instant("2023-10-09 02:05"))
        clock = self._clock(ticket, "first_contact")
        self.assertEqual(clock.stopped_at, instant("2023-10-09 02:05"))
        self.assertEqual(clock.working_seconds, 300)

    def test_rsp_19_resolution_by_priority(self):
        profile = self.env.ref("cs_service_standard.cs_service_profile_std")
        team = self._create_team("STD", cs_profile_id=profile.id)
        dues = {
            priority: self._due(
                self._received(team_id=team.id, priority=priority), "resolution"
            )
            for priority in "012"
        }
        self.assertEqual(dues["0"], instant("2023-10-12 02:00"))
        self.assertEqual(dues["1"], instant("2023-10-10 02:00"))
        self.assertEqual(dues["2"], instant("2023-10-10 02:00"))

    def test_rsp_20_simple_enquiry_in_5_minutes(self):
        self._target("handling", 5, limit_unit="minute", complexity="simple")
        for seconds, state in ((300, "met"), (301, "missed")):
            ticket = self._received(cs_complexity="simple")
            ticket._cs_record_fact("contact", at=MON_10)
            self.assertEqual(
                self._after(ticket, "resolved", seconds, "handling"), state
            )

    def test_rec_01_record_within_5_minutes(self):
        self._target("record", 5, limit_unit="minute")
        for seconds, state in ((300, "met"), (360, "missed")):
            ticket = self._received()
            self.assertEqual(self._after(ticket, "recorded", seconds, "record"), state)

    def test_case_28_ticket_without_target_has_no_sla(self):
        ticket = self._received()
        self.assertFalse(ticket.cs_clock_ids)
        self.assertEqual(ticket.cs_sla_state, "none")
        action = self.env.ref("cs_service_standard.helpdesk_ticket_no_sla_action")
        found = self.env["helpdesk.ticket"].search(literal_eval(action.domain))
        self.assertIn(ticket, found)

    def test_case_29_copy_starts_fresh_clocks(self):
        self._target("first_contact", 3600)
        ticket = self._received()
        ticket._cs_record_fact("contact", at=MON_10)
        copy = ticket.copy()
        self.assertEqual(self._clock(copy, "first_contact").state, "running")
        self.assertFalse(copy.cs_first_responder_id)

    def test_case_30_calendar_holes_never_stop_intake(self):
        self._target("first_contact", 1, limit_unit="hour", mode="working_hours")
        empty = self.env["resource.calendar"].create(
            {"name": "Empty", "attendance_ids": False}
        )
        empty.attendance_ids.unlink()
        self.team.cs_calendar_id = empty
        ticket = self._received()
        clock = self._clock(ticket, "first_contact")
        self.assertEqual(clock.calendar_id, self.calendar, "falls back to the profile")
        self.assertIn("cal40", self.team.cs_calendar_warning)
        self.team.cs_calendar_id = self.profile.calendar_id = False
        self.team.company_id.resource_calendar_id = False
        clock = self._clock(self._received(), "first_contact")
        self.assertTrue(clock.is_fallback)
        self.assertEqual(clock.due_at, instant("2023-10-09 03:00"))

    def test_case_30_people_in_charge_hear_of_the_hole_once(self):
        self._target("first_contact", 1, limit_unit="hour", mode="working_hours")
        flexible = self.env["resource.calendar"].create(
            {"name": "Flexible", "flexible_hours": True}
        )
        self.team.cs_calendar_id = flexible
        told = Domain("partner_ids", "in", self.leader.partner_id.ids)
        told &= Domain("model", "=", "helpdesk.ticket.team")
        self.env["helpdesk.ticket"].create([self._prepare_ticket_vals()] * 3)
        self._received()
        self.assertEqual(self.env["mail.message"].search_count(told), 1)
        self.team.cs_calendar_id = self.calendar
        self.assertFalse(self.team.cs_calendar_warning)

    def test_case_35_lateness_is_written_once(self):
        self._target("resolution", 4, limit_unit="hour", mode="working_hours")
        ticket = self._received(instant("2023-10-10 02:00"))
        ticket._cs_record_fact("resolved", at=instant("2023-10-11 02:00"))
        clock = self._clock(ticket, "resolution")
        self.assertEqual((clock.state, clock.late_seconds), ("missed", 4 * 3600))

    def test_case_44_figures_are_written_when_the_clock_stops(self):
        self._target("first_contact", 60)
        ticket = self._received()
        self.assertEqual(self._after(ticket, "contact", 90, "first_contact"), "missed")
        clock = self._clock(ticket, "first_contact")
        self.assertEqual((clock.working_seconds, clock.late_seconds), (90, 30))

    def test_late_is_late_without_the_scheduler(self):
        self._target("first_contact", 60)
        with freeze_time(MON_10):
            ticket = self._create_ticket()
            self.assertFalse(ticket.cs_is_late)
        with freeze_time("2023-10-09 02:01:01"):
            ticket.invalidate_recordset()
            self.assertTrue(ticket.cs_is_late)
            late = self.env["cs.ticket.clock"].search([("is_late", "=", True)])
            self.assertIn(ticket.cs_clock_ids, late)
            self.assertIn(
                ticket, self.env["helpdesk.ticket"].search([("cs_is_late", "=", True)])
            )

    def test_stages_pause_resume_resolve_and_reopen(self):
        self._target("resolution", 4, limit_unit="hour", pausable=True)
        stage = self.env.ref
        ref = "cs_service_standard.helpdesk_ticket_stage_%s"
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._create_ticket()
        with freeze_time("2023-10-09 03:00:00"):
            ticket.stage_id = stage(ref % "waiting")
            self.assertEqual(self._clock(ticket, "resolution").state, "paused")
            self.assertEqual(ticket.cs_sla_state, "paused")
            self.assertFalse(ticket.cs_next_due_at)
        with freeze_time("2023-10-10 03:00:00"):
            ticket.stage_id = stage(ref % "intake")
            clock = self._clock(ticket, "resolution")
            self.assertEqual(clock.due_at, instant("2023-10-10 06:00"))
        with freeze_time("2023-10-10 05:00:00"):
            ticket.sudo().with_user(1).stage_id = stage(ref % "closed")
            self.assertEqual(self._clock(ticket, "resolution").state, "met")
            self.assertEqual(ticket.cs_sla_state, "done")
        with freeze_time("2023-10-11 05:00:00"):
            ticket.sudo().with_user(1).stage_id = stage(ref % "execution")
            second = self._clock(ticket, "resolution", 2)
            self.assertEqual(second.due_at, instant("2023-10-11 06:00"))

    def test_case_36_cancelled_stage_is_outside_the_ratio(self):
        self._target("resolution", 60)
        with freeze_time(MON_10):
            ticket = self._create_ticket()
        with freeze_time("2023-10-09 05:00:00"):
            ticket.sudo().with_user(1).stage_id = self.env.ref(
                "cs_service_standard.helpdesk_ticket_stage_cancelled"
            )
        self.assertEqual(self._clock(ticket, "resolution").state, "cancelled")

    def test_case_36_duplicate_is_outside_the_ratio(self):
        self._target("resolution", 60)
        first, second = self._received(), self._received()
        second.duplicate_id = first
        self.assertEqual(self._clock(second, "resolution").state, "cancelled")
        self.assertEqual(self._clock(first, "resolution").state, "running")
        second.duplicate_id = False
        self.assertEqual(self._clock(second, "resolution", 2).state, "running")

    def test_priority_change_moves_the_clock_in_the_same_transaction(self):
        self._target("first_contact", 2, limit_unit="hour", priority_max="1")
        self._target("first_contact", 15, limit_unit="minute", priority_min="2")
        ticket = self._received(priority="1")
        ticket.priority = "2"
        self.assertEqual(
            self._due(ticket, "first_contact"), instant("2023-10-09 02:15")
        )

    def test_stored_clocks_equal_a_replay_of_the_facts(self):
        self._target("first_contact", 900)
        self._target("resolution", 4, limit_unit="hour", pausable=True)
        ticket = self._received()
        ticket._cs_record_fact("contact", at=instant("2023-10-09 02:10"))
        ticket._cs_record_fact("paused", at=instant("2023-10-09 03:00"))
        stored = ticket.cs_clock_ids.read(["metric", "state", "due_at", "stopped_at"])
        ticket.cs_clock_ids.sudo().unlink()
        ticket._cs_refresh_clocks()
        rebuilt = ticket.cs_clock_ids.read(["metric", "state", "due_at", "stopped_at"])

        def strip(rows):
            return sorted((row["metric"], row["state"], row["due_at"]) for row in rows)

        self.assertEqual(strip(rebuilt), strip(stored))

    def test_nobody_edits_a_clock(self):
        self._target("first_contact", 900)
        clock = self._received().cs_clock_ids
        with self.assertRaises(AccessError):
            clock.with_user(self.manager).write({"state": "met"})
        with self.assertRaises(AccessError):
            clock.with_user(self.manager).unlink()

    def test_case_06_the_clock_names_what_it_skipped(self):
        self._target("first_contact", 4, limit_unit="hour", mode="working_hours")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Founders' day",
                "calendar_id": self.calendar.id,
                "company_id": self.calendar.company_id.id,
                "date_from": instant("2023-10-15 16:00"),
                "date_to": instant("2023-10-16 15:59:59"),
            }
        )
        ticket = self._received(instant("2023-10-13 07:00"))
        clock = self._clock(ticket, "first_contact")
        self.assertEqual(clock.due_at, instant("2023-10-17 02:00"))
        self.assertIn("Founders", str(clock.why))
        self.assertIn("days off", str(clock.why))
        self.assertIn("Founders", " ".join(clock.with_user(self.leader).get_why()))
        with self.assertRaises(AccessError):
            clock.with_user(self.portal_user).get_why()

    def test_strip_tells_the_state_of_each_clock(self):
        self._target("first_contact", 900)
        ticket = self._received()
        (item,) = ticket.cs_clock_strip
        self.assertEqual(item["state"], "running")
        self.assertEqual(item["due"], "2023-10-09 02:15:00")
        self.assertTrue(item["stops"])

    def test_form_of_an_agent_shows_the_clocks(self):
        self._target("first_contact", 900)
        ticket = self._received()
        form = Form(ticket.with_user(self.agent_li))
        self.assertTrue(form.cs_clock_strip)


def fields_now():
    return fields.Datetime.now()
