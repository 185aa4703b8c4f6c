from odoo import fields, models

from ..engine.phases import place

ASKED_FROM = ("classified", "analysis")


class HelpdeskTicket(models.Model):
    """The needs analysis of a ticket: one card of its course, one way in."""

    _inherit = "helpdesk.ticket"

    # not shown on the form: gates and cards of many tickets read it at once
    cs_need_ids = fields.One2many(
        "cs.need.analysis",
        "ticket_id",
        string="Needs Analysis",
        copy=False,
        groups="base.group_user",
    )

    def _cs_needs(self):
        """The analysis of each ticket that has one, as superuser: dict by ticket id."""
        return {need.ticket_id.id: need for need in self.sudo().cs_need_ids}

    def _cs_note_author(self):
        """Author of a note about what the customer did: the robot for customers."""
        user = self.env.user
        robot = self.env.ref("base.partner_root")
        return user.partner_id.id if user._is_internal() else robot.id

    def action_cs_open_need(self):
        """Open the analysis; the first time begin it with its questions."""
        self.ensure_one()
        analysis = self.cs_need_ids
        if not analysis:
            analysis = analysis.create({"ticket_id": self.id})
        return self._cs_open_part(
            analysis, "cs.need.analysis", self.env._("Needs Analysis")
        )

    def _cs_life_codes(self):
        return [*super()._cs_life_codes(), "need"]

    def _cs_life_lists(self):
        return [*super()._cs_life_lists(), "cs_need_ids"]

    def _cs_life_need(self):
        """The card of the analysis."""
        parts = {}
        needs = self._cs_needs()
        for ticket in self:
            analysis = needs.get(ticket.id)
            asked = ticket.cs_path != "short" and ticket.cs_phase in ASKED_FROM
            if analysis or asked:
                parts[ticket.id] = {
                    "title": self.env._("Needs analysis"),
                    "phase": "analysis",
                    "lines": analysis._card_lines() if analysis else [],
                    "action": "action_cs_open_need",
                    **(
                        analysis._card_state()
                        if analysis
                        else ticket._cs_card_without_need()
                    ),
                }
        return parts

    def _cs_card_without_need(self):
        card = {
            "state": "todo",
            "state_text": self.env._("To do"),
            "action_label": self.env._("Start the analysis"),
        }
        if place(self.cs_phase) >= place("analysis"):
            card["next"] = self.env._("Find out what the customer needs.")
        return card
