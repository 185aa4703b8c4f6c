import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.mail_template_letter import LETTER_FIELDS

RECENT = 200

_logger = logging.getLogger(__name__)


class MailTemplatePreview(models.TransientModel):
    """A customer letter as the customer of a real ticket would get it."""

    _inherit = "mail.template.preview"

    cs_letter = fields.Boolean(related="mail_template_id.cs_letter")
    cs_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Ticket",
        compute="_compute_cs_ticket_id",
        store=True,
        readonly=False,
        help="The letter is shown as the customer of this ticket would get it; nothing "
        "is sent.",
    )
    cs_ticket_ids = fields.Many2many(
        "helpdesk.ticket",
        string="Recent Tickets",
        compute="_compute_cs_ticket_ids",
        store=False,
    )
    lang = fields.Selection(compute="_compute_cs_lang", store=True, readonly=False)

    @api.depends("mail_template_id")
    def _compute_cs_ticket_ids(self):
        """The latest tickets that have what the letter is about."""
        for preview in self:
            model = preview.cs_letter and preview.mail_template_id.model
            tickets = self.env["helpdesk.ticket"]
            if model == tickets._name:
                tickets = tickets.search([], order="id desc", limit=RECENT)
            elif model:
                records = self.env[model].search([], order="id desc", limit=RECENT)
                tickets = records.ticket_id._filtered_access("read")
            preview.cs_ticket_ids = tickets

    @api.depends("mail_template_id")
    def _compute_cs_ticket_id(self):
        for preview in self:
            preview.cs_ticket_id = preview.cs_ticket_ids[:1]

    @api.depends("cs_ticket_id")
    def _compute_resource_ref(self):
        letters = self.filtered("cs_letter")
        for preview in letters:
            record = preview._cs_record()
            preview.resource_ref = record and f"{record._name},{record.id}"
        return super(MailTemplatePreview, self - letters)._compute_resource_ref()

    @api.depends("resource_ref")
    def _compute_cs_lang(self):
        """The language of that customer, until another one is chosen."""
        for preview in self:
            record = preview.cs_letter and preview.resource_ref
            if record:
                template = preview.mail_template_id.sudo()
                preview.lang = template._render_lang(record.ids)[record.id]
            else:
                preview.lang = preview.lang

    def _compute_mail_template_fields(self):
        """Of a letter, what the customer sees: no addresses, no traceback."""
        letters = self.filtered("cs_letter")
        for preview in letters:
            preview._set_mail_attributes({"subject": False})
            preview.error_msg = preview._cs_show()
        others = self - letters
        return super(MailTemplatePreview, others)._compute_mail_template_fields()

    def _cs_show(self):
        """Write the letter; return what went wrong, in one sentence."""
        record = self.resource_ref
        if not record:
            return self.env._(
                "No ticket has what “%s” is about yet.", self.mail_template_id.name
            )
        template = self.mail_template_id.with_context(template_preview_lang=self.lang)
        try:
            texts = template._generate_template(record.ids, LETTER_FIELDS)
        except (ValueError, TypeError, KeyError, AttributeError, UserError) as error:
            _logger.info("Letter %s cannot be shown", template.id, exc_info=True)
            return self.env._(
                "“%(letter)s” cannot be written for ticket %(ticket)s: %(reason)s",
                letter=self.mail_template_id.name,
                ticket=self.cs_ticket_id.number,
                reason=self._cs_reason(error),
            )
        self.subject = texts[record.id]["subject"]
        self.body_html = texts[record.id]["body_html"]
        return False

    @api.model
    def _cs_reason(self, error):
        """The first line of what went wrong first."""
        while error.__cause__:
            error = error.__cause__
        return str(error).strip().split("\n")[0]

    def _cs_record(self):
        """The latest record of the chosen ticket that the letter is about."""
        model = self.mail_template_id.model
        ticket = self.cs_ticket_id._origin
        if not ticket or model == ticket._name:
            return ticket
        found = [("ticket_id", "=", ticket.id)]
        return self.env[model].search(found, order="id desc", limit=1)
