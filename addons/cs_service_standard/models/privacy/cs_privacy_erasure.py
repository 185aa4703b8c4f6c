from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, is_html_empty

from ...engine.privacy import GONE, scrub, traces
from ...wording import listed

QUIET = {
    "tracking_disable": True,
    "mail_notrack": True,
    "mail_create_nolog": True,
    "active_test": False,
}
EMPTIED = (
    "email",
    "phone",
    "street",
    "street2",
    "zip",
    "city",
    "state_id",
    "vat",
    "function",
    "website",
    "comment",
    "image_1920",
    "ref",
    "barcode",
    "cs_consent_date",
    "cs_consent_version",
)


class CsPrivacyMap(models.AbstractModel):
    """Making a person unknown to us, while every figure stays what it is (PRV-02).

    Rows are never deleted: facts, clocks, codes and dates stay, names, contact data,
    the customer's words and files go.
    """

    _inherit = "cs.privacy.map"

    @api.model
    def _erasure_holds(self, partner):
        """Why the data must not be erased now, each in one sentence; a hook."""
        persons = self._persons(partner.sudo())
        holds = []
        if persons.user_ids.filtered(lambda user: user._is_internal()):
            holds.append(
                self.env._("The contact belongs to a colleague: ask the administrator.")
            )
        tickets = self._tickets(persons)
        still_open = tickets.filtered(lambda t: not t.stage_id._cs_outcome())
        if still_open:
            numbers = listed(self.env, still_open[:5].mapped("number"))
            holds.append(self.env._("Still open: %s. Close them first.", numbers))
        return holds + self._retention_holds(tickets - still_open)

    @api.model
    def _retention_holds(self, tickets):
        """Closed tickets that have to be kept for some days by law."""
        now = fields.Datetime.now()
        held = tickets.filtered(
            lambda t: (
                t.closed_date
                and t.closed_date
                > now - timedelta(days=t.company_id.cs_privacy_retention_days)
            )
        )
        if not held:
            return []
        days = max(held.company_id.mapped("cs_privacy_retention_days"))
        until = max(held.mapped("closed_date")) + timedelta(days=days)
        day = fields.Date.to_string(until)
        return [self.env._("Tickets have to be kept until %s.", day)]

    @api.model
    def _erase(self, partner):
        """Anonymise a contact and everything that hangs on it.

        As superuser: an approved right of the person, whoever carries it out.

        :return: dict from model to the number of records that were changed
        :raises UserError: when something has to be kept for now
        """
        holds = self._erasure_holds(partner)
        if holds:
            raise UserError(
                self.env._(
                    "The data of %(contact)s cannot be erased now. %(reasons)s",
                    contact=partner.display_name,
                    reasons=" ".join(holds),
                )
            )
        worker = self.with_user(SUPERUSER_ID).with_context(**QUIET)
        persons = worker._persons(worker.env["res.partner"].browse(partner.id))
        return worker._erase_persons(persons)

    @api.model
    def _erase_persons(self, persons):
        tickets = self._tickets(persons).with_env(self.env)
        tickets._cs_file_now()
        sources = self._sources(persons, tickets)
        names = self._names_of(persons, tickets, sources)
        changed = {}
        for model, records in sources.items():
            changed[model] = self._erase_records(records, names)
        changed |= self._erase_mail(persons, sources, names)
        for ticket in tickets:
            alias = ticket.partner_id and self._alias(ticket.partner_id)
            vals = {"partner_name": alias or GONE, "access_token": False}
            vals |= {"cs_email_key": False, "cs_phone_key": False}
            models.BaseModel.write(ticket, vals)
        self.env["cs.archive"].sudo().search(
            [("ticket_id", "in", tickets.ids), ("sealed_at", "!=", False)]
        ).write({"erased_at": fields.Datetime.now()})
        self._erase_contacts(persons)
        changed["res.partner"] = len(persons)
        return {model: count for model, count in changed.items() if count}

    @api.model
    def _names_of(self, persons, tickets, sources):
        """Everything by which these persons may be named in a text."""
        values = []
        for name in ("name", "email", "phone", "vat", "street"):
            values += persons.mapped(name)
        for name in ("partner_name", "partner_email", "cs_phone"):
            values += tickets.mapped(name)
        for acceptance in sources.get("cs.acceptance", ()):
            values.append(acceptance.signed_by)
        return traces(values)

    @api.model
    def _erase_records(self, records, names):
        """Empty, scrub or drop the fields of one model; how many records changed."""
        kinds = self._personal_fields(records._name)
        count = 0
        for record in records:
            vals = {}
            for name, kind in kinds.items():
                value = self._erased_value(record, name, kind, names)
                if value != record[name]:
                    vals[name] = value
            if vals:
                # what is locked for the work is not locked for the law
                models.BaseModel.write(record, vals)
                count += 1
        return count

    @api.model
    def _erased_value(self, record, name, kind, names):
        value = record.with_context(bin_size=True)[name]
        if not value or kind == "scrub" and is_html_empty(value):
            return record[name]
        if kind == "scrub":
            text = scrub(str(value), names)
            return record[name] if text == str(value) else text
        return GONE if record._fields[name].required else False

    @api.model
    def _alias(self, partner):
        """A name for somebody who has none any more; tells contacts apart."""
        return self.env._("Erased contact %s", partner.id)

    @api.model
    def _erase_contacts(self, persons):
        """Contacts stay as rows without a name; nobody logs in with them."""
        users = persons.user_ids
        users.write({"active": False})
        users.flush_recordset()
        if users:
            # the usual way would write a letter to the address that is to be forgotten
            self.env.cr.execute(
                SQL(
                    "UPDATE res_users SET login = 'erased-' || id, signature = NULL "
                    "WHERE id IN %s",
                    tuple(users.ids),
                )
            )
            users.invalidate_recordset(["login", "signature"], flush=False)
        for partner in persons:
            vals = {name: False for name in EMPTIED if name in partner._fields}
            partner.write({**vals, "name": self._alias(partner)})
        active = persons.filtered("active").with_context(active_test=True)
        active.write({"active": False})
