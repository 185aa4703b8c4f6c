import json

from odoo import api, fields, models
from odoo.tools import html2plaintext

from .cs_privacy_map import ABOUT_STAFF

CONTACT = (
    "name",
    "email",
    "phone",
    "street",
    "street2",
    "zip",
    "city",
    "lang",
    "vat",
    "function",
    "website",
    "comment",
    "cs_consent_date",
    "cs_consent_version",
    "cs_customer_value",
    "cs_company_size",
)
TICKET = ("number", "create_date", "closed_date", "partner_name")


class CsPrivacyMap(models.AbstractModel):
    """A copy of everything that is held of a person, for that person (PRV-02)."""

    _inherit = "cs.privacy.map"

    @api.model
    def _export(self, partner):
        """The copy as plain values.

        As superuser beyond the request: the copy has to be whole, whatever its
        officer may read. Internal messages and marks of colleagues are left out.
        """
        persons = self._persons(partner.sudo())
        tickets = self._tickets(persons)
        sources = self._sources(persons, tickets)
        shown = {
            model: [self._export_record(record) for record in records]
            for model, records in sources.items()
            if records and model != "helpdesk.ticket" and self._is_shared(model)
        }
        return {
            "contact": [self._export_fields(one, CONTACT) for one in persons],
            "tickets": [self._export_ticket(ticket) for ticket in tickets],
            "records": {model: rows for model, rows in shown.items() if any(rows)},
            "seen_by_staff": self._export_reveals(persons, tickets),
        }

    @api.model
    def _export_json(self, partner):
        """The copy as a file."""
        text = json.dumps(self._export(partner), ensure_ascii=False, indent=2)
        return text.encode()

    @api.model
    def _is_shared(self, model):
        return not model.startswith(ABOUT_STAFF)

    @api.model
    def _export_fields(self, record, names):
        """Non-empty values in words."""
        found = {}
        for name in names:
            field, value = record._fields[name], record[name]
            if field.type == "html":
                value = html2plaintext(value or "")
            elif field.type == "datetime":
                value = fields.Datetime.to_string(value)
            if value:
                found[name] = value
        return found

    @api.model
    def _export_record(self, record):
        """Texts of one record; files by name alone."""
        kinds = self._personal_fields(record._name)
        texts = [name for name, kind in kinds.items() if kind != "drop"]
        return self._export_fields(record, texts)

    @api.model
    def _export_ticket(self, ticket):
        """A ticket with what was written between customer and desk."""
        row = self._export_fields(ticket, TICKET) | self._export_record(ticket)
        row["type"] = ticket.type_id.name or ""
        row["stage"] = ticket.stage_id.name or ""
        row["messages"] = [
            {
                "date": fields.Datetime.to_string(message.date),
                "from_customer": message.author_id == ticket.partner_id,
                "text": html2plaintext(message.body or ""),
            }
            for message in ticket.message_ids.sorted("id")
            if not message.is_internal
            and not message.subtype_id.internal
            and message.body
        ]
        files = self.env["ir.attachment"].sudo()
        domain = [("res_model", "=", ticket._name), ("res_id", "=", ticket.id)]
        row["files"] = files.search(domain).mapped("name")
        return row

    @api.model
    def _export_reveals(self, persons, tickets):
        """When contact data were looked at; by whom is not the customer's to know."""
        logs = self.env["cs.reveal.log"].sudo()
        domain = [
            "|",
            ("partner_id", "in", persons.ids),
            ("ticket_id", "in", tickets.ids),
        ]
        return [
            {"at": fields.Datetime.to_string(log.at), "fields": log.field_names or ""}
            for log in logs.search(domain, order="at")
        ]
