from odoo import http
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestNeedPage(PortalCase):
    """The customer confirms on his page, with an account or by the link alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(partner_id=cls.customer.id)
        cls.analysis = cls.env["cs.need.analysis"].create(
            {
                "ticket_id": cls.ticket.id,
                "understanding": "It runs again today.\nIn the kitchen.",
                "not_included": "<i>Moving</i> it",
                "grade": "basic",
                "delivery_form": "video",
                "latent_ids": [
                    Command.create({"name": "Secret wish", "is_expedite": True})
                ],
                "state": "complete",
                "revision": 3,
                "asked_at": "2023-10-09 02:00:00",
            }
        )
        cls.url = f"/my/ticket/{cls.ticket.id}"

    def _post(self, code, token=None, **values):
        data = {
            "csrf_token": http.Request.csrf_token(self),
            "revision": "3",
            **values,
        }
        if token:
            data["access_token"] = token
        response = self.url_open(f"{self.url}/cs/{code}", data=data)
        self.env.invalidate_all()
        return response

    def _token(self):
        return self.ticket._portal_ensure_token()

    def test_ned_08_page_shows_our_understanding_and_one_call(self):
        page = self._page(self.url)
        self.assertEqual(len(page.xpath("//*[hasclass('cs_call')]")), 1)
        link = page.xpath("//*[hasclass('cs_call')]//a/@href")
        self.assertEqual(link, ["#cs_need"])
        (block,) = self._words(page, "//section[@id='cs_need']")
        for words in (
            "It runs again today. In the kitchen.",
            "<i>Moving</i> it",
            "You get it as: Video",
            "Yes, that is right",
        ):
            self.assertIn(words, block)
        self.assertNotIn("Secret wish", block)
        for field in page.xpath("//section[@id='cs_need']//textarea"):
            self.assertTrue(page.xpath(f"//label[@for='{field.get('id')}']"))

    def test_ned_08_confirmed_with_an_account(self):
        page = self._post("need_confirm").text
        self.assertIn("We go on as you have confirmed", page)
        self.assertEqual(self.analysis.confirmed_by, "email")
        self.assertIn("You confirmed this", page)
        (href,) = self._page(self.url).xpath(
            "//section[@id='cs_need']//a[contains(@href, '/web/content/')]/@href"
        )
        letter = self.url_open(href)
        self.assertEqual(letter.status_code, 200)
        self.assertIn("It runs again today.", letter.text)
        self.authenticate(None, None)
        self.assertEqual(self.url_open(href.split("?")[0]).status_code, 404)

    def test_ned_08_confirmed_by_the_link_without_account(self):
        token = self._token()
        self.authenticate(None, None)
        self._post("need_confirm", token=token)
        self.assertEqual(self.analysis.state, "confirmed")

    def test_ned_08_wrong_token_confirms_nothing(self):
        token = self._token()
        self.authenticate(None, None)
        for wrong in ("", token[:-1], "x" * len(token)):
            self._post("need_confirm", token=wrong)
            self.assertEqual(self.analysis.state, "complete")

    def test_ned_08_neighbour_confirms_nothing(self):
        new_test_user(self.env, "cs_neighbour", groups="base.group_portal")
        self.authenticate("cs_neighbour", "cs_neighbour")
        self._post("need_confirm")
        self._post("need_object", text="No!")
        self.assertEqual(self.analysis.state, "complete")

    def test_ned_08_agent_confirms_nothing_here(self):
        token = self._token()
        self.ticket.user_id = self.agent_li
        self.authenticate("cs_li", "cs_li")
        self._post("need_confirm", token=token)
        self.assertEqual(self.analysis.state, "complete")

    def test_ned_08_objection_is_kept_when_it_is_refused(self):
        page = self._post("need_object", text="The dryer <b>too</b>", revision="2")
        self.assertIn("read it again", page.text)
        self.assertIn("The dryer &lt;b&gt;too&lt;/b&gt;</textarea>", page.text)
        self._post("need_object", text="The dryer, too")
        self.assertEqual(self.analysis.state, "open")
        self.assertEqual(self.analysis.objection, "The dryer, too")

    def test_ned_08_wants_a_post_with_the_session_key(self):
        url = f"{self.url}/cs/need_confirm"
        self.url_open(url)
        with mute_logger("odoo.http"):
            self.url_open(url, data={"revision": "3", "csrf_token": "wrong"})
        self.env.invalidate_all()
        self.assertEqual(self.analysis.state, "complete")
