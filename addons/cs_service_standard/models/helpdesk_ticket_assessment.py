from odoo import models


class HelpdeskTicket(models.Model):
    """What the departments think of the need (NED-07)."""

    _inherit = "helpdesk.ticket"

    def _cs_assessed_departments(self):
        """How many departments have given a verdict: dict by ticket id, in one query.

        As superuser: the assessments belong to the ticket.
        """
        rows = (
            self.env["cs.coordination.assessment"]
            .sudo()
            ._read_group(
                [("ticket_id", "in", self.ids), ("verdict", "!=", False)],
                ["ticket_id"],
                ["department_id:count_distinct"],
            )
        )
        return dict.fromkeys(self.ids, 0) | {t.id: count for t, count in rows}

    def action_cs_open_assessments(self):
        """The assessments of this ticket, to read them or to ask for one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_service_standard.cs_coordination_assessment_action"
        )
        return dict(
            action,
            domain=[("ticket_id", "=", self.id)],
            context={"default_ticket_id": self.id},
        )
