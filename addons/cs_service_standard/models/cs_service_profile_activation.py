from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..wording import listed


class CsServiceProfile(models.Model):
    """Figures of intake and routing, and what must hold before a profile is used."""

    _inherit = "cs.service.profile"

    assign_priority_min = fields.Selection(
        [("0", "Low"), ("1", "Medium"), ("2", "High"), ("3", "Very High")],
        string="Assign Automatically From",
        default="2",
        required=True,
        help="New tickets of at least this priority go to the least-loaded qualified "
        "agent, in teams that assign urgent tickets.",
    )
    duplicate_hours = fields.Integer(
        string="Duplicate Window (h)",
        default=24,
        help="Requests of one customer and type within this time may be one.",
    )
    ring_cycle_seconds = fields.Integer(
        string="Seconds per Ring",
        default=5,
        help="Turns counted rings into seconds until a call is answered.",
    )
    suggestion_customers_weight = fields.Float(
        string="Weight of Customers Affected", default=50
    )
    suggestion_benefit_weight = fields.Float(
        string="Weight of Potential Benefit", default=50
    )
    vip_team_id = fields.Many2one(
        "helpdesk.ticket.team",
        string="Expert Team for VIP",
        help="Requests of VIP customers without a chosen team go here instead of to "
        "the team of their type. Empty: no difference.",
    )

    _duplicate_hours_positive = models.Constraint(
        "CHECK (duplicate_hours > 0)", "The duplicate window must be at least one hour."
    )
    _ring_cycle_positive = models.Constraint(
        "CHECK (ring_cycle_seconds > 0)", "A ring takes at least one second."
    )
    _weights_positive = models.Constraint(
        "CHECK (suggestion_customers_weight >= 0 AND suggestion_benefit_weight >= 0)",
        "The weights of a suggestion must not be negative.",
    )

    def write(self, vals):
        result = super().write(vals)
        if {"suggestion_customers_weight", "suggestion_benefit_weight"} & set(vals):
            self.env["helpdesk.ticket"]._cs_rescore_suggestions(self)
        return result

    def action_cs_activate(self):
        """Put the profiles in force once every channel has a promise (INT-02).

        A prepared change replaces the figures of the profile that it changes.
        """
        revision = self.filtered("revises_id")
        if revision:
            return revision._put_revision_in_force()
        for profile in self:
            profile._check_cs_channels()
        self.state = "in_force"
        return None

    def action_cs_to_draft(self):
        self.state = "draft"

    def _serves(self, company_id):
        """Whether a company may follow this profile (may be empty)."""
        return self._owner_id(self.id) in (False, company_id)

    @api.model
    @ormcache("profile_id", cache="stable")
    def _owner_id(self, profile_id):
        """Company of a profile, ``False``: any; asked for every ticket."""
        return self.sudo().browse(profile_id or []).company_id.id

    def _check_cs_channels(self):
        self.ensure_one()
        channels = self._cs_channels_without_target()
        if channels:
            raise ValidationError(
                self.env._(
                    "Profile %(profile)s cannot be put in force: nothing is promised "
                    "on %(channels)s. Add a response target (answer, reception, first "
                    "response or next reply) for all channels, or one that names it "
                    "or its kind; or archive the channel if you do not serve it.",
                    profile=self.display_name,
                    channels=listed(self.env, channels.mapped("name")),
                )
            )

    def _cs_channels_without_target(self):
        """Active channels without a response target of the profile."""
        self.ensure_one()
        mine = [("company_id", "in", [False, self.company_id.id])]
        channels = self.env["helpdesk.ticket.channel"].search(
            mine if self.company_id else [("active", "=", True)]
        )
        return channels.filtered(
            lambda channel: not channel._cs_response_targets(self.target_ids)
        )
