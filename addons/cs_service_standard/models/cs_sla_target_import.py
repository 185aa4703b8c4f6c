from odoo import api, fields, models

POLICY = "helpdesk.sla"  # of helpdesk_mgmt_sla, which we do not depend on


class CsSlaTarget(models.Model):
    """A target remembers the foreign policy it was made from: it is made once."""

    _inherit = "cs.sla.target"

    imported_from = fields.Char(
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="Policy of another addon from which this target was imported.",
    )

    @api.model
    def _foreign_policies(self):
        """Model of the policies that may be imported; ``None``: no such addon."""
        return self.env.get(POLICY)


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Nobody is asked to import from an addon that is not there."""
        hidden = super()._load_menus_blacklist()
        if self.env["cs.sla.target"]._foreign_policies() is None:
            menu = "cs_service_standard.cs_sla_import_menu"
            found = self.env.ref(menu, raise_if_not_found=False)
            hidden += found.ids if found else []
        return hidden
