from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.facts import FactKind
from ..engine.process import Step, current


class CsTicketStep(models.Model):
    """A step of the process as it went on one ticket: who did it, when, with what."""

    _name = "cs.ticket.step"
    _description = "Ticket Step"
    _order = "ticket_id, sequence, id"
    _rec_name = "name"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    step_id = fields.Many2one(
        "cs.process.step",
        string="Process Step",
        required=True,
        index=True,
        ondelete="restrict",
    )
    process_id = fields.Many2one(related="step_id.process_id")
    sequence = fields.Integer(related="step_id.sequence", store=True)
    name = fields.Char(related="step_id.name", string="Step")
    help = fields.Text(related="step_id.help")
    required = fields.Boolean(related="step_id.required")
    phase_before = fields.Selection(related="step_id.phase_before")
    state = fields.Selection(
        [("open", "To do"), ("done", "Done"), ("skipped", "Skipped")],
        default="open",
        required=True,
    )
    evidence = fields.Text(
        string="Evidence or Reason",
        help="What was found, agreed or confirmed; or why the step was skipped.",
    )
    entered_at = fields.Datetime(
        string="Since", readonly=True, help="When this became the next step to do."
    )
    limit_seconds = fields.Integer(
        readonly=True, aggregator=None, help="The limit that held when it was entered."
    )
    done_at = fields.Datetime(readonly=True)
    done_by = fields.Many2one("res.users", readonly=True)
    is_current = fields.Boolean(compute="_compute_is_current")

    _once = models.UniqueIndex(
        "(ticket_id, step_id)", "A step is on a ticket only once."
    )

    @api.depends("ticket_id.cs_step_ids.state", "sequence")
    def _compute_is_current(self):
        now = self.ticket_id.cs_step_ids._current()
        for step in self:
            step.is_current = step in now

    @api.constrains("state", "evidence")
    def _check_evidence(self):
        for step in self.filtered(lambda s: not (s.evidence or "").strip()):
            if step.state == "skipped":
                raise ValidationError(
                    self.env._(
                        "Write down why step '%(step)s' of ticket %(ticket)s is "
                        "skipped.",
                        step=step.name,
                        ticket=step.ticket_id.number,
                    )
                )
            if step.state == "done" and step.step_id.needs_evidence:
                raise ValidationError(
                    self.env._(
                        "Step '%(step)s' of ticket %(ticket)s needs evidence: write "
                        "down what was found or agreed.",
                        step=step.name,
                        ticket=step.ticket_id.number,
                    )
                )

    def write(self, vals):
        """Whoever moves a step, its clock and the next step follow."""
        if "state" not in vals:
            return super().write(vals)
        moved = self.filtered(lambda step: step.state != vals["state"])
        if vals["state"] == "skipped":
            moved._check_may_skip()
        result = super().write(vals)
        moved._follow(vals["state"])
        return result

    def action_done(self):
        self.write({"state": "done"})

    def action_skip(self):
        self.write({"state": "skipped"})

    def action_reopen(self):
        self.write({"state": "open"})

    def _check_may_skip(self):
        """A required step is skipped by a team leader, nobody else."""
        required = self.filtered("required")
        leader = self.env.user.has_group("helpdesk_mgmt.group_helpdesk_user")
        if required and not leader and not self.env.su:
            raise UserError(
                self.env._(
                    "Step '%(step)s' of ticket %(ticket)s is required: ask a team "
                    "leader to skip it.",
                    step=required[0].name,
                    ticket=required[0].ticket_id.number,
                )
            )

    def _follow(self, state):
        """Stamp the moved steps, stop their clocks, enter the steps behind them."""
        if state == "open":
            self.write({"done_at": False, "done_by": False, "entered_at": False})
        else:
            self.write({"done_at": fields.Datetime.now(), "done_by": self.env.uid})
            self._record_end(state)
        self.ticket_id._cs_enter_steps()

    def _current(self):
        """The current step of each ticket among ``self``."""
        found = self.browse()
        for steps in self.grouped("ticket_id").values():
            key = current(steps._to_steps())
            found += steps.filtered(lambda step, key=key: step._origin.id == key)
        return found

    def _enter(self):
        """Steps become the next ones to do; those with a limit start their clock."""
        now = fields.Datetime.now()
        for limit, steps in self.grouped(lambda s: s.step_id.limit_seconds).items():
            steps.write({"entered_at": now, "limit_seconds": limit})
        self._record(FactKind.STEP_STARTED, lambda step: step._prepare_promise())

    def _record_end(self, reason):
        """Stop the clocks of steps that had been entered.

        :param reason: ``done``, ``skipped`` or ``removed`` (process changed)
        """
        running = self.filtered("entered_at")
        running._record(FactKind.STEP_DONE, lambda step: {"reason": reason})

    def _record(self, kind, payload):
        limited = self.filtered(
            lambda s: s.limit_seconds and s.ticket_id._cs_following()
        )
        self.env["cs.ticket.event"]._record(
            [
                {
                    "ticket_id": step.ticket_id.id,
                    "kind": kind.value,
                    "payload": {"step": step.id, **payload(step)},
                }
                for step in limited
            ]
        )

    def _prepare_promise(self):
        """The limit as the engine reads it from a STEP_STARTED fact."""
        ticket = self.ticket_id.sudo()
        service = self.env["cs.clock.service"]
        calendar, _fallback = service._calendar_of(
            ticket.team_id.id,
            ticket.cs_profile_id.id,
            ticket.company_id.id,
            service._contract_calendar(ticket),
        )
        elapsed = self.step_id.limit_mode == "elapsed"
        return {
            "limit": self.limit_seconds,
            "mode": self.step_id.limit_mode,
            "calendar": 0 if elapsed else calendar,
            "pausable": self.step_id.pausable,
        }

    def _to_steps(self):
        return [
            Step(
                key=step._origin.id,
                order=step.sequence,
                open=step.state == "open",
                required=step.required,
                before=step.phase_before,
            )
            for step in self
        ]
