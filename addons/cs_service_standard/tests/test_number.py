from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError
from psycopg2.pool import PoolError

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged
from odoo.tools import mute_logger

from .record_common import RecordCase

LONG_AGO = date(1999, 1, 1)


@tagged("post_install", "-at_install")
class TestNumber(RecordCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.env.ref("cs_service_standard.cs_ticket_number_sequence")

    def test_rec_05_number_restarts_each_local_day(self):
        with freeze_time("2023-09-30 16:30:00"):
            self.assertEqual(self._create_ticket().number, "20231001001")
            self.assertEqual(self._create_ticket().number, "20231001002")
        with freeze_time("2023-10-01 16:00:00"):
            self.assertEqual(self._create_ticket().number, "20231002001")

    def test_rec_05_both_sides_of_local_midnight(self):
        with freeze_time("2023-09-30 15:59:59"):
            self.assertEqual(self._create_ticket().number, "20230930001")
        with freeze_time("2023-09-30 16:00:00"):
            self.assertEqual(self._create_ticket().number, "20231001001")

    @freeze_time("2023-10-01 04:00:00")
    def test_rec_05_the_thousandth_has_four_digits(self):
        taken = self.sequence._cs_next_of_day(date(2023, 10, 1), 998)
        self.assertEqual(taken[-1], "20231001998")
        numbers = self._create_ticket().number, self._create_ticket().number
        self.assertEqual(numbers, ("20231001999", "202310011000"))

    @freeze_time("2023-10-01 04:00:00")
    def test_rec_05_day_of_the_team_then_of_the_company(self):
        self.team.cs_calendar_id = False
        self.env.company.resource_calendar_id.tz = "Pacific/Auckland"
        with freeze_time("2023-10-01 12:00:00"):
            self.assertEqual(self._create_ticket().number, "20231002001")

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_05_prefix_and_width_are_the_administrator_s(self):
        self.sequence.write(
            {"prefix": "S%(range_y)s-%(range_doy)s-", "padding": 5, "suffix": "/CN"}
        )
        self.assertEqual(self._create_ticket().number, "S23-282-00001/CN")

    def test_rec_05_a_prefix_that_repeats_is_refused(self):
        with self._refused("Ticket number per day"):
            self.sequence.prefix = "CS%(range_year)s"
        with self._refused("Ticket number per day"):
            self.sequence.implementation = "no_gap"

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_05_a_company_may_have_its_own_sequence(self):
        other = self.env["res.company"].create({"name": "Other"})
        other.resource_calendar_id.tz = "Asia/Shanghai"
        self.sequence.copy(
            {"company_id": other.id, "prefix": "O%(range_y)s%(range_doy)s"}
        )
        team = self._create_team(
            "There", company_id=other.id, user_id=False, cs_calendar_id=False
        )
        self.assertEqual(self._create_ticket(team_id=team.id).number, "O23282001")
        self.assertEqual(self._create_ticket().number, "20231009001")

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_05_copy_takes_a_new_number(self):
        ticket = self._create_ticket()
        self.assertEqual(ticket.copy().number, "20231009002")
        plain = self._create_ticket(team_id=self.team_plain.id)
        self.assertTrue(plain.copy().number.startswith("HT"))
        moved = plain.copy({"team_id": self.team.id})
        self.assertEqual(moved.number, "20231009003")

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_05_a_ticket_without_team_follows_the_company(self):
        self.env.company.cs_profile_id = self.profile
        self.env.company.resource_calendar_id.tz = "Asia/Shanghai"
        vals = self._prepare_ticket_vals()
        del vals["team_id"]
        tickets = self.env["helpdesk.ticket"].create([vals, vals])
        self.assertEqual(tickets.mapped("number"), ["20231009001", "20231009002"])
        self.env.company.cs_profile_id = False
        self.assertTrue(tickets.create(vals).number.startswith("HT"))

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_05_team_of_the_owner_or_of_the_context(self):
        vals = self._prepare_ticket_vals(user_id=self.agent_li.id)
        del vals["team_id"]
        self.agent_li.helpdesk_team_ids = self.team
        ticket = self.env["helpdesk.ticket"].create(vals)
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.number, "20231009001")
        del vals["user_id"]
        here = ticket.with_context(default_team_id=self.team.id).create(vals)
        self.assertEqual(here.number, "20231009002")

    @freeze_time("2023-10-09 02:00:00")
    def test_plain_team_keeps_the_numbers_of_the_helpdesk(self):
        tickets = self.env["helpdesk.ticket"].create(
            [
                self._prepare_ticket_vals(team_id=team.id)
                for team in (self.team_plain, self.team, self.team_plain)
            ]
        )
        first, middle, last = tickets.mapped("number")
        self.assertEqual(middle, "20231009001")
        self.assertEqual(int(last[2:]), int(first[2:]) + 1)
        self.profile.state = "draft"
        self.assertTrue(self._create_ticket().number.startswith("HT"))

    @freeze_time("2023-10-09 02:00:00")
    def test_given_numbers_are_kept_and_skipped(self):
        self.assertEqual(self._create_ticket(number="IMPORT-7").number, "IMPORT-7")
        self._create_ticket(number="20231009001")
        numbers = [self._create_ticket().number, self._create_ticket().number]
        self.assertEqual(numbers, ["20231009002", "20231009003"])

    def test_intake_survives_a_deleted_sequence(self):
        self.sequence.unlink()
        self.assertTrue(self._create_ticket().number.startswith("HT"))

    @freeze_time("2023-10-09 02:00:00")
    def test_create_leaves_the_caller_s_values_alone(self):
        vals = self._prepare_ticket_vals()
        before = dict(vals)
        self.env["helpdesk.ticket"].create([vals])
        self.assertEqual(vals, before)

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_04_forced_duplicate_is_refused(self):
        first, second = self._create_ticket(), self._create_ticket()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            second.number = first.number
            second.flush_recordset()

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_04_numbering_fifty_costs_as_much_as_one(self):
        tickets = self.env["helpdesk.ticket"]
        self._create_ticket()
        costs = [
            self._count_queries(
                lambda n=n: tickets._cs_numbered([self._prepare_ticket_vals()] * n)
            )
            for n in (1, 50)
        ]
        self.assertEqual(costs[0], costs[1])


