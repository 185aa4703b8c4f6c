from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.phases import INTAKE, place
from ..engine.targets import Mode
from .cs_sla_target import UNIT_SECONDS


class CsProcessStep(models.Model):
    """One step of a process: what to do, before which phase, within which time."""

    _name = "cs.process.step"
    _description = "Process Step"
    _order = "process_id, sequence, id"

    process_id = fields.Many2one(
        "cs.process", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="process_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    help = fields.Text(
        string="Instruction", translate=True, help="Tells the agent how to do it."
    )
    active = fields.Boolean(default=True)
    required = fields.Boolean(
        default=True, help="Not ticked: the step may be left out without a word."
    )
    phase_before = fields.Selection(
        selection="_selection_phase",
        string="Before",
        default="closed",
        required=True,
        help="A required step blocks the way into this phase and every later one, "
        "if the profile has a gate for the checklist.",
    )
    limit_value = fields.Float(
        string="Limit",
        digits=(16, 2),
        help="Time for this step, from the moment it is the next one to do. 0: none.",
    )
    limit_unit = fields.Selection(
        selection=lambda self: self.env["cs.sla.target"]._selection_unit(),
        default="hour",
        required=True,
    )
    limit_seconds = fields.Integer(compute="_compute_limit_seconds", store=True)
    limit_mode = fields.Selection(
        selection=lambda self: (
            self.env["cs.sla.target"]._fields["mode"]._description_selection(self.env)
        ),
        string="Counts",
        default=Mode.ELAPSED.value,
        required=True,
    )
    pausable = fields.Boolean(
        string="Pauses While Waiting",
        default=True,
        help="The clock of this step stands still while the ticket waits for the "
        "customer.",
    )
    needs_evidence = fields.Boolean(
        string="Evidence",
        help="The step is done only with a note of what was found or agreed.",
    )
    anomaly_only = fields.Boolean(
        string="Only With an Anomaly",
        help="Asked for only when something went wrong with the delivery.",
    )
    ticket_step_ids = fields.One2many("cs.ticket.step", "step_id")

    _limit_not_negative = models.Constraint(
        "CHECK (limit_value >= 0)", "The limit of a step must not be negative."
    )

    @api.model
    def _selection_phase(self):
        phases = self.env["helpdesk.ticket.stage"]._fields["cs_phase"]
        return [
            (code, label)
            for code, label in phases._description_selection(self.env)
            if place(code) > place(INTAKE)
        ]

    @api.depends("limit_value", "limit_unit")
    def _compute_limit_seconds(self):
        for step in self:
            step.limit_seconds = round(
                step.limit_value * UNIT_SECONDS.get(step.limit_unit, 0)
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_used(self):
        """What agents have done must stay readable."""
        used = self.env["cs.ticket.step"].sudo().search([("step_id", "in", self.ids)])
        for step in used.step_id[:1]:
            raise UserError(
                self.env._(
                    "Step '%(step)s' of process '%(process)s' is on tickets: archive "
                    "it instead of deleting it.",
                    step=step.name,
                    process=step.process_id.name,
                )
            )
