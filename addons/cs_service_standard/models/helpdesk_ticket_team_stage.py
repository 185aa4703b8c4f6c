from odoo import models
from odoo.tools import ormcache


class HelpdeskTicketTeam(models.Model):
    """Which stages the tickets of a team may be in, team by team."""

    _inherit = "helpdesk.ticket.team"

    def _get_applicable_stages(self):
        """A team with a profile starts in the stages of the standard.

        It keeps the helpdesk's own stages behind them, so that a ticket that is in
        one when the team gets its profile stays where it is.  Other teams never get
        a stage of the standard.
        """
        unsaved = self and not self.id
        if not unsaved and not self.env.context.get("cs_find_stages"):
            return self.env["helpdesk.ticket.stage"].browse(self._cs_stage_ids())
        stages = super()._get_applicable_stages()
        standard = stages.filtered("cs_standard_only")
        if self._cs_follows_standard():
            return standard + (stages - standard)
        return stages - standard

    @ormcache(
        "self.id",
        "self.env.uid",
        "self.env.su",
        "tuple(self.env.context.get('allowed_company_ids', ()))",
        cache="stable",
    )
    def _cs_stage_ids(self):
        """Ids of the applicable stages, cached: asked for every new ticket."""
        return self.with_context(cs_find_stages=True)._get_applicable_stages().ids

    def _cs_first_stage_id(self):
        """Where tickets of this team begin."""
        return self._get_applicable_stages()[:1].id

    def _cs_follows_standard(self):
        """Whether new tickets of this team (or of none) follow a profile in force.

        Runs as superuser, as a customer may not read profiles; tells yes or no.
        """
        company = (self.company_id or self.env.company).sudo()
        return self.sudo()._cs_profile_of(company)._is_in_force()

    @ormcache(
        "self.id",
        "standard",
        "self.env.uid",
        "self.env.su",
        "tuple(self.env.context.get('allowed_company_ids', ()))",
        cache="stable",
    )
    def _cs_shown_stage_ids(self, standard):
        """Ids of the stages people choose from, cached: asked for on every form."""
        stages = self.env["helpdesk.ticket"]._cs_stages_of(self)
        return self._cs_shown_stages(stages, standard).ids

    def _cs_shown_stages(self, stages, standard):
        """The stages among ``stages`` that people of this team choose from.

        :param stages: all stages, in order
        :param bool standard: whether the ticket follows a standard
        """
        own = stages.filtered(lambda s: not s.team_ids or self in s.team_ids)
        if not standard:
            return own.filtered(lambda s: not s.cs_standard_only)
        chosen = own.filtered(lambda s: s.cs_standard_only or s.team_ids)
        return chosen or own
