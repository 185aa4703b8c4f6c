"""The customer accepts, or not, on his page: with an account or by the link."""

from odoo import http
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .acceptance_common import PNG, AcceptanceData
from .portal_common import PortalCase

ANSWER = {"score": "5", "agreement": "Nothing", "name": "张三丰"}


class AcceptancePage(AcceptanceData, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_acceptance()
        cls.ticket = cls._done()
        with freeze_time("2023-10-09 08:40:00"):
            cls.form = cls._sent(cls.ticket)
        cls.url = f"/my/ticket/{cls.ticket.id}"

    def _send(self, code, token=None, **values):
        data = {
            "csrf_token": http.Request.csrf_token(self),
            "form": self.form.id,
            **values,
        }
        if token:
            data["access_token"] = token
        return self.url_open(f"{self.url}/cs/acceptance_{code}", data=data)

    def _section(self):
        page = self._page(self.url)
        return page, page.xpath("//section[@id='acceptance']")


@tagged("post_install", "-at_install")
class TestAcceptancePortal(AcceptancePage):
    @freeze_time("2023-10-09 08:40:00")
    def test_qac_03_form_on_the_page(self):
        page, (section,) = self._section()
        self.assertIn("The machine runs again", section.text_content())
        self.assertIn("Please look at the result and accept it.", page.text_content())
        legend = self._words(section, ".//fieldset/legend")
        self.assertEqual(legend, ["How satisfied are you?"])
        radios = section.xpath(".//input[@type='radio']/@value")
        self.assertEqual(radios, ["5", "4", "3", "2", "1"])
        fields = section.xpath(".//input[not(@type='hidden')]|.//textarea")
        for field in fields:
            label = section.xpath(f".//label[@for='{field.get('id')}']")
            self.assertTrue(label, field.get("name"))
        self.assertEqual(section.xpath(".//input[@name='name']/@value"), ["张三丰"])

    @freeze_time("2023-10-09 08:40:00")
    def test_qac_03_agreed_text_is_read_not_asked(self):
        self.form.sudo().agreement = "12 months of warranty"
        _page, (section,) = self._section()
        self.assertIn("12 months of warranty", section.text_content())
        self.assertFalse(section.xpath(".//textarea[@name='agreement']"))

    @freeze_time("2023-10-09 08:40:00")
    def test_qac_03_accept_with_an_account(self):
        page = self._send("accept", signature=f"data:image/png;base64,{PNG}", **ANSWER)
        self.assertIn("Thank you! You have accepted the result", page.text)
        self.assertEqual((self.form.state, self.form.score), ("accepted", "5"))
        self.assertEqual(self.form.agreement, "Nothing")
        self.assertTrue(self.form.signature)
        self.assertEqual(self.form.sudo().signed_by, "张三丰")
        self.assertFalse(self.form.recorded_id)
        self.assertTrue(self.form.document_id)
        page, (section,) = self._section()
        self.assertFalse(section.xpath(".//form"))
        self.assertFalse(page.xpath("//section[hasclass('cs_call')]"))
        self.assertIn("5 – Very satisfied", section.text_content())
        self.assertIn(
            "Acceptance",
            page.xpath("string(//*[@id='cs_documents'])") or page.text_content(),
        )
        self.assertFalse(self.ticket.cs_reopen_activity_id)
        self.assertEqual(self.ticket.cs_phase, "acceptance")

    @freeze_time("2023-10-09 08:40:00")
    def test_qac_03_typed_name_is_a_signature_by_the_link(self):
        token = self.ticket._portal_ensure_token()
        self.authenticate(None, None)
        page = self._send("accept", token=token, **ANSWER)
        self.assertIn("Thank you!", page.text)
        self.assertEqual(self.form.state, "accepted")
        self.assertFalse(self.form.signature)
        self.assertEqual(
            self.ticket.message_ids.sorted("id")[-1:].author_id, self.customer
        )

    def test_qac_03_incomplete_keeps_what_was_typed(self):
        page = self._send("accept", **{**ANSWER, "score": "6"})
        self.assertIn("satisfaction from 1 to 5", page.text)
        self.assertIn("Nothing</textarea>", page.text)
        page = self._send("accept", **{**ANSWER, "name": " "})
        self.assertIn("still missing: name", page.text)
        self.assertEqual(self.form.state, "sent")

    def test_qac_03_only_once_and_only_this_form(self):
        page = self._send("accept", form=self.form.id + 1000, **ANSWER)
        self.assertIn("answered or withdrawn meanwhile", page.text)
        self._send("accept", **ANSWER)
        page = self._send("accept", **{**ANSWER, "score": "1"})
        self.assertIn("answered or withdrawn meanwhile", page.text)
        page = self._send("reject", reason="No")
        self.assertIn("answered or withdrawn meanwhile", page.text)
        self.assertEqual(self.form.score, "5")
        self.assertEqual(len(self._facts(self.ticket, "signed")), 1)

    def test_qac_03_nobody_else_signs(self):
        new_test_user(self.env, "cs_next", groups="base.group_portal")
        self.authenticate("cs_next", "cs_next")
        self._send("accept", **ANSWER)
        self.authenticate(None, None)
        self._send("accept", **ANSWER)
        self._send("accept", token="0" * 36, **ANSWER)
        self.authenticate("cs_li", "cs_li")
        token = self.ticket._portal_ensure_token()
        self._send("accept", token=token, **ANSWER)
        self.assertEqual(self.form.state, "sent")

    @mute_logger("odoo.http")
    def test_qac_03_without_the_csrf_token(self):
        data = {"form": self.form.id, **ANSWER}
        answer = self.url_open(f"{self.url}/cs/acceptance_accept", data=data)
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.form.state, "sent")

    @freeze_time("2023-10-09 09:00:00")
    def test_acc_04_not_satisfied_on_the_page(self):
        self._target("final_solution", 86400)
        self.team_second.user_ids = self.agent_wang
        page = self._send("reject", reason=" ")
        self.assertIn("what is not right yet", page.text)
        page = self._send("reject", reason="It leaks again")
        self.assertIn("Somebody who has not worked on it before", page.text)
        self.assertEqual(self.form.state, "rejected")
        self.assertEqual(self.ticket.user_id, self.agent_wang)
        _page, (section,) = self._section()
        self.assertIn("You get our final plan until", section.text_content())
        self.assertFalse(self.ticket.cs_reopen_activity_id)

    def test_qac_03_drafts_are_ours_alone(self):
        self.form.action_withdraw()
        self.assertFalse(self._section()[1])
        self._form(self.ticket)
        self.assertFalse(self._section()[1])
