"""Signing in a browser: on a phone, with the keyboard, on the agent's tablet."""

from odoo.tests import freeze_time, tagged

from .test_acceptance_portal import AcceptancePage
from .test_portal_browser import CHECK


@tagged("post_install", "-at_install", "cs_tour")
class TestAcceptanceOnPhone(AcceptancePage):
    browser_size = "390x844"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        token = cls.ticket._portal_ensure_token()
        cls.key = f"{cls.url}?access_token={token}"

    def test_qac_03_customer_signs_on_his_phone(self):
        self.start_tour(self.key, "cs_acceptance_portal", login=None)
        self.assertEqual((self.form.state, self.form.score), ("accepted", "5"))
        self.assertEqual(self.form.agreement, "Call me before the next service")
        self.assertTrue(self.form.signature, "drawn with the finger")
        self.assertTrue(self.form.document_hash)

    def test_qac_03_customer_signs_with_the_keyboard(self):
        self.start_tour(self.url, "cs_acceptance_keyboard", login="cs_portal")
        self.assertEqual((self.form.state, self.form.score), ("accepted", "4"))
        self.assertFalse(self.form.signature)

    def test_qac_03_page_is_accessible_on_a_phone(self):
        ready = "document.readyState === 'complete'"
        self.browser_js(self.key, CHECK, ready=ready)
        self.form._accept("portal", score="5", agreement="Nothing", signed_by="Zhang")
        self.browser_js(self.key, CHECK, ready=ready)


@tagged("post_install", "-at_install", "cs_tour")
class TestAcceptanceOnTablet(AcceptancePage):
    browser_size = "1024x768"

    def test_qac_03_customer_signs_on_our_tablet(self):
        with freeze_time("2023-10-09 08:40:00"):
            self.form.action_withdraw()
            form = self._form(self.ticket)
        url = f"/odoo/cs.acceptance/{form.id}"
        self.start_tour(url, "cs_acceptance_tablet", login="cs_li")
        self.assertEqual(
            (form.state, form.way, form.score), ("accepted", "tablet", "5")
        )
        self.assertTrue(form.signature)
        self.assertEqual(form.recorded_id, self.agent_li)
