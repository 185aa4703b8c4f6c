from odoo import api, models
from odoo.exceptions import AccessError

from ..engine import masking
from ..engine.masking import MaskKind
from ..wording import listed

WITH_NAME = ("complete_name", "display_name")


class ResPartner(models.Model):
    """External persons are masked for agents without the right to see them.

    Whoever works outside the helpdesk, and whoever may see full contact data, reads
    contacts as before; colleagues and companies are never masked.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "cs.masking.mixin"]

    @api.model
    def _cs_masked_fields(self):
        fields_ = super()._cs_masked_fields() | {
            "name": MaskKind.NAME,
            "complete_name": MaskKind.NAME,
            "email": MaskKind.EMAIL,
            "email_normalized": MaskKind.EMAIL,
            "email_formatted": MaskKind.EMAIL,
            "phone": MaskKind.PHONE,
            "phone_sanitized": MaskKind.PHONE,
        }
        return {name: kind for name, kind in fields_.items() if name in self._fields}

    def _cs_mask_filter(self):
        """Runs as superuser: labels are shown of contacts one may not open."""
        companies = self._cs_masking_companies()
        if not companies:
            return self.browse()
        persons = self.sudo().filtered(
            lambda partner: (
                partner.partner_share
                and not partner.is_company
                and (not partner.company_id or partner.company_id in companies)
            )
        )
        return self.browse(persons._ids)

    def _cs_mask_value(self, name, value):
        """Names that carry the company or the address keep those parts."""
        if name not in WITH_NAME or not value:
            return super()._cs_mask_value(name, value)
        partner = self.sudo()
        shown = value
        for part, kind in ((partner.email, "email"), (partner.name, "name")):
            if part and part.strip():
                shown = shown.replace(part.strip(), masking.mask(kind, part))
        if partner.name and shown == value:
            return masking.mask_name(value)
        return shown

    def _cs_source_values(self, vals):
        """What a contact created from a ticket takes over from it."""
        values = super()._cs_source_values(vals)
        ticket = self.env["helpdesk.ticket"].browse(
            self.env.context.get("cs_from_ticket_id")
        )
        if not ticket or not ticket.has_access("read"):
            return values
        ticket = ticket.sudo()
        return values | {
            "name": ticket.partner_name,
            "email": ticket.partner_email,
            "phone": "cs_phone" in ticket._fields and ticket.cs_phone,
        }

    @api.depends("partner_share", "company_id")
    @api.depends_context("uid", "cs_true_values")
    def _compute_display_name(self):
        """A label is for a reader, also where the web client reads it by ``sudo``."""
        result = super()._compute_display_name()
        for partner in self._cs_mask_filter():
            if partner.id or partner.name in partner._cs_known_values("name", {}):
                partner.display_name = partner._cs_mask_value(
                    "display_name", partner.display_name
                )
        return result

    @api.model_create_multi
    def create(self, vals_list):
        """Defaults that a form took from a masked ticket are taken from the ticket."""
        masks = self._cs_masked_defaults()
        vals_list = [masks | vals for vals in vals_list]
        restored = [self._cs_restored(vals) for vals in vals_list]
        taken_over = [
            index for index, vals in enumerate(restored) if vals != vals_list[index]
        ]
        for vals in restored:
            self._cs_drop_masks(vals, masks)
        partners = super().create(restored)
        self.concat(*(partners[index] for index in taken_over))._cs_check_still_masked()
        return partners

    def _cs_masked_defaults(self):
        """Defaults of the form that are masks."""
        defaults = {
            name: value
            for name in self._cs_masked_fields()
            if isinstance(value := self.env.context.get(f"default_{name}"), str)
        }
        return {name: defaults[name] for name in self._cs_came_back_masked(defaults)}

    def _cs_drop_masks(self, vals, masks):
        """A mask without a ticket behind it is neither an address nor a number."""
        for name in self._cs_came_back_masked(vals):
            if name != "name" and vals[name] == masks.get(name):
                vals[name] = False

    def write(self, vals):
        """A form that was shown masks saves the values they stand for."""
        hidden = self.browse() if self.env.su else self._cs_mask_filter()
        for records, values in self._cs_write_batches(vals):
            super(ResPartner, records).write(values)
        hidden._cs_check_still_masked()
        return True

    def _cs_check_still_masked(self):
        """Nobody may unmask a person, say by calling the person a company."""
        if self and not self.env.su and (shown := self - self._cs_mask_filter()):
            names = shown.sudo().mapped("name")
            raise AccessError(
                self.env._(
                    "This would show the masked contact data of %(contacts)s: ask "
                    "somebody of the group 'See full contact data' to do it.",
                    contacts=listed(
                        self.env, [masking.mask_name(n) for n in names if n]
                    ),
                )
            )

    def _field_store_repr(self, field_name):
        return self._cs_store_fields(super()._field_store_repr(field_name))

    def _build_vcard(self):
        """A masked card is of no use to an address book."""
        if self._cs_mask_filter():
            raise AccessError(
                self.env._(
                    "The contact data of %(contact)s are masked: ask a privacy officer "
                    "for the group 'See full contact data'.",
                    contact=self.display_name,
                )
            )
        return super()._build_vcard()
