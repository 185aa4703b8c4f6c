from odoo import api, fields, models
from odoo.exceptions import UserError


class CsArchiveAmendment(models.Model):
    """A correction of what is archived: added, never written over (ACC-02)."""

    _name = "cs.archive.amendment"
    _description = "Amendment of a Dossier Entry"
    _order = "id"

    archive_id = fields.Many2one(
        "cs.archive", required=True, index=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(related="archive_id.ticket_id", store=True, index=True)
    text = fields.Text(string="Amendment", required=True)
    user_id = fields.Many2one(
        "res.users",
        string="By",
        default=lambda self: self.env.user,
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    at = fields.Datetime(
        string="On", default=fields.Datetime.now, required=True, readonly=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Who wrote it and when is not for the writer to say."""
        own = {"user_id": self.env.uid, "at": fields.Datetime.now()}
        if not self.env.su:
            vals_list = [{**vals, **own} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        self._check_fixed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_fixed()

    def _check_fixed(self):
        if not self.env.su:
            raise UserError(
                self.env._("An amendment stays as it is: write another one.")
            )
