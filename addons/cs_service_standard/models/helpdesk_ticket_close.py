from odoo import models
from odoo.tools import format_list


class HelpdeskTicket(models.Model):
    """A customer who needs no more help may say so and close his request."""

    _inherit = "helpdesk.ticket"

    def _cs_portal_close_stages(self):
        """Stages in which the customer may close this ticket.

        Those marked for it among the stages of the ticket; a request that follows a
        standard may always be withdrawn. Runs as superuser: which stages a team uses
        is no secret, the team may be.
        """
        self.ensure_one()
        ticket = self.sudo()
        team = ticket.team_id.with_company(ticket.company_id)
        stages = team._get_applicable_stages()
        return ticket.cs_stage_ids.filtered(
            lambda stage: stage in stages and self._cs_is_for_closing(stage)
        )

    def _cs_is_for_closing(self, stage):
        """Whether a customer may put his ticket into ``stage``; a hook."""
        withdrawn = stage.cs_standard_only and stage.cs_phase == "cancelled"
        return stage.close_from_portal or withdrawn

    def _cs_close_from_portal(self, stage_id):
        """Close the ticket as its customer wants it; checks who asks and where to.

        Only the stage changes, as superuser. Nothing happens when the ticket is
        closed already or the stage is not offered.

        :return: whether the ticket was closed
        :raise AccessError: when the user may not see the ticket, or only follows it
        """
        self.ensure_one()
        self.check_access("read")
        if self.env.user._is_internal() and self.partner_id != self.env.user.partner_id:
            self.check_access("write")
        stage = self._cs_portal_close_stages().filtered(lambda s: s.id == stage_id)
        ticket = self.sudo()
        if not stage or ticket.closed:
            return False
        if ticket._cs_following():
            ticket._cs_log_customer_close(stage)
        ticket.with_context(cs_customer_closes=True).write({"stage_id": stage.id})
        return True

    def _cs_log_customer_close(self, stage):
        """Note who closed it, and what the gates would still have asked for."""
        found = self._cs_open_gates({self: stage.cs_phase}, blocking=True)
        words, _hints = self._cs_gate_words(found.get(self.id, []))
        body = self.env._("Closed by the customer on the portal.")
        if words:
            missing = format_list(self.env, words)
            body += " " + self.env._("Still open: %s.", missing)
        self._message_log(body=body, author_id=self.env.user.partner_id.id)

    def _cs_pass_gates(self, checks=None):
        """Gates guard the work of the team; they never hold back its customer.

        A context alone could come from a client: only our own sudo() counts.
        """
        if self.env.su and self.env.context.get("cs_customer_closes"):
            return None
        return super()._cs_pass_gates(checks)
