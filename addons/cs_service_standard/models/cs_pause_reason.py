from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..engine.instants import from_epoch, to_epoch
from ..engine.targets import Mode

HOUR = 3600
DAY = 24 * HOUR


class PauseRule(NamedTuple):
    """What a reason asks of a pause that begins."""

    evidence: str = "none"
    waits_for_customer: bool = False
    seconds: int = 0
    mode: Mode = Mode.ELAPSED


class CsPauseReason(models.Model):
    """Why clocks may stand still, for how long at most, and on what evidence.

    A pause without reason and end is the oldest way to make figures look good.
    """

    _name = "cs.pause.reason"
    _description = "Pause Reason"
    _inherit = "cs.cached.mixin"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Short code without spaces, e.g. customer. Stays the same."
    )
    description = fields.Text(
        translate=True, help="When this reason may be used; shown to whoever pauses."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: every company may use this reason."
    )
    evidence = fields.Selection(
        [("none", "None"), ("note", "A note"), ("attachment", "A file")],
        default="none",
        required=True,
        help="What has to be given together with this reason. A ticket that is only "
        "dragged to a waiting stage is paused all the same, marked as without "
        "evidence.",
    )
    max_value = fields.Integer(
        string="Maximum",
        default=16,
        help="Longest time a pause may last; then the clocks go on by themselves, the "
        "owner and the supervisor are told. 0: no maximum.",
    )
    max_unit = fields.Selection(
        [("hour", "Hours"), ("day", "Days")],
        string="Unit of the Maximum",
        default="hour",
        required=True,
        help="Unit of the maximum.",
    )
    max_mode = fields.Selection(
        [("working", "Working time"), ("elapsed", "Round the clock")],
        string="Counted",
        default="working",
        required=True,
        help="Working time counts in the service hours of the ticket.",
    )
    stage_id = fields.Many2one(
        "helpdesk.ticket.stage",
        string="Moves to Stage",
        domain="[('cs_phase', '=', 'waiting')]",
        ondelete="restrict",
        help="Where the ticket waits. Empty: it stays in its stage and only its "
        "clocks stand still, until somebody moves it.",
    )
    waits_for_customer = fields.Boolean(
        string="Waits for the Customer",
        help="The portal asks the customer to answer; his silence is counted.",
    )
    resume_on_answer = fields.Boolean(
        string="Resumes When the Customer Writes",
        help="A message of the customer ends the pause at once.",
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a pause reason with this code."
    )
    _maximum_positive = models.Constraint(
        "CHECK (max_value >= 0)", "The maximum of a pause must not be negative."
    )

    @api.constrains("stage_id")
    def _check_stage_id(self):
        for reason in self:
            if reason.stage_id and reason.stage_id.cs_phase != "waiting":
                raise ValidationError(
                    self.env._(
                        "Reason %(reason)s: choose a stage of the phase 'Waiting', or "
                        "none.",
                        reason=reason.name,
                    )
                )

    def _serves(self, company):
        """Whether tickets of a company may be paused for this reason."""
        return bool(self.active) and self.company_id in (company.browse(), company)

    def _until(self, ticket, at):
        """When a pause of a ticket that begins at ``at`` ends at the latest.

        :return: naive UTC datetime, or ``False`` without a maximum
        """
        rule = self._rule()
        if not rule.seconds:
            return False
        worktime = ticket._cs_ticket_worktime(rule.mode)
        until = worktime.advance(to_epoch(at), rule.seconds)
        return False if until is None else from_epoch(until)

    @ormcache("self.id", cache="stable")
    def _rule(self):
        """What the reason asks, in plain values: read for every ticket that waits."""
        if not self:
            return PauseRule()
        reason = self.sudo()
        return PauseRule(
            reason.evidence,
            reason.waits_for_customer,
            reason.max_value * (DAY if reason.max_unit == "day" else HOUR),
            reason._mode(),
        )

    def _mode(self):
        """How the maximum is counted, in the words of the engine."""
        if self.max_mode == "elapsed":
            return Mode.ELAPSED
        return Mode.WORKING_DAYS if self.max_unit == "day" else Mode.WORKING_HOURS

    def _stage_for(self, ticket):
        """The stage a ticket waits in: the reason's, or one like it in its team."""
        if not self.stage_id:
            return self.stage_id
        shown = ticket.cs_stage_ids
        waiting = shown.filtered(lambda stage: stage.cs_phase == "waiting")
        return self.stage_id if self.stage_id in shown else waiting[:1]

    @api.model
    @ormcache("stage_id", "company_id", cache="stable")
    def _default_id(self, stage_id, company_id):
        """Id of the reason for which a ticket waits that is dragged to a stage.

        The one named on the stage, else the first that leads there; ``False``: none.
        """
        stage = self.env["helpdesk.ticket.stage"].sudo().browse(stage_id)
        company = self.env["res.company"].sudo().browse(company_id)
        if stage.cs_pause_reason_id._serves(company):
            return stage.cs_pause_reason_id.id
        leading = self.sudo().search([("stage_id", "=", stage_id)])
        return leading.filtered(lambda reason: reason._serves(company))[:1].id
