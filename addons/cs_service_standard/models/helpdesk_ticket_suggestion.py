from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.priority import Suggestion, suggestion_scores

TRIGGERS = {
    "cs_affected_customers",
    "cs_potential_benefit",
    "type_id",
    "stage_id",
    "team_id",
}


class HelpdeskTicket(models.Model):
    """Suggestions compete: by customers affected and potential benefit (PRI-05)."""

    _inherit = "helpdesk.ticket"

    cs_is_suggestion = fields.Boolean(
        related="type_id.cs_is_suggestion",
        related_sudo=True,
        groups="base.group_user",
    )
    cs_affected_customers = fields.Integer(
        string="Customers Affected", groups="base.group_user"
    )
    cs_potential_benefit = fields.Monetary(
        string="Potential Benefit",
        currency_field="cs_currency_id",
        groups="base.group_user",
        help="What the suggestion may earn or save in a year.",
    )
    cs_currency_id = fields.Many2one(
        related="company_id.currency_id", groups="base.group_user"
    )
    cs_suggestion_score = fields.Float(
        string="Suggestion Score",
        compute="_compute_cs_suggestion_score",
        store=True,
        digits=(16, 4),
        aggregator="avg",
        groups="base.group_user",
        help="0 to 100, compared with the open suggestions of the same profile.",
    )

    @api.depends("cs_affected_customers", "cs_potential_benefit", "type_id")
    def _compute_cs_suggestion_score(self):
        suggestions = self._cs_following().filtered("type_id.cs_is_suggestion")
        (self - suggestions).cs_suggestion_score = 0
        closed = suggestions.filtered("stage_id.closed")
        for ticket in closed:
            ticket.cs_suggestion_score = ticket.cs_suggestion_score  # as it ended
        suggestions -= closed
        if not suggestions:
            return
        profiles = suggestions.cs_profile_id
        rivals = (self._cs_open_suggestions(profiles) | suggestions).grouped(
            "cs_profile_id"
        )
        for profile, tickets in rivals.items():
            scores = suggestion_scores(
                [ticket._to_suggestion() for ticket in tickets],
                profile.suggestion_customers_weight,
                profile.suggestion_benefit_weight,
            )
            for ticket in tickets & suggestions:
                ticket.cs_suggestion_score = scores[ticket.id]

    def _cs_begin(self, vals_by_id):
        result = super()._cs_begin(vals_by_id)
        typed = self.filtered("type_id")
        if typed:
            typed._cs_rescore_rivals()
        return result

    @api.model
    def _cs_known_at_creation(self, vals):
        known = super()._cs_known_at_creation(vals)
        if self._cs_is_plain(known) or not vals.get("type_id"):
            known["cs_suggestion_score"] = 0
        return known

    def write(self, vals):
        if not TRIGGERS & set(vals):
            return super().write(vals)
        before = self.sudo().filtered("type_id.cs_is_suggestion")
        if not before and "type_id" not in vals:
            return super().write(vals)
        profiles = before.cs_profile_id
        result = super().write(vals)
        self._cs_rescore_rivals(profiles)
        return result

    def _to_suggestion(self):
        return Suggestion(
            self.id, self.cs_affected_customers, self.cs_potential_benefit
        )

    def _cs_rescore_rivals(self, profiles=None):
        """Scores are relative: what changes on one changes all of its profile."""
        suggestions = self.sudo()._cs_following().filtered("type_id.cs_is_suggestion")
        profiles = suggestions.cs_profile_id | (profiles or suggestions.cs_profile_id)
        if profiles:
            self._cs_rescore_suggestions(profiles)

    @api.model
    def _cs_rescore_suggestions(self, profiles):
        """Recompute the scores of the open suggestions of some profiles, in batch."""
        self.env.add_to_compute(
            self._fields["cs_suggestion_score"], self._cs_open_suggestions(profiles)
        )

    @api.model
    def _cs_open_suggestions(self, profiles):
        """Open suggestions of profiles, whoever may see them.

        Runs as sudo: a score compares with suggestions of all teams and shows none.
        """
        return self.sudo().search(
            Domain("type_id.cs_is_suggestion", "=", True)
            & Domain("cs_profile_id", "in", profiles.ids)
            & Domain("stage_id.closed", "=", False)
        )
