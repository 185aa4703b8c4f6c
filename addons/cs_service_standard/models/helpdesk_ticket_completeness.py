from odoo import api, fields, models

from ..engine import record
from ..engine.facts import FactKind
from ..wording import listed


class HelpdeskTicket(models.Model):
    """How far the minimum record of a request is, and when it was complete."""

    _inherit = "helpdesk.ticket"

    cs_recorded_at = fields.Datetime(
        string="Recorded",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="When the minimum record was complete for the first time.",
    )
    cs_record_complete = fields.Boolean(
        string="Record Complete",
        compute="_compute_cs_completeness",
        compute_sudo=True,
        groups="base.group_user",
    )
    cs_completeness = fields.Integer(
        string="Record Complete (%)",
        compute="_compute_cs_completeness",
        compute_sudo=True,
        groups="base.group_user",
    )
    cs_missing = fields.Char(
        string="Missing Entries",
        compute="_compute_cs_completeness",
        compute_sudo=True,
        groups="base.group_user",
    )

    @api.depends(lambda self: ["cs_profile_id", *self._cs_record_depends()])
    @api.depends_context("lang")
    def _compute_cs_completeness(self):
        for ticket in self:
            required = ticket.cs_profile_id._record_entries()
            missing = ticket._cs_missing_labels()
            ticket.cs_record_complete = not missing
            ticket.cs_completeness = record.percent(len(required), len(missing))
            ticket.cs_missing = listed(self.env, missing)

    def _cs_begin(self, vals_by_id):
        result = super()._cs_begin(vals_by_id)
        self._cs_stamp_recorded()
        return result

    def write(self, vals):
        result = super().write(vals)
        if set(vals) & {"team_id", *self._cs_record_depends()}:
            self._cs_stamp_recorded()
        return result

    @api.model
    def _cs_record_default(self):
        """The minimum record of a new profile (REC-02)."""
        return (
            "partner_name",
            "cs_phone",
            "cs_verbatim",
            "cs_core_issue",
            "cs_occurred_at",
            "cs_product_name",
            "cs_expected_deadline",
        )

    @api.model
    def _cs_record_entries(self):
        """Entries a profile may require, in the order in which they are asked.

        :return: dict from the name of a field to the fields that fill it as well
        """
        return {
            "partner_name": ("partner_id",),
            "cs_phone": ("partner_email", "partner_id.email"),
            "channel_id": (),
            "type_id": (),
            "category_id": (),
            "cs_verbatim": (),
            "cs_core_issue": (),
            "cs_occurred_at": (),
            "cs_product_name": (),
            "cs_expected_deadline": (),
            "cs_initial_plan": (),
            "user_id": (),
        }

    @api.model
    def _cs_record_depends(self):
        entries = self._cs_record_entries()
        return sorted(set(entries).union(*entries.values()))

    def _cs_missing_labels(self):
        """Words for the required entries that are empty; none without a profile.

        Runs as superuser: looks at masked fields, tells only whether they are empty.
        """
        self.ensure_one()
        ticket = self.sudo()
        known = self._cs_record_depends()
        filled = {name for name in known if any(ticket.mapped(name))}
        required = ticket.cs_profile_id._record_entries()
        missing = record.missing(required, filled, self._cs_record_entries())
        return [self._cs_entry_label(name) for name in missing]

    def _cs_is_recorded(self):
        """Whether no required entry is empty; looks no further than the first."""
        self.ensure_one()
        entries = self._cs_record_entries()
        return all(
            any(any(self.mapped(other)) for other in (name, *entries.get(name, ())))
            for name in self.cs_profile_id._record_entries()
        )

    @api.model
    def _cs_entry_label(self, name):
        """Entries that several fields can fill have words of their own."""
        own = {
            "partner_name": self.env._("Customer name"),
            "cs_phone": self.env._("Contact"),
        }
        return own.get(name) or self._fields[name]._description_string(self.env)

    def _cs_stamp_recorded(self):
        """Note once when the record was complete; the clock of the record stops.

        Runs as superuser: the customer may complete the record in the portal.
        """
        if self._cs_is_backdated():
            return
        done = self.sudo()._cs_following()
        done = done.filtered(lambda t: not t.cs_recorded_at and t._cs_is_recorded())
        if done:
            now = fields.Datetime.now()
            done.write({"cs_recorded_at": now})
            done._cs_record_fact(FactKind.RECORDED, at=now)
