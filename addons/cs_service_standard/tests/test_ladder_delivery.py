"""What a level does: one letter each under bursts, chat, follower, queue, priority."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import AGENT
from .ladder_common import LadderCase, madrid

MODELS = "odoo.addons.cs_service_standard.models"
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True}


@tagged("post_install", "-at_install")
class TestLadderDelivery(LadderCase):
    def _breach_level(self, **vals):
        """A target of one hour round the clock whose breach does this."""
        level = {"share": 100, "by_mail": False, "by_activity": False, **vals}
        ladder = self._ladder(level, ignore_quiet_hours=True)
        self._target("first_contact", 1, limit_unit="hour", ladder_id=ladder.id)
        return self._open("2026-03-09 10:00")

    def test_case_40_500_breaches_are_one_letter_each(self):
        self._target("first_contact", 1, limit_unit="hour", warn_percent=0)
        with freeze_time(madrid("2026-03-09 10:00")):
            tickets = (
                self.env["helpdesk.ticket"]
                .with_context(**QUIET)
                .create([self._prepare_ticket_vals() for _number in range(500)])
            )
        before = self.env["mail.mail"].search([])
        self._sweep("2026-03-09 11:01")
        self.assertEqual(len(tickets.cs_notice_ids), 500)
        mails = self.env["mail.mail"].search([]) - before
        self.assertEqual(mails.recipient_ids, self.leader.partner_id)
        self.assertEqual(len(mails), 1)
        self.assertEqual(mails.body_html.count("<li"), 31)
        self.assertIn("and 470 more", mails.body_html)
        self.assertIn("action-cs_service_standard.cs_clock_notice", mails.body_html)
        self.assertIn("500", mails.subject)
        self.assertEqual(len(tickets.activity_ids), 500)
        for _run in range(10):
            self._sweep("2026-03-09 11:02")
        self.assertEqual(self.env["mail.mail"].search([]) - before, mails)
        self.assertEqual(len(tickets.activity_ids), 500)
        self.assertEqual(set(tickets.cs_notice_ids.mapped("times")), {1})

    def test_a_letter_names_some_and_links_to_the_rest(self):
        ladder = self._ladder({"share": 100, "to_leader": True})
        self._target("first_contact", 1, limit_unit="hour", ladder_id=ladder.id)
        tickets = [self._open("2026-03-09 10:00") for _number in range(3)]
        self._sweep("2026-03-09 11:01")
        notices = self.env["cs.clock.notice"].union(*(t.cs_notice_ids for t in tickets))
        for few, texts in ((notices[:2], 0), (notices, 1)):
            reader = self.leader.with_context(cs_digest={self.leader.id: few.ids})
            with patch(f"{MODELS}.cs_clock_notice_recipient.LINES", 2):
                lines = reader._cs_digest_lines()
            self.assertEqual(len(lines), 2 + texts)
            self.assertEqual(lines[-1]["text"].startswith("and 1 more"), bool(texts))
            self.assertEqual(reader._cs_digest_count(), len(few))

    def test_name_of_a_clock_follows_the_reader_within_one_run(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self._target("first_contact", 1, limit_unit="hour")
        clock = self._open("2026-03-09 10:00").cs_clock_ids
        self.patch(
            type(self.env["cs.sla.target"]),
            "_selection_metric",
            lambda model: [("first_contact", model.env.lang)],
        )
        for lang in ("zh_CN", "en_US"):
            self.assertEqual(clock.with_context(lang=lang).display_name, lang)

    def test_each_person_gets_one_letter_in_his_language_and_zone(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.leader.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
        self.agent_li.tz = "Europe/Madrid"
        ladder = self._ladder(
            {"share": 100, "to_owner": True, "to_leader": True},
            ignore_quiet_hours=True,
        )
        self._target("first_contact", 1, limit_unit="hour", ladder_id=ladder.id)
        for _number in range(3):
            self._open("2026-03-09 10:00")
        self._sweep("2026-03-09 11:01")
        mine, other = self._mails(self.agent_li), self._mails(self.leader)
        self.assertEqual((len(mine), len(other)), (1, 1))
        self.assertIn("2026-03-09 11:00", mine.body_html)
        self.assertIn("2026-03-09 18:00", other.body_html)

    def test_a_broken_template_still_tells(self):
        ticket = self._breach_level(to_leader=True, by_mail=True)
        templates = type(self.env["mail.template"])
        with (
            patch.object(templates, "send_mail_batch", side_effect=ValueError),
            mute_logger(f"{MODELS}.cs_clock_notice_recipient"),
        ):
            self._sweep("2026-03-09 11:01")
        self.assertIn(ticket.number, self._mails(self.leader).body_html)

    def test_letter_names_no_customer(self):
        ticket = self._breach_level(to_leader=True, by_mail=True)
        ticket.write({"partner_id": self.customer.id, "name": "Call 13812345678"})
        self._sweep("2026-03-09 11:01")
        letter = self._mails(self.leader).body_html
        self.assertIn(ticket.number, letter)
        self.assertNotIn("13812345678", letter)
        self.assertNotIn(self.customer.name, letter)

    def test_chat_message_from_the_system(self):
        ticket = self._breach_level(to_leader=True, by_chat=True)
        self._open("2026-03-09 10:00")
        self._sweep("2026-03-09 11:01")
        robot = self.env.ref("base.partner_root")
        message = self.env["mail.message"].search(
            [("model", "=", "discuss.channel"), ("author_id", "=", robot.id)], limit=1
        )
        channel = self.env["discuss.channel"].browse(message.res_id)
        self.assertEqual(
            channel.channel_member_ids.partner_id, robot | self.leader.partner_id
        )
        self.assertIn(ticket.number, message.body)
        self.assertEqual(message.body.count("<li>"), 2)
        self.assertFalse(ticket.activity_ids)

    def test_follower(self):
        ticket = self._breach_level(to_supervisor=True, add_follower=True)
        self._sweep("2026-03-09 11:01")
        self.assertIn(self.boss.partner_id, ticket.message_partner_ids)

    def test_back_to_the_queue(self):
        ticket = self._breach_level(reassign="queue")
        self._sweep("2026-03-09 11:01")
        self.assertFalse(ticket.user_id)

    def test_to_the_leader(self):
        ticket = self._breach_level(reassign="leader")
        self._sweep("2026-03-09 11:01")
        self.assertEqual(ticket.user_id, self.leader)

    def test_priority_up_one_step_and_not_beyond_the_top(self):
        ticket = self._breach_level(raise_priority=True)
        top = self._open("2026-03-09 10:00", priority="3")
        ticket.priority = "1"
        self._sweep("2026-03-09 11:01")
        self.assertEqual((ticket.priority, top.priority), ("2", "3"))

    def test_closed_ticket_is_not_moved(self):
        ticket = self._breach_level(reassign="leader")
        with freeze_time(madrid("2026-03-09 11:01")):
            self.env["cs.ticket.clock"]._sweep_batch()
        done = self.env["helpdesk.ticket.stage"].create(
            {"name": "Over", "closed": True}
        )
        ticket.write({"stage_id": done.id})
        self._sweep("2026-03-09 11:02")
        self.assertEqual(ticket.user_id, self.agent_li)

    def test_named_person(self):
        named = new_test_user(self.env, "cs_named", groups=AGENT, name="Named")
        ticket = self._breach_level(user_ids=[Command.link(named.id)], by_activity=True)
        self._sweep("2026-03-09 11:01")
        self.assertEqual(ticket.activity_ids.user_id, named)

    def test_one_to_do_per_person_and_ticket(self):
        ladder = self._ladder(
            {"share": 50, "to_owner": True},
            {"share": 80, "to_owner": True},
            ignore_quiet_hours=True,
        )
        self._target("first_contact", 1, limit_unit="hour", ladder_id=ladder.id)
        ticket = self._open("2026-03-09 10:00")
        self._sweep("2026-03-09 10:31")
        self._sweep("2026-03-09 10:49")
        self.assertEqual(len(ticket.cs_notice_ids), 2)
        self.assertEqual(len(ticket.activity_ids), 1)

    def test_to_dos_send_no_letter_of_their_own(self):
        self._breach_level(to_leader=True, by_activity=True)
        self._sweep("2026-03-09 11:01")
        self.assertFalse(self._mails(self.leader))

    def test_killed_after_the_sweep_the_next_run_delivers_once(self):
        ticket = self._breach_level(to_leader=True, by_activity=True, by_mail=True)
        notices = type(self.env["cs.clock.notice"])
        with patch.object(notices, "_deliver_batch", lambda notice: 0):
            self._sweep("2026-03-09 11:01")
        self.assertFalse(ticket.activity_ids)
        self._sweep("2026-03-09 11:02")
        self._sweep("2026-03-09 11:03")
        self.assertEqual(len(ticket.activity_ids), 1)
        self.assertEqual(len(self._mails(self.leader)), 1)

    def test_scheduler_off_for_a_day(self):
        ladder = self._three(ignore_quiet_hours=True)
        self._target("first_contact", 4, limit_unit="hour", ladder_id=ladder.id)
        tickets = self._open("2026-03-09 10:00") + self._open("2026-03-09 11:00")
        self._sweep("2026-03-10 10:00")
        self.assertEqual(self._told(tickets), [["Head"], ["Head"]])
        self.assertEqual(len(self._mails(self.head)), 1)
        self._sweep("2026-03-10 10:01")
        self.assertEqual(len(self._told(tickets)), 2)
