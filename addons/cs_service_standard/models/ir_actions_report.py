import logging

import psycopg2.errors
from lxml import etree, html

from odoo import api, models
from odoo.tools import file_open

_logger = logging.getLogger(__name__)

TRY_AGAIN = (
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.DeadlockDetected,
)
STYLE = "cs_service_standard/static/src/report/letter.css"
OUTSIDE = "//script | //link | //base | //meta[@http-equiv]"


class IrActionsReport(models.Model):
    """A report as a file that opens everywhere, with or without wkhtmltopdf."""

    _inherit = "ir.actions.report"

    @api.model
    def _cs_render(self, report_ref, ids, title):
        """Content and kind of a report: ``pdf`` if one can be made, else ``html``."""
        if self.get_wkhtmltopdf_state() in ("ok", "upgrade"):
            try:
                with self.env.cr.savepoint():
                    content, kind = self._render_qweb_pdf(report_ref, ids)
                if kind == "pdf":
                    return content, kind
            except TRY_AGAIN:
                raise
            except Exception:
                _logger.info("No PDF of %s %s", report_ref, ids, exc_info=True)
        content, _kind = self._render_qweb_html(report_ref, ids)
        return self._cs_alone(content, title), "html"

    @api.model
    def _cs_alone(self, content, title):
        """A rendered page without anything that has to be fetched from elsewhere."""
        page = html.document_fromstring(content)
        for node in page.xpath(OUTSIDE):
            node.drop_tree()
        for image in page.xpath("//img[not(starts-with(@src, 'data:'))]"):
            image.drop_tree()
        with file_open(STYLE) as style:
            sheet = etree.Element("style")
            sheet.text = style.read()
        head = page.find("head")
        for name in head.findall("title"):
            head.remove(name)
        etree.SubElement(head, "title").text = title
        if not head.findall("meta[@charset]"):
            head.insert(0, etree.Element("meta", charset="utf-8"))
        head.append(sheet)
        return html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>")
