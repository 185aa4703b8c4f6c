from odoo import models

HIDDEN = frozenset(
    (
        "access_token",
        "email_cc",
        "properties",
        "color",
        "kanban_state",
        "user_ids",
        "duplicate_id",
        "duplicate_ids",
        "duplicate_count",
    )
)


class HelpdeskTicket(models.Model):
    """Which fields of a ticket the client may touch by RPC (PRV-03)."""

    _inherit = "helpdesk.ticket"

    def _cs_portal_hidden_fields(self):
        """Fields that customers may not read by RPC although no group guards them."""
        return HIDDEN

    def _has_field_access(self, field, operation):
        """Keep internal fields from the portal, which reads tickets by RPC.

        The token above all: it opens the ticket to whoever holds it. And keep agents
        from taking a ticket out of its standard: that would also unmask it.
        """
        if self.env.su:
            return True
        if not super()._has_field_access(field, operation):
            return False
        if field.name in self._cs_portal_hidden_fields():
            return self.env.user._is_internal()
        if field.name == "cs_profile_id" and operation == "write":
            return self.env.user.has_group("helpdesk_mgmt.group_helpdesk_manager")
        return True

    def _portal_ensure_token(self):
        """Runs as superuser: who may read the ticket may be given its link."""
        return super(HelpdeskTicket, self.sudo())._portal_ensure_token()

    def _get_share_url(
        self, redirect=False, signup_partner=False, pid=None, share_token=True
    ):
        """As ``_portal_ensure_token``."""
        if share_token:
            self.check_access("read")
        return super(HelpdeskTicket, self.sudo())._get_share_url(
            redirect=redirect,
            signup_partner=signup_partner,
            pid=pid,
            share_token=share_token,
        )
