from unittest.mock import patch

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalAction(PortalCase):
    """One route for the forms of a customer's page, with account or by link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(partner_id=cls.customer.id)
        cls.other = cls._create_ticket()
        cls.neighbour = new_test_user(
            cls.env, "cs_neighbour", groups="base.group_portal", name="李四"
        )

    def setUp(self):
        super().setUp()
        model = type(self.env["helpdesk.ticket"])
        self.done = []

        def act(ticket, values, files):
            if values.get("word") == "bad":
                ticket.name = "must be rolled back"
                raise UserError("Say something nice.")
            self.done.append((ticket.id, values.get("word")))
            return "Thank you for the word."

        def actions(ticket):
            return {"say": "_cs_portal_say"}

        for name, method in (
            ("_cs_portal_say", act),
            ("_cs_portal_actions", actions),
        ):
            found = patch.object(model, name, method, create=True)
            found.start()
            self.addCleanup(found.stop)

    def _act(self, ticket, code="say", token=None, csrf=True, **values):
        data = dict(values)
        if csrf:
            data["csrf_token"] = http.Request.csrf_token(self)
        if token:
            data["access_token"] = token
        return self.url_open(f"/my/ticket/{ticket.id}/cs/{code}", data=data)

    def test_the_customer_acts_and_is_thanked_once(self):
        page = self._act(self.ticket, word="hello")
        self.assertEqual(self.done, [(self.ticket.id, "hello")])
        self.assertIn("Thank you for the word.", page.text)
        again = self.url_open(f"/my/ticket/{self.ticket.id}")
        self.assertNotIn("Thank you for the word.", again.text)

    def test_the_link_of_a_letter_needs_no_account(self):
        token = self.ticket._portal_ensure_token()
        self.authenticate(None, None)
        page = self._act(self.ticket, token=token, word="by link")
        self.assertEqual(self.done, [(self.ticket.id, "by link")])
        self.assertIn("Thank you for the word.", page.text)

    def test_a_guessed_token_opens_nothing(self):
        self.ticket._portal_ensure_token()
        self.authenticate(None, None)
        for token in ("0" * 36, "", None):
            self._act(self.ticket, token=token, word="guess")
        self._act(self.ticket, token=self.other._portal_ensure_token(), word="other")
        self.assertFalse(self.done)

    def test_a_neighbour_reaches_nothing(self):
        self.authenticate("cs_neighbour", "cs_neighbour")
        self._act(self.ticket, word="mine")
        self.assertFalse(self.done)

    def test_a_colleague_reads_but_does_not_decide(self):
        company = self.env["res.partner"].create(
            {"name": "Laundry Ltd", "is_company": True}
        )
        (self.customer + self.neighbour.partner_id).parent_id = company
        self.authenticate("cs_neighbour", "cs_neighbour")
        answer = self._act(self.ticket, word="mine")
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.done)

    def test_without_the_token_of_the_form_nothing_happens(self):
        with mute_logger("odoo.http"):
            answer = self._act(self.ticket, csrf=False, word="forged")
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.done)
        self.assertEqual(
            self.url_open(f"/my/ticket/{self.ticket.id}/cs/say").status_code, 405
        )

    def test_an_error_is_told_and_nothing_else_changes(self):
        page = self._act(self.ticket, word="bad")
        self.assertEqual(page.status_code, 200)
        self.assertEqual(self.ticket.name, "Washing machine shows E3")

    def test_an_unknown_action_is_refused_with_a_sentence(self):
        self._act(self.ticket, code="nothing", word="x")
        self.assertFalse(self.done)

    def test_one_address_cannot_try_for_ever(self):
        self.company.cs_request_limit_address = 1
        for _number in range(7):
            self._act(self.ticket, word="again")
        self.assertEqual(len(self.done), 5)
