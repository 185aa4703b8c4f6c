from odoo import fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """The dossier of a customer: everything that was done for him, archived."""

    _inherit = "res.partner"

    cs_dossier_count = fields.Integer(
        string="Dossier",
        compute="_compute_cs_dossier_count",
        groups="helpdesk_mgmt.group_helpdesk_user_own",
    )

    def _compute_cs_dossier_count(self):
        """A company counts what belongs to any of its contacts."""
        partners = self._origin
        domain = [
            ("state", "=", "archived"),
            ("commercial_partner_id", "in", partners.commercial_partner_id.ids),
        ]
        keys = ["commercial_partner_id", "partner_id"]
        rows = self.env["cs.archive"]._read_group(domain, keys, ["__count"])
        for partner in self:
            origin = partner._origin
            key = 0 if origin == origin.commercial_partner_id else 1
            own = [row for row in rows if row[key] == origin]
            partner.cs_dossier_count = sum(row[2] for row in own)

    def action_cs_open_dossier(self):
        """The entries of this customer, or of all contacts of a company."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_service_standard.cs_archive_action"
        )
        whole = self == self.commercial_partner_id
        name = "commercial_partner_id" if whole else "partner_id"
        of_customer = Domain(name, "=", self.id)
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        tickets.search(tickets._cs_filing_domain() & of_customer)._cs_file_safely()
        domain = Domain("state", "=", "archived") & of_customer
        return dict(action, domain=list(domain), context={"create": False})
