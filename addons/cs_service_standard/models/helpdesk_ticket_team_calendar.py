from odoo import api, fields, models


class HelpdeskTicketTeam(models.Model):
    """Service hours that cannot carry a clock are reported, never refused."""

    _inherit = "helpdesk.ticket.team"

    cs_calendar_warning = fields.Char(
        string="Warning about Service Hours", compute="_compute_cs_calendar_warning"
    )
    cs_calendar_reported = fields.Boolean(
        string="Warned about Service Hours",
        prefetch=False,
        copy=False,
        groups="base.group_user",
        help="The people in charge know that the service hours are unusable.",
    )

    @api.depends("cs_calendar_id.attendance_ids", "cs_profile_id")
    def _compute_cs_calendar_warning(self):
        service = self.env["cs.clock.service"]
        for team in self:
            profile, company = team.cs_profile_id, team.company_id or self.env.company
            calendar_id, fallback = service._calendar_of(
                team._origin.id, profile.id, company.id
            )
            team.cs_calendar_warning = (
                profile
                and fallback
                and self.env._(
                    "The service hours of team %(team)s cannot carry a clock (no fixed "
                    "hours); its clocks count with %(calendar)s. Choose other hours.",
                    team=team.name,
                    calendar=self.env["resource.calendar"]
                    .sudo()
                    .browse(calendar_id)
                    .name
                    or self.env._("every hour of the week"),
                )
            )

    def write(self, vals):
        if "cs_calendar_id" in vals:
            vals = dict(vals, cs_calendar_reported=False)
        return super().write(vals)

    def _cs_report_calendar(self):
        """Tell leader and service manager once that the service hours are unusable.

        Runs as superuser: intake by a customer may be what discovers it.
        """
        for team in self.sudo().filtered(lambda t: not t.cs_calendar_reported):
            people = team.user_id | team.cs_profile_id.manager_id
            team.cs_calendar_reported = True
            if people:
                team.message_notify(
                    partner_ids=people.partner_id.ids,
                    subject=self.env._("Service hours of %(team)s", team=team.name),
                    body=team.cs_calendar_warning,
                )
