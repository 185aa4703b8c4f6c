from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """Green channel: urgent tickets bring the team leader in at once (RSP-13)."""

    _inherit = "helpdesk.ticket"

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        if not self._cs_is_backdated():
            tickets._cs_tell_supervisor()
        return tickets

    def write(self, vals):
        if not vals.keys() & {"cs_green_channel", "type_id"}:
            return super().write(vals)
        green = self.filtered("cs_green_channel")
        result = super().write(vals)
        (self - green)._cs_tell_supervisor()
        return result

    def _cs_tell_supervisor(self):
        """One activity for the leader of each green ticket, at once."""
        urgent = self._cs_following().filtered("cs_green_channel").sudo()
        vals_list = []
        for ticket in urgent:
            person = ticket._cs_supervisor()
            reader = ticket.with_context(lang=person.lang, tz=person.tz)
            summary = reader.env._(
                "Green channel: %(ticket)s needs you now", ticket=ticket.number
            )
            vals_list.append(reader._cs_prepare_todo_vals(person, summary))
        self.env["mail.activity"].sudo().create(vals_list)

    def _cs_prepare_todo_vals(self, person, summary):
        """A to-do on this ticket for today, the day it is where the reader lives.

        :param person: ``res.users``; language and zone are those of the context
        """
        self.ensure_one()
        return {
            "res_model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
            "res_id": self.id,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(
                "mail.mail_activity_data_todo"
            ),
            "user_id": person.id,
            "date_deadline": fields.Date.context_today(self),
            "summary": summary,
        }

    def _cs_supervisor(self):
        """Team leader, else the service manager of the profile: never nobody."""
        self.ensure_one()
        return self._cs_first_reachable(self.team_id.user_id)

    def _cs_first_reachable(self, *people):
        """The first person who can open this ticket, else whoever runs the system.

        :param people: ``res.users`` records, each one user or none
        """
        for person in (*people, self.cs_profile_id.manager_id):
            works = person.active and not person.share
            if works and self.company_id in person.company_ids:
                return person
        return self.env.ref("base.user_admin")
