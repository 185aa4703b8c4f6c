from odoo import api, fields, models

from ..engine.coordination import Course, Step, step


class CsCoordination(models.Model):
    """How far a coordination is, in one word: the next thing to do."""

    _inherit = "cs.coordination"

    step = fields.Selection("_selection_step", compute="_compute_step")

    @api.model
    def _selection_step(self):
        return [
            (Step.PLAN.value, self.env._("Plan the meeting")),
            (Step.HOLD.value, self.env._("Meeting planned")),
            (Step.DUTIES.value, self.env._("Agree on the duties")),
            (Step.REPORT.value, self.env._("Write the report")),
            (Step.CONFIRM.value, self.env._("Give out the duties")),
            (Step.TELL.value, self.env._("Tell the customer")),
            (Step.WORK.value, self.env._("Departments at work")),
            (Step.DONE.value, self.env._("Done")),
        ]

    @api.depends(lambda self: self._course_fields())
    def _compute_step(self):
        for coordination in self:
            coordination.step = step(coordination._to_course()).value

    @api.model
    def _course_fields(self):
        return ["state", "event_id", "held_at", "duty_ids", "report_id", "told_at"]

    def _to_course(self):
        self.ensure_one()
        return Course(
            planned=bool(self.event_id),
            held=bool(self.held_at),
            duties=len(self.duty_ids),
            reported=bool(self.report_id),
            confirmed=self.state != "meeting",
            told=bool(self.told_at),
            finished=self.state == "done",
        )
