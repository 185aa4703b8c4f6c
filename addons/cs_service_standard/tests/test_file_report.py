from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import helpdesk_ticket_report, ir_actions_report
from .common import StandardCase

DOSSIER = "cs_service_standard.cs_ticket_clock_action_dossier"
LOGGERS = (helpdesk_ticket_report.__name__, ir_actions_report.__name__)


@tagged("post_install", "-at_install")
class TestFileReport(StandardCase):
    """A document is filed where a PDF can be made, where none can, and on failure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._target("resolution", 3600)
        cls.ticket = cls._create_ticket(
            partner_id=cls.customer.id, user_id=cls.agent_li.id
        )
        cls.clock = cls.ticket.sudo().cs_clock_ids[:1]
        cls.report = type(cls.env["ir.actions.report"])

    def _patch(self, state, pdf=None):
        self.patch(self.report, "get_wkhtmltopdf_state", lambda _self: state)
        if pdf:
            self.patch(self.report, "_render_qweb_pdf", pdf)

    def _file(self, user=None):
        ticket = self.ticket.with_user(user or self.agent_li)
        return ticket._cs_file_report(DOSSIER, self.clock, "Dossier 1/2")

    def test_ned_08_pdf_where_one_can_be_made(self):
        self._patch("ok", lambda *_args, **_kw: (b"%PDF-1.4 letter", "pdf"))
        filed = self._file()
        self.assertRecordValues(
            filed,
            [
                {
                    "name": "Dossier 1-2.pdf",
                    "mimetype": "application/pdf",
                    "raw": b"%PDF-1.4 letter",
                    "res_model": "helpdesk.ticket",
                    "res_id": self.ticket.id,
                }
            ],
        )
        twin = self.env["ir.attachment"].search(
            [("res_model", "=", "cs.ticket.clock"), ("res_id", "=", self.clock.id)]
        )
        self.assertEqual(twin.raw, filed.raw)

    def test_ned_08_page_where_no_pdf_can_be_made(self):
        for state in ("install", "workers", "broken"):
            self._patch(state)
            filed = self._file()
            self.assertEqual(filed.name, "Dossier 1-2.html")
            self.assertEqual(filed.mimetype, "text/html")
            page = filed.raw.decode()
            self.assertIn(self.ticket.number, page)
            self.assertIn("<style>", page)
            self.assertIn('charset="utf-8"', page)
            for outside in ("<script", "<link", 'src="/', "src='/", "<base"):
                self.assertNotIn(outside, page)

    def test_ned_08_page_when_the_pdf_fails(self):
        def broken(*_args, **_kw):
            raise ValueError("wkhtmltopdf crashed")

        self._patch("ok", broken)
        with mute_logger(*LOGGERS):
            self.assertEqual(self._file().mimetype, "text/html")

    def test_ned_08_work_goes_on_when_nothing_can_be_made(self):
        self._patch("install")

        def broken(*_args, **_kw):
            self.env.cr.execute("SELECT 1 / 0")

        self.patch(self.report, "_render_qweb_html", broken)
        with mute_logger(*LOGGERS, "odoo.sql_db"):
            filed = self._file()
        self.assertFalse(filed)
        note = self.ticket.message_ids[:1]
        self.assertIn("could not be made", note.body)
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))

    def test_internal_document_is_not_on_the_customers_page(self):
        self._patch("install")
        ticket = self.ticket.with_user(self.agent_li)
        filed = ticket._cs_file_report(DOSSIER, self.clock, "Dossier", internal=True)
        self.assertEqual(filed.res_model, "cs.ticket.clock")
        self.assertNotIn("Dossier.html", self.ticket.attachment_ids.mapped("name"))

    def test_ned_08_document_is_in_the_customers_language(self):
        self._patch("install")
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        self.assertIn('lang="zh-CN"', self._file().raw.decode())

    def test_ned_08_agent_and_customer_file_it_alike(self):
        self._patch("install")
        public = self.env.ref("base.public_user")
        ticket = self.ticket.with_user(public).sudo()
        filed = ticket._cs_file_report(DOSSIER, self.clock, "Dossier")
        self.assertEqual(filed.mimetype, "text/html")
        self.assertTrue(filed.with_user(self.agent_li).has_access("read"))
        self.assertFalse(filed.with_user(public).has_access("read"))
