from odoo import models

from ..engine.instants import from_epoch, to_epoch


class HelpdeskTicket(models.Model):
    """Letters to the customer from templates, and instants in working days."""

    _inherit = "helpdesk.ticket"

    def _cs_send_letters(self, template, records, person=False):
        """Send one letter per record to the customer of its ticket.

        The template is rendered in the customer's language (its ``lang``) and posted
        on the ticket as a public message.  As superuser: templates belong to managers,
        and whoever does the work need not read the ticket.

        :param template: a ``mail.template`` or its XML id
        :param records: tickets, or records with a ``ticket_id``
        :param bool person: a person writes to the customer, which counts as contact;
            otherwise the system does, and no clock stops
        :return: list of the messages
        """
        if isinstance(template, str):
            template = self.env.ref(template)
        texts = template.sudo()._generate_template(
            records.ids, ("subject", "body_html")
        )
        messages = []
        for record in records:
            ticket = record if record._name == self._name else record.ticket_id
            text = texts[record.id]
            messages.append(
                ticket.with_context(cs_no_contact=not person)._cs_tell_customer(
                    text["body_html"], text["subject"]
                )
            )
        return messages

    def _cs_working_after(self, start, seconds, mode="working_days"):
        """The instant when some working time after ``start`` has passed.

        Counted by the calendar of this ticket: the contract's, the team's, the
        profile's, the company's, else round the clock.

        :param start: naive UTC datetime
        :param int seconds: 86 400 per working day in mode ``working_days``
        :param str mode: ``elapsed``, ``working_hours`` or ``working_days``
        :return: naive UTC datetime, or ``False`` if the calendar never opens
        """
        self.ensure_one()
        ticket = self.sudo()
        service = self.env["cs.clock.service"]
        calendar, _fallback = service._calendar_of(
            ticket.team_id.id,
            ticket.cs_profile_id.id,
            ticket.company_id.id,
            service._contract_calendar(ticket),
        )
        time = service._calendars()(mode, calendar)
        due = time.advance(to_epoch(start), seconds)
        return due is not None and from_epoch(due)