@tagged("post_install", "-at_install")
class TestNumberConcurrency(RecordCase):
    """Real transactions, which neither see each other nor may wait for each other."""

    def setUp(self):
        super().setUp()
        sequence = self.env.ref("cs_service_standard.cs_ticket_number_sequence")
        self.sequence_id = sequence.id
        self.startPatcher(
            patch.object(type(sequence), "_cs_range_apart", lambda self: True)
        )
        self.addCleanup(self._forget)

    def _forget(self):
        with self.registry.cursor() as cr:
            self._sequence(cr)._cs_find_range(LONG_AGO).unlink()

    def _sequence(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        return env["ir.sequence"].browse(self.sequence_id)

    def test_rec_04_a_range_made_by_somebody_else_after_we_began(self):
        with self.registry.cursor() as early:
            early.execute("SELECT count(*) FROM ir_sequence_date_range")
            with self.registry.cursor() as late:
                taken = self._sequence(late)._cs_next_of_day(LONG_AGO, 3)
            self.assertEqual(taken[-1], "19990101003")
            number = self._sequence(early)._cs_next_of_day(LONG_AGO, 1)
        self.assertEqual(number, ["19990101004"])

    def test_intake_survives_without_a_second_connection(self):
        logger = "odoo.addons.cs_service_standard.models.ir_sequence"
        with self.registry.cursor() as cr:
            sequence = self._sequence(cr)
            broken = patch.object(type(self.registry), "cursor", side_effect=PoolError)
            with broken, mute_logger(logger):
                number = sequence._cs_next_of_day(LONG_AGO, 1)
            cr.rollback()
        self.assertEqual(number, ["19990101001"])

    def test_rec_04_a_sequence_that_nobody_else_knows_yet(self):
        with self.registry.cursor() as cr:
            fresh = self._sequence(cr).copy({"code": "cs.test"})
            number = fresh._cs_next_of_day(LONG_AGO, 1)
            cr.rollback()
        self.assertEqual(number, ["19990101001"])
