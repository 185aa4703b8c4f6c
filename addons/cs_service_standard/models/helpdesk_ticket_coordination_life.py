from odoo import api, fields, models

from ..engine.coordination import Step
from ..wording import listed


class HelpdeskTicket(models.Model):
    """Coordination on the course of a ticket and on the customer's page."""

    _inherit = "helpdesk.ticket"

    cs_coordination_ids = fields.One2many(
        "cs.coordination",
        "ticket_id",
        string="Coordination",
        copy=False,
        groups="base.group_user",
    )
    cs_assessment_ids = fields.One2many(
        "cs.coordination.assessment",
        "ticket_id",
        string="Assessments",
        copy=False,
        groups="base.group_user",
    )

    def action_cs_open_coordination(self):
        """The coordination that is under way, else the last one, else a new one."""
        self.ensure_one()
        found = self.env["cs.coordination"].search([("ticket_id", "=", self.id)])
        found = (found.filtered(lambda c: c.state != "done") or found)[:1]
        return self._cs_open_part(found, "cs.coordination", self.env._("Coordination"))

    def _cs_life_codes(self):
        return [*super()._cs_life_codes(), "coordination"]

    def _cs_life_lists(self):
        names = ("cs_coordination_ids", "cs_assessment_ids", "cs_clock_ids")
        return [*super()._cs_life_lists(), *names]

    def _cs_life_lists_below(self):
        below = (self.sudo().cs_coordination_ids, ("duty_ids", "task_ids"))
        return [*super()._cs_life_lists_below(), below]

    def _cs_life_coordination(self):
        """The latest coordination of each ticket; asked of the full path only."""
        found = reversed(self.cs_coordination_ids)
        latest = {coordination.ticket_id: coordination for coordination in found}
        assessed = self._cs_life_assessments()
        parts = {}
        for ticket in self:
            coordination = latest.get(ticket)
            lines = assessed.get(ticket.id, [])
            if coordination:
                part = coordination._life_part()
                parts[ticket.id] = {**part, "lines": part["lines"] + lines}
            elif lines or (ticket.cs_path != "short" and ticket._cs_may_coordinate()):
                parts[ticket.id] = self._cs_life_no_coordination(lines)
        return parts

    def _cs_may_coordinate(self):
        self.ensure_one()
        return self.cs_phase in ("analysis", "solution", "execution")

    @api.model
    def _cs_life_no_coordination(self, lines):
        return {
            "title": self.env._("Coordination"),
            "phase": "analysis",
            "state": "quiet",
            "state_text": self.env._("Not needed so far"),
            "lines": lines,
            "action": "action_cs_open_coordination",
            "action_label": self.env._("Several departments are needed"),
        }

    def _cs_life_assessments(self):
        """Who has assessed the need, and who has not yet: lines by ticket id."""
        assessments = self.cs_assessment_ids
        verdicts = dict(assessments._fields["verdict"]._description_selection(self.env))
        lines = {}
        for assessment in assessments:
            text = verdicts.get(assessment.verdict) or self.env._("not yet assessed")
            line = [assessment.department_id.name, text]
            lines.setdefault(assessment.ticket_id.id, []).append(line)
        return lines

    def _cs_portal_blocks(self):
        """The dates the departments agreed on; asks nothing of the customer."""
        blocks = super()._cs_portal_blocks()
        found = self.env["cs.coordination"].search(
            [("ticket_id", "=", self.id), ("state", "!=", "meeting")], limit=1
        )
        if found:
            blocks.append(
                {
                    "sequence": 30,
                    "template": "cs_service_standard.portal_coordination",
                    "values": {
                        "dates": found._dates_for_customer(),
                        "duties": found._duties_for_customer(),
                        "done": found.state == "done",
                    },
                }
            )
        return blocks


class CsCoordination(models.Model):
    _inherit = "cs.coordination"

    def _life_part(self):
        """How far this coordination is, for the course of its ticket."""
        self.ensure_one()
        now = Step(self.step)
        waiting = self._waiting_tasks()
        refused = waiting.filtered(lambda task: task.acceptance == "refused")
        part = {
            "title": self.env._("Coordination"),
            "phase": "analysis",
            "state": self._life_state(now, refused),
            "state_text": dict(self._selection_step())[self.step],
            "lines": self._life_lines(now),
            "action": "action_cs_open_coordination",
            "action_label": self.env._("Open the coordination"),
        }
        if refused:
            part["state_text"] = self.env._("Refused")
        order = self._life_order(now, refused)
        if order:
            part["next"] = order
        if waiting:
            part["waits_for"] = self.env._(
                "Waits for %s",
                listed(self.env, dict.fromkeys(waiting.mapped("waits_for_name"))),
            )
        return part

    def _waiting_tasks(self):
        return self.task_ids.filtered(lambda task: not task.done_at)

    def _life_state(self, now, refused):
        late = any(task.state == "overdue" for task in self._waiting_tasks())
        if refused or late or (now in (Step.PLAN, Step.HOLD) and self.is_meeting_late):
            return "problem"
        return {Step.DONE: "done", Step.WORK: "waiting"}.get(now, "open")

    def _life_order(self, now, refused):
        if refused:
            return self.env._(
                "Find somebody for '%s': it was refused.", refused[:1].name
            )
        ticket = self.ticket_id
        when = ticket._cs_when(self.meeting_deadline, ticket._cs_reader_zone())
        orders = {
            Step.PLAN: self.env._("Plan the requirement meeting: due %s.", when),
            Step.HOLD: self.env._("Hold the requirement meeting: due %s.", when),
            Step.DUTIES: self.env._("Write down which department does what."),
            Step.REPORT: self.env._("Write the Requirement Analysis Report."),
            Step.CONFIRM: self.env._("Give the duties to the departments."),
            Step.TELL: self.env._("Tell the customer the dates."),
        }
        return orders.get(now)

    def _life_lines(self, now):
        ticket = self.ticket_id
        zone = ticket._cs_reader_zone()
        lines = [[self.env._("Leader"), self.leader_id.name]]
        if now in (Step.PLAN, Step.HOLD):
            due = ticket._cs_when(self.meeting_deadline, zone)
            lines.append([self.env._("Meeting due"), due])
        lines += [
            [self.env._("Plan due"), ticket._cs_when(self.plan_due, zone)],
            [self.env._("Delivery due"), ticket._cs_when(self.delivery_due, zone)],
        ]
        tasks = self.task_ids
        if tasks:
            done = len(tasks) - len(self._waiting_tasks())
            count = self.env._("%(done)s of %(all)s done", done=done, all=len(tasks))
            lines.append([self.env._("Duties"), count])
        return lines
