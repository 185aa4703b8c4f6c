from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import ormcache


class CsServiceProfile(models.Model):
    """Which entries make the minimum record of a request (REC-02)."""

    _inherit = "cs.service.profile"

    record_field_ids = fields.Many2many(
        "ir.model.fields",
        string="Minimum Record",
        default=lambda self: self._default_record_field_ids(),
        domain=lambda self: self._record_field_domain(),
        ondelete="cascade",
        help="A ticket is recorded when all of these are filled; the clock of the "
        "first record stops then.",
    )
    progress_length = fields.Integer(
        string="Characters per Progress Report",
        default=200,
        required=True,
        help="A progress report states the key node in short. 0: no limit.",
    )

    def _default_record_field_ids(self):
        names = self.env["helpdesk.ticket"]._cs_record_default()
        model = self.env["ir.model.fields"]
        return [Command.set([model._get("helpdesk.ticket", n).id for n in names])]

    def _record_field_domain(self):
        names = sorted(self.env["helpdesk.ticket"]._cs_record_entries())
        return [("model", "=", "helpdesk.ticket"), ("name", "in", names)]

    def _record_entries(self):
        """Names of the required entries, in the order in which they are asked."""
        return list(self._record_entry_names(self.id))

    @api.model
    @ormcache("profile_id", cache="stable")
    def _record_entry_names(self, profile_id):
        """``_record_entries`` by id, cached: asked for every ticket that is shown.

        Runs as superuser: the technical list of fields is not for agents to read.
        """
        required = set(self.sudo().browse(profile_id).record_field_ids.mapped("name"))
        entries = self.env["helpdesk.ticket"]._cs_record_entries()
        return tuple(name for name in entries if name in required)
