from lxml import html

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .portal_common import NEED, PortalCase


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
        self.company.cs_consent_text = "<p><br></p>"
        page = self._page("/new/ticket")
        self.assertIn(
            "We use your name", self._words(page, "//*[@id='consent_text']")[0]
        )
        self.company.cs_consent_text = "<p>Only for repairs.</p>"
        page = self._page("/new/ticket")
        self.assertEqual(
            self._words(page, "//*[@id='consent_text']"), ["Only for repairs."]
        )

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
