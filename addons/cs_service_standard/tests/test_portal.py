from lxml import html

from odoo import http
from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .common import StandardData

NEED = {
    "name": "张三丰",
    "contact": "zhang@example.com",
    "subject": "Washing machine shows E3",
    "description": "It will not start.\nSince yesterday.",
    "consent": "1",
}


class PortalCase(StandardData, HttpCase):
    """A portal customer of a company whose requests follow the test profile."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
        cls.company = cls.env.company
        cls.company.write(
            {
                "cs_profile_id": cls.profile.id,
                "resource_calendar_id": cls.calendar.id,
                "helpdesk_mgmt_portal_select_team": False,
                "helpdesk_mgmt_portal_select_category": False,
                "helpdesk_mgmt_portal_type": False,
                "cs_request_limit": 0,
                "cs_request_limit_address": 0,
            }
        )
        cls.portal_user.tz = "Asia/Shanghai"
        cls.env["res.lang"]._lang_get("en_US").time_format = "%H:%M:%S"

    def setUp(self):
        super().setUp()
        self.authenticate("cs_portal", "cs_portal")

    def _submit(self, files=None, **change):
        """Send the request form; keys with ``None`` are left out."""
        data = {**NEED, "csrf_token": http.Request.csrf_token(self), **change}
        data = {name: value for name, value in data.items() if value is not None}
        return self.url_open("/submitted/ticket", data=data, files=files)

    def _tickets(self):
        return self.env["helpdesk.ticket"].search(
            [("partner_id", "=", self.customer.id)], order="id"
        )

    def _page(self, url, **kw):
        response = self.url_open(url, **kw)
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.text)

    def _words(self, node, path):
        return [" ".join(found.text_content().split()) for found in node.xpath(path)]


@tagged("post_install", "-at_install")
class TestRequestForm(PortalCase):
    def test_int_10_complete_form_makes_one_ticket_on_channel_web(self):
        response = self._submit()
        self.assertEqual(response.status_code, 200)
        ticket = self._tickets()
        self.assertRecordValues(
            ticket,
            [
                {
                    "name": "Washing machine shows E3",
                    "partner_name": "张三丰",
                    "partner_email": "zhang@example.com",
                    "cs_verbatim": "It will not start.\nSince yesterday.",
                    "channel_id": self.env.ref(
                        "helpdesk_mgmt.helpdesk_ticket_channel_web"
                    ).id,
                    "cs_profile_id": self.profile.id,
                }
            ],
        )
        self.assertIn(f"/my/ticket/{ticket.id}", response.url)

    def test_int_10_form_without_contact_is_refused_and_keeps_what_was_typed(self):
        response = self._submit(contact="")
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self._tickets())
        page = html.fromstring(response.text)
        self.assertEqual(
            self._words(page, "//*[@id='error_contact']"),
            ["Please leave an e-mail address or a telephone number."],
        )
        self.assertEqual(page.xpath("//input[@id='subject']/@value"), [NEED["subject"]])
        self.assertEqual(
            page.xpath("//textarea[@id='description']")[0].text.strip(),
            NEED["description"],
        )
        self.assertTrue(page.xpath("//input[@id='consent']/@checked"))

    def test_int_10_each_standard_field_is_asked_for(self):
        for name in ("name", "contact", "subject", "description"):
            with self.subTest(name):
                response = self._submit(**{name: None})
                self.assertEqual(response.status_code, 422)
                page = html.fromstring(response.text)
                self.assertTrue(self._words(page, f"//*[@id='error_{name}']")[0])
        self.assertFalse(self._tickets())

    def test_int_10_telephone_number_is_a_way_of_contact(self):
        self._submit(contact="138 1234 5678")
        ticket = self._tickets()
        self.assertEqual(ticket.cs_phone, "138 1234 5678")
        self.assertEqual(self.customer.phone, "13812345678")

    def test_int_10_contact_that_reaches_nobody_is_refused(self):
        response = self._submit(contact="tomorrow")
        self.assertEqual(response.status_code, 422)
        self.assertIn("neither an e-mail address nor a telephone", response.text)

    def test_prv_01_form_without_consent_is_refused(self):
        response = self._submit(consent=None)
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self._tickets())
        page = html.fromstring(response.text)
        self.assertIn("Please agree", self._words(page, "//*[@id='error_consent']")[0])

    @freeze_time("2023-10-09 02:00:00")
    def test_prv_01_consent_is_kept_with_its_version(self):
        self.company.cs_consent_version = "2023-10"
        self._submit()
        ticket = self._tickets()
        self.assertEqual(str(ticket.cs_consent_date), "2023-10-09 02:00:00")
        self.assertEqual(ticket.cs_consent_version, "2023-10")
        self.assertEqual(self.customer.cs_consent_date, ticket.cs_consent_date)
        self.assertEqual(self.customer.cs_consent_version, "2023-10")

    def test_prv_01_purpose_is_stated(self):
        page = self._page("/new/ticket")
        self.assertIn(
            "We use your name", self._words(page, "//*[@id='consent_text']")[0]
        )
        self.company.cs_consent_text = "<p>Only for repairs.</p>"
        page = self._page("/new/ticket")
        self.assertEqual(
            self._words(page, "//*[@id='consent_text']"), ["Only for repairs."]
        )

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

    def test_text_of_the_customer_is_never_markup(self):
        self._submit(name="<b>x</b>", description="<script>alert(1)</script>")
        ticket = self._tickets()
        self.assertNotIn("<script", ticket.description)
        text = self.url_open(f"/my/ticket/{ticket.id}").text
        self.assertNotIn("<script>alert(1)", text)
        refused = self._submit(subject="", description="</textarea><script>alert(2)")
        self.assertNotIn("<script>alert(2)", refused.text)

    def test_form_has_a_label_for_every_field(self):
        page = self._page("/new/ticket")
        form = page.xpath("//form[@action='/submitted/ticket']")[0]
        labels = set(form.xpath(".//label/@for"))
        names = form.xpath(
            ".//input[@type!='hidden']/@id | .//textarea/@id | .//select/@id"
        )
        self.assertEqual(set(names) - labels, set())
        self.assertGreaterEqual(len(names), 7)

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
        bare = {"name": None, "contact": None, "consent": None}
        response = self._submit(team=self.team_plain.id, **bare)
        self.assertEqual(response.status_code, 200)
        response = self._submit(team=self.team.id, **bare)
        self.assertEqual(response.status_code, 422)
        self.assertEqual(self._tickets().team_id, self.team_plain)

    def test_types_are_offered_where_a_profile_is_followed(self):
        repair = self.env["helpdesk.ticket.type"].create({"name": "Repair"})
        hidden = repair.copy({"name": "Internal", "show_in_portal": False})
        page = self._page("/new/ticket")
        options = page.xpath("//select[@id='type']/option/@value")
        self.assertIn(str(repair.id), options)
        self.assertNotIn(str(hidden.id), options)
        self._submit(type=repair.id)
        self.assertEqual(self._tickets().type_id, repair)

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


@tagged("post_install", "-at_install")
class TestRequestPage(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent_li.write({"email": "li@firm.example", "phone": "555 0101"})

    def _own_ticket(self, **vals):
        return self._create_ticket(partner_id=self.customer.id, **vals)

    def _promises(self, ticket):
        page = self._page(f"/my/ticket/{ticket.id}")
        return self._words(page, "//*[hasclass('cs_promises')]//li")

    @freeze_time("2023-10-09 02:00:00")
    def test_page_says_what_was_promised_and_by_when(self):
        self._target("first_contact", 3600)
        self._target("resolution", 86400)
        self._target("record", 300)
        ticket = self._own_ticket()
        self.assertEqual(
            self._promises(ticket),
            ["First contact: by today 11:00", "Solution: by tomorrow 10:00"],
        )

    def test_page_says_when_a_promise_was_kept_or_is_late(self):
        self._target("first_contact", 3600)
        self._target("resolution", 7200)
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._own_ticket()
        with freeze_time("2023-10-09 02:30:00"):
            ticket.with_user(self.agent_li).message_post(
                body="We come today.",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        with freeze_time("2023-10-09 04:00:00"):
            self.assertEqual(
                self._promises(ticket),
                ["First contact: done today 10:30", "Solution: by today 12:00"],
            )
        with freeze_time("2023-10-10 04:00:00"):
            kept, late = self._promises(ticket)
            self.assertEqual(kept, "First contact: done Mon, Oct 9 10:30")
            self.assertIn("we are late", late)

    def test_two_metrics_of_first_contact_make_one_promise(self):
        self._target("first_contact", 7200)
        self._target("first_response", 3600)
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._own_ticket()
            self.assertEqual(self._promises(ticket), ["First contact: by today 11:00"])

    def test_progress_line_has_dates_and_one_current_step(self):
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._own_ticket()
        stages = ticket.cs_stage_ids
        with freeze_time("2023-10-10 02:00:00"):
            ticket.stage_id = stages.filtered(lambda s: s.cs_phase == "execution")[:1]
            page = self._page(f"/my/ticket/{ticket.id}")
        steps = self._words(page, "//li[hasclass('cs_step')]")
        self.assertEqual(len(steps), 6)
        self.assertEqual(steps[0], "Received done Mon, Oct 9")
        self.assertEqual(steps[3], "In work Tue, Oct 10")
        self.assertEqual(len(page.xpath("//li[@aria-current='step']")), 1)

    def test_rec_09_latest_progress_and_its_eta_are_shown(self):
        ticket = self._own_ticket()
        with freeze_time("2023-10-09 02:00:00"):
            self.env["cs.progress.update"].create(
                {
                    "ticket_id": ticket.id,
                    "text": "Technical department asked.",
                    "eta": "2023-10-09 04:00:00",
                }
            )
            self.env["cs.progress.update"].create(
                {
                    "ticket_id": ticket.id,
                    "text": "Supplier is slow again.",
                    "customer_visible": False,
                }
            )
            page = self._page(f"/my/ticket/{ticket.id}")
        note = self._words(page, "//*[hasclass('cs_progress_note')]")[0]
        self.assertNotIn("Supplier", page.text_content())
        self.assertIn("Technical department asked.", note)
        self.assertIn("expected: today 12:00", note)

    def test_waiting_for_the_customer_is_the_one_call_to_action(self):
        ticket = self._own_ticket()
        page = self._page(f"/my/ticket/{ticket.id}")
        self.assertFalse(page.xpath("//*[hasclass('cs_call')]"))
        waiting = ticket.cs_stage_ids.filtered(lambda s: s.cs_phase == "waiting")
        ticket.stage_id = waiting[:1]
        page = self._page(f"/my/ticket/{ticket.id}")
        self.assertEqual(len(page.xpath("//*[hasclass('cs_call')]//a")), 1)

    def test_page_names_the_contact_person_and_nothing_more_of_him(self):
        ticket = self._own_ticket(user_id=self.agent_li.id)
        text = self.url_open(f"/my/ticket/{ticket.id}").text
        aside = self._words(html.fromstring(text), "//*[hasclass('cs_aside')]")[0]
        self.assertIn("Li", aside)
        self.assertIn("Support", aside)
        self.assertIn("Mon–Fri 08:00–12:00", aside)
        self.assertNotIn("li@firm.example", text)
        self.assertNotIn("555 0101", text)

    def test_page_tells_nothing_internal(self):
        ticket = self._own_ticket(user_id=self.agent_li.id)
        ticket.write(
            {"cs_core_issue": "Secret-diagnosis", "cs_remark": "Secret-remark"}
        )
        ticket.with_user(self.agent_li)._message_log(body="Secret-note")
        text = self.url_open(f"/my/ticket/{ticket.id}").text
        self.assertNotIn("Secret-", text)

    def test_colleague_sees_the_ticket_but_a_masked_name(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        colleague = self.env["res.partner"].create(
            {"name": "Anna Berg", "parent_id": firm.id, "email": "anna@firm.example"}
        )
        self.customer.parent_id = firm
        ticket = self._create_ticket(
            partner_id=colleague.id, partner_name="Anna Berg", name="Printer is out"
        )
        page = self._page("/my/tickets")
        row = self._words(page, "//a[hasclass('list-group-item')]")[0]
        self.assertIn("Printer is out", row)
        self.assertNotIn("Anna Berg", row)
        text = self.url_open(f"/my/ticket/{ticket.id}").text
        self.assertNotIn("Anna Berg", text)
        self.assertNotIn("anna@firm.example", text)

    @freeze_time("2023-10-09 02:00:00")
    def test_list_tells_the_nearest_promise(self):
        self._target("first_contact", 3600)
        self._target("resolution", 86400)
        self._own_ticket()
        page = self._page("/my/tickets")
        row = self._words(page, "//a[hasclass('list-group-item')]")[0]
        self.assertIn("First contact: by today 11:00", row)
        self.assertIn("Received", row)
        self.assertNotIn("Solution", row)

    def test_list_costs_the_same_for_1_and_50_tickets(self):
        self._target("first_contact", 3600)
        tickets = self.env["helpdesk.ticket"].create(
            [self._prepare_ticket_vals(partner_id=self.customer.id)] * 50
        )
        counts = []
        for some in (tickets[:1], tickets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(self.portal_user)._cs_portal_rows()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_times_follow_the_zone_of_the_reader(self):
        self._target("first_contact", 3600)
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._own_ticket()
            self.portal_user.tz = "Europe/Berlin"
            self.assertEqual(self._promises(ticket), ["First contact: by today 05:00"])
            self.env["res.lang"]._lang_get("en_US").time_format = "%I:%M:%S %p"
            self.assertEqual(
                self._promises(ticket), ["First contact: by today 5:00 AM"]
            )

    def test_link_with_token_opens_the_page_without_account(self):
        ticket = self._own_ticket()
        ticket._portal_ensure_token()
        self.authenticate(None, None)
        page = self._page(f"/my/ticket/{ticket.id}/{ticket.access_token}")
        self.assertIn(ticket.number, page.text_content())
        self.assertTrue(page.xpath("//*[hasclass('cs_steps')]"))
        self.assertFalse(page.xpath("//form[@action='/ticket/close']"))

    def test_page_after_sending_says_thank_you_once(self):
        self._submit()
        ticket = self._tickets()
        self.assertNotIn(
            "your request has arrived", self.url_open(f"/my/ticket/{ticket.id}").text
        )
        text = self._submit(subject="Second").text
        self.assertIn("your request has arrived", text)

    def test_plain_ticket_keeps_the_page_of_the_helpdesk(self):
        ticket = self._own_ticket(team_id=self.team_plain.id, user_id=self.agent_li.id)
        text = self.url_open(f"/my/ticket/{ticket.id}").text
        self.assertNotIn("cs_steps", text)
        self.assertIn("Last Stage Update", text)
        self.assertIn("Current stage of this ticket", text)


@tagged("post_install", "-at_install", "cs_tour")
class TestPortalTour(PortalCase):
    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_customer_asks_and_follows(self):
        self._target("first_contact", 3600)
        self._target("resolution", 86400)
        self.start_tour("/my/tickets", "cs_portal_request", login="cs_portal")
        ticket = self._tickets()
        self.assertEqual(len(ticket), 1)
        self.assertTrue(ticket.cs_consent_date)
        self.assertIn("It also leaks", "".join(ticket.message_ids.mapped("body")))
