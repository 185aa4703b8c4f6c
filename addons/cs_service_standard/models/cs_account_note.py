from odoo import api, fields, models


class CsAccountNote(models.Model):
    """One line in the file of a key account: a contact, or how his business goes."""

    _name = "cs.account.note"
    _description = "Key Account Note"
    _order = "date desc, id desc"
    _rec_name = "text"

    account_id = fields.Many2one(
        "cs.key.account", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    kind = fields.Selection(
        [
            ("contact", "Talk with the customer"),
            ("business", "Development of business"),
            ("wish", "Wish or opportunity"),
            ("risk", "Risk"),
        ],
        required=True,
        default="contact",
    )
    text = fields.Char(string="What Happened", required=True)
    user_id = fields.Many2one(
        "res.users", string="By", default=lambda self: self.env.user, readonly=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A contact moves the next one and answers the reminder."""
        notes = super().create(vals_list)
        notes.filtered(lambda note: note.kind == "contact")._count_as_contact()
        return notes

    def _count_as_contact(self):
        kind = "cs_service_standard.mail_activity_type_account_contact"
        for account, notes in self.grouped("account_id").items():
            last = max(notes.mapped("date"))
            if not account.last_contact_on or last > account.last_contact_on:
                account.last_contact_on = last
        self.account_id.activity_feedback([kind], only_automated=False)
