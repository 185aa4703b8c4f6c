from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.compensation import Level, State

LETTER = "cs_service_standard.mail_template_compensation_offered"


class CsCompensation(models.Model):
    """Offer, answer and settlement: what the customer is told and gets."""

    _inherit = "cs.compensation"

    def action_offer(self):
        """Write to the customer; within the agent's limit without asking anybody."""
        self.ensure_one()
        self._check_complete()
        now = fields.Datetime.now()
        vals = {"offered_at": now}
        if self.state == State.DRAFT:
            level = self._level(self._granted_before().get(self.id))
            if level != Level.AGENT:
                raise UserError(
                    self.env._(
                        "%s is above the limit: ask for approval before offering it.",
                        self.display_name,
                    )
                )
            vals |= {"user_id": self.env.uid, "level": level.value}
        self._advance(State.OFFERED, **vals)
        self.ticket_id._cs_send_letters(LETTER, self.sudo(), person=True)

    def action_accepted(self):
        """The customer said yes, by telephone or letter."""
        self._answer(State.ACCEPTED, recorded_id=self.env.uid)

    def action_declined(self):
        """The customer said no, by telephone or letter."""
        self._answer(State.DECLINED, recorded_id=self.env.uid)

    def action_settle(self):
        self.ensure_one()
        if not (self.settlement_ref or "").strip():
            raise UserError(
                self.env._(
                    "Enter the reference of %s, for example the coupon number or the "
                    "payment reference.",
                    self.display_name,
                )
            )
        day = self.settled_on or fields.Date.context_today(self)
        self._advance(State.SETTLED, settled_on=day)

    def _answer(self, state, **vals):
        self.ensure_one()
        self._advance(state, answered_at=fields.Datetime.now(), **vals)

    def _portal_url(self):
        """Address of the customer's page, for the letter."""
        self.ensure_one()
        return self.ticket_id.sudo()._cs_page_link("compensation")
