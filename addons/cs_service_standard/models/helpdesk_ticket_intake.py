import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import email_normalize, html2plaintext
from odoo.tools.mail import parse_contact_from_email

_logger = logging.getLogger(__name__)

SUBJECT_LENGTH = 200


class HelpdeskTicket(models.Model):
    """How requests come in by themselves, by mail or portal: none is ever refused."""

    _inherit = "helpdesk.ticket"

    cs_consent_date = fields.Datetime(
        string="Consent Given",
        copy=False,
        groups="base.group_user",
        help="When the customer agreed to the use of his data for this request: on the "
        "form, or when somebody asked him.",
    )
    cs_consent_version = fields.Char(
        string="Consent to Version", readonly=True, copy=False, groups="base.group_user"
    )

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._cs_note_consent()
        if self.env.context.get("cs_portal_request"):
            tickets._cs_acknowledge()
        return tickets

    def action_cs_consent(self):
        """The customer has just been asked and agreed, say on the telephone."""
        for ticket in self:
            ticket.write(
                {
                    "cs_consent_date": fields.Datetime.now(),
                    "cs_consent_version": ticket.company_id.sudo().cs_consent_version,
                }
            )
        self._cs_note_consent()

    def _cs_note_consent(self):
        """Keep the latest consent on the customer too, once a day for each version.

        Runs as superuser: the customer may not write his own record.
        """
        for ticket in self.sudo().filtered("cs_consent_date"):
            customer = ticket.partner_id
            known = customer.cs_consent_date
            same_day = known and known.date() == ticket.cs_consent_date.date()
            version = ticket.cs_consent_version
            if not same_day or customer.cs_consent_version != version:
                customer.write(
                    {
                        "cs_consent_date": ticket.cs_consent_date,
                        "cs_consent_version": version,
                    }
                )

    @api.model
    def message_new(self, msg, custom_values=None):
        """Give a ticket that will follow a standard all a letter tells about it.

        Other tickets are left to the helpdesk.
        """
        values = self._cs_existing_values(custom_values or {})
        team = self._cs_team_of_letter(values)
        if not team._cs_follows_standard():
            return super().message_new(msg, custom_values=custom_values)
        letter = self._cs_prepare_letter_vals(msg, team.company_id or self.env.company)
        ticket = super().message_new(msg, custom_values={**letter, **values})
        ticket._cs_acknowledge()
        return ticket

    @api.model
    def _cs_team_of_letter(self, values):
        """The team of the address the letter was sent to, else that of its type."""
        team = self.env["helpdesk.ticket.team"].browse(values.get("team_id"))
        return team or self._cs_route_team(
            self.env["helpdesk.ticket.type"].browse(values.get("type_id")),
            self.env.company,
            self.env["res.partner"],
        )

    @api.model
    def _cs_existing_values(self, values):
        """Copy of alias defaults without references to records that are gone."""
        kept = {}
        for name, value in values.items():
            field = self._fields.get(name)
            gone = (
                field
                and field.type == "many2one"
                and not self.env[field.comodel_name].browse(value).exists()
            )
            if field and not gone:
                kept[name] = value
        return kept

    @api.model
    def _cs_prepare_letter_vals(self, msg, company):
        """Ticket values read from a letter; a hook.

        :param dict msg: the parsed letter, see ``mail.thread.message_parse``
        """
        name, email = parse_contact_from_email(msg.get("email_from") or "")
        partner = self._cs_partner_of_email(email, company)
        body = msg.get("body") or ""
        subject = " ".join((msg.get("subject") or "").split())
        text = html2plaintext(body, include_references=False).strip()
        channel = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_channel_email", raise_if_not_found=False
        )
        return {
            "name": subject[:SUBJECT_LENGTH] or self.env._("No subject"),
            "description": body if text or "<img" in body else self._cs_no_text(),
            "partner_id": partner.id,
            "partner_name": partner.name or name or email or msg.get("email_from"),
            "partner_email": email or msg.get("email_from"),
            "channel_id": channel.id if channel else False,
            "cs_verbatim": text or subject,
        }

    @api.model
    def _cs_no_text(self):
        return self.env._("(The letter came without text.)")

    @api.model
    def _cs_partner_of_email(self, email, company):
        """The one customer with this address; nobody when several share it.

        A wrong guess would show the request to somebody else on the portal.
        """
        partners = self.env["res.partner"].sudo()
        address = email_normalize(email or "")
        if not address:
            return partners
        found = partners.search(
            [
                ("email_normalized", "=", address),
                ("company_id", "in", [False, company.id]),
            ],
            limit=2,
        )
        return found if len(found) == 1 else partners

    def _cs_acknowledge(self):
        """Send the receipt where the team wants one; never counts as a contact.

        Automatic letters get none, so that two machines never talk to each other. A
        broken template is reported in the log and never refuses the request.
        """
        if self.env.context.get("cs_auto_reply"):
            return
        tickets = self._cs_following().filtered(
            lambda t: t.sudo().team_id.cs_acknowledge and t._cs_reply_address()
        )
        template = tickets and self.env.ref(
            "cs_service_standard.mail_template_acknowledgement",
            raise_if_not_found=False,
        )
        if not template:
            return
        try:
            with self.env.cr.savepoint():
                template.sudo().send_mail_batch(
                    tickets.ids,
                    email_values={"headers": repr({"Auto-Submitted": "auto-replied"})},
                )
        except Exception:
            _logger.exception("No receipt was sent for tickets %s", tickets.ids)
        self._cs_wake_mail_queue()

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        """Queue what a request form makes us write: nobody waits for a mail server."""
        if not self.env.context.get("cs_portal_request"):
            return super()._notify_thread_by_email(message, recipients_data, **kwargs)
        queuing = self.with_context(mail_notify_force_send=False)
        result = super(HelpdeskTicket, queuing)._notify_thread_by_email(
            message, recipients_data, **kwargs
        )
        if any(person["notif"] == "email" for person in recipients_data):
            self._cs_wake_mail_queue()
        return result

    @api.model
    def _cs_wake_mail_queue(self):
        """Have the mail queue sent within a minute; once for each transaction.

        Not in this second: that would cost each request a connection of its own.
        Runs as superuser: whoever writes to us may have our answer sent.
        """
        known = self.env.cr.precommit.data
        queue = "mail.ir_cron_mail_scheduler_action"
        job = self.env.ref(queue, raise_if_not_found=False)
        if job and not known.get("cs_mail_queue"):
            known["cs_mail_queue"] = True
            job.sudo()._trigger(fields.Datetime.now() + timedelta(seconds=1))

    def _cs_reply_address(self):
        self.ensure_one()
        return email_normalize(self.partner_email or self.partner_id.email or "")
