from odoo import fields, models


class CsServiceProfile(models.Model):
    """Which documents a dossier asks for."""

    _inherit = "cs.service.profile"

    archive_need = fields.Boolean(
        string="Need Confirmation Letter",
        default=True,
        help="The dossier entry of a ticket of the full path needs it.",
    )
    archive_solution = fields.Boolean(
        string="Solution Description",
        default=True,
        help="The dossier entry of a ticket of the full path needs it.",
    )
    archive_acceptance = fields.Boolean(
        string="Acceptance Report",
        default=True,
        help="The dossier entry of a ticket of the full path needs it.",
    )
