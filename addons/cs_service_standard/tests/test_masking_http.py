"""REC-06, PRV-03: what leaves the server over HTTP, for agents and customers."""

import json

from odoo.http import Request
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .test_masking import EMAIL, PHONE, SECRETS, MaskingData

CSV = {
    "model": "helpdesk.ticket",
    "import_compat": False,
    "groupby": [],
    "context": {},
    "fields": [
        {"name": "partner_name", "label": "Name"},
        {"name": "partner_email", "label": "E-mail"},
        {"name": "partner_id/display_name", "label": "Contact"},
        {"name": "partner_id/phone", "label": "Phone"},
    ],
}


class MaskingHttpCase(MaskingData, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_masking()
        cls.anna = cls.env["res.partner"].create(
            {"name": "Anna Berg", "email": "anna@example.com", "phone": PHONE}
        )
        cls.ticket.message_post(
            body="Hello",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=cls.anna.id,
            email_from="Anna Berg <anna@example.com>",
        )
        cls.ticket.message_subscribe(cls.anna.ids)

    def _login(self, user):
        self.env.flush_all()
        self.authenticate(user.login, user.login)

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _thread(self, **params):
        return {
            "thread_model": "helpdesk.ticket",
            "thread_id": self.ticket.id,
            **params,
        }

    def assertNoSecret(self, answer):
        text = json.dumps(answer, ensure_ascii=False)
        for secret in SECRETS:
            self.assertNotIn(secret, text)


@tagged("post_install", "-at_install")
class TestMaskingHttp(MaskingHttpCase):
    def test_rec_06_calls_of_the_web_client(self):
        self._login(self.agent_li)
        domain = [("id", "=", self.ticket.id)]
        spec = {
            "partner_email": {},
            "partner_id": {"fields": {"display_name": {}, "phone": {}}},
        }
        answers = [
            self._call("helpdesk.ticket", "web_read", self.ticket.ids, spec),
            self._call("helpdesk.ticket", "web_search_read", domain, spec),
            self._call("helpdesk.ticket", "search_read", domain, ["partner_email"]),
            self._call("helpdesk.ticket", "export_data", self.ticket.ids, ["email_cc"]),
            self._call("res.partner", "web_name_search", "Anna", {"display_name": {}}),
            self._call("res.partner", "name_search", "Anna"),
            self._call("res.partner", "get_mention_suggestions", "Anna"),
        ]
        for answer in answers:
            self.assertTrue(answer)
            self.assertIn("**", json.dumps(answer))
            self.assertNoSecret(answer)

    def test_rec_06_chatter_of_an_agent(self):
        self._login(self.agent_li)
        answer = self.make_jsonrpc_request("/mail/thread/messages", self._thread())
        self.assertTrue(answer["messages"])
        partners = {row["id"]: row for row in answer["data"]["res.partner"]}
        self.assertEqual(partners[self.anna.id]["name"], "A*** B***")
        [mail] = [
            row
            for row in answer["data"]["mail.message"]
            if row.get("message_type") == "email"
        ]
        self.assertEqual(mail["email_from"], "A*** B*** <a***@example.com>")
        self.assertEqual(mail["author_id"], self.anna.id)
        self.assertNoSecret(answer)
        requests = ["followers", "suggestedRecipients", "display_name"]
        params = self._thread(request_list=requests, access_params={})
        answer = self.make_jsonrpc_request(
            "/mail/data", {"fetch_params": [["mail.thread", params]]}
        )
        self.assertIn("A*** B***", json.dumps(answer))
        self.assertNoSecret(answer)

    def test_rec_06_recipients_of_an_agent(self):
        self._login(self.agent_li)
        answer = self.make_jsonrpc_request("/mail/thread/recipients", self._thread())
        self.assertIn(self.customer.id, [row["id"] for row in answer])
        self.assertNoSecret(answer)
        answer = self.make_jsonrpc_request(
            "/mail/partner/from_email", self._thread(emails=["anna@example.com"])
        )
        self.assertEqual(
            answer,
            [{"id": self.anna.id, "name": "A*** B***", "email": "a***@example.com"}],
        )

    def test_rec_06_an_agent_answers_a_masked_customer(self):
        self._login(self.agent_li)
        params = self._thread(
            post_data={
                "body": "We look into it.",
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_comment",
                "partner_ids": self.customer.ids,
            }
        )
        answer = self.make_jsonrpc_request("/mail/message/post", params)
        self.assertNoSecret(answer)
        message = self.env["mail.message"].browse(answer["message_id"])
        self.assertIn(self.customer, message.notified_partner_ids)

    def test_rec_06_portal_page_visited_by_an_agent(self):
        self._login(self.agent_li)
        page = self.url_open(f"/my/ticket/{self.ticket.id}")
        self.assertEqual(page.status_code, 200)
        self.assertTrue("It will not start." in page.text)
        self.assertNoSecret(page.text)
        answer = self.make_jsonrpc_request("/mail/chatter_fetch", self._thread())
        self.assertTrue(answer["messages"])
        self.assertNoSecret(answer)

    def test_rec_06_pictures_are_not_named_after_the_customer(self):
        self._login(self.agent_li)
        for field in ("name", "email", "phone", "display_name", "complete_name"):
            url = f"/web/image/res.partner/{self.anna.id}/avatar_128"
            answer = self.url_open(f"{url}?filename_field={field}")
            self.assertEqual(answer.status_code, 200)
            self.assertNoSecret(dict(answer.headers))

    def test_rec_06_export_file(self):
        data = {**CSV, "ids": self.ticket.ids, "domain": []}
        expected = {
            self.agent_li: ("138****5678", False),
            self.clerk: (PHONE, True),
        }
        for user, (phone, contact_shown) in expected.items():
            with self.subTest(user.name):
                self._login(user)
                answer = self.url_open(
                    "/web/export/csv",
                    data={
                        "data": json.dumps(data),
                        "csrf_token": Request.csrf_token(self),
                    },
                )
                self.assertIn(phone, answer.text)
                self.assertIn("z***@example.com", answer.text)
                self.assertEqual("张三丰" in answer.text, contact_shown)

    def test_rec_06_a_reveal_over_rpc(self):
        self._login(self.clerk)
        ids = self.ticket.ids
        read = ("helpdesk.ticket", "read", ids, ["partner_email"])
        self.assertEqual(self._call(*read)[0]["partner_email"], "z***@example.com")
        self.assertTrue(self._call("helpdesk.ticket", "action_cs_reveal", ids))
        self.assertEqual(self._call(*read)[0]["partner_email"], EMAIL)
        log = self.env["cs.reveal.log"].search([("user_id", "=", self.clerk.id)])
        self.assertEqual(log.ticket_id, self.ticket)


@tagged("post_install", "-at_install")
class TestPortalFields(MaskingHttpCase):
    """PRV-03: the portal reads tickets by RPC, but not what is internal."""

    @mute_logger("odoo.http", "odoo.models")
    def test_prv_03_customers_cannot_read_internal_fields_by_rpc(self):
        self.ticket.sudo()._portal_ensure_token()
        self._login(self.portal_user)
        ids = self.ticket.ids
        hidden = self.ticket._cs_portal_hidden_fields() | {
            name
            for name, field in self.ticket._fields.items()
            if name.startswith("cs_") and field.groups
        }
        for name in sorted(hidden):
            with self.subTest(name), self.assertRaises(JsonRpcException):
                self._call("helpdesk.ticket", "read", ids, [name])
        for domain in (
            [("access_token", "=like", "a%")],
            [("email_cc", "!=", False)],
        ):
            with self.subTest(domain), self.assertRaises(JsonRpcException):
                self._call("helpdesk.ticket", "search_count", domain)
        [row] = self._call("helpdesk.ticket", "read", ids, ["name", "number"])
        self.assertEqual(row["number"], self.ticket.number)
        fields = self._call("helpdesk.ticket", "fields_get")
        self.assertNotIn("access_token", fields)

    def test_prv_03_customers_still_use_their_pages(self):
        self._login(self.portal_user)
        ids = self.ticket.ids
        for url in (
            "/my",
            "/my/tickets",
            "/my/tickets?sortby=stage&groupby=stage&search=E3&search_in=all",
            "/my/tickets?groupby=category",
            f"/my/ticket/{ids[0]}",
        ):
            with self.subTest(url):
                page = self.url_open(url)
                self.assertEqual(page.status_code, 200)
                if "ticket" in url:
                    self.assertTrue(self.ticket.name in page.text)
        page = self.url_open(f"/mail/view?model=helpdesk.ticket&res_id={ids[0]}")
        self.assertTrue(page.url.split("?")[0].endswith(f"/my/ticket/{ids[0]}"))
        answer = self.make_jsonrpc_request("/mail/chatter_fetch", self._thread())
        self.assertIn("Anna Berg", json.dumps(answer))

    def test_prv_03_the_link_of_a_mail_opens_the_page(self):
        url = self.ticket.sudo().get_portal_url()
        self.authenticate(None, None)
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        self.assertTrue(self.ticket.name in page.text)
        share = self.ticket.with_user(self.portal_user)._get_share_url()
        self.assertIn(self.ticket.sudo().access_token, share)
