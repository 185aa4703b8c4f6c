from odoo import fields, models


class HelpdeskTicketTeam(models.Model):
    """What a team shows and sends to the people who write to it."""

    _inherit = "helpdesk.ticket.team"

    cs_acknowledge = fields.Boolean(
        string="Acknowledge New Requests",
        tracking=True,
        help="A customer who writes by mail or through the portal gets a receipt with "
        "the number and the promised time at once. It does not count as a contact.",
    )

    def _cs_hours_shown(self, company):
        """Service hours of this team (empty: of the company) in words.

        Runs as superuser: customers cannot read calendars; they see weekly hours.
        """
        team, company = self.sudo(), company.sudo()
        calendar = (
            team.cs_calendar_id
            or team._cs_profile_of(company).calendar_id
            or company.resource_calendar_id
        )
        return calendar._cs_service_hours()
