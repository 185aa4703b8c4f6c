from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .helpdesk_ticket_dimensions import DIMENSIONS

TRIGGERS = {
    *DIMENSIONS,
    "cs_fault_kind",
    "cs_priority_override_reason",
    "partner_id",
    "priority",
    "team_id",
}


class HelpdeskTicket(models.Model):
    """The priority of the table, unless somebody has a reason for another one."""

    _inherit = "helpdesk.ticket"

    cs_priority_override_reason = fields.Char(
        string="Reason for Another Priority",
        copy=False,
        groups="base.group_user",
        help="Why the priority differs from what the table says.",
    )
    cs_priority_why = fields.Char(
        string="Why This Priority",
        compute="_compute_cs_priority_why",
        groups="base.group_user",
    )

    @api.depends("cs_priority_proposed", "priority", "cs_priority_override_reason")
    @api.depends_context("lang")
    def _compute_cs_priority_why(self):
        labels = self._cs_priority_labels()
        for ticket in self:
            why = ticket._cs_priority_formula(labels)
            if why and ticket.priority != ticket.cs_priority_proposed:
                why = self.env._(
                    "%(why)s; set to %(priority)s by hand: %(reason)s",
                    why=why,
                    priority=labels["priority"].get(ticket.priority),
                    reason=ticket.cs_priority_override_reason or "",
                )
            ticket.cs_priority_why = why

    @api.onchange(*DIMENSIONS, "cs_fault_kind")
    def _onchange_cs_dimensions(self):
        if (
            self._cs_following()
            and self.cs_priority_proposed
            and not self.cs_priority_override_reason
        ):
            self.priority = self.cs_priority_proposed

    def write(self, vals):
        keys = set(vals)
        if not keys & TRIGGERS:
            return super().write(vals)
        before = {ticket.id: ticket.priority for ticket in self}
        outside = self - self._cs_following()
        result = super().write(vals)
        following = self._cs_following()
        if "team_id" in keys:
            joined = following & outside
            self.env.add_to_compute(self._fields["cs_customer_value"], joined)
        if "priority" in keys:
            following._cs_check_override(before, vals)
        else:
            following._cs_apply_priority()
        return result

    @api.model
    def _cs_priority_labels(self):
        """Labels by field and value, in the language of the user."""
        return {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in (*DIMENSIONS, "cs_fault_kind", "priority")
        }

    def _cs_priority_formula(self, labels):
        """E.g. 'Immediate × One customer × VIP = High', or ``False``."""
        self.ensure_one()
        if not self.cs_priority_proposed:
            return False
        names = ["cs_fault_kind"] if self.cs_fault_kind else DIMENSIONS
        causes = [labels[name][self[name]] for name in names if self[name]]
        return f"{' × '.join(causes)} = {labels['priority'][self.cs_priority_proposed]}"

    def _cs_apply_priority(self):
        """Give the tickets nobody overrode the priority of the table."""
        tickets = self.filtered(
            lambda ticket: (
                ticket.cs_priority_proposed
                and not ticket.cs_priority_override_reason
                and ticket.priority != ticket.cs_priority_proposed
            )
        )
        for value, group in tickets.grouped("cs_priority_proposed").items():
            group.write({"priority": value})

    def _cs_check_override(self, before, vals):
        """Another priority than the table's needs a reason, kept in the chatter.

        The system itself (escalation) raises a priority without one.

        :param before: priority by ticket id before the write
        """
        proposed = self.filtered("cs_priority_proposed")
        agreed = proposed.filtered(lambda t: t.priority == t.cs_priority_proposed)
        agreed.filtered(
            "cs_priority_override_reason"
        ).cs_priority_override_reason = False
        changed = (proposed - agreed).filtered(lambda t: t.priority != before[t.id])
        if not (vals.get("cs_priority_override_reason") or "").strip():
            if changed and not self.env.su:
                changed[:1]._cs_refuse_override()
            return
        changed._message_log_batch(
            bodies={ticket.id: ticket.cs_priority_why for ticket in changed}
        )

    def _cs_refuse_override(self):
        raise ValidationError(
            self.env._(
                "Give a reason for another priority of ticket %(number)s, which has "
                "%(why)s.",
                number=self.number,
                why=self._cs_priority_formula(self._cs_priority_labels()),
            )
        )
