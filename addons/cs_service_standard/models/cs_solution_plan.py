from odoo import fields, models


class CsTicketNode(models.Model):
    """The day agreed with a solution is part of the plan of its execution."""

    _inherit = "cs.ticket.node"

    solution_id = fields.Many2one(
        "cs.solution",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The solution with which this day was agreed.",
    )


class CsSolution(models.Model):
    """What execution and solution tell each other: the day agreed, what failed."""

    _inherit = "cs.solution"

    adjust_note = fields.Text(
        string="Why a New Version", readonly=True, copy=False, help="What was wrong."
    )

    def _promise_day(self, option):
        """Put the agreed day into the plan; an agreement anew moves it there.

        :param option: the chosen one, as superuser
        """
        self.ensure_one()
        if not option.promised_date:
            return
        nodes = option.env["cs.ticket.node"]
        known = nodes.search(
            [
                ("ticket_id", "=", self.ticket_id.id),
                ("solution_id", "!=", False),
                ("done", "=", False),
            ],
            limit=1,
        )
        values = {
            "date": option.promised_date,
            "content": option.name,
            "solution_id": self.id,
        }
        if known:
            reason = self.env._("A new solution was agreed with you.")
            known.write({**values, "delay_reason": reason})
        else:
            nodes.create(
                {**values, "ticket_id": self.ticket_id.id, "kind": "milestone"}
            )


class HelpdeskTicket(models.Model):
    """The way back from execution to the solution."""

    _inherit = "helpdesk.ticket"

    def _cs_adjust_solution(self, note):
        """The solution did not work: its next version begins with what was wrong.

        Without a solution the person in charge gets a to-do.

        :param note: what was found, in words
        """
        self.ensure_one()
        solution = self._cs_current_solutions().get(self.id)
        if not solution:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Adjust the solution: %s", note),
                user_id=self._cs_person_in_charge().id,
            )
            return
        if solution.state != "draft":
            solution = solution._next_version()
        solution.sudo().adjust_note = note
