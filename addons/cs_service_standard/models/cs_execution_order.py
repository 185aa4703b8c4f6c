from odoo import api, fields, models
from odoo.exceptions import UserError

LETTER = "cs_service_standard.mail_template_stock"
GOODS = {
    "dispatched": "dispatched",
    "collected": "dispatched",
    "transit": "dispatched",
    "delivered": "delivered",
}


class CsProcess(models.Model):
    """Processes that watch an order ask for stock and tell where the order stands."""

    _inherit = "cs.process"

    tracks_order = fields.Boolean(
        string="Watches an Order",
        help="Agents confirm the stock and note whether the order is paid and "
        "dispatched; the customer sees it on his page.",
    )


class CsExecution(models.Model):
    """Where an order stands, and whether the goods are there (ORD-02, ORD-03)."""

    _inherit = "cs.execution"

    is_order = fields.Boolean(related="ticket_id.cs_process_id.tracks_order")
    order_state = fields.Selection(
        [
            ("ordered", "Ordered"),
            ("paid", "Paid"),
            ("dispatched", "Dispatched"),
            ("delivered", "Delivered"),
        ],
        default="ordered",
        required=True,
        help="The customer sees it on his page. News of a delivery moves it on.",
    )
    stock = fields.Selection(
        [
            ("open", "Not asked yet"),
            ("reserved", "In stock and reserved"),
            ("missing", "Not available"),
        ],
        default="open",
        required=True,
        help="As the warehouse confirmed it.",
    )
    stock_note = fields.Char(
        string="Stock: What Now",
        help="When the goods will be there, or what can be sent instead. The customer "
        "reads it.",
    )
    stock_told_at = fields.Datetime(
        string="Customer Told About Stock", readonly=True, copy=False
    )

    def write(self, vals):
        """Goods that are missing again have to be told again."""
        if "stock" in vals:
            vals = dict(vals, stock_told_at=False)
        return super().write(vals)

    def action_tell_stock(self):
        """Tell the customer that the goods are not there, and what happens now."""
        for sheet in self.filtered(lambda s: not (s.stock_note or "").strip()):
            raise UserError(
                self.env._(
                    "Write down for ticket %(ticket)s when the goods will be there, or "
                    "what can be sent instead; the customer reads it.",
                    ticket=sheet.ticket_id.number,
                )
            )
        self.env["helpdesk.ticket"]._cs_send_notices(LETTER, self)
        self.stock_told_at = fields.Datetime.now()

    def _follow_goods(self):
        """The order goes where the goods went.

        As superuser: whoever enters the news moves the order.
        """
        result = super()._follow_goods()
        for sheet in self.sudo().filtered("is_order"):
            state = GOODS.get(sheet.last_event_id.kind)
            if state and sheet.order_state != "delivered":
                sheet.order_state = state
        return result


class CsGate(models.Model):
    """An order goes on when the goods are there, or its customer knows they are not."""

    _inherit = "cs.gate"

    @api.model
    def _selection_check(self):
        return [*super()._selection_check(), ("stock", self.env._("Stock of an order"))]

    def _check_gate_stock(self, tickets):
        orders = tickets.filtered(lambda t: t.sudo().cs_process_id.tracks_order)
        sheets = orders.sudo()._origin._cs_executions()
        found = {}
        for ticket in orders:
            sheet = sheets.get(ticket._origin.id)
            if not sheet or sheet.stock == "open":
                found[ticket.id] = [self.env._("confirmation of the stock")]
            elif sheet.stock == "missing" and not sheet.stock_told_at:
                found[ticket.id] = [self.env._("telling the customer what is missing")]
        return found


class HelpdeskTicket(models.Model):
    """Where an order stands, as its card and its customer's page say."""

    _inherit = "helpdesk.ticket"

    def _cs_execution_lines(self, nodes, sheet):
        lines = super()._cs_execution_lines(nodes, sheet)
        if sheet and sheet.is_order:
            words = sheet._fields["order_state"]._description_selection(self.env)
            lines.insert(0, [self.env._("Order"), dict(words)[sheet.order_state]])
        return lines

    def _cs_order_shown(self):
        if not self.cs_process_id.tracks_order:
            return {}
        sheet = self._cs_executions().get(self.id, self.env["cs.execution"])
        words = self.env["cs.execution"]._fields["order_state"]
        names = dict(words._description_selection(self.env))
        delivery = self.cs_node_ids.filtered(
            lambda n: n.kind == "delivery" and n.customer_visible and not n.done
        )[:1]
        told = sheet.stock == "missing" and sheet.stock_told_at
        return {
            "text": names[sheet.order_state or "ordered"],
            "arrival": delivery and self._cs_node_day(delivery.date, delivery.hour),
            "stock": told and sheet.stock_note,
        }
