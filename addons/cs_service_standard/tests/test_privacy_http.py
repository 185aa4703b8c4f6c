import json

from odoo import http
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPrivacyPage(PortalCase):
    """PRV-02 on the portal: a customer asks, and gets his copy, nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = new_test_user(
            cls.env,
            "cs_privacy",
            groups="base.group_user,cs_service_standard.cs_group_privacy_officer",
        )
        cls.other = new_test_user(
            cls.env, "cs_other", groups="base.group_portal", password="cs_other"
        )
        cls.ticket = cls._create_ticket(partner_id=cls.customer.id)

    def _send(self, **values):
        data = {"csrf_token": http.Request.csrf_token(self), **values}
        return self.url_open("/my/privacy", data=data)

    def _requests(self, partner=None):
        partner = partner or self.customer
        return self.env["cs.privacy.request"].search([("partner_id", "=", partner.id)])

    def test_prv_02_customer_asks_from_his_account(self):
        page = self._page("/my")
        self.assertTrue(page.xpath("//a[@href='/my/privacy']"))
        page = self._page("/my/privacy")
        self.assertTrue(page.xpath("//input[@name='kind'][@value='erase']"))
        response = self._send(kind="access", wording="Everything, please")
        self.assertIn("Thank you", response.text)
        self.assertIn("In work", response.text)
        request = self._requests()
        self.assertEqual(request.wording, "Everything, please")
        self.assertEqual((request.identity, request.from_portal), ("account", True))
        again = self._send(kind="access")
        self.assertIn("working on this request already", again.text)
        self.assertEqual(len(self._requests()), 1)

    def test_prv_02_nonsense_is_refused(self):
        response = self._send(kind="everything")
        self.assertIn("Choose what you ask for", response.text)
        self.assertFalse(self._requests())

    def test_prv_02_form_needs_its_token(self):
        with mute_logger("odoo.http"):
            response = self.url_open("/my/privacy", data={"kind": "erase"})
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._requests())

    def test_prv_02_visitors_have_to_log_in(self):
        self.authenticate(None, None)
        response = self.url_open("/my/privacy", allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_prv_02_copy_is_for_its_customer_alone(self):
        self._send(kind="access")
        request = self._requests().with_user(self.officer)
        url = f"/my/privacy/{request.id}/copy"
        self.assertEqual(self.url_open(url).status_code, 404)
        request.action_check()
        request.action_approve()
        request.action_carry_out()
        self.assertIn(url, self.url_open("/my/privacy").text)
        copy = self.url_open(url)
        self.assertIn("attachment", copy.headers["Content-Disposition"])
        tickets = json.loads(copy.content)["tickets"]
        self.assertEqual(tickets[0]["number"], self.ticket.number)
        self.authenticate("cs_other", "cs_other")
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertNotIn(url, self.url_open("/my/privacy").text)

    def test_prv_02_refusal_tells_why(self):
        self._send(kind="erase")
        request = self._requests().with_user(self.officer)
        request.action_check()
        request.refuse_reason = "A dispute is open."
        request.action_refuse()
        page = self.url_open("/my/privacy").text
        self.assertIn("A dispute is open.", page)
        self.assertNotIn(self.officer.name, page)


@tagged("post_install", "-at_install")
class TestSummaryPage(PortalCase):
    """ACC-01: the link of the summary leads to where the customer can answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        code = cls.env["cs.resolution.code"].create(
            {"name": "Mended", "customer_text": "Your device has been repaired."}
        )
        kind = cls.env["helpdesk.ticket.type"].create(
            {"name": "Mend", "cs_path": "full", "cs_needs_warranty": True}
        )
        cls.ticket = cls._create_ticket(partner_id=cls.customer.id, type_id=kind.id)
        cls.entry = cls.env["cs.archive"].create(
            {
                "ticket_id": cls.ticket.id,
                "resolution_id": code.id,
                "warranty_months": 12,
                "summary": "<b>New lock</b>",
            }
        )
        cls.url = f"/my/ticket/{cls.ticket.id}"

    def _answer(self, **values):
        data = {"csrf_token": http.Request.csrf_token(self), **values}
        response = self.url_open(f"{self.url}/cs/feedback", data=data)
        self.env.invalidate_all()
        return response

    def test_acc_01_page_shows_the_summary_once_it_was_given(self):
        self.assertFalse(self._page(self.url).xpath("//section[@id='cs_feedback']"))
        self.entry.action_send_summary()
        page = self._page(self.url)
        (words,) = self._words(page, "//section[@id='cs_feedback']")
        for part in (
            "repaired.",
            "<b>New lock</b>",
            "12 months",
            "Were you satisfied?",
        ):
            self.assertIn(part, words)

    def test_acc_01_feedback_is_kept_once(self):
        self.entry.action_send_summary()
        response = self._answer(score="9")
        self.assertIn("Choose how satisfied you are", response.text)
        response = self._answer(score="5", words="Quick")
        self.assertIn("Thank you for telling us", response.text)
        self.assertEqual(self.ticket.cs_feedback_score, 5)
        self.assertEqual(self.ticket.cs_feedback_text, "Quick")
        self._answer(score="1")
        self.assertEqual(self.ticket.cs_feedback_score, 5)
        page = self._page(self.url)
        self.assertFalse(page.xpath("//input[@name='score'][@id='cs_feedback_5']"))
