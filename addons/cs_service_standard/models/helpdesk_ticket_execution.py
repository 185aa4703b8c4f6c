from odoo import fields, models

from ..wording import listed

WORK = ("execution", "quality")
END = ("acceptance", "followup")


class HelpdeskTicket(models.Model):
    """The execution of a ticket: its sheet, its share done, its card in the course."""

    _inherit = "helpdesk.ticket"

    cs_execution_ids = fields.One2many(
        "cs.execution",
        "ticket_id",
        string="Execution",
        copy=False,
        groups="base.group_user",
    )
    cs_done_percent = fields.Integer(
        string="Done (%)",
        compute="_compute_cs_done_percent",
        groups="base.group_user",
        help="Nodes of the plan that are done, of all nodes.",
    )
    cs_has_plan = fields.Boolean(
        string="Has a Plan",
        compute="_compute_cs_done_percent",
        groups="base.group_user",
    )

    def _compute_cs_done_percent(self):
        """As superuser: whoever sees the card may see how far it is."""
        counts = {}
        nodes = self.env["cs.ticket.node"].sudo()
        domain = [("ticket_id", "in", self._origin.ids)]
        groups = nodes._read_group(domain, ["ticket_id", "done"], ["__count"])
        for ticket, done, count in groups:
            counts.setdefault(ticket.id, {})[done] = count
        for ticket in self:
            found = counts.get(ticket._origin.id, {})
            total = sum(found.values())
            ticket.cs_has_plan = bool(total)
            share = 100 * found.get(True, 0) / total if total else 0
            ticket.cs_done_percent = round(share)

    def _cs_executions(self, create=False):
        """The sheets of the tickets: dict by ticket id.

        :param bool create: give those a sheet that have none
        """
        sheets = self.env["cs.execution"]
        found = self._origin.cs_execution_ids
        if create:
            missing = self - found.ticket_id
            found += sheets.create([{"ticket_id": ticket.id} for ticket in missing])
        return {sheet.ticket_id.id: sheet for sheet in found}

    def action_cs_open_execution(self):
        """The sheet of this ticket; the first look creates it."""
        self.ensure_one()
        sheet = self._cs_executions(create=True)[self.id]
        return self._cs_open_part(sheet, "cs.execution", self.env._("Execution"))

    def _cs_life_codes(self):
        return [*super()._cs_life_codes(), "execution"]

    def _cs_life_lists(self):
        return [*super()._cs_life_lists(), "cs_node_ids", "cs_execution_ids"]

    def _cs_life_execution(self):
        sheets = self._cs_executions()
        parts = {
            ticket.id: ticket._cs_prepare_execution_part(
                ticket.cs_node_ids, sheets.get(ticket.id)
            )
            for ticket in self
        }
        return {ticket_id: part for ticket_id, part in parts.items() if part}

    def _cs_prepare_execution_part(self, nodes, sheet):
        """The card of the execution; nothing when nobody asks for it yet."""
        self.ensure_one()
        asked = self.cs_phase in (*WORK, *END) and self.cs_path != "short"
        if not (asked or nodes or sheet):
            return None
        state, text = self._cs_execution_state(nodes, sheet)
        return {
            "title": self.env._("Execution"),
            "phase": "execution",
            "state": state,
            "state_text": text,
            "lines": self._cs_execution_lines(nodes, sheet),
            "action": "action_cs_open_execution",
            "action_label": self.env._("Open"),
            "next": asked and self._cs_execution_order(nodes, sheet),
        }

    def _cs_execution_state(self, nodes, sheet):
        """How far it is, as a code and in a word."""
        if sheet and sheet.effect == "wrong":
            return "problem", self.env._("Not solved")
        if sheet and sheet.satisfied == "no":
            return "problem", self.env._("Not satisfied")
        if nodes.filtered(lambda node: node.state == "late"):
            return "problem", self.env._("Late")
        if sheet and sheet.effect == "right":
            return "done", self.env._("Solved")
        if self.cs_phase in WORK:
            return "open", self.env._("In work")
        return "todo", self.env._("Planned") if nodes else self.env._("To do")

    def _cs_execution_lines(self, nodes, sheet):
        lines = []
        if nodes:
            done = nodes.filtered("done")
            share = self.env._(
                "%(percent)s %% (%(done)s of %(total)s)",
                percent=round(100 * len(done) / len(nodes)),
                done=len(done),
                total=len(nodes),
            )
            lines.append([self.env._("Done"), share])
        ahead = nodes.filtered(lambda node: not node.done)[:1]
        if ahead:
            day = self._cs_node_day(ahead.date, ahead.hour)
            lines.append([self.env._("Next"), f"{ahead.content}, {day}"])
        event = sheet and sheet.last_event_id
        if event:
            parts = [event._kind_text(), event.number]
            lines.append(
                [self.env._("Delivery"), listed(self.env, filter(None, parts))]
            )
        if sheet and sheet.has_draft:
            waits = self.env._("draft waits to be sent")
            lines.append([self.env._("Report"), waits])
        elif sheet and sheet.next_report_date:
            day = self._cs_node_day(sheet.next_report_date)
            lines.append([self.env._("Next report"), day])
        if sheet and sheet.told_at:
            words = dict(sheet._fields["satisfied"]._description_selection(self.env))
            lines.append([self.env._("Result told"), words.get(sheet.satisfied, "")])
        return lines

    def _cs_execution_order(self, nodes, sheet):
        """What to do now, as an order, or nothing."""
        if sheet and sheet.has_draft:
            return self.env._("Look at the progress report and send it")
        if self.cs_phase in WORK:
            if not nodes:
                return self.env._("Plan the work: enter its nodes and dates")
            late = nodes.filtered(lambda node: node.state == "late")[:1]
            if late:
                return self.env._("Late: %s. Finish it or move its date", late.content)
            if not nodes.filtered(lambda node: not node.done):
                checked = sheet and sheet.effect != "open"
                return not checked and self.env._("Check whether the problem is solved")
        if self.cs_phase in END and not (sheet and sheet.told_at):
            return self.env._("Call the customer, tell the result, ask if satisfied")
        return False
