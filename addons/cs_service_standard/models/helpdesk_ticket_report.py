import base64
import logging

from odoo import SUPERUSER_ID, models

from .ir_actions_report import TRY_AGAIN

_logger = logging.getLogger(__name__)


class HelpdeskTicket(models.Model):
    """Letters and reports about a ticket, filed as a document that stays as it is."""

    _inherit = "helpdesk.ticket"

    def _cs_file_report(self, report_xmlid, record, name, lang=None, internal=False):
        """Render a report about this ticket and file it with its record and the ticket.

        A PDF where one can be made, else a page that needs nothing from outside.  The
        work goes on when neither can be made: the ticket then says so in a note.

        As superuser: whoever confirms, the customer by his link included, files it;
        reports show no more of a customer than ``cs_name_masked``.

        :param report_xmlid: of an ``ir.actions.report``
        :param record: what the report is about: of its model, one of this ticket's
        :param name: title of the document, without an ending
        :param lang: language it is written in, by default the customer's
        :param bool internal: not for the customer, whose page lists the documents of
            the ticket: filed with the record alone
        :return: the ``ir.attachment`` of the ticket, or of the record of an internal
            one; empty if none could be made
        """
        self.ensure_one()
        lang = lang or self.sudo().partner_id.lang or self.env.lang
        report = self.env["ir.actions.report"].sudo().with_context(lang=lang)
        try:
            with self.env.cr.savepoint():
                content, kind = report._cs_render(report_xmlid, record.ids, name)
        except TRY_AGAIN:
            raise
        except Exception as error:
            _logger.warning(
                "Report %s of %s failed", report_xmlid, record, exc_info=True
            )
            self._cs_note_missing_report(name, error)
            return self.env["ir.attachment"]
        values = {
            "name": f"{name}.{kind}".replace("/", "-"),
            "type": "binary",
            "datas": base64.b64encode(content),
            "mimetype": "application/pdf" if kind == "pdf" else "text/html",
        }
        return self._cs_attach(values, record, internal)

    def _cs_attach(self, values, record, internal):
        """File a document with a record and, unless internal, with the ticket.

        :return: the last of the new attachments
        """
        places = {(record._name, record.id): None}
        if not internal:
            places[self._name, self.id] = None
        vals_list = [{**values, "res_model": m, "res_id": i} for m, i in places]
        # pages of anybody else are stored as plain text
        attachments = self.env["ir.attachment"].with_user(SUPERUSER_ID)
        filed = attachments.create(vals_list)[-1:]
        return self.env["ir.attachment"].browse(filed.ids)

    def _cs_note_missing_report(self, name, error):
        """Tell the agents that a document has to be made by hand."""
        self.sudo().message_post(
            body=self.env._(
                "The document '%(name)s' could not be made: %(error)s. Print it from "
                "its form once this is mended.",
                name=name,
                error=str(error)[:250] or type(error).__name__,
            ),
            subtype_xmlid="mail.mt_note",
            author_id=self.env.ref("base.partner_root").id,
        )
