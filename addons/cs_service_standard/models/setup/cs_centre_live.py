from odoo import api, fields, models
from odoo.exceptions import UserError


class CsCentreDefinition(models.Model):
    """Going live: every question answered, then the answers come to life (CCS-03)."""

    _inherit = "cs.centre.definition"

    serves_vip = fields.Boolean(compute="_compute_serves_vip")
    vip_team_id = fields.Many2one(
        "helpdesk.ticket.team",
        string="Experts for VIP",
        compute="_compute_vip_team_id",
        store=True,
        readonly=False,
        domain="[('company_id', 'in', [False, company_id])]",
        help="Proposed rule: requests of VIP customers go to this team. It is set on "
        "the standard when the centre goes live, unless the standard has one.",
    )

    @api.depends("who_ids")
    def _compute_serves_vip(self):
        for centre in self:
            centre.serves_vip = any(centre.who_ids.mapped("is_vip"))

    @api.depends("who_ids", "profile_id", "company_id")
    def _compute_vip_team_id(self):
        """The team the standard names, else one that handles special requests."""
        special = self.env.ref(
            "cs_service_standard.helpdesk_ticket_team_special", raise_if_not_found=False
        )
        for centre in self:
            proposed = centre.profile_id.vip_team_id or centre.vip_team_id
            if not proposed and special and special.active:
                proposed = special
            serves = any(centre.who_ids.mapped("is_vip"))
            centre.vip_team_id = serves and proposed

    def action_cs_go_live(self):
        """Bring the answers to life; refuse while a question is open."""
        for centre in self:
            if centre.missing:
                raise UserError(
                    self.env._(
                        "%(centre)s cannot go live, these questions are open:\n"
                        "%(missing)s",
                        centre=centre.name,
                        missing=centre.missing,
                    )
                )
        for centre in self:
            centre._activate_types()
            centre._activate_channels()
            centre._give_hours()
            centre._propose_experts()
        self.write({"state": "live", "live_date": fields.Date.context_today(self)})
        return self._warn_live()

    def action_cs_plan_again(self):
        self.write({"state": "draft"})

    def _warn_live(self):
        """The warnings, kept with the centre and shown to whoever went live."""
        warned = self.filtered("warning")
        for centre in warned:
            centre.message_post(body=centre.warning)
        if not warned:
            return None
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Live, but think again"),
                "message": "\n".join(warned.mapped("warning")),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _activate_types(self):
        """Types of what is offered; others stay as they are, tickets may have them."""
        types = self.what_ids.type_ids.with_context(active_test=False)
        types.filtered(lambda kind: not kind.active).active = True

    def _activate_channels(self):
        """Channels of the media in use; those of no medium in use are archived.

        A channel that other companies share is never taken away from them.
        """
        options = self.env["cs.centre.option"]._of("which")
        options = options.with_context(active_test=False)
        used = options.browse(self.which_ids.ids).channel_ids
        unused = options.channel_ids - used
        used.filtered(lambda channel: not channel.active).active = True
        unused.filtered(lambda c: c.active and self._owns(c)).active = False

    def _owns(self, record):
        """Whether a record is this company's alone.

        Counts companies as superuser: also those this user does not belong to.
        """
        if record.company_id:
            return record.company_id == self.company_id
        return self.env["res.company"].sudo().search_count([], limit=2) < 2

    def _give_hours(self):
        teams = self.env["helpdesk.ticket.team"].search(
            [
                ("cs_profile_id", "=", self.profile_id.id),
                ("company_id", "in", [False, self.company_id.id]),
                ("cs_calendar_id", "!=", self.calendar_id.id),
            ]
        )
        teams.filtered(self._owns).cs_calendar_id = self.calendar_id

    def _propose_experts(self):
        profile = self.profile_id
        if self.serves_vip and self.vip_team_id and not profile.vip_team_id:
            profile.vip_team_id = self.vip_team_id

    @api.ondelete(at_uninstall=False)
    def _unlink_except_live(self):
        for centre in self:
            if centre.state == "live":
                raise UserError(
                    self.env._("%s is live: plan it again first.", centre.name)
                )
