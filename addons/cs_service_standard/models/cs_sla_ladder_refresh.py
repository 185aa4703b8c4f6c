from odoo import api, fields, models

TICKETS = 200


class CsSlaLadder(models.Model):
    """After a change of a ladder the clocks that climb it get new levels, in a job."""

    _inherit = "cs.sla.ladder"

    refreshed_to = fields.Integer(
        default=-1,
        copy=False,
        aggregator=None,
        help="Number of the last ticket whose clocks follow the ladder as it is now; "
        "-1: all do.",
    )

    def write(self, vals):
        if {"calendar_id", "ignore_quiet_hours"} & vals.keys():
            vals = dict(vals, refreshed_to=0)
        return super().write(vals)

    def _mark_changed(self):
        """Let the scheduler bring the open clocks up to date."""
        self.filtered(lambda ladder: ladder.refreshed_to).sudo().refreshed_to = 0

    @api.model
    def _refresh_batch(self):
        """Fold the next tickets whose open clocks climb a changed ladder."""
        ladder = self.search([("refreshed_to", ">=", 0)], order="id", limit=1)
        ladder = ladder.try_lock_for_update()
        if not ladder:
            return 0
        tickets = self.env["helpdesk.ticket"].search(
            [
                ("cs_clock_ids", "any", ladder._climbing()),
                ("id", ">", ladder.refreshed_to),
            ],
            order="id",
            limit=TICKETS,
        )
        self.env["cs.clock.service"]._refresh(tickets)
        ladder.refreshed_to = max(tickets.ids) if tickets else -1
        return len(tickets) or 1

    def _climbing(self):
        """Open clocks on this ladder, as a domain."""
        return [("ladder_id", "=", self.id), ("state", "in", ("running", "paused"))]


class CsSlaLadderLevel(models.Model):
    _inherit = "cs.sla.ladder.level"

    @api.model_create_multi
    def create(self, vals_list):
        levels = super().create(vals_list)
        levels.ladder_id._mark_changed()
        return levels

    def write(self, vals):
        result = super().write(vals)
        if {"moment", "share", "offset_value", "offset_unit"} & vals.keys():
            self.ladder_id._mark_changed()
        return result

    def unlink(self):
        ladders = self.ladder_id
        result = super().unlink()
        ladders.exists()._mark_changed()
        return result
