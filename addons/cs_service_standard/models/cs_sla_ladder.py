from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import ormcache

from ..engine.escalation import PLAIN, Ladder


class CsSlaLadder(models.Model):
    """Who is told about a clock, when, and what happens until somebody answers.

    Targets share ladders; a target without one warns the owner and tells the team
    leader about the breach.
    """

    _name = "cs.sla.ladder"
    _description = "Escalation Ladder"
    _inherit = ["cs.cached.mixin"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: targets of every company may use this ladder."
    )
    description = fields.Text(
        translate=True, help="What the ladder is for, in your own words."
    )
    level_ids = fields.One2many(
        "cs.sla.ladder.level", "ladder_id", string="Levels", copy=True
    )
    ignore_quiet_hours = fields.Boolean(
        help="Ticked: people are told at any hour. Not ticked: what falls outside the "
        "opening hours is told when they open."
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Opening Hours",
        help="Outside these hours nobody is told. Empty: the hours the clock counts "
        "with, else the service hours of the team.",
    )
    repeat_minutes = fields.Integer(
        string="Repeat Every (min)",
        help="Levels that ask for an acknowledgement are told again after so many "
        "minutes until somebody acknowledges, even when the clock has stopped. "
        "0: once.",
    )
    target_ids = fields.One2many("cs.sla.target", "ladder_id", string="Used By")
    target_count = fields.Integer(
        string="Number of Targets", compute="_compute_target_count"
    )

    _repeat_positive = models.Constraint(
        "CHECK (repeat_minutes >= 0)",
        "Reminders come after a number of minutes that is not negative; 0: none.",
    )

    @api.depends("target_ids")
    def _compute_target_count(self):
        groups = self.env["cs.sla.target"]._read_group(
            [("ladder_id", "in", self.ids)], ["ladder_id"], ["__count"]
        )
        counts = {ladder.id: number for ladder, number in groups}
        for ladder in self:
            ladder.target_count = counts.get(ladder.id, 0)

    @api.constrains("calendar_id")
    def _check_calendar(self):
        for ladder in self.filtered("calendar_id"):
            if not ladder.calendar_id._cs_can_carry_clock():
                raise ValidationError(
                    self.env._(
                        "Ladder '%(ladder)s' cannot keep to '%(calendar)s', which has "
                        "no fixed hours: choose other opening hours.",
                        ladder=ladder.name,
                        calendar=ladder.calendar_id.name,
                    )
                )

    @api.constrains("repeat_minutes", "level_ids")
    def _check_repeat(self):
        for ladder in self.filtered(lambda each: each.repeat_minutes and each.active):
            if ladder.level_ids and not any(ladder.level_ids.mapped("needs_ack")):
                raise ValidationError(
                    self.env._(
                        "Ladder '%(ladder)s' repeats until somebody acknowledges, but "
                        "none of its levels asks for that: tick 'Ask for an "
                        "Acknowledgement' on a level, or set the repetition to 0.",
                        ladder=ladder.name,
                    )
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for ladder, vals in zip(self, vals_list, strict=True):
            if "name" not in (default or {}):
                vals["name"] = self.env._("%s (copy)", ladder.name)
        return vals_list

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        self._check_unused()

    def action_open_targets(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_service_standard.cs_sla_target_action"
        )
        return {
            **action,
            "domain": [("ladder_id", "=", self.id)],
            "context": {"default_ladder_id": self.id},
        }

    def _check_unused(self):
        """A ladder that open clocks climb cannot go."""
        for ladder in self:
            if ladder.target_count:
                raise UserError(
                    self.env._(
                        "Ladder '%(ladder)s' is used by %(count)s targets: choose "
                        "another ladder there first.",
                        ladder=ladder.name,
                        count=ladder.target_count,
                    )
                )

    @api.model
    @ormcache("ladder_id", cache="stable")
    def _compiled(self, ladder_id):
        """A ladder as the engine knows it; without one, warning and breach."""
        ladder = self.sudo().browse(ladder_id or []).exists()
        if not ladder.level_ids:
            return PLAIN
        return Ladder(
            id=ladder.id,
            steps=tuple(level._to_step() for level in ladder.level_ids._in_order()),
            quiet=not ladder.ignore_quiet_hours,
            calendar=ladder.calendar_id.id or 0,
            repeat=ladder.repeat_minutes * 60,
        )
