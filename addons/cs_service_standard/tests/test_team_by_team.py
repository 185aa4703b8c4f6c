"""A team without a profile works as if the addon were not installed.

Its portal form, page and closing are proved in ``test_portal`` and ``test_holes``
(the tests about plain companies, teams and tickets), its mail in
``test_mail_intake``; here is the rest, and what it costs.
"""

from odoo import http
from odoo.tests import freeze_time, tagged

from .common import StandardCase
from .portal_common import PortalCase

# Queries of helpdesk_mgmt 19.0.1.3.2 with helpdesk_type alone, measured with the
# very operations of TestPlainTeamCost on a database without this addon.
HELPDESK_ALONE = {
    "create one": 22,
    "create twenty": 212,
    "move one": 5,
    "move twenty": 5,
    "assign": 32,
    "prioritise": 4,
    "comment": 30,
    "letter": 19,
    "read twenty": 4,
    "list": 2,
}
SLACK = 2


class PlainTeamCase(StandardCase):
    """Every gate and target there is, in force for the other team of the company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        checks = dict(cls.env["cs.gate"]._selection_check())
        cls.env["cs.gate"].create(
            [
                {"profile_id": cls.profile.id, "phase": "classified", "check": check}
                for check in checks
            ]
        )
        cls._target("first_contact", 3600)
        cls._target("resolution", 7200)
        cls.tickets = cls.env["helpdesk.ticket"].with_user(cls.agent_li)

    def _plain(self, **vals):
        return self.tickets.create(
            self._prepare_ticket_vals(team_id=self.team_plain.id, **vals)
        )

    def _helpdesk_stages(self, team):
        """The stages the helpdesk itself offers, by its own domain."""
        return self.env["helpdesk.ticket.stage"].search(
            [
                ("company_id", "in", [False, team.company_id.id]),
                "|",
                ("team_ids", "=", False),
                ("team_ids", "=", team.id),
                ("cs_standard_only", "=", False),
            ]
        )

    def assertUntouched(self, ticket):
        self.assertFalse(ticket.cs_profile_id)
        self.assertFalse(ticket.cs_event_ids)
        self.assertFalse(ticket.cs_clock_ids)
        self.assertFalse(ticket.cs_open_gates)


@tagged("post_install", "-at_install")
class TestPlainTeam(PlainTeamCase):
    def test_new_ticket_has_the_number_and_stage_of_the_helpdesk(self):
        sequence = self.env.ref("helpdesk_mgmt.helpdesk_ticket_sequence")
        expected = sequence.get_next_char(sequence.number_next_actual)
        ticket = self._plain()
        self.assertEqual(ticket.number, expected)
        self.assertTrue(ticket.number.startswith("HT"))
        self.assertEqual(
            ticket.stage_id, self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        )
        self.assertEqual(ticket.priority, "1")
        self.assertEqual(ticket.user_id, self.agent_li)
        self.assertUntouched(ticket)

    def test_ticket_moves_freely_through_every_stage(self):
        ticket = self._plain()
        stages = self._helpdesk_stages(self.team_plain)
        self.assertGreaterEqual(len(stages), 6)
        for stage in (*stages, *stages[::-1]):
            ticket.stage_id = stage
            self.assertEqual(ticket.stage_id, stage)
        self.assertUntouched(ticket)

    @freeze_time("2023-10-09 02:00:00")
    def test_dates_are_kept_as_the_helpdesk_keeps_them(self):
        ticket = self._plain(user_id=False)
        self.assertFalse(ticket.assigned_date or ticket.closed_date)
        ticket.user_id = self.agent_li
        self.assertEqual(str(ticket.assigned_date), "2023-10-09 02:00:00")
        with freeze_time("2023-10-09 03:00:00"):
            ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        self.assertEqual(str(ticket.closed_date), "2023-10-09 03:00:00")
        self.assertEqual(ticket.last_stage_update, ticket.closed_date)

    def test_stages_on_offer_are_those_of_the_helpdesk(self):
        ticket = self._plain()
        expected = self._helpdesk_stages(self.team_plain)
        standard = self.env["helpdesk.ticket.stage"].search(
            [("cs_standard_only", "=", True)]
        )
        self.assertTrue(standard)
        self.assertEqual(self.team_plain._get_applicable_stages(), expected)
        self.assertEqual(ticket.cs_stage_ids, expected)
        columns = self.tickets.with_context(
            default_team_id=self.team_plain.id
        )._read_group_stage_ids(ticket.stage_id, [("team_id", "=", self.team_plain.id)])
        self.assertEqual(columns, expected)
        self.assertFalse(expected & standard)

    def test_stages_on_offer_for_a_ticket_without_team(self):
        self.env.company.cs_profile_id = False
        ticket = self.env["helpdesk.ticket"].create(
            self._prepare_ticket_vals(team_id=False)
        )
        self.assertFalse(ticket.cs_stage_ids.filtered("cs_standard_only"))
        self.assertEqual(
            ticket.stage_id, self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        )
        self.assertUntouched(ticket)

    def test_messages_and_owners_leave_no_facts(self):
        ticket = self._plain()
        ticket.message_post(
            body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        ticket.write({"user_id": self.agent_li.id, "priority": "3"})
        ticket.write({"team_id": self.team_plain.copy({"name": "Other"}).id})
        self.assertUntouched(ticket)

    def test_draft_profile_is_no_profile(self):
        self.profile.state = "draft"
        ticket = self._create_ticket()
        self.assertTrue(ticket.number.startswith("HT"))
        self.assertFalse(ticket._cs_following())
        self.assertFalse(ticket.cs_event_ids or ticket.cs_clock_ids)
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        self.assertTrue(ticket.closed)

    def test_open_tickets_stay_as_they_are_when_the_team_gets_a_profile(self):
        ticket = self._plain()
        stage, number = ticket.stage_id, ticket.number
        self.team_plain.cs_profile_id = self.profile
        self.assertEqual((ticket.stage_id, ticket.number), (stage, number))
        self.assertFalse(ticket.cs_profile_id)
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        self.assertUntouched(ticket)
        fresh = self._plain()
        self.assertEqual(fresh.cs_profile_id, self.profile)

    def test_installing_into_a_running_company_gives_nobody_a_profile(self):
        companies = self.env["res.company"].search([])
        companies.write({"cs_profile_id": False, "cs_mask_contacts": False})
        before = self.env["helpdesk.ticket.team"].search([]).mapped("cs_profile_id")
        companies._cs_start(fresh=False)
        self.assertFalse(companies.cs_profile_id)
        self.assertFalse(any(companies.mapped("cs_mask_contacts")))
        after = self.env["helpdesk.ticket.team"].search([]).mapped("cs_profile_id")
        self.assertEqual(before, after)

    def test_teams_side_by_side(self):
        plain, following = self._plain(), self._create_ticket()
        self.assertUntouched(plain)
        self.assertTrue(following.cs_event_ids)
        self.assertTrue(following.cs_clock_ids)


@tagged("post_install", "-at_install")
class TestPlainTeamCost(PlainTeamCase):
    def setUp(self):
        super().setUp()
        self.customer = self.customer.with_user(self.agent_li)
        self.turn = 0

    def _queries(self, operation):
        """Queries of an operation on warm caches, as for ``HELPDESK_ALONE``."""
        for _turn in range(3):
            self.turn += 1
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            operation()
            self.env.flush_all()
            queries = self.env.cr.sql_log_count - before
        return queries

    def _vals(self):
        return self._prepare_ticket_vals(
            team_id=self.team_plain.id, partner_id=self.customer.id
        )

    def _stage(self):
        names = ("in_progress", "awaiting")
        return self.env.ref(
            f"helpdesk_mgmt.helpdesk_ticket_stage_{names[self.turn % 2]}"
        ).id

    def _letter(self):
        return {
            "subject": "E3",
            "body": "<p>It will not start.</p>",
            "email_from": "a@new.example",
            "from": "a@new.example",
            "to": "",
            "cc": "",
            "author_id": False,
            "message_id": f"<{self.turn}@new.example>",
        }

    def test_a_plain_team_costs_what_the_helpdesk_costs(self):
        one = self._plain()
        many = self.tickets.create([self._vals() for _number in range(20)])
        owners = (self.agent_li, self.agent_wang)
        operations = {
            "create one": lambda: self.tickets.create(self._vals()),
            "create twenty": lambda: self.tickets.create(
                [self._vals() for _number in range(20)]
            ),
            "move one": lambda: one.write({"stage_id": self._stage()}),
            "move twenty": lambda: many.write({"stage_id": self._stage()}),
            "assign": lambda: one.write({"user_id": owners[self.turn % 2].id}),
            "prioritise": lambda: one.write({"priority": str(self.turn % 2)}),
            "comment": lambda: one.message_post(
                body="Hi", message_type="comment", subtype_xmlid="mail.mt_comment"
            ),
            "letter": lambda: self.env["helpdesk.ticket"].message_new(
                self._letter(), {"team_id": self.team_plain.id}
            ),
            "read twenty": lambda: many.read(
                ["name", "number", "stage_id", "user_id", "priority"]
            ),
            "list": lambda: self.tickets.search_read(
                [("team_id", "=", self.team_plain.id)], ["name", "stage_id"]
            ),
        }
        for name, operation in operations.items():
            with self.subTest(name):
                self.assertLessEqual(
                    self._queries(operation), HELPDESK_ALONE[name] + SLACK
                )


@tagged("post_install", "-at_install")
class TestPlainTeamPortal(PortalCase):
    def test_whole_way_of_a_plain_request(self):
        """Form, ticket, page, list, comment and closing as the helpdesk has them."""
        self.company.write(
            {"cs_profile_id": False, "helpdesk_mgmt_portal_select_team": True}
        )
        response = self.url_open(
            "/submitted/ticket",
            data={
                "csrf_token": http.Request.csrf_token(self),
                "team": self.team_plain.id,
                "subject": "Printer",
                "description": "one\ntwo",
            },
        )
        ticket = self._tickets()
        self.assertIn(f"/my/ticket/{ticket.id}", response.url)
        self.assertRecordValues(
            ticket,
            [
                {
                    "name": "Printer",
                    "description": "<p>one<br>two</p>",
                    "team_id": self.team_plain.id,
                    "partner_id": self.customer.id,
                    "partner_name": self.customer.name,
                    "partner_email": self.customer.email,
                    "user_id": False,
                    "cs_profile_id": False,
                    "cs_consent_date": False,
                }
            ],
        )
        self.assertIn("th_create_date", self.url_open("/my/tickets").text)
        done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        self.url_open(
            "/ticket/close",
            data={
                "csrf_token": http.Request.csrf_token(self),
                "ticket_id": ticket.id,
                "stage_id": done.id,
            },
        )
        self.assertEqual(ticket.stage_id, done)
        self.assertFalse(ticket.cs_event_ids)
