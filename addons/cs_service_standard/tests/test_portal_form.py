from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestRequestChoices(PortalCase):
    def test_int_03_form_shows_service_hours(self):
        self.calendar.attendance_ids = [Command.clear()] + [
            Command.create(
                {
                    "name": str(day),
                    "dayofweek": str(day),
                    "hour_from": 8,
                    "hour_to": 17,
                    "day_period": "full_day",
                }
            )
            for day in range(5)
        ]
        self.profile.calendar_id = self.calendar
        page = self._page("/new/ticket")
        self.assertIn("Mon–Fri 08:00–17:00", page.text_content())

    def test_int_03_lunch_break_and_round_the_clock(self):
        self.assertEqual(
            self.calendar._cs_service_hours(), "Mon–Fri 08:00–12:00, 13:00–17:00"
        )
        self.calendar.attendance_ids = [Command.clear()] + [
            Command.create(
                {
                    "name": str(day),
                    "dayofweek": str(day),
                    "hour_from": 0,
                    "hour_to": 24,
                    "day_period": "full_day",
                }
            )
            for day in range(7)
        ]
        self.assertEqual(
            self.calendar._cs_service_hours(), "24 hours a day, 7 days a week"
        )
        self.assertEqual(self.env["resource.calendar"]._cs_service_hours(), "")

    def test_int_03_days_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        hours = self.calendar.with_context(lang="zh_CN")._cs_service_hours()
        self.assertTrue(hours.startswith("周一–周五 08:00"), hours)

    def test_int_03_teams_with_other_hours_are_told_apart(self):
        self.company.helpdesk_mgmt_portal_select_team = True
        teams = self.env["helpdesk.ticket.team"].search([])
        (teams - self.team - self.team_plain).show_in_portal = False
        night = self.calendar.copy({"name": "Saturday"})
        night.attendance_ids[1:].unlink()
        night.attendance_ids.dayofweek = "5"
        self._create_team(
            "Hotline", cs_profile_id=self.profile.id, cs_calendar_id=night.id
        )
        lines = self._words(self._page("/new/ticket"), "//*[hasclass('cs_hours')]/dd")
        self.assertIn("Support: Mon–Fri 08:00–12:00, 13:00–17:00", lines)
        self.assertIn("Hotline: Sat 08:00–12:00", lines)

    def test_expected_deadline_is_read_in_the_zone_of_the_customer(self):
        with freeze_time("2023-10-09 02:00:00"):
            self._submit(deadline="2023-10-10T09:30", product="WM-300")
        ticket = self._tickets()
        self.assertEqual(str(ticket.cs_expected_deadline), "2023-10-10 01:30:00")
        self.assertEqual(ticket.cs_product_name, "WM-300")

    def test_deadline_in_the_past_or_nonsense_is_refused(self):
        with freeze_time("2023-10-09 02:00:00"):
            for written in ("2023-10-09T09:59", "soon", "9999999-01-01T00:00"):
                with self.subTest(written):
                    response = self._submit(deadline=written)
                    self.assertEqual(response.status_code, 422)
                    self.assertIn("moment in the future", response.text)

    def test_form_of_a_plain_company_is_the_helpdesk_one(self):
        self.company.cs_profile_id = False
        page = self._page("/new/ticket")
        self.assertFalse(page.xpath("//*[@id='consent']"))
        self.assertFalse(page.xpath("//*[@name='contact']"))
        self.assertIn("Send a new ticket", page.text_content())
        response = self._submit(name=None, contact=None, consent=None)
        self.assertEqual(response.status_code, 200)
        self.assertFalse(self._tickets().cs_profile_id)

    def test_form_of_a_mixed_company_asks_where_a_profile_is_followed(self):
        self.company.write(
            {"cs_profile_id": False, "helpdesk_mgmt_portal_select_team": True}
        )
        self.assertFalse(
            self._page("/new/ticket").xpath("//*[@id='consent']/@required")
        )
        bare = {"name": None, "contact": None, "consent": None}
        response = self._submit(team=self.team_plain.id, **bare)
        self.assertEqual(response.status_code, 200)
        response = self._submit(team=self.team.id, **bare)
        self.assertEqual(response.status_code, 422)
        self.assertEqual(self._tickets().team_id, self.team_plain)

    def test_types_are_offered_where_a_profile_is_followed(self):
        repair = self.env["helpdesk.ticket.type"].create({"name": "Repair"})
        hidden = repair.copy({"name": "Internal", "show_in_portal": False})
        ours = hidden.copy({"name": "Ours", "cs_in_portal": True})
        page = self._page("/new/ticket")
        options = page.xpath("//select[@id='type']/option/@value")
        self.assertIn(str(repair.id), options)
        self.assertIn(str(ours.id), options)
        self.assertNotIn(str(hidden.id), options)
        self._submit(type=repair.id)
        self._submit(type=ours.id)
        self.assertEqual(self._tickets().type_id, repair + ours)

    def test_type_that_leads_to_a_team_with_a_profile_needs_consent(self):
        self.company.write({"cs_profile_id": False, "helpdesk_mgmt_portal_type": True})
        repair = self.env["helpdesk.ticket.type"].create(
            {"name": "Repair", "cs_default_team_id": self.team.id}
        )
        self.assertTrue(self._page("/new/ticket").xpath("//*[@id='consent']"))
        bare = {"name": None, "contact": None, "consent": None}
        self.assertEqual(self._submit(type=repair.id, **bare).status_code, 422)
        self.assertEqual(self._submit(**bare).status_code, 200)
        self._submit(type=repair.id)
        plain, ticket = self._tickets()
        self.assertFalse(plain.cs_profile_id)
        self.assertEqual(ticket.team_id, self.team)
        self.assertTrue(ticket.cs_consent_date)

    def test_types_of_a_standard_are_not_offered_by_a_plain_company(self):
        self.company.write({"cs_profile_id": False, "helpdesk_mgmt_portal_type": True})
        ours = self.env["helpdesk.ticket.type"].create(
            {"name": "Ours", "cs_in_portal": True, "show_in_portal": False}
        )
        page = self._page("/new/ticket")
        self.assertNotIn(str(ours.id), page.xpath("//select[@id='type']/option/@value"))

    def test_receipt_after_sending_where_the_team_wants_one(self):
        self.company.helpdesk_mgmt_portal_select_team = True
        self.team.cs_acknowledge = True
        self._submit(team=self.team.id)
        ticket = self._tickets()
        receipts = self.env["mail.mail"].search([("res_id", "=", ticket.id)])
        self.assertEqual(
            receipts.filtered(lambda m: ticket.number in m.subject).recipient_ids,
            self.customer,
        )
        self.assertNotIn("contact", ticket.cs_event_ids.mapped("kind"))

    def test_limit_of_requests_per_person(self):
        self.company.cs_request_limit = 2
        statuses = [self._submit().status_code for _turn in range(3)]
        self.assertEqual(statuses, [200, 200, 429])
        self.assertEqual(len(self._tickets()), 2)

    def test_limit_of_requests_per_address(self):
        self.company.cs_request_limit_address = 1
        first, second = self._submit(), self._submit()
        self.assertEqual((first.status_code, second.status_code), (200, 429))
        self.assertGreater(int(second.headers["Retry-After"]), 0)
        self.assertIn("try again in", second.text)
        keys = self.env["cs.rate.limit"].sudo().search([]).mapped("key")
        self.assertFalse([key for key in keys if "127.0.0.1" in key])

    def test_refused_forms_do_not_count_towards_the_limit(self):
        self.company.cs_request_limit = 1
        self._submit(consent=None)
        self.assertEqual(self._submit().status_code, 200)
