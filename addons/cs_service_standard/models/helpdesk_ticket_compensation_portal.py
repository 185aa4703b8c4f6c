from odoo import models
from odoo.exceptions import UserError

from ..engine.compensation import State

SHOWN = (State.OFFERED, State.ACCEPTED, State.DECLINED, State.SETTLED)


class HelpdeskTicket(models.Model):
    """The customer sees on his page what he is offered, and accepts or declines."""

    _inherit = "helpdesk.ticket"

    def _cs_portal_actions(self):
        return super()._cs_portal_actions() | {
            "compensation_accept": "_cs_portal_accept_compensation",
            "compensation_decline": "_cs_portal_decline_compensation",
        }

    def _cs_portal_blocks(self):
        blocks = super()._cs_portal_blocks()
        found = self._cs_shown_compensations()
        if not found:
            return blocks
        values = [self._cs_prepare_compensation(record) for record in found]
        block = {
            "sequence": 35,
            "template": "cs_service_standard.portal_compensation",
            "values": values,
        }
        if any(value["open"] for value in values):
            block |= {
                "call": self.env._("Please tell us whether you accept our offer."),
                "button": self.env._("See the offer"),
                "anchor": "compensation",
            }
        return [*blocks, block]

    def _cs_shown_compensations(self):
        """What the customer was offered; never what waits for approval.

        As superuser: he comes by the link of a letter.
        """
        found = self.env["cs.compensation"].sudo()
        return found.search(
            [("ticket_id", "=", self.id), ("state", "in", SHOWN)], order="id"
        )

    def _cs_prepare_compensation(self, record):
        """Plain values for the page: nobody's name, no limit."""
        labels = {
            State.ACCEPTED: self.env._("You have accepted it. We see to it now."),
            State.DECLINED: self.env._("You have declined it."),
            State.SETTLED: self.env._("Settled. Reference: %s", record.settlement_ref),
        }
        return {
            "id": record.id,
            "what": record._in_words(),
            "reason": record.reason,
            "department": record.department_id.name,
            "open": record.state == State.OFFERED,
            "state": labels.get(State(record.state)),
        }

    def _cs_portal_compensation(self, values):
        """The compensation a form was about, if it can be answered."""
        found = self._cs_shown_compensations().filtered(
            lambda record: (
                str(record.id) == values.get("compensation")
                and record.state == State.OFFERED
            )
        )
        if not found:
            raise UserError(
                self.env._("This offer has been answered meanwhile: see below.")
            )
        return found

    def _cs_portal_accept_compensation(self, values, files):
        record = self._cs_portal_compensation(values)
        record._answer(State.ACCEPTED)
        self._cs_post_answer(self.env._("I accept: %s", record._in_words()))
        return self.env._("Thank you. We see to it now.")

    def _cs_portal_decline_compensation(self, values, files):
        record = self._cs_portal_compensation(values)
        words = (values.get("words") or "").strip()
        record.answer_words = words
        record._answer(State.DECLINED)
        what = record._in_words()
        self._cs_post_answer(
            self.env._("I decline: %(what)s. %(words)s", what=what, words=words)
        )
        return self.env._("Thank you for telling us. We get in touch with you.")
