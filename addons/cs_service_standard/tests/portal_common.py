"""A customer on the portal, shared by the tests of its pages."""

from lxml import html

from odoo import http
from odoo.tests import HttpCase

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
