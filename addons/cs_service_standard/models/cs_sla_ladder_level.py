from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.escalation import Reassign, Role, Step
from ..engine.ladder import Rung
from .cs_sla_target import UNIT_SECONDS

ROLES = {
    "to_owner": Role.OWNER,
    "to_leader": Role.LEADER,
    "to_supervisor": Role.SUPERVISOR,
    "to_manager": Role.MANAGER,
}
MEANS = ("by_activity", "by_mail", "by_chat", "add_follower")


class CsSlaLadderLevel(models.Model):
    """One level of a ladder: when it is reached, who is told, what is done."""

    _name = "cs.sla.ladder.level"
    _description = "Level of an Escalation Ladder"
    _inherit = ["cs.cached.mixin"]
    _order = "ladder_id, percent, offset_seconds, id"

    ladder_id = fields.Many2one(
        "cs.sla.ladder", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ladder_id.company_id", store=True)
    moment = fields.Selection(
        [
            ("percent", "At a share of the limit"),
            ("before", "Before due"),
            ("after", "After due"),
        ],
        default="percent",
        required=True,
        help="Time is counted the way the target counts: working hours, working days "
        "or round the clock.",
    )
    share = fields.Integer(
        string="% of the Limit",
        default=80,
        help="0: at once, when the clock starts; 100: at the breach.",
    )
    offset_value = fields.Float(
        string="Time", digits=(16, 2), default=1, help="How long before or after due."
    )
    offset_unit = fields.Selection(
        selection=lambda self: self.env["cs.sla.target"]._selection_unit(),
        default="hour",
        required=True,
    )
    percent = fields.Integer(compute="_compute_rung", store=True)
    offset_seconds = fields.Integer(compute="_compute_rung", store=True)
    to_owner = fields.Boolean(string="Owner", help="The agent of the ticket.")
    to_leader = fields.Boolean(string="Team Leader")
    to_supervisor = fields.Boolean(
        string="Supervisor",
        help="The leader of the parent team, else the service manager of the profile.",
    )
    to_manager = fields.Boolean(
        string="Manager", help="The service manager of the profile."
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Also",
        domain="[('share', '=', False)]",
        help="Named persons, told in addition to the roles.",
    )
    by_activity = fields.Boolean(
        string="To-do", default=True, help="A to-do on the ticket for each person."
    )
    by_mail = fields.Boolean(
        string="E-mail",
        default=True,
        help="All notices of a minute reach a person in one letter.",
    )
    by_chat = fields.Boolean(
        string="Chat", help="A direct message, one for all notices of a minute."
    )
    add_follower = fields.Boolean(
        string="Follow", help="The persons follow the ticket from then on."
    )
    raise_priority = fields.Boolean(
        help="The priority of the ticket goes up one step; its promises follow."
    )
    reassign = fields.Selection(
        [
            (Reassign.LEADER.value, "To the team leader"),
            (Reassign.QUEUE.value, "Back to the queue"),
        ],
        help="Empty: the ticket keeps its owner.",
    )
    needs_ack = fields.Boolean(
        string="Ask for an Acknowledgement",
        help="Stays on the list of escalations until somebody acknowledges it.",
    )
    always = fields.Boolean(
        string="Even When Acknowledged",
        help="Not ticked: this level stays silent once the level before it has been "
        "acknowledged.",
    )

    _share_range = models.Constraint(
        "CHECK (share >= 0 AND share <= 100)",
        "A share of the limit lies between 0 and 100 %; for later levels choose "
        "'After due'.",
    )
    _offset_positive = models.Constraint(
        "CHECK (moment = 'percent' OR offset_value > 0)",
        "Before or after due means more than zero: for the breach itself choose "
        "100 % of the limit.",
    )

    @api.depends("moment", "share", "offset_value", "offset_unit")
    def _compute_rung(self):
        sign = {"before": -1, "after": 1}
        for level in self:
            share = level.share if level.moment == "percent" else 100
            seconds = level.offset_value * UNIT_SECONDS.get(level.offset_unit, 0)
            level.percent = share
            level.offset_seconds = round(seconds) * sign.get(level.moment, 0)

    @api.constrains("percent", "offset_seconds", "ladder_id")
    def _check_one_per_moment(self):
        for ladder in self.ladder_id:
            levels = ladder.level_ids
            moments = {(each.percent, each.offset_seconds) for each in levels}
            if len(moments) < len(levels):
                raise ValidationError(
                    self.env._(
                        "Two levels of ladder '%(ladder)s' come at the same moment: "
                        "put them together into one.",
                        ladder=ladder.name,
                    )
                )

    @api.constrains(*ROLES, *MEANS, "user_ids", "raise_priority", "reassign")
    def _check_says_something(self):
        for level in self:
            told = any(level[name] for name in ROLES) or level.user_ids
            means = any(level[name] for name in MEANS)
            if told and means or not means and (level.raise_priority or level.reassign):
                continue
            raise ValidationError(
                self.env._(
                    "Level '%(level)s' of ladder '%(ladder)s' would do nothing: "
                    "choose who is told and by which means, or that the ticket is "
                    "reassigned or its priority raised.",
                    level=level.display_name,
                    ladder=level.ladder_id.name,
                )
            )

    def _in_order(self):
        """Levels from the first to the last."""
        return self.sorted(lambda each: (each.percent, each.offset_seconds, each.id))

    def _key(self):
        """What a clock remembers of a level."""
        self.ensure_one()
        return str(self.id)

    def _to_step(self):
        """The level as the engine knows it."""
        self.ensure_one()
        return Step(
            rung=Rung(self._key(), self.percent, self.offset_seconds),
            roles=tuple(role for name, role in ROLES.items() if self[name]),
            named=tuple(self.user_ids.ids),
            activity=self.by_activity,
            mail=self.by_mail,
            chat=self.by_chat,
            follow=self.add_follower,
            priority=self.raise_priority,
            reassign=Reassign(self.reassign or ""),
            needs_ack=self.needs_ack,
            always=self.always,
        )
