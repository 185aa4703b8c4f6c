from odoo import fields, models
from odoo.exceptions import AccessError

LEADERS = "helpdesk_mgmt.group_helpdesk_user"


class HelpdeskTicket(models.Model):
    """Green channel: urgent tickets bring the team leader in at once (RSP-13)."""

    _inherit = "helpdesk.ticket"

    def _cs_begin(self, vals_by_id):
        result = super()._cs_begin(vals_by_id)
        if not self._cs_is_backdated():
            urgent = self.filtered("cs_green_channel")
            if urgent:
                urgent._cs_tell_supervisor()
        return result

    def write(self, vals):
        if not vals.keys() & {"cs_green_channel", "type_id"}:
            return super().write(vals)
        green = self.filtered("cs_green_channel")
        leaves = not vals.get("cs_green_channel", True)
        if leaves:
            green._cs_check_leaves_green()
        result = super().write(vals)
        (self - green)._cs_tell_supervisor()
        if leaves and green:
            green._cs_answer_green()
        return result

    def _cs_check_leaves_green(self):
        """Whoever is late must not be able to make it look less urgent."""
        if not self or self.env.su or self.env.user.has_group(LEADERS):
            return
        ticket = self[0].sudo()
        raise AccessError(
            self.env._(
                "Only a team leader takes ticket %(number)s out of the green channel: "
                "ask %(leader)s.",
                number=ticket.number,
                leader=ticket._cs_supervisor().name,
            )
        )

    def _cs_answer_green(self):
        """Whoever takes a ticket out of the green channel has answered for it.

        As superuser: a leader who may write the ticket may answer.
        """
        notices = self.env["cs.clock.notice"].sudo()
        waiting = [("ticket_id", "in", self.ids), *self._cs_unanswered()]
        notices.search(waiting)._acknowledge(self.env.user)

    def _cs_tell_supervisor(self):
        """One to-do for the leader of each green ticket, at once and without mail."""
        urgent = self._cs_following().filtered("cs_green_channel").sudo()
        if not urgent:
            return
        known = urgent._cs_escalation_todos()
        vals_list = []
        for ticket in urgent:
            person = ticket._cs_supervisor()
            if (ticket.id, person.id) in known:
                continue
            reader = ticket.with_context(lang=person.lang, tz=person.tz)
            summary = reader.env._(
                "Green channel: %(ticket)s needs you now", ticket=ticket.number
            )
            vals_list.append(reader._cs_prepare_escalation_vals(person, summary))
        # the ladder writes the one letter about it
        quiet = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        quiet.sudo().create(vals_list)

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

    def _cs_prepare_escalation_vals(self, person, summary):
        """A to-do that later escalations of the ticket write anew."""
        vals = self._cs_prepare_todo_vals(person, summary)
        return vals | {"activity_type_id": self._cs_todo_type()}

    def _cs_supervisor(self):
        """Team leader, else the service manager of the profile: never nobody."""
        self.ensure_one()
        return self._cs_first_reachable(self.team_id.user_id)

    def _cs_first_reachable(self, *people):
        """The first person who can open this ticket, else whoever is in charge.

        :param people: ``res.users`` records, each one user or none
        """
        company = self.company_id
        for person in (
            *people,
            self.cs_profile_id.manager_id,
            company.cs_escalation_user_id,
        ):
            if self._cs_is_reachable(person):
                return person
        return self.env["res.users"].browse(self._cs_last_resort(company.id)[0])
