from dataclasses import replace

from odoo import api, models


class CsClockService(models.AbstractModel):
    """Green channel as a trait of a ticket: it has promises of its own (RSP-13)."""

    _inherit = "cs.clock.service"

    @api.model
    def _to_traits(self, ticket):
        return replace(super()._to_traits(ticket), green=ticket.cs_green_channel)

    @api.model
    def _trait_fields(self):
        return (*super()._trait_fields(), "cs_green_channel")

    @api.model
    def _match(self, tickets):
        """Stricter promises of a green ticket climb the green ladder, too."""
        result = super()._match(tickets)
        for ticket, payload in result.items():
            if ticket.cs_green_channel:
                self._adopt_green_ladder(ticket, payload["promises"])
        return result

    @api.model
    def _adopt_green_ladder(self, ticket, promises):
        """A ladder for promises without one, from the green line of their metric."""
        targets = self.env["cs.service.profile"]._compiled_targets(
            ticket.cs_profile_id.id
        )
        ladders = {
            target.promise.metric: target.promise.ladder
            for target in targets
            if target.condition.green
        }
        for promise in promises:
            ladder = ladders.get(promise["metric"])
            if ladder and not promise.get("ladder"):
                promise["ladder"] = ladder
