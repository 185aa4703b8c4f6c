"""After the end: thanks, complaints and requests that come later (cases 20, 33)."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .flight_common import HOUR, FlightCase, at, madrid
from .mail_common import MailCase

LOG = "odoo.addons.cs_service_standard.models.helpdesk_ticket_pause_facts"


class ReopenCase(FlightCase):
    def _solved(self, stage="closed", **vals):
        """Opened Tue 10:00, solved Tue 11:00."""
        with at("tue 10:00"):
            ticket = self._create_ticket(
                user_id=self.agent_li.id, partner_id=self.customer.id, **vals
            )
        self._move(ticket, stage, "tue 11:00")
        return ticket

    def _says(self, ticket, moment, week=0, author=None, **vals):
        with at(moment, week):
            return ticket.message_post(
                body="It is broken again",
                message_type="email",
                author_id=(author or self.customer).id,
                subtype_xmlid="mail.mt_comment",
                **vals,
            )

    def _following(self, ticket):
        return ticket.cs_following_ids.sorted("id")


@tagged("post_install", "-at_install")
class TestReopen(ReopenCase):
    def test_case_33_reopening_continues_the_clock(self):
        self._office("resolution", 4)
        ticket = self._solved()
        with at("thu 10:00"):
            ticket.with_user(self.agent_li).action_cs_reopen()
        first, second = self._clock(ticket), self._clock(ticket, cycle=2)
        self.assertEqual((first.state, first.working_seconds), ("met", HOUR))
        self.assertEqual(
            (second.state, second.due_at), ("running", madrid("thu 13:00"))
        )

    def test_case_33_reopening_restarts_the_clock(self):
        self._office("resolution", 4, restart=True)
        ticket = self._solved()
        with at("thu 10:00"):
            ticket.with_user(self.agent_li).action_cs_reopen()
        first, second = self._clock(ticket), self._clock(ticket, cycle=2)
        self.assertEqual((first.state, first.working_seconds), ("met", HOUR))
        self.assertEqual(
            (second.state, second.due_at), ("running", madrid("thu 14:00"))
        )

    def test_case_33_within_the_window_somebody_is_asked_once(self):
        self._office("resolution", 4)
        self._target("next_reply", HOUR)
        ticket = self._solved()
        clocks = len(ticket.cs_clock_ids)
        for moment in ("thu 10:00", "thu 10:05", "fri 09:00"):
            self._says(ticket, moment)
        self.assertEqual(self._todos(ticket).user_id, self.agent_li)
        self.assertEqual(len(self._todos(ticket)), 1)
        self.assertTrue(ticket.cs_reopen_asked)
        self.assertEqual(ticket.stage_id, self.stages["closed"])
        self.assertEqual(len(ticket.cs_clock_ids), clocks)
        self.assertFalse(ticket.cs_clock_ids.filtered(lambda c: c.state == "running"))
        self.assertFalse(self._following(ticket))

    def test_case_20_thanks_start_no_clock(self):
        self._target("first_contact", HOUR)
        self._target("next_reply", HOUR)
        self._target("progress_update", HOUR)
        for stage in ("acceptance", "closed"):
            ticket = self._solved(stage)
            self._says(ticket, "tue 12:00")
            with at("wed 12:00"):
                ticket._cs_refresh_clocks()
            states = set(ticket.cs_clock_ids.mapped("state"))
            self.assertFalse(states & {"running", "paused"})

    def test_case_33_once_decided_the_next_message_asks_again(self):
        ticket = self._solved()
        self._says(ticket, "wed 10:00")
        self._todos(ticket).action_done()
        self.assertFalse(ticket.cs_reopen_asked)
        self._says(ticket, "wed 11:00")
        self.assertEqual(len(self._todos(ticket)), 1)

    def test_case_33_reopening_answers_the_question(self):
        ticket = self._solved()
        self._says(ticket, "wed 10:00")
        with at("wed 11:00"):
            ticket.with_user(self.agent_li).action_cs_reopen()
        self.assertEqual(ticket.stage_id, self.stages["execution"])
        self.assertFalse(self._todos(ticket))
        self.assertFalse(ticket.cs_reopen_asked)
        self.assertFalse(ticket.closed_date)
        self.assertIn("reopened", self._kinds(ticket))

    def test_case_33_dragging_answers_the_question_too(self):
        ticket = self._solved()
        self._says(ticket, "wed 10:00")
        self._move(ticket, "analysis", "wed 11:00")
        self.assertFalse(self._todos(ticket))
        self.assertFalse(ticket.cs_reopen_activity_id)

    def test_case_33_the_window_ends_to_the_second(self):
        self.profile.reopen_hours = 24
        ticket = self._solved()
        self._says(ticket, "wed 11:00")
        self.assertFalse(self._following(ticket))
        self._says(ticket, "wed 11:01")
        self.assertEqual(len(self._following(ticket)), 1)

    def test_case_33_after_the_window_a_new_linked_ticket(self):
        self._office("resolution", 4)
        type_id = self.env["helpdesk.ticket.type"].create({"name": "Repair"})
        ticket = self._solved(type_id=type_id.id)
        message = self._says(
            ticket, "thu 10:00", week=2, attachments=[("photo.txt", b"see")]
        )
        new = self._following(ticket)
        self.assertEqual(new.cs_previous_id, ticket)
        self.assertEqual(
            (new.partner_id, new.team_id, new.type_id, new.company_id),
            (self.customer, self.team, type_id, ticket.company_id),
        )
        self.assertIn("It is broken again", new.description)
        self.assertEqual(new.cs_verbatim, "It is broken again")
        self.assertEqual(new.cs_received_at, madrid("thu 10:00", week=2))
        self.assertEqual(self._clock(new).due_at, madrid("thu 14:00", week=2))
        self.assertNotEqual(new.number, ticket.number)
        self.assertFalse(new.user_id)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", new._name), ("res_id", "=", new.id)]
        )
        self.assertEqual(files.name, "photo.txt")
        self.assertEqual(message.attachment_ids.res_id, ticket.id)
        self.assertFalse(self._todos(ticket))
        self.assertEqual(ticket.stage_id, self.stages["closed"])
        self.assertIn(new.number, ticket.message_ids[0].body)
        self.assertTrue([m for m in new.message_ids if ticket.number in m.body])
        self.assertIn(self.customer, new.message_partner_ids)

    def test_case_33_more_words_go_to_the_ticket_that_is_open(self):
        ticket = self._solved()
        self._says(ticket, "thu 10:00", week=2)
        new = self._following(ticket)
        for moment in ("thu 10:05", "fri 09:00"):
            self._says(ticket, moment, week=2, attachments=[("more.txt", b"see")])
        self.assertEqual(self._following(ticket), new)
        said = new.message_ids.filtered(lambda m: m.author_id == self.customer)
        self.assertEqual(len(said.filtered(lambda m: m.message_type == "email")), 2)
        self.assertEqual(said.attachment_ids.mapped("res_id"), [new.id] * 2)
        self.assertEqual(self._kinds(new).count("customer"), 2)

    def test_case_33_a_chain_of_tickets_goes_on_at_its_end(self):
        ticket = self._solved()
        self._says(ticket, "mon 10:00", week=2)
        second = self._following(ticket)
        self._move(second, "closed", "mon 11:00", week=2)
        self._says(ticket, "mon 12:00", week=3)
        self.assertEqual(len(self._following(ticket)), 2)
        self.assertFalse(self._following(second))

    def test_case_33_zero_hours_always_ask(self):
        self.profile.reopen_hours = 0
        ticket = self._solved()
        self._says(ticket, "thu 10:00", week=3)
        self.assertFalse(self._following(ticket))
        self.assertEqual(len(self._todos(ticket)), 1)

    def test_who_is_asked_for_approval_may_answer_late(self):
        ticket = self._solved("acceptance")
        self._says(ticket, "thu 10:00", week=3)
        self.assertFalse(self._following(ticket))
        self.assertEqual(len(self._todos(ticket)), 1)

    def test_a_stranger_is_never_acted_upon_but_shown(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        ticket = self._solved()
        self._says(ticket, "thu 10:00", week=3, author=stranger)
        self.assertFalse(self._following(ticket))
        self.assertEqual(len(self._todos(ticket)), 1)

    def test_automatic_answers_and_colleagues_ask_nothing(self):
        ticket = self._solved()
        quiet = ticket.with_context(cs_auto_reply=True)
        self._says(quiet, "thu 10:00", week=3)
        self._says(ticket, "thu 10:00", week=3, author=self.agent_wang.partner_id)
        self.assertFalse(self._following(ticket))
        self.assertFalse(self._todos(ticket))

    def test_what_fails_still_reaches_somebody(self):
        ticket = self._solved()
        failing = patch.object(
            type(ticket), "_cs_continue", side_effect=UserError("poisoned")
        )
        with failing, mute_logger(LOG):
            self._says(ticket, "thu 10:00", week=3)
        self.assertEqual(len(self._todos(ticket)), 1)
        self.assertIn("customer", self._kinds(ticket))

    def test_plain_teams_keep_the_ways_of_the_helpdesk(self):
        with at("tue 10:00"):
            ticket = self._create_ticket(
                team_id=self.team_plain.id, partner_id=self.customer.id
            )
            ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        self._says(ticket, "thu 10:00", week=3)
        self.assertFalse(ticket.cs_following_ids)
        self.assertFalse(ticket.activity_ids)
        self.assertFalse(ticket.cs_can_reopen)

    def test_words_on_a_merged_ticket_go_to_its_original(self):
        first, second = self._solved("analysis"), self._solved("analysis")
        second.duplicate_id = first
        self._says(second, "wed 10:00")
        heard = first.message_ids.filtered(lambda m: m.author_id == self.customer)
        self.assertIn("It is broken again", heard[0].body)
        self.assertIn("customer", self._kinds(first))
        self.assertFalse(self._todos(second))
        self.assertFalse(second.cs_can_reopen)

    def test_words_on_a_merged_ticket_never_reach_another_customer(self):
        other = self.env["res.partner"].create({"name": "Somebody else"})
        first, second = self._solved("analysis"), self._solved("analysis")
        first.partner_id = other
        second.duplicate_id = first
        self._says(second, "wed 10:00")
        self.assertFalse([m for m in first.message_ids if "broken again" in m.body])
        self.assertEqual(len(self._todos(second)), 1)

    def test_leaving_it_closed_answers_the_question(self):
        ticket = self._solved()
        self._says(ticket, "wed 10:00")
        ticket.with_user(self.agent_li).action_cs_leave_closed()
        self.assertFalse(ticket.cs_reopen_asked)
        self.assertFalse(self._todos(ticket))
        self.assertEqual(ticket.stage_id, self.stages["closed"])

    def test_tickets_merged_into_each_other_make_no_loop(self):
        first, second = self._solved("analysis"), self._solved("analysis")
        second.duplicate_id = first
        first.duplicate_id = second
        self._says(second, "wed 10:00")
        said = (first + second).message_ids.filtered(
            lambda m: m.author_id == self.customer and m.message_type == "email"
        )
        self.assertEqual(len(said), 3)
        self.assertEqual(len(self._todos(first + second)), 1)

    def test_a_customer_on_the_portal_gets_his_new_ticket(self):
        ticket = self._solved()
        with at("thu 10:00", week=2):
            ticket.with_user(self.portal_user).message_post(
                body="Broken again",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        new = self._following(ticket)
        self.assertIn("Broken again", new.description)
        self.assertTrue(new.with_user(self.portal_user).has_access("read"))
        self.assertFalse(self._todos(ticket))

    def test_only_who_may_write_reopens(self):
        stranger = self._create_team("Others", cs_profile_id=self.profile.id)
        stranger.user_ids = False
        ticket = self._solved(team_id=stranger.id)
        ticket.user_id = self.leader
        with self.assertRaises(AccessError):
            ticket.with_user(self.agent_wang).action_cs_reopen()
        with self.assertRaises(AccessError):
            ticket.with_user(self.portal_user).action_cs_reopen()
        ticket.with_user(self.leader).action_cs_reopen()
        self.assertEqual(ticket.stage_id, self.stages["execution"])

    def test_the_form_knows_what_can_be_reopened(self):
        ticket = self._solved()
        self.assertTrue(ticket.cs_can_reopen)
        ticket.action_cs_reopen()
        self.assertFalse(ticket.cs_can_reopen)

    def test_reopening_two_at_once(self):
        tickets = self._solved() | self._solved()
        tickets.action_cs_reopen()
        self.assertEqual(tickets.stage_id, self.stages["execution"])


@tagged("post_install", "-at_install")
class TestReopenMail(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.cs_acknowledge = True
        cls._target("first_contact", HOUR)
        cls.closed = cls.env.ref("cs_service_standard.helpdesk_ticket_stage_closed")

    def _reply(self, ticket, **headers):
        """A letter that answers the last letter of a ticket."""
        last = ticket.message_ids.filtered("message_id")[:1]
        return self._letter(
            sender="zhang@example.com",
            Subject="Re: Washing machine",
            In_Reply_To=last.message_id,
            References=last.message_id,
            **headers,
        )

    def _closed_ticket(self):
        with at("tue 10:00"):
            ticket = self._receive(self._letter(sender="zhang@example.com"))
            ticket.user_id = self.agent_li
            ticket.sudo().with_user(1).stage_id = self.closed
        return ticket

    def test_case_33_a_letter_after_the_window_is_acknowledged(self):
        ticket = self._closed_ticket()
        with at("thu 10:00", week=2):
            self._receive(self._reply(ticket))
        new = ticket.cs_following_ids
        self.assertEqual(len(new), 1)
        self.assertIn("Since yesterday", new.description)
        self.assertEqual(new.channel_id, self.channel_email)
        receipt = self._new_mails.filtered(lambda mail: mail.res_id == new.id)
        self.assertEqual(receipt.recipient_ids, self.customer)
        self.assertIn(new.number, receipt.subject)

    def test_case_33_a_letter_within_the_window_asks(self):
        ticket = self._closed_ticket()
        with at("wed 10:00"):
            self._receive(self._reply(ticket))
        self.assertFalse(ticket.cs_following_ids)
        self.assertEqual(ticket.activity_ids.user_id, self.agent_li)

    def test_case_33_machines_make_no_tickets(self):
        ticket = self._closed_ticket()
        with at("thu 10:00", week=2):
            self._receive(self._reply(ticket, Auto_Submitted="auto-replied"))
        self.assertFalse(ticket.cs_following_ids)
        self.assertFalse(ticket.activity_ids)

    def test_case_33_the_gateway_never_fails(self):
        ticket = self._closed_ticket()
        model = type(ticket)
        with (
            at("thu 10:00", week=2),
            patch.object(model, "_cs_continue", side_effect=UserError("poisoned")),
            patch.object(model, "_cs_ask_reopen", side_effect=UserError("poisoned")),
            mute_logger(LOG),
        ):
            self._receive(self._reply(ticket))
        letters = ticket.message_ids.filtered(
            lambda message: (
                message.author_id == self.customer and message.message_type == "email"
            )
        )
        self.assertEqual(len(letters), 2)
