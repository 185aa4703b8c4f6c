from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..engine.facts import FactKind


class CsCoordination(models.Model):
    """The requirement meeting: until when, planned for when, held when (XDP-01)."""

    _inherit = "cs.coordination"

    meeting_deadline = fields.Datetime(
        string="Meeting Due",
        compute="_compute_meeting_deadline",
        compute_sudo=True,
        help="By the target for the requirement meeting; without one, by the figure "
        "of the profile.",
    )
    is_meeting_late = fields.Boolean(
        string="Meeting Late", compute="_compute_meeting_deadline", compute_sudo=True
    )
    event_id = fields.Many2one(
        "calendar.event",
        string="Calendar Event",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    meeting_at = fields.Datetime(
        string="Meeting Planned For",
        compute="_compute_meeting_at",
        store=True,
        readonly=False,
        copy=False,
        help="Follows the calendar event when that is moved.",
    )
    held_at = fields.Datetime(
        string="Meeting Held",
        copy=False,
        tracking=True,
        help="When the departments met. Empty: the planned time, or now.",
    )
    is_held = fields.Boolean(string="Has Been Held", compute="_compute_is_held")

    @api.depends("flagged_at", "ticket_id", "held_at")
    def _compute_meeting_deadline(self):
        """As superuser: clocks belong to the ticket."""
        promised = {
            (clock.ticket_id.id, clock.started_at): clock.due_at
            for clock in self.ticket_id._origin.cs_clock_ids
            if clock.metric == "coordination_meeting" and clock.state != "cancelled"
        }
        now = fields.Datetime.now()
        for coordination in self:
            start, ticket = coordination.flagged_at, coordination.ticket_id
            hours = ticket.cs_profile_id.coordination_meeting_hours
            due = promised.get((ticket._origin.id, start))
            due = due or (start and start + timedelta(hours=hours))
            coordination.meeting_deadline = due
            end = coordination.held_at or now
            coordination.is_meeting_late = bool(due) and end > due

    @api.depends("event_id.start")
    def _compute_meeting_at(self):
        for coordination in self:
            event = coordination.sudo().event_id
            coordination.meeting_at = event.start or coordination.meeting_at

    def _compute_is_held(self):
        for coordination in self:
            coordination.is_held = bool(coordination._origin.held_at)

    @api.constrains("held_at")
    def _check_held_at(self):
        now = fields.Datetime.now()
        for coordination in self.filtered("held_at"):
            if not coordination.flagged_at <= coordination.held_at <= now:
                raise ValidationError(
                    self.env._(
                        "%(coordination)s: the meeting was held after the beginning "
                        "and not in the future; correct the time.",
                        coordination=coordination.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        coordinations = super().create(vals_list)
        held = coordinations.filtered("held_at")
        held._record_facts(FactKind.MEETING, "held_at")
        return coordinations

    def write(self, vals):
        """However it is entered, a meeting that was held stops its clock once."""
        if "held_at" not in vals:
            return super().write(vals)
        at = fields.Datetime.to_datetime(vals["held_at"])
        for coordination in self.filtered(lambda c: c.held_at and c.held_at != at):
            raise UserError(
                self.env._(
                    "The meeting of %s has been recorded: its time cannot be changed.",
                    coordination.display_name,
                )
            )
        fresh = self.filtered(lambda c: at and not c.held_at)
        result = super().write(vals)
        if fresh:
            fresh._record_facts(FactKind.MEETING, "held_at")
        return result

    def action_plan_meeting(self):
        """Put the meeting into the calendar of everybody who takes part."""
        self.ensure_one()
        self.check_access("write")
        if not self.meeting_at:
            raise UserError(
                self.env._(
                    "Enter when the meeting of %s takes place, then plan it.",
                    self.display_name,
                )
            )
        if self.event_id:
            self.sudo().event_id.write(self._prepare_event_vals())
        else:
            # contact details of participants have no place in the invitation
            events = self.env["calendar.event"].with_context(
                skip_contact_description=True
            )
            self.event_id = events.create(self._prepare_event_vals())
        return {
            "type": "ir.actions.client",
            "tag": "soft_reload",
        }

    def action_open_event(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "calendar.event",
            "res_id": self.event_id.id,
            "view_mode": "form",
        }

    def action_meeting_held(self):
        """Record when it took place: as entered, else as planned, else now."""
        now = fields.Datetime.now()
        for coordination in self.filtered(lambda c: not c.held_at):
            planned = coordination.meeting_at
            past = planned and coordination.flagged_at <= planned <= now
            coordination.held_at = planned if past else now

    def _prepare_event_vals(self):
        self.ensure_one()
        event = self.env["calendar.event"]
        people = (self.user_ids | self.leader_id).partner_id | self.partner_ids
        end = self.meeting_at + timedelta(hours=event.get_default_duration())
        return {
            "name": self.env._("Requirement meeting %s", self.ticket_id.sudo().number),
            "start": self.meeting_at,
            "stop": end,
            "user_id": self.leader_id.id,
            "partner_ids": [Command.set(people.ids)],
        }
