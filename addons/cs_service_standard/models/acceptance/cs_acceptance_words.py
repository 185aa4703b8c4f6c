from odoo import api, models

from ...engine.facts import FactKind


class CsSlaTarget(models.Model):
    """How long a customer takes to accept may be promised and measured."""

    _inherit = "cs.sla.target"

    @api.model
    def _selection_metric(self):
        metrics = super()._selection_metric()
        place = [code for code, _label in metrics].index("resolution")
        metrics.insert(place, ("acceptance", self.env._("Acceptance by the customer")))
        return metrics


class CsTicketClock(models.Model):
    _inherit = "cs.ticket.clock"

    @api.model
    def _stop_texts(self):
        return super()._stop_texts() | {
            "acceptance": self.env._("Stops when the customer accepts the result"),
            "final_solution": self.env._(
                "Stops when the final plan is presented or the ticket is resolved"
            ),
        }


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _cs_fact_words(self):
        return super()._cs_fact_words() | {
            FactKind.ACCEPTANCE: (
                "fa-question",
                self.env._("We asked whether the result is right"),
            ),
            FactKind.SIGNED: ("fa-check", self.env._("The result was accepted")),
        }
