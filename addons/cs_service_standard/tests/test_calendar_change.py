"""Working hours change under clocks that run (case 7, 9)."""

from freezegun import freeze_time

from odoo.tests import tagged

from .job_common import JobCase

# Friday 13 October 2023; hours 8-12, 13-17 in Shanghai (UTC+8), Monday to Friday
FRIDAY = "2023-10-13 07:00:00"  # 15:00
LATER = "2023-10-13 08:00:00"


@tagged("post_install", "-at_install")
class TestCalendarChange(JobCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.target = cls._target(
            "first_contact", 4, limit_unit="hour", mode="working_hours"
        )
        cls._commit_figures()
        with freeze_time(FRIDAY):  # 2 h on Friday, 2 h on Monday: until 10:00
            cls.ticket = cls._create_ticket()

    def _leave(self, start, end, calendar=None, **vals):
        calendar = self.calendar if calendar is None else calendar
        with freeze_time(LATER):
            return self.env["resource.calendar.leaves"].create(
                {
                    "name": "Holiday",
                    "calendar_id": calendar.id,
                    "date_from": start,
                    "date_to": end,
                    **vals,
                }
            )

    def _monday_off(self, **vals):
        return self._leave("2023-10-15 16:00:00", "2023-10-16 15:59:59", **vals)

    def test_case_07_holiday_moves_open_clocks_by_the_lost_time(self):
        self.assertEqual(self._due(self.ticket), "2023-10-16 02:00:00")
        met = self._at(FRIDAY)
        with freeze_time("2023-10-13 07:30:00"):
            met._cs_record_fact("contact")
        self._monday_off()
        self.assertEqual(self._due(self.ticket), "2023-10-16 02:00:00")
        self._run_jobs(LATER)
        self.assertEqual(self._due(self.ticket), "2023-10-17 02:00:00")
        self.assertEqual(str(self._clock(self.ticket).warn_at)[:10], "2023-10-17")
        self.assertEqual(self._due(met), "2023-10-16 02:00:00")
        job = self.jobs.search([("kind", "=", "refold")])
        self.assertEqual((job.state, job.total, job.moved), ("done", 1, 1))
        self.assertEqual(job.scope_text, "cal40")

    def test_case_07_notice_follows_the_holiday(self):
        self._monday_off()
        self._run_jobs(LATER)
        self._sweep("2023-10-16 05:00:00")
        self.assertFalse(self._clock(self.ticket).notice_ids)
        self._sweep("2023-10-17 02:00:01")
        self.assertEqual(
            self._clock(self.ticket).notice_ids.mapped("level"), ["breach"]
        )

    def test_case_07_breached_clocks_do_not_change(self):
        self._sweep("2023-10-16 03:00:00")
        with freeze_time("2023-10-16 03:00:00"):
            self._monday_off()
        self._run_jobs("2023-10-16 03:00:00")
        clock = self._clock(self.ticket)
        self.assertEqual(self._due(self.ticket), "2023-10-16 02:00:00")
        self.assertTrue(clock.is_late)
        with freeze_time("2023-10-16 04:00:00"):
            self.ticket.tag_ids = self.env["helpdesk.ticket.tag"].create({"name": "x"})
            self.assertTrue(clock.is_late)
            self.ticket._cs_record_fact("contact")
        self.assertEqual(clock.state, "missed")
        self.assertEqual(self._due(self.ticket), "2023-10-16 02:00:00")
        self._sweep("2023-10-18 03:00:00")
        self.assertEqual(clock.notice_ids.mapped("level"), ["breach"])

    def test_case_08_short_day_moves_by_what_it_loses(self):
        self._leave("2023-10-16 00:00:00", "2023-10-16 01:00:00")  # 8-9 on Monday
        self._run_jobs(LATER)
        self.assertEqual(self._due(self.ticket), "2023-10-16 03:00:00")

    def test_case_07_holiday_of_the_company(self):
        self._monday_off(calendar=self.env["resource.calendar"])
        self._run_jobs(LATER)
        self.assertEqual(self._due(self.ticket), "2023-10-17 02:00:00")

    def test_case_07_withdrawn_holiday_moves_back(self):
        leave = self._monday_off()
        self._run_jobs(LATER)
        leave.unlink()
        self._run_jobs(LATER)
        self.assertEqual(self._due(self.ticket), "2023-10-16 02:00:00")

    def test_case_07_edited_hours_and_zone(self):
        monday = self.calendar.attendance_ids.filtered(
            lambda line: line.dayofweek == "0" and line.hour_from == 8
        )
        monday.hour_from = 9
        self._run_jobs(LATER)
        self.assertEqual(self._due(self.ticket), "2023-10-16 03:00:00")
        self.calendar.tz = "Asia/Tokyo"  # Friday 15:00 is 16:00 there
        self._run_jobs(LATER)
        self.assertEqual(self._due(self.ticket), "2023-10-16 03:00:00")

    def test_case_07_personal_time_off_orders_nothing(self):
        count = self.jobs.search_count([])
        resource = self.env["resource.resource"].create({"name": "Li"})
        self._monday_off(resource_id=resource.id)
        self.assertEqual(self.jobs.search_count([]), count)

    def test_case_07_calendars_without_clocks_order_nothing(self):
        count = self.jobs.search_count([])
        other = self.calendar.copy()
        self._monday_off(calendar=other)
        self.assertEqual(self.jobs.search_count([]), count)

    def test_case_07_round_the_clock_does_not_move(self):
        self._target("resolution", 8, limit_unit="hour")
        ticket = self._at(FRIDAY)
        due = self._due(ticket, "resolution")
        self._monday_off()
        self._run_jobs(LATER)
        self.assertEqual(self._due(ticket, "resolution"), due)

    def test_case_07_several_holidays_are_one_job(self):
        before = self.jobs.search_count([])
        self._monday_off()
        self._leave("2023-10-16 16:00:00", "2023-10-17 15:59:59")
        self.assertEqual(self.jobs.search_count([]), before + 1)
        self._run_jobs(LATER)
        self.assertEqual(self._due(self.ticket), "2023-10-18 02:00:00")

    def test_case_07_a_pending_edit_of_figures_stays_pending(self):
        self.target.limit_value = 1
        self._commit_figures()
        self._monday_off()
        self._run_jobs(LATER)
        self.assertEqual(self._due(self.ticket), "2023-10-17 02:00:00")

    def test_case_09_contract_hours_win_and_are_stored(self):
        always = self.env.ref("cs_service_standard.resource_calendar_always")
        self.customer.commercial_partner_id.cs_calendar_id = always
        ticket = self._at(FRIDAY, partner_id=self.customer.id)
        clock = self._clock(ticket)
        self.assertEqual(clock.calendar_id, always)
        self.assertEqual(self._due(ticket), "2023-10-13 11:00:00")
        self.assertEqual(self._clock(self.ticket).calendar_id, self.calendar)

    def test_case_09_new_contract_moves_open_clocks_of_that_customer(self):
        ticket = self._at(FRIDAY, partner_id=self.customer.id)
        always = self.env.ref("cs_service_standard.resource_calendar_always")
        self.customer.commercial_partner_id.cs_calendar_id = always
        self._run_jobs(LATER)
        self.assertEqual(self._due(ticket), "2023-10-13 11:00:00")
        self.assertEqual(self._clock(ticket).calendar_id, always)
        self.assertEqual(self._due(self.ticket), "2023-10-16 02:00:00")
        self.customer.commercial_partner_id.cs_calendar_id = False
        self._run_jobs(LATER)
        self.assertEqual(self._due(ticket), "2023-10-16 02:00:00")

    def test_case_07_other_hours_of_the_team(self):
        always = self.env.ref("cs_service_standard.resource_calendar_always")
        self.team.with_user(self.manager).cs_calendar_id = always
        self._run_jobs(LATER)
        self.assertEqual(self._due(self.ticket), "2023-10-13 11:00:00")

    def test_case_07_other_hours_count_from_the_start(self):
        self.target.change_mode = "from_change"
        self._commit_figures()
        ticket = self._at(FRIDAY)
        always = self.env.ref("cs_service_standard.resource_calendar_always")
        self.team.cs_calendar_id = always
        self._run_jobs(LATER)
        self.assertEqual(self._due(ticket), "2023-10-13 11:00:00")

    def test_case_07_hours_of_a_target_are_its_own(self):
        own = self.calendar.copy()
        self.target.calendar_id = own
        self._commit_figures()
        ticket = self._at(FRIDAY)
        self.team.cs_calendar_id = self.env.ref(
            "cs_service_standard.resource_calendar_always"
        )
        self._run_jobs(LATER)
        self.assertEqual(self._clock(ticket).calendar_id, own)
        self.assertEqual(self._due(ticket), "2023-10-16 02:00:00")

    def test_case_07_other_hours_of_the_company(self):
        self.team.cs_calendar_id = False
        self.profile.calendar_id = False
        self.env.company.resource_calendar_id = self.calendar
        ticket = self._at(FRIDAY)
        self._run_jobs(LATER)
        self.assertEqual(self._clock(ticket).calendar_id, self.calendar)
        always = self.env.ref("cs_service_standard.resource_calendar_always")
        self.env.company.resource_calendar_id = always
        self._run_jobs(LATER)
        self.assertEqual(self._due(ticket), "2023-10-13 11:00:00")

    def test_case_07_deleted_calendar_gives_way_to_the_next(self):
        other = self.calendar.copy({"name": "Gone soon"})
        self.team.cs_calendar_id = other
        ticket = self._at(FRIDAY)
        self._run_jobs(LATER)
        self.assertEqual(self._clock(ticket).calendar_id, other)
        self.team.cs_calendar_id = False
        other.unlink()
        ticket._cs_refresh_clocks()  # does not fail before the job
        self._run_jobs(LATER)
        self.assertEqual(self._clock(ticket).calendar_id, self.calendar)
        self.assertEqual(self._due(ticket), "2023-10-16 02:00:00")

    def test_hook_costs_the_same_for_two_and_fifty_open_clocks(self):
        def add(count):
            with freeze_time(FRIDAY):
                self.env["helpdesk.ticket"].with_context(tracking_disable=True).create(
                    [self._prepare_ticket_vals() for _number in range(count)]
                )

        line = self.calendar.attendance_ids[0]
        add(2)
        line.hour_to = 11.5
        two = self._queries(lambda: line.write({"hour_to": 11}))
        add(48)
        fifty = self._queries(lambda: line.write({"hour_to": 10}))
        self.assertLessEqual(fifty, two)
