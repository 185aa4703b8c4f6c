from odoo import SUPERUSER_ID, api, models

from ..engine import masking
from ..engine.masking import MaskKind

# Context that shows true values to code. A client cannot send this object, so a
# context from outside never unmasks anything.
TRUE_VALUES = {"cs_true_values": object()}


class CsMaskingMixin(models.AbstractModel):
    """Contact data that readers without the right to see them read masked.

    Values are masked where they leave the server, never denied, so that every
    standard screen keeps working: reads, nested reads, exports, the message store,
    labels and groups. Code keeps working with the true values. What a client sends
    back masked is taken for what it stands for, so that saving destroys nothing.
    """

    _name = "cs.masking.mixin"
    _description = "Masking of Contact Data"

    @api.model
    def _cs_masked_fields(self):
        """The fields that hold contact data: ``{name: MaskKind}``; a hook."""
        return {}

    @api.model
    def _cs_masked_texts(self):
        """Names of free text fields that exports de-identify; a hook."""
        return ()

    def _cs_mask_filter(self):
        """The records of ``self`` that the current user reads masked; a hook.

        It decides by user, not by superuser mode: labels are read with ``sudo``.
        """
        return self.browse()

    def _cs_source_values(self, vals):
        """True values that ``vals`` bring along from another record; a hook.

        :return: ``{field name: value}``, e.g. the e-mail address of a chosen contact
        """
        return {}

    @api.model
    def _cs_mask_applies(self):
        """Whether the current user may meet a masked record of this model; a hook."""
        return bool(self._cs_masking_companies())

    @api.model
    def _cs_sees_true_values(self):
        """Whether nothing is masked: the system itself, or code that asked for it."""
        marker = self.env.context.get("cs_true_values")
        return (
            marker is TRUE_VALUES["cs_true_values"]
            or self.env.uid == SUPERUSER_ID
            or not self.env.user._is_internal()
        )

    @api.model
    def _cs_masking_companies(self):
        """The companies for which the current user is an agent who reads masked.

        Runs as superuser: agents may not read every company they work for.
        """
        companies = self.env["res.company"].sudo()
        user = self.env.user
        if (
            self._cs_sees_true_values()
            or not user.has_group("helpdesk_mgmt.group_helpdesk_user_own")
            or user.has_group("cs_service_standard.cs_group_contact_full")
        ):
            return companies
        mine = companies.browse(user._get_company_ids())
        return mine.filtered("cs_mask_contacts")

    @api.model
    def _cs_mask_text(self, text):
        """Text without telephone numbers, e-mail addresses and identity numbers.

        For everything that leaves the ticket: exports, articles, bot, reports.
        """
        return type(text)(masking.mask_text(text)) if text else text

    def _cs_mask_value(self, name, value):
        """How a field of this record is shown to somebody who reads it masked."""
        kind = self._cs_masked_fields().get(name, MaskKind.TEXT)
        return masking.mask(kind, value) if isinstance(value, str) else value

    def _cs_shown(self, name, value):
        """What a masked record answers; what a user has just typed stays."""
        if not self.id and value not in self._cs_known_values(name, {}):
            return value
        return self._cs_mask_value(name, value)

    def _cs_known_values(self, name, vals):
        """True values for which a masked one may stand.

        Runs as superuser: the writer was shown the mask of exactly these values.
        """
        origin = self._origin.sudo()
        return [
            *(record[name] for record in origin),
            self._cs_source_values(vals).get(name),
        ]

    def _cs_mask_kinds(self):
        return self._cs_masked_fields() | dict.fromkeys(
            self._cs_masked_texts(), MaskKind.TEXT
        )

    def _cs_came_back_masked(self, vals):
        """Names of the fields in ``vals`` that hold a mask instead of a value."""
        if self.env.su:
            return []
        masked = [
            name
            for name, kind in self._cs_mask_kinds().items()
            if isinstance(vals.get(name), str) and masking.is_masked(kind, vals[name])
        ]
        return [] if masked and self._cs_sees_true_values() else masked

    def _cs_restored(self, vals):
        """A copy of ``vals`` with the true values that its masks stand for."""
        restored = dict(vals)
        for name in self._cs_came_back_masked(vals):
            for value in self._cs_known_values(name, vals):
                if value and self._cs_mask_value(name, value) == vals[name]:
                    restored[name] = value
                    break
        return restored

    def _cs_write_batches(self, vals):
        """``(records, vals)`` to write: one by one where ``vals`` hold masks."""
        if not self._cs_came_back_masked(vals):
            return [(self, vals)]
        return [(record, record._cs_restored(vals)) for record in self]

    def onchange(self, values, field_names, fields_spec):
        """Compute with true values: the form sends back what it was shown."""
        return super().onchange(self._cs_restored(values), field_names, fields_spec)
