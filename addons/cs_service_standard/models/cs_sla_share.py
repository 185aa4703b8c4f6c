from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..engine.attribution import Agreement
from .cs_sla_target import UNIT_SECONDS


class CsSlaShare(models.Model):
    """How much of a limit a team, or all teams of a tier, may use.

    So that whoever passes a ticket on late cannot leave the breach to the receiver.
    """

    _name = "cs.sla.share"
    _description = "Agreed Share of a Limit"
    _inherit = ["cs.cached.mixin"]
    _order = "target_id, sequence, id"

    sequence = fields.Integer(default=10)
    target_id = fields.Many2one(
        "cs.sla.target", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="target_id.company_id", store=True)
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        ondelete="cascade",
        help="This team may use the share. Leave empty to name a tier instead.",
    )
    tier = fields.Selection(
        [("1", "Tier 1"), ("2", "Tier 2")],
        help="All teams of the tier together; a team with a line of its own does not "
        "count here.",
    )
    budget_value = fields.Float(
        string="Share",
        required=True,
        digits=(16, 2),
        help="Time counted as the target counts it, for example 10 of 40 hours.",
    )
    budget_unit = fields.Selection(
        selection=lambda self: self.env["cs.sla.target"]._selection_unit(),
        default="hour",
        required=True,
    )
    budget_seconds = fields.Integer(compute="_compute_budget_seconds", store=True)

    _positive = models.Constraint(
        "CHECK (budget_value > 0)", "An agreed share must be more than zero."
    )
    _team_or_tier = models.Constraint(
        "CHECK ((team_id IS NULL) <> (tier IS NULL))",
        "Name either a team or a tier for each agreed share.",
    )
    _one_per_team = models.UniqueIndex(
        "(target_id, team_id) WHERE team_id IS NOT NULL",
        "A team has one share of a target.",
    )
    _one_per_tier = models.UniqueIndex(
        "(target_id, tier) WHERE tier IS NOT NULL", "A tier has one share of a target."
    )

    @api.depends("budget_value", "budget_unit")
    def _compute_budget_seconds(self):
        for share in self:
            factor = UNIT_SECONDS.get(share.budget_unit, 0)
            share.budget_seconds = round(share.budget_value * factor)

    @api.depends("team_id", "tier", "budget_value", "budget_unit")
    def _compute_display_name(self):
        tiers = dict(self._fields["tier"]._description_selection(self.env))
        units = dict(self.env["cs.sla.target"]._selection_unit())
        for share in self:
            share.display_name = self.env._(
                "%(who)s %(value)g %(unit)s",
                who=share.team_id.name or tiers.get(share.tier, ""),
                value=share.budget_value,
                unit=units.get(share.budget_unit, ""),
            )

    @api.constrains("budget_value", "budget_unit", "target_id")
    def _check_within_limit(self):
        self.target_id._check_shares()


class CsSlaTarget(models.Model):
    """Whose a breach of the target is, and whether somebody has to look into it."""

    _inherit = "cs.sla.target"

    share_ids = fields.One2many(
        "cs.sla.share",
        "target_id",
        string="Agreed Shares",
        copy=True,
        help="How the limit is split between teams or tiers. The first one that used "
        "more than its share owns the breach.",
    )
    review_required = fields.Boolean(
        string="Breach Is Reviewed",
        help="Each breach makes a review for the team leader: cause, owner and "
        "corrective action.",
    )
    review_days = fields.Integer(
        string="Review Within (Days)",
        default=3,
        help="How many days the team leader has for the review.",
    )

    _review_days_positive = models.Constraint(
        "CHECK (review_days >= 0)",
        "The days for a review must not be less than zero.",
    )

    @api.constrains("limit_value", "limit_unit", "share_ids")
    def _check_shares(self):
        for target in self:
            agreed = sum(target.share_ids.mapped("budget_seconds"))
            if agreed > target.limit_seconds:
                raise ValidationError(
                    self.env._(
                        "The agreed shares of '%(target)s' add up to more than its "
                        "limit: shorten a share or lengthen the limit.",
                        target=target.display_name,
                    )
                )

    @api.model
    @ormcache("target_id", cache="stable")
    def _ownership(self, target_id):
        """What a target says about its breaches, in plain values.

        :return: tuple (line of each tier, line of each team, seconds of each line,
            whether a breach is reviewed)
        """
        target = self.sudo().browse(target_id or []).exists()
        lines = target.share_ids
        return (
            {line.tier: line.id for line in lines if line.tier},
            {line.team_id.id: line.id for line in lines if line.team_id},
            {line.id: line.budget_seconds for line in lines},
            target.review_required,
        )

    @api.model
    def _agreement(self, target_id, tiers):
        """The agreed shares of a target as the engine knows them.

        :param tiers: dict of team id and tier, of the teams that had the ticket
        """
        by_tier, by_team, budgets, _review = self._ownership(target_id)
        line_of = {
            team_id: by_tier[tier] for team_id, tier in tiers.items() if tier in by_tier
        }
        return Agreement(budgets, line_of | by_team)
