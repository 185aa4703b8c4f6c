from odoo import api, fields, models
from odoo.tools import ormcache


class CsProcess(models.Model):
    """Processes a team chooses among for its complaints (CMP-01 to CMP-04)."""

    _inherit = "cs.process"

    ordered = fields.Boolean(
        string="Steps in Order",
        help="A later step cannot be finished before an earlier required one.",
    )
    for_complaints = fields.Boolean(
        help="A team may choose this process for its complaints and disputes.",
    )

    @api.model
    def _of_tickets(self, tickets):
        """A complaint follows its team's choice, and keeps a process it has begun.

        A process made for one customer comes before the choice of the team.
        """
        found = super()._of_tickets(tickets)
        if not self._teams_choose():
            return found
        for ticket, process in found.items():
            if ticket.type_id.cs_is_complaint and not process.partner_id:
                found[ticket] = self._begun(ticket) or self._chosen(ticket) or process
        return found

    @api.model
    @ormcache()
    def _teams_choose(self):
        """Whether any team has made a choice: else creation asks nothing more."""
        teams = self.env["helpdesk.ticket.team"].sudo()
        return bool(teams.search_count([("cs_complaint_process_id", "!=", False)], 1))

    @api.model
    def _begun(self, ticket):
        """The process of which a step has been finished on this ticket, if any."""
        process = ticket.cs_process_id
        if not process.for_complaints:
            return process.browse()
        done = ticket.cs_step_ids.filtered(lambda step: step.state != "open")
        return process if process in done.process_id else process.browse()

    @api.model
    def _chosen(self, ticket):
        return ticket.team_id.cs_complaint_process_id.filtered("active")


class CsProcessStep(models.Model):
    """What a step stands for, where the addon has to find it again."""

    _inherit = "cs.process.step"

    purpose = fields.Selection(
        [
            ("apology", "Apology and understanding"),
            ("responsibility", "Responsibility"),
            ("compensation", "Compensation"),
            ("prevention", "Long-term prevention"),
        ],
        string="Stands For",
        help="Lets the complaint's card and the improvement of the service find this "
        "step. Empty: a step like any other.",
    )


class HelpdeskTicketTeam(models.Model):
    """The process a team has chosen for its complaints."""

    _inherit = "helpdesk.ticket.team"

    cs_complaint_process_id = fields.Many2one(
        "cs.process",
        string="Process for Complaints",
        domain="[('for_complaints', '=', True), "
        "('company_id', 'in', [False, company_id])]",
        ondelete="set null",
        help="New complaints and disputes of this team follow it. Empty: the process "
        "of their type. A process made for one customer comes first.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        if any(vals.get("cs_complaint_process_id") for vals in vals_list):
            self.env.registry.clear_cache()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if "cs_complaint_process_id" in vals:
            self.env.registry.clear_cache()
        return result
