from odoo import http
from odoo.tests import new_test_user, tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestCompensationPortal(PortalCase):
    """The customer answers the offer on his page, and nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile.compensation_limit = 300
        cls.ticket = cls._create_ticket(
            partner_id=cls.customer.id, user_id=cls.agent_li.id
        )
        cls.offer = cls._offer(200)

    @classmethod
    def _offer(cls, amount):
        kind = cls.env.ref("cs_service_standard.cs_compensation_kind_coupon")
        compensations = cls.env["cs.compensation"].with_user(cls.agent_li)
        return compensations.create(
            {
                "ticket_id": cls.ticket.id,
                "kind_id": kind.id,
                "amount": amount,
                "reason": "The accessory came late.",
                "responsible_id": cls.agent_li.id,
            }
        )

    def _send(self, code, offer=None, token=None, **values):
        data = {
            "csrf_token": http.Request.csrf_token(self),
            "compensation": (offer or self.offer).id,
            **values,
        }
        if token:
            data["access_token"] = token
        return self.url_open(f"/my/ticket/{self.ticket.id}/cs/{code}", data=data)

    def _section(self):
        page = self._page(f"/my/ticket/{self.ticket.id}")
        return page.xpath("//section[@id='compensation']")

    def test_cmp_07_accepted_on_the_page(self):
        self.assertFalse(self._section(), "a draft is ours alone")
        self.offer.action_offer()
        (section,) = self._section()
        text = " ".join(section.text_content().split())
        self.assertIn("Coupon, ", text)
        self.assertIn("200.00", text)
        self.assertNotIn("Li", text)
        for field in section.xpath(".//textarea"):
            self.assertTrue(section.xpath(f".//label[@for='{field.get('id')}']"))
        page = self._send("compensation_accept")
        self.assertIn("Thank you. We see to it now.", page.text)
        self.assertEqual(self.offer.state, "accepted")
        self.assertFalse(self.offer.recorded_id)
        (section,) = self._section()
        self.assertFalse(section.xpath(".//form"))
        page = self._send("compensation_decline")
        self.assertEqual(self.offer.state, "accepted", "answered once")

    def test_cmp_07_declined_by_the_link_of_the_letter(self):
        self.offer.action_offer()
        token = self.ticket._portal_ensure_token()
        self.authenticate(None, None)
        self._send("compensation_decline", token=token, words="A refund, please")
        self.assertEqual(self.offer.state, "declined")
        self.assertEqual(self.offer.answer_words, "A refund, please")

    def test_cmp_07_nobody_else_answers(self):
        self.offer.action_offer()
        new_test_user(self.env, "cs_next", groups="base.group_portal")
        self.authenticate("cs_next", "cs_next")
        self._send("compensation_accept")
        self.assertEqual(self.offer.state, "offered")

    def test_cmp_07_what_waits_for_approval_is_not_shown(self):
        big = self._offer(500)
        big.action_request()
        self.assertFalse(self._section())
        self._send("compensation_accept", offer=big)
        self.assertEqual(big.state, "to_approve")
