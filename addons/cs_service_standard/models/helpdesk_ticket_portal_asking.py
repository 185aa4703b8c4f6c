from odoo import models


class HelpdeskTicket(models.Model):
    """What is asked of the customer now: first on his page, a sign in his list."""

    _inherit = "helpdesk.ticket"

    def _cs_portal_asking(self):
        """The tickets whose customer is asked for something now; a hook, in batch.

        As superuser.  Tells what the blocks of the pages would tell one by one.
        """
        offered = self.env["cs.solution"].union(*self._cs_current_solutions().values())
        offered = offered.filtered(lambda solution: solution.state == "presented")
        deciding = self._cs_asked_for_need() | offered.ticket_id
        compensated = (
            self.env["cs.compensation"]
            .search([("ticket_id", "in", self.ids), ("state", "=", "offered")])
            .ticket_id
        )
        return self.filtered(
            lambda ticket: (
                ticket._cs_portal_call()
                or ticket in compensated
                or (ticket in deciding and not ticket.stage_id.closed)
            )
        )

    def _cs_asked_for_need(self):
        """Tickets whose latest analysis waits for the customer's confirmation."""
        analyses = self.env["cs.need.analysis"].search(
            [("ticket_id", "in", self.ids)], order="id"
        )
        latest = {analysis.ticket_id: analysis for analysis in analyses}
        return self.filtered(
            lambda ticket: (
                ticket in latest
                and latest[ticket].state == "complete"
                and latest[ticket].asked_at
                and ticket.cs_phase not in ("closed", "cancelled")
            )
        )

    def _cs_portal_shown_blocks(self, may_act):
        """The blocks as the page shows them: what is asked first, what is done folded.

        :param bool may_act: whether the reader may decide for the customer
        """
        blocks = sorted(self._cs_portal_blocks(), key=lambda b: b["sequence"])
        asked = next((block for block in blocks if block.get("call")), None)
        shown = [self._cs_shown_block(block, may_act) for block in blocks]
        return sorted(
            shown, key=lambda b: not asked or b["template"] != asked["template"]
        )

    def _cs_shown_block(self, block, may_act):
        title = block.get("title") or self._cs_block_titles().get(block["template"])
        done = block.get("done", self._cs_block_is_done(block))
        return {
            **block,
            "title": title,
            "folded": bool(title and done and not block.get("call")),
            "locked": not may_act,
        }

    def _cs_block_titles(self):
        """Words under which a block that is done is folded away; a hook."""
        return {
            "cs_service_standard.portal_need": self.env._("What we have understood"),
            "cs_service_standard.portal_solution": self.env._("Our solution"),
            "cs_service_standard.portal_compensation": self.env._("Our offer"),
            "cs_service_standard.portal_coordination": self.env._(
                "What our departments have done"
            ),
            "cs_service_standard.portal_execution": self.env._(
                "The plan and what was delivered"
            ),
        }

    def _cs_block_is_done(self, block):
        """Whether a block only tells what is over."""
        if self.stage_id.closed:
            return True
        values = block["values"]
        if block["template"] == "cs_service_standard.portal_need":
            return not values["asked"]
        if block["template"] == "cs_service_standard.portal_coordination":
            return values["done"]
        if block["template"] == "cs_service_standard.portal_solution":
            accepted = not values["open"] and bool(values.get("options"))
            return accepted and self._cs_portal_phase() not in ("analysis", "solution")
        if block["template"] == "cs_service_standard.portal_compensation":
            return not any(value["open"] for value in values)
        return False
