from odoo import fields, models

from ...engine.facts import FactKind
from ...engine.phases import place


class HelpdeskTicket(models.Model):
    """A customer who is not satisfied: back to work, in other hands (ACC-04)."""

    _inherit = "helpdesk.ticket"

    cs_second_handling = fields.Boolean(
        string="In Second Handling",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The customer was not satisfied: other hands owe him the final plan.",
    )

    def _cs_life_codes(self):
        return [*super()._cs_life_codes(), "second_handling"]

    def _cs_life_second_handling(self):
        """A card only while somebody owes the final plan."""
        handlings = self.env["cs.second.handling"]
        handlings = handlings._open_of(self.filtered("cs_second_handling"))
        parts = {}
        for handling in handlings:
            ticket = handling.ticket_id.with_env(self.env)
            due = handling._due_words()
            lines = [[self.env._("Says"), handling.reason]]
            if handling.user_id:
                lines.append([self.env._("In charge"), handling.user_id.name])
            if due:
                lines.append([self.env._("Final plan due"), due])
            parts[ticket.id] = {
                "title": self.env._("Second handling"),
                "phase": "solution",
                "state": "problem",
                "state_text": self.env._("Not satisfied"),
                "lines": lines,
                "action": "action_cs_open_second_handling",
                "action_label": self.env._("Open"),
                "next": handling.error
                or self.env._("Give the customer the final plan"),
            }
        return parts

    def action_cs_open_second_handling(self):
        self.ensure_one()
        handling = self.env["cs.second.handling"]._open_of(self)
        return self._cs_open_part(
            self.env["cs.second.handling"].browse(handling.ids),
            "cs.second.handling",
            self.env._("Second Handling"),
        )

    def _cs_begin_second_handling(self, reason, at, form=None):
        """The customer rejects the result: other hands owe him a final plan.

        As superuser: the customer himself says so by his link, and the receiving team
        may be one that whoever logged it cannot see.

        :param reason: in the customer's words
        :param at: when he said so, naive UTC
        :param form: the acceptance form he refused, if any
        :return: the record of the second handling
        """
        self.ensure_one()
        ticket = self.sudo()
        if self.env.user._is_internal():
            ticket._cs_keep_following()
        form = form or ticket._cs_refuse_open_form(reason, at)
        payload = {"acceptance": form.id} if form else {}
        ticket._cs_record_fact(FactKind.DISSATISFIED, at=at, payload=payload)
        ticket._cs_note_satisfied("no")
        first = {"first_user_id": ticket.user_id.id, "first_team_id": ticket.team_id.id}
        ticket._cs_back_to_work()
        handlings = self.env["cs.second.handling"]
        if known := handlings._open_of(ticket):
            return known
        handling = handlings.sudo().create(
            {
                "ticket_id": ticket.id,
                "acceptance_id": form.id if form else False,
                "reason": reason,
                "begun_at": at,
                **first,
            }
        )
        ticket.cs_second_handling = True
        handling._hand_on()
        handling._escalate()
        handling._tell()
        return handling

    def _cs_refuse_open_form(self, reason, at):
        """A form that waits is answered by what the customer said elsewhere."""
        self.ensure_one()
        forms = self.env["cs.acceptance"]._open_of(self)
        sent = forms.filtered(lambda form: form.state == "sent")
        for form in sent:
            form._write_answer("rejected", "log", at, comment=reason)
        (forms - sent)._withdraw()
        return sent

    def _cs_back_to_work(self):
        """Where work goes on; a ticket that never got further stays where it is."""
        self.ensure_one()
        if not self._cs_stage_to_go_on():
            return
        if self.stage_id._cs_outcome():
            self._cs_reopen()
        elif place(self.stage_id.cs_phase) > place("execution"):
            stage = self._cs_stage_to_go_on()
            self.with_context(cs_resumes="reopened").stage_id = stage

    def _cs_second_handling_team(self):
        """The team of the profile, else tier 2 of the same profile; may be none."""
        self.ensure_one()
        ticket = self.sudo()
        chosen = ticket.cs_profile_id.second_team_id
        fits = (
            chosen.active
            and chosen.cs_profile_id
            and chosen.company_id in (chosen.company_id.browse(), ticket.company_id)
        )
        return chosen if fits else ticket._cs_second_team()

    def _cs_give_todos(self, people, words):
        """One to-do on this ticket for each person, in his language.

        :param words: function of the ticket as the person reads it
        """
        self.ensure_one()
        vals_list = []
        for person in people:
            reader = self.sudo().with_context(lang=person.lang, tz=person.tz)
            vals_list.append(reader._cs_prepare_todo_vals(person, words(reader)))
        return self.env["mail.activity"].sudo().create(vals_list)
