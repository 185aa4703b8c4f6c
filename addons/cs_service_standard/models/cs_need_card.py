from odoo import models

from ..engine import need
from ..engine.need import Lack
from ..wording import listed


class CsNeedAnalysis(models.Model):
    """What the card of the analysis says on the ticket."""

    _inherit = "cs.need.analysis"

    def _card_state(self):
        """How far it is, what to do next, and who has to act."""
        self.ensure_one()
        ticket = self.ticket_id
        states = dict(self._fields["state"]._description_selection(self.env))
        card = {
            "state": "done" if self.state == "confirmed" else "open",
            "state_text": states[self.state],
            "action_label": self.env._("Open the analysis"),
        }
        if self.objection:
            card |= {
                "state": "problem",
                "state_text": self.env._("The customer objects"),
                "next": self.env._("Correct the needs analysis as the customer says."),
            }
        elif self.state == "open":
            card["next"] = self.env._("Complete the needs analysis.")
        elif self.state == "complete" and self.asked_at:
            when = ticket._cs_when(self.asked_at, self.env.tz.zone)
            card |= {
                "state": "waiting",
                "state_text": self.env._("Waiting for the customer"),
                "waits_for": self.env._(
                    "The customer has been asked to confirm the need (%s).", when
                ),
            }
        elif self.state == "complete":
            card["next"] = self.env._("Have the customer confirm the need.")
        elif self._lacks_departments():
            card["waits_for"] = self._departments_in_words()
        return card

    def _card_lines(self):
        """Label and text of what is known so far."""
        self.ensure_one()
        grades = dict(self._fields["grade"]._description_selection(self.env))
        forms = dict(self._fields["delivery_form"]._description_selection(self.env))
        latent = listed(self.env, self.latent_ids.mapped("name"))
        rows = [
            (self.env._("Grade"), grades.get(self.grade)),
            (self.env._("Delivered as"), self.grade == "basic" and self.delivery_form),
            (
                self.env._("Probable cause"),
                listed(self.env, self.cause_ids.mapped("name")),
            ),
            (self.env._("Latent needs"), latent),
            (self.env._("Confirmed"), self._confirmed_in_words()),
        ]
        return [[label, forms.get(text, text)] for label, text in rows if text]

    def _confirmed_in_words(self):
        if self.state != "confirmed":
            return False
        mediums = dict(self._fields["confirmed_by"]._description_selection(self.env))
        when = self.ticket_id._cs_when(self.confirmed_at, self.env.tz.zone)
        return f"{mediums[self.confirmed_by]}, {when}"

    def _lacks_departments(self):
        self.ensure_one()
        lacks = need.solution_lacks(self._to_grade(), self.departments_needed)
        return Lack.DEPARTMENTS in lacks
