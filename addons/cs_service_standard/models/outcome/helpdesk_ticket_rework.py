from odoo import api, fields, models

from ...engine.facts import FactKind
from ...engine.phases import place

LETTER = "cs_service_standard.mail_template_quality_reopened"
REWORK = ("is_rework", "=", True), ("state", "!=", "withdrawn")


class HelpdeskTicket(models.Model):
    """Rework: a failed review sends the ticket back to execution (QAC-04).

    How often is counted from the non-conformities: a review that passes after a
    dispute takes its rework back with it, and no figure has to be corrected.
    """

    _inherit = "helpdesk.ticket"

    cs_rework_count = fields.Integer(
        string="Rework",
        compute="_compute_cs_rework_count",
        search="_search_cs_rework_count",
        groups="base.group_user",
        help="How often a failed review sent the ticket back to execution.",
    )

    def _compute_cs_rework_count(self):
        """As superuser: who reads the ticket may know, but not why."""
        counts = self._cs_rework_counts()
        for ticket in self:
            ticket.cs_rework_count = counts.get(ticket._origin.id, 0)

    @api.model
    def _search_cs_rework_count(self, operator, value):
        """Tickets sent back at least so often, or never."""
        if operator not in (">", ">=", "=", "in"):
            return NotImplemented
        records = self.env["cs.nonconformity"].sudo()
        groups = records._read_group(list(REWORK), ["ticket_id"], ["__count"])
        counted = [(ticket.id, count) for ticket, count in groups if ticket]
        wanted = set(value) if operator == "in" else {value}
        if operator in (">", ">="):
            least = value + (operator == ">")
            if least <= 0:
                return [(1, "=", 1)]
            return [("id", "in", [key for key, count in counted if count >= least])]
        hits = [key for key, count in counted if count in wanted]
        if 0 in wanted:
            missed = [key for key, count in counted if count not in wanted]
            return [("id", "not in", missed)]
        return [("id", "in", hits)]

    def _cs_rework_counts(self):
        """How often each ticket went back: dict by ticket id; as superuser."""
        if not self._origin.ids:
            return {}
        records = self.env["cs.nonconformity"].sudo()
        domain = [("ticket_id", "in", self._origin.ids), *REWORK]
        groups = records._read_group(domain, ["ticket_id"], ["__count"])
        return {ticket.id: count for ticket, count in groups}

    def _cs_to_send_back(self):
        """Those of the tickets whose work begins again after a failed review.

        Before execution there is nothing to do again; after closing the standard
        says whether.
        """
        return self._cs_following().filtered(lambda t: t.active and t._cs_goes_back())

    def _cs_goes_back(self):
        self.ensure_one()
        outcome = self.stage_id._cs_outcome()
        if outcome == "cancelled" or self.duplicate_id:
            return False
        if outcome == "closed":
            return self.cs_profile_id.quality_reopen == "reopen"
        phase = self.cs_phase
        return phase == "waiting" or place(phase) >= place("execution")

    def _cs_send_back(self):
        """Put the tickets back into execution; the customer of a closed one hears so.

        Called as superuser.
        """
        if not self:
            return
        told = self.filtered(
            lambda t: (
                t.stage_id._cs_outcome() == "closed"
                and t.cs_profile_id.quality_reopen_letter
            )
        )
        over = self.filtered(lambda t: t.stage_id._cs_outcome())
        ahead = (self - over).filtered(lambda t: place(t.cs_phase) > place("execution"))
        over._cs_reopen()
        for stage, tickets in ahead.grouped(lambda t: t._cs_stage_to_go_on()).items():
            if stage:
                tickets.write({"stage_id": stage.id})
        self._cs_forget_effect()
        if told:
            self._cs_send_letters(LETTER, told)

    def _cs_forget_effect(self):
        """What was checked before says nothing about the work that begins now."""
        sheets = self.env["cs.execution"].search(
            [("ticket_id", "in", self.ids), ("effect", "!=", "open")]
        )
        sheets.write({"effect": "open"})


class CsGate(models.Model):
    """After rework effect and result are asked for anew, as after reopening."""

    _inherit = "cs.gate"

    @api.model
    def _again_kinds(self):
        return (*super()._again_kinds(), FactKind.REWORK.value)
