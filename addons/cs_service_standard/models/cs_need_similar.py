from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class CsNeedAnalysis(models.Model):
    """What others say: how many asked for the like, how many departments judged it."""

    _inherit = "cs.need.analysis"

    similar_count = fields.Integer(
        string="Similar Tickets",
        compute="_compute_similar_count",
        help="Tickets of the same type and product in the time the profile looks "
        "back, also of teams you cannot see.",
    )
    departments_heard = fields.Integer(
        string="Assessed by Departments",
        compute="_compute_departments",
        help="Departments that have assessed this need; ask them in the coordination "
        "of the ticket.",
    )
    departments_needed = fields.Integer(compute="_compute_departments")

    def _compute_similar_count(self):
        """As superuser: how many there are is no secret, which ones is."""
        tickets = self.env["helpdesk.ticket"].sudo()
        for analysis in self:
            analysis.similar_count = tickets.search_count(analysis._similar_domain())

    @api.depends("grade", "ticket_id.cs_profile_id.need_departments")
    def _compute_departments(self):
        """As superuser: the assessments belong to the ticket."""
        innovative = self.filtered(lambda a: a.grade == "innovative")
        tickets = innovative.ticket_id._origin
        heard = tickets._cs_assessed_departments() if tickets else {}
        for analysis in self:
            ticket = analysis.ticket_id.sudo()
            asked = analysis in innovative
            needed = ticket.cs_profile_id.need_departments
            analysis.departments_needed = needed if asked else 0
            analysis.departments_heard = heard.get(ticket._origin.id, 0)

    def action_similar(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Similar Tickets"),
            "res_model": "helpdesk.ticket",
            "view_mode": "list,form",
            "domain": list(self._similar_domain()),
        }

    def _similar_domain(self):
        """Same type and product, else same type and category; a hook."""
        self.ensure_one()
        ticket = self.ticket_id.sudo()
        if ticket.cs_product_id:
            alike = Domain("cs_product_id", "=", ticket.cs_product_id.id)
        elif ticket.cs_product_name:
            alike = Domain("cs_product_name", "=ilike", ticket.cs_product_name)
        elif ticket.category_id:
            alike = Domain("category_id", "=", ticket.category_id.id)
        else:
            return Domain.FALSE
        days = ticket.cs_profile_id.need_similar_days
        since = fields.Datetime.now() - timedelta(days=days)
        return (
            alike
            & Domain("type_id", "=", ticket.type_id.id)
            & Domain("company_id", "=", ticket.company_id.id)
            & Domain("create_date", ">=", since)
            & Domain("id", "!=", ticket._origin.id)
        )
