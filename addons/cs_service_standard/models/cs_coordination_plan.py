from odoo import fields, models


class CsTicketNode(models.Model):
    """The delivery several departments agreed on is part of the plan."""

    _inherit = "cs.ticket.node"

    coordination_id = fields.Many2one(
        "cs.coordination",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The coordination in which this day was agreed.",
    )

    def _plan(self):
        """The tasks of the departments have activities of their own."""
        return super(
            CsTicketNode, self.filtered(lambda node: not node.coordination_id)
        )._plan()


class CsCoordination(models.Model):
    """A delivery date the customer was told is reminded of and kept like any other."""

    _inherit = "cs.coordination"

    def _told(self):
        result = super()._told()
        self._plan_delivery()
        return result

    def _plan_delivery(self):
        """Put the day that was told into the plan, or move it there.

        As superuser: whoever tells the dates need not write the plan. The letter of
        the coordination told the day, so that the plan sends none.
        """
        nodes = self.env["cs.ticket.node"].sudo().with_context(cs_date_told=True)
        known = nodes.search(
            [("coordination_id", "in", self.ids), ("done", "=", False)]
        )
        planned = known.grouped("coordination_id")
        vals_list = []
        for coordination in self.sudo().filtered("delivery_due"):
            theirs = coordination.ticket_id._cs_with_customer_lang()
            local = theirs._cs_local(coordination.delivery_due)
            vals = {"date": local.date(), "hour": local.hour + local.minute / 60}
            if coordination in planned:
                reason = theirs.env._("The departments agreed on a new date.")
                planned[coordination].write(dict(vals, delay_reason=reason))
                continue
            vals |= {
                "ticket_id": coordination.ticket_id.id,
                "coordination_id": coordination.id,
                "content": theirs.env._("Delivery: %s", coordination.need),
                "kind": "delivery",
            }
            vals_list.append(vals)
        nodes.create(vals_list)
