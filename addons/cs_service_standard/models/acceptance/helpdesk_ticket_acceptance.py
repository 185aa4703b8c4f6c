from odoo import api, fields, models

from ...engine import acceptance as rules
from ...engine.facts import FactKind

SAYS = {"accepted": rules.YES, "tacit": rules.TACIT, "rejected": rules.NO}
ANSWERED = ("accepted", "tacit")


class HelpdeskTicket(models.Model):
    """What the customer says to the result: by form, by contact, or by silence."""

    _inherit = "helpdesk.ticket"

    # not shown on the form: gates and cards of many tickets read them at once
    cs_acceptance_ids = fields.One2many(
        "cs.acceptance",
        "ticket_id",
        string="Acceptance Forms",
        copy=False,
        groups="base.group_user",
    )

    @api.model
    def _cs_life_lists(self):
        return [*super()._cs_life_lists(), "cs_acceptance_ids"]

    def action_cs_open_acceptance(self):
        """The form that holds now; a new one where there is none."""
        self.ensure_one()
        form = self._cs_forms_that_hold().get(self.id)
        return self._cs_open_part(
            self.env["cs.acceptance"].browse(form.ids if form else []),
            "cs.acceptance",
            self.env._("Acceptance"),
        )

    def _cs_last_forms(self):
        """The newest acceptance form of each ticket: dict by ticket id; superuser."""
        forms = self._origin.sudo().cs_acceptance_ids.sorted("id")
        return {form.ticket_id.id: form for form in forms}

    def _cs_forms_that_hold(self):
        """Forms that wait for an answer, or were accepted since work began anew."""
        forms = self._cs_last_forms()
        over = any(form.state in ANSWERED for form in forms.values())
        since = self._cs_work_since() if over else {}
        return {
            ticket_id: form
            for ticket_id, form in forms.items()
            if _holds(form, since.get(ticket_id))
        }

    def _cs_work_since(self):
        """When the work on each ticket was last taken up again, if it ever was."""
        return self.env["cs.gate"]._work_since(self._origin.ids)

    def _cs_last_verdicts(self):
        """What the customer said last about the work as it is now: dict by ticket id.

        :return: ``yes``, ``no``, ``tacit`` or an empty text; for every ticket
        """
        forms = self._cs_last_forms()
        sheets = self.sudo()._origin._cs_executions()
        said = {
            ticket_id: _words(forms.get(ticket_id), sheets.get(ticket_id))
            for ticket_id in self._origin.ids
        }
        since = self._cs_work_since() if any(said.values()) else {}
        return {
            ticket_id: rules.last_word(words, since.get(ticket_id))
            for ticket_id, words in said.items()
        }

    def _cs_known_result(self):
        """What a new form says of the result: what was found, or what was agreed."""
        self.ensure_one()
        sheet = self.sudo()._cs_executions().get(self.id)
        if sheet and sheet.effect == "right" and sheet.effect_note:
            return sheet.effect_note
        solution = self._cs_current_solutions().get(self.id)
        return solution.chosen_id.effect if solution else False

    def _cs_note_satisfied(self, satisfied):
        """Keep on the sheet of the execution what the customer says to the result."""
        self.ensure_one()
        sheet = self.sudo()._cs_executions(create=True)[self.id]
        sheet.satisfied = satisfied

    def _cs_resolve_by_acceptance(self, at):
        """The profile may want a ticket to be resolved only by the customer's yes."""
        self.ensure_one()
        profile = self.sudo().cs_profile_id
        if profile.acceptance_resolves and not self._cs_ended_by_facts():
            self._cs_record_fact(FactKind.RESOLVED, at=at)

    def _cs_ended_by_facts(self):
        """Whether the facts of this ticket say that it is over."""
        self.ensure_one()
        ends = (FactKind.RESOLVED, FactKind.CLOSED, FactKind.CANCELLED)
        kinds = [kind.value for kind in (*ends, FactKind.REOPENED)]
        last = self.env["cs.gate"]._last_facts(self.ids, kinds).get(self.id)
        return bool(last) and last[0] != FactKind.REOPENED.value

    def _cs_prepare_change_facts(self, old, changed):
        """A stage alone resolves nothing where the customer's acceptance does."""
        found = super()._cs_prepare_change_facts(old, changed)
        kinds = {vals["kind"] for vals in found}
        watched = {FactKind.RESOLVED.value, FactKind.REOPENED.value}
        ticket = self.sudo()
        if (
            not kinds & watched
            or FactKind.CLOSED.value in kinds
            or not ticket.cs_profile_id.acceptance_resolves
            or ticket.cs_path == "short"
        ):
            return found
        if FactKind.REOPENED.value in kinds:
            drop = not ticket._cs_ended_by_facts()
        else:
            form = ticket._cs_forms_that_hold().get(self.id)
            drop = not form or form.state not in ANSWERED
        return [v for v in found if not (drop and v["kind"] in watched)]


def _holds(form, since):
    if form.state in ("draft", "sent"):
        return True
    return form.state in ANSWERED and not (since and form.signed_at < since)


def _words(form, sheet):
    """What a form and the sheet of the execution say, and since when."""
    said = []
    if form and form.state in SAYS:
        said.append(rules.Word(form.signed_at, SAYS[form.state]))
    if sheet and sheet.told_at and sheet.satisfied in (rules.YES, rules.NO):
        said.append(rules.Word(sheet.told_at, sheet.satisfied))
    return said
