"""Why-panel, timeline and dossier of one clock, told to people."""

import json
from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import html2plaintext, mute_logger

from ..engine.instants import to_epoch
from ..engine.story import seal
from .common import StandardCase

MON_10 = datetime(2023, 10, 9, 2, 0)  # Mon 9 Oct 2023, 10:00 in Shanghai
PAUSED = datetime(2023, 10, 9, 4, 0)


@tagged("post_install", "-at_install")
class TestStory(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.target = cls._target(
            "resolution", 8, limit_unit="hour", mode="working_hours", pausable=True
        )
        for user in cls.agent_li + cls.manager:
            user.tz = "Asia/Shanghai"
        cls.env["resource.calendar.leaves"].create(
            {
                "name": "Founders' Day",
                "calendar_id": cls.calendar.id,
                "date_from": "2023-10-09 16:00:00",
                "date_to": "2023-10-10 16:00:00",
            }
        )
        with freeze_time(MON_10):
            cls.ticket = cls._create_ticket(user_id=cls.agent_li.id)
        cls.clock = cls.ticket.cs_clock_ids

    def _lines(self, clock=None, user=None):
        clock = (clock or self.clock).with_user(user or self.agent_li)
        clock = clock.with_context(tz="Asia/Shanghai")
        return clock._stories()[clock]

    def _texts(self, clock=None, user=None):
        return [line["text"] for line in self._lines(clock, user)]

    def _pause(self, reason="customer"):
        with freeze_time(PAUSED):
            self.ticket.with_user(self.agent_li)._cs_record_fact(
                "paused", payload={"reason": reason}
            )
        with freeze_time("2023-10-09 06:00:00"):
            self.ticket.with_user(self.agent_li)._cs_record_fact("resumed")

    def test_case_06_the_story_names_the_holiday_it_skipped(self):
        self.assertIn("Founders' Day", " ".join(self._texts()))

    def test_every_fact_that_moved_the_clock_is_told_with_who_did_it(self):
        self._pause()
        with freeze_time("2023-10-09 07:00:00"):
            self.ticket.with_user(self.agent_li)._cs_record_fact("resolved")
        lines = self._lines()
        facts = {line["fact"] for line in lines if line["fact"]}
        self.assertEqual(facts, set(self.ticket.cs_event_ids.ids))
        told = " | ".join(line["text"] for line in lines)
        for words in (
            "the request is received",
            "8 h working time",
            "Waiting",
            "Stops",
        ):
            self.assertIn(words, told)
        waiting = next(line for line in lines if line["text"].startswith("Paused:"))
        self.assertEqual(waiting["who"], "Li")
        self.assertIn("12:00", waiting["when"])

    def test_case_10_the_story_tells_how_far_the_due_time_moved(self):
        self._pause()
        moves = [text for text in self._texts() if text.startswith("Due moves")]
        day = "Wed, Oct 11, 2023"
        self.assertEqual(moves, [f"Due moves from {day} 10:00 to {day} 11:00"])

    def test_case_24_cause_and_actor_of_a_promise_that_came_in_flight(self):
        self.ticket.priority = "0"
        self._target(
            "resolution", 1, limit_unit="hour", priority_min="3", priority_max="3"
        )
        with freeze_time("2023-10-09 03:00:00"):
            self.ticket.with_user(self.agent_li).priority = "3"
        line = next(
            line
            for line in self._lines()
            if line["text"].startswith("Promised: 1 h") and line["who"] == "Li"
        )
        self.assertIn("because of: Priority", line["text"])

    def test_notices_say_who_was_told(self):
        self.env["cs.clock.notice"].create(
            {
                "clock_id": self.clock.id,
                "ticket_id": self.ticket.id,
                "company_id": self.ticket.company_id.id,
                "level": "breach",
                "at": "2023-10-11 04:00:00",
                "user_id": self.leader.id,
            }
        )
        self.assertIn("Breach: Chen told", " ".join(self._texts()))

    def test_customers_are_not_named_and_nobody_is_stored(self):
        self.ticket.partner_id = self.customer
        self.ticket.with_user(self.portal_user).sudo()._cs_record_fact("reopened")
        self.ticket.with_user(self.portal_user).sudo()._cs_record_fact("resolved")
        lines = self._lines()
        self.assertIn("the customer", [line["who"] for line in lines])
        self.assertNotIn("张三丰", str(lines))
        self.assertFalse(self.env["cs.ticket.clock"]._fields["story"].store)

    def test_somebody_whose_account_is_gone_does_not_break_the_story(self):
        user = new_test_user(self.env, "cs_gone", groups="base.group_user", name="Gone")
        self.ticket.with_user(user).sudo()._cs_record_fact("resolved")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE cs_ticket_event SET user_id = NULL WHERE user_id = %s", [user.id]
        )
        self.env.invalidate_all()
        whos = [line["who"] for line in self._lines()]
        self.assertIn("not known", whos)

    def test_case_05_each_reader_sees_his_own_zone(self):
        tokyo = self.clock.with_context(tz="Asia/Tokyo")
        first = tokyo._stories()[tokyo][0]
        self.assertIn("11:00", first["when"])
        self.assertIn("10:00", self._lines()[0]["when"])

    def test_field_shows_the_story_and_reads_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        text = html2plaintext(self.clock.with_user(self.agent_li).story)
        self.assertIn("Starts: the request is received", text)
        chinese = self.clock.with_context(lang="zh_CN", tz="Asia/Shanghai")
        self.assertIn("10月9日", html2plaintext(chinese.story))

    def test_a_clock_of_a_metric_that_is_gone_still_has_a_page(self):
        self.clock.sudo().metric = "step"
        self.assertTrue(self.clock.story)

    def test_dossier_holds_facts_promise_computation_and_fingerprint(self):
        self._pause()
        report = self.env["report.cs_service_standard.cs_clock_dossier"]
        clock = self.clock.with_user(self.agent_li)
        dossier = report.with_user(self.agent_li)._dossiers(clock)[clock]
        self.assertEqual(
            [fact["id"] for fact in dossier["facts"]],
            sorted(self.ticket.cs_event_ids.ids),
        )
        rows = [
            [fact["id"], fact["epoch"], fact["kind"], fact["payload"]]
            for fact in json.loads(json.dumps(dossier["facts"]))
        ]
        self.assertEqual(dossier["seal"], seal(rows))
        self.assertEqual(dossier["computation"][-1]["total"], "8 h")
        self.assertIn(("Limit", "8 h working time"), dossier["promise"])

    def test_fingerprint_changes_when_a_fact_is_tampered_with(self):
        before = self.clock._seal(self.ticket.cs_event_ids)
        self.env.cr.execute(
            "UPDATE cs_ticket_event SET at = at - interval '1 hour' WHERE id = %s",
            [self.ticket.cs_event_ids[0].id],
        )
        self.env.invalidate_all()
        self.assertNotEqual(self.clock._seal(self.ticket.cs_event_ids), before)

    def test_computation_of_a_stopped_clock_is_the_time_it_used(self):
        with freeze_time("2023-10-09 05:30:00"):
            self.ticket._cs_record_fact("resolved")
        events = self.clock._story_events()[self.ticket.id]
        promise = self.clock._snapshot(self.clock._story_entries(events))
        rows = self.clock._computation(events, promise)
        self.assertEqual(rows[-1]["total"], self.clock.working_seconds)
        self.assertEqual(self.clock.working_seconds, 2.5 * 3600)

    def test_dossier_as_page_for_an_agent(self):
        report = self.env["ir.actions.report"].with_user(self.agent_li)
        html, kind = report._render_qweb_html(
            "cs_service_standard.cs_clock_dossier", self.clock.ids
        )
        self.assertEqual(kind, "html")
        events = self.clock._story_events()[self.ticket.id]
        self.assertIn(self.clock._seal(events), html.decode())

    def test_button_gives_a_page_where_no_pdf_can_be_made(self):
        report = type(self.env["ir.actions.report"])
        for state, kind in (("install", "qweb-html"), ("ok", "qweb-pdf")):
            with self.subTest(state=state):
                self.patch(report, "get_wkhtmltopdf_state", lambda _self, s=state: s)
                action = self.clock.action_cs_dossier()
                self.assertEqual(action["report_type"], kind)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_dossier_only_for_agents_of_the_ticket(self):
        far = new_test_user(
            self.env, "cs_far", groups="helpdesk_mgmt.group_helpdesk_user_own"
        )
        report = self.env["report.cs_service_standard.cs_clock_dossier"]
        for user in (far, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                report.with_user(user)._get_report_values(self.clock.ids)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.clock.with_user(user)._stories()

    def test_csv_names_every_fact_and_hides_formulas(self):
        self.agent_li.name = "=HYPERLINK(1)"
        self.ticket.with_user(self.agent_li)._cs_record_fact("resolved")
        report = self.env["report.cs_service_standard.cs_clock_dossier"]
        text = report._to_csv(self.clock).decode("utf-8-sig")
        self.assertIn("2023-10-09 02:00:00", text)
        self.assertIn(",'=HYPERLINK(1),", text)
        events = self.clock._story_events()[self.ticket.id]
        self.assertIn(self.clock._seal(events), text)

    def _queries_of_story(self, clock):
        self.env.flush_all()
        self.env.invalidate_all()
        clock = clock.with_user(self.agent_li)
        before = self.env.cr.sql_log_count
        clock._stories()
        return self.env.cr.sql_log_count - before

    def test_story_asks_the_database_the_same_few_times_for_any_length(self):
        self._pause()
        self.ticket._cs_record_fact("assigned", payload={"user": self.agent_li.id})
        self._queries_of_story(self.clock)  # caches
        few = self._queries_of_story(self.clock)
        for number in range(20):
            self.ticket._cs_record_fact("paused", at=datetime(2023, 10, 11, 1, number))
            self.ticket._cs_record_fact(
                "resumed", at=datetime(2023, 10, 11, 1, number, 30)
            )
            self.ticket._cs_record_fact(
                "assigned",
                at=datetime(2023, 10, 11, 1, number, 40),
                payload={"user": (self.agent_wang if number % 2 else self.leader).id},
            )
        self.assertEqual(self._queries_of_story(self.clock), few)

    def test_why_panel_tells_promises_in_flight_and_late_on_attach(self):
        self._target("resolution", 1, limit_unit="hour", priority_min="3")
        with freeze_time("2023-10-09 06:00:00"):
            self.ticket.priority = "3"
        why = " | ".join(self.clock.with_context(tz="Asia/Shanghai")._why_lines())
        self.assertIn("after a change of the ticket", why)
        self.assertIn("its time was over already", why)

    def test_why_panel_tells_the_latest_end_of_a_pause(self):
        with freeze_time(PAUSED):
            self.ticket._cs_record_fact(
                "paused",
                payload={
                    "reason": "customer",
                    "until": to_epoch(datetime(2023, 10, 9, 9, 0)),
                },
            )
            why = self.clock.with_context(tz="Asia/Shanghai")._why_lines()
        self.assertIn("17:00 at the latest", why[-1])

    def test_teams_of_the_past_keep_their_names(self):
        other = self._create_team("Workshop", cs_profile_id=self.profile.id)
        self.ticket.team_id = other
        other.active = False
        self.assertIn("Team: Workshop", self._texts(user=self.manager))

    def test_archived_reason_is_still_called_by_its_name(self):
        reason = self.env["cs.pause.reason"].create(
            {"name": "Spare part ordered", "code": "part_test", "active": False}
        )
        self._pause(reason.id)
        self.assertTrue(any("Spare part ordered" in text for text in self._texts()))


@tagged("post_install", "-at_install")
class TestStoryOfRoles(StandardCase):
    def test_user_own_reads_the_story_of_his_ticket(self):
        own = new_test_user(
            self.env, "cs_own_story", groups="helpdesk_mgmt.group_helpdesk_user_own"
        )
        self._target("resolution", 3600)
        self.team.user_ids = [Command.link(own.id)]
        ticket = self._create_ticket(user_id=own.id)
        self.assertIn("Starts", ticket.with_user(own).cs_clock_ids.story)
