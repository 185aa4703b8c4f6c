from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine import masking
from ..engine.masking import MaskKind
from ..wording import listed

CONTACT_GROUP = "cs_service_standard.cs_group_contact_full"


class HelpdeskTicket(models.Model):
    """Contact data of a ticket are masked for everybody inside (REC-06, REC-07).

    Members of the group 'See full contact data' open one ticket at a time; each
    look is logged. The customer reads the own data in the portal as they are.
    """

    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "cs.masking.mixin"]

    cs_name_masked = fields.Char(
        string="Customer", compute="_compute_cs_masked", compute_sudo=True
    )
    cs_contact_masked = fields.Char(
        string="Contact Data",
        compute="_compute_cs_masked",
        compute_sudo=True,
        help="Telephone number, else e-mail address, of the customer.",
    )
    cs_is_masked = fields.Boolean(
        string="Contact Data Are Masked",
        compute="_compute_cs_is_masked",
        groups="base.group_user",
    )

    @api.depends(lambda self: self._cs_masked_sources())
    def _compute_cs_masked(self):
        for ticket in self:
            partner = ticket.partner_id
            name = ticket.partner_name or partner.name or ""
            phone = "cs_phone" in ticket._fields and ticket.cs_phone
            email = ticket.partner_email or partner.email or ""
            ticket.cs_name_masked = ticket._cs_mask_value("partner_name", name)
            if phone := phone or partner.phone:
                ticket.cs_contact_masked = masking.mask_phone(phone)
            else:
                ticket.cs_contact_masked = masking.mask_email(email)

    @api.depends_context("uid")
    @api.depends("cs_profile_id", "company_id", "partner_id")
    def _compute_cs_is_masked(self):
        hidden = self._cs_mask_filter()
        for ticket in self:
            ticket.cs_is_masked = ticket in hidden

    @api.model
    def _cs_masked_sources(self):
        return [
            *self._cs_masked_fields(),
            "partner_id.name",
            "partner_id.is_company",
            "partner_id.email",
            "partner_id.phone",
        ]

    @api.model
    def _cs_masked_fields(self):
        fields_ = super()._cs_masked_fields() | {
            "partner_name": MaskKind.NAME,
            "partner_email": MaskKind.EMAIL,
            "cs_phone": MaskKind.PHONE,
            "email_cc": MaskKind.EMAIL,
        }
        return {name: kind for name, kind in fields_.items() if name in self._fields}

    @api.model
    def _cs_masked_texts(self):
        texts = (
            "name",
            "description",
            "cs_core_issue",
            "cs_verbatim",
            "cs_initial_plan",
            "cs_feedback_text",
            "cs_remark",
        )
        return [name for name in texts if name in self._fields]

    def _cs_mask_value(self, name, value):
        """Companies are no persons: their name is shown."""
        company = self.sudo().partner_id.filtered("is_company")
        if name == "partner_name" and company and value == company.name:
            return value
        return super()._cs_mask_value(name, value)

    def _cs_mask_filter(self):
        """Tickets of a standard, unless the reader has revealed them.

        Also, whatever the team follows, tickets of a contact whom the reader reads
        masked: they repeat that contact's data.

        Runs as superuser: the decision needs profile and company of the ticket.
        """
        if self._cs_sees_true_values():
            return self.browse()
        persons = self.sudo().partner_id._cs_mask_filter()
        standard = self.filtered(
            lambda ticket: (
                ticket.sudo().cs_profile_id
                and ticket.sudo().company_id.cs_mask_contacts
            )
        )
        if standard and self.env.user.has_group(CONTACT_GROUP):
            revealed = self.env["cs.reveal.log"]._revealed(standard._origin)
            standard = standard.filtered(lambda ticket: ticket._origin not in revealed)
        return self.filtered(
            lambda ticket: ticket in standard or ticket.sudo().partner_id in persons
        )

    @api.model
    def _cs_mask_applies(self):
        companies = self.env.user.sudo().company_ids
        masks = any(company.cs_mask_contacts for company in companies)
        return masks and not self._cs_sees_true_values()

    def _cs_source_values(self, vals):
        """What the helpdesk takes over from the contact of the ticket."""
        partner = self.sudo().partner_id
        if partner_id := vals.get("partner_id"):
            if isinstance(partner_id, dict):
                partner_id = partner_id["id"]
            partner = partner.browse(partner_id)
        return super()._cs_source_values(vals) | {
            "partner_name": partner.name,
            "partner_email": partner.email,
            "cs_phone": partner.phone,
        }

    @api.model_create_multi
    def create(self, vals_list):
        """A form that was shown masks saves the values they stand for."""
        return super().create([self._cs_restored(vals) for vals in vals_list])

    def write(self, vals):
        """As ``create``."""
        for records, values in self._cs_write_batches(vals):
            super(HelpdeskTicket, records).write(values)
        return True

    def action_cs_reveal(self):
        """Button: show me the contact data of this ticket, and log that I looked."""
        self.ensure_one()
        self._cs_reveal()
        return True

    def _cs_reveal(self):
        """Open the contact data of tickets to the current user for a while.

        Until then every read, list, export and form of that user shows them.

        :return: the new ``cs.reveal.log`` records; none for what is open already
        """
        if not self.env.user.has_group(CONTACT_GROUP):
            raise AccessError(
                self.env._(
                    "You may not see the full contact data of %(tickets)s: ask a "
                    "privacy officer for the group 'See full contact data'.",
                    tickets=listed(self.env, self.mapped("display_name")),
                )
            )
        self.check_access("read")
        names = list(self._cs_masked_fields())
        logs = self.env["cs.reveal.log"]._log(self._cs_mask_filter(), names)
        self.invalidate_recordset(["cs_is_masked"])
        return logs
