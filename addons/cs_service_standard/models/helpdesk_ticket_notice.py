from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import babel_locale_parse, format_date, get_lang

from ..engine.calendar_spec import is_zone


class HelpdeskTicket(models.Model):
    """News of the work on a ticket: as a letter, and by SMS where that is wanted."""

    _inherit = "helpdesk.ticket"

    def _cs_desk_zone(self):
        """Name of the time zone days are promised in: that of the service hours."""
        self.ensure_one()
        ticket = self.sudo()
        zones = (
            ticket.team_id.cs_calendar_id.tz,
            ticket.cs_profile_id.calendar_id.tz,
            ticket.company_id.resource_calendar_id.tz,
        )
        return next((zone for zone in zones if zone and is_zone(zone)), "UTC")

    def _cs_local(self, at):
        """An instant (naive UTC) as the clock of the service desk shows it."""
        utc = at.replace(tzinfo=ZoneInfo("UTC"))
        return utc.astimezone(ZoneInfo(self._cs_desk_zone()))

    @api.model
    def _cs_send_notices(self, template, records):
        """Letters as ``_cs_send_letters`` sends them, and each as an SMS if wanted.

        The SMS has the words of the subject and a link, if the record has one.

        :param template: XML id of a ``mail.template``
        :param records: records with a ``ticket_id``
        :return: list of the messages
        """
        messages = self._cs_send_letters(template, records)
        for record, message in zip(records, messages, strict=True):
            ticket = record.ticket_id.sudo()
            if ticket.cs_profile_id.customer_sms and self._cs_has_sms():
                link = "tracking_url" in record._fields and record.tracking_url
                ticket._cs_send_sms(" ".join(filter(None, (message.subject, link))))
        return messages

    @api.model
    def _cs_has_sms(self):
        """Whether the app for SMS is installed; this addon does not ask for it."""
        return hasattr(self, "_message_sms")

    def _cs_send_sms(self, text):
        """Send a short message to the customer, if he has a telephone number.

        As superuser: whoever does the work need not see the number.
        """
        self.ensure_one()
        ticket = self.sudo().with_context(cs_no_contact=True)
        partner, number = ticket.partner_id, ticket.cs_phone or ticket.partner_id.phone
        if not number:
            return
        if partner.phone:
            ticket._message_sms(text, partner_ids=partner.ids, put_in_queue=True)
        else:
            ticket._message_sms(
                text, partner_ids=[], sms_numbers=[number], put_in_queue=True
            )

    def _cs_node_day(self, day, hour=0):
        """A promised day in the reader's words: Mon, Oct 23, 10:30."""
        this_year = day.year == fields.Date.context_today(self).year
        locale = babel_locale_parse(get_lang(self.env).code)
        pattern = locale.datetime_skeletons["MMMEd" if this_year else "yMMMEd"]
        text = format_date(self.env, day, date_format=str(pattern))
        if not hour:
            return text
        minutes = round(hour * 60)
        return f"{text}, {minutes // 60:02d}:{minutes % 60:02d}"
