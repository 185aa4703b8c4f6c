from odoo import fields, models

ICONS = {
    "done": "fa-check-circle text-success",
    "late": "fa-exclamation-circle text-danger",
    "planned": "fa-calendar-o text-info",
}


class HelpdeskTicket(models.Model):
    """The plan, the goods on their way and the latest report, as the customer reads."""

    _inherit = "helpdesk.ticket"

    cs_logistics_ids = fields.One2many(
        "cs.logistics.event",
        "ticket_id",
        string="Deliveries",
        copy=False,
        groups="base.group_user",
    )
    cs_progress_report_ids = fields.One2many(
        "cs.progress.report",
        "ticket_id",
        string="Regular Progress Reports",
        copy=False,
        groups="base.group_user",
    )

    def _cs_portal_blocks(self):
        blocks = super()._cs_portal_blocks()
        values = self._cs_execution_shown()
        if any(values.values()):
            blocks.append(
                {
                    "sequence": 60,
                    "template": "cs_service_standard.portal_execution",
                    "values": values,
                    "anchor": "cs_execution",
                }
            )
        return blocks

    def _cs_execution_shown(self):
        """What the block on the customer's page says; empty parts are left out."""
        self.ensure_one()
        return {
            "plan": self._cs_plan_shown(),
            "order": self._cs_order_shown(),
            "news": self._cs_news_shown(),
            "report": self._cs_report_shown(),
        }

    def _cs_plan_shown(self):
        """The nodes meant for the customer with their days, and how much is done."""
        nodes = self.cs_node_ids
        shown = nodes.filtered("customer_visible")
        shown = shown.sorted(lambda node: (node.date, node.hour, node.id))
        if not shown:
            return {}
        words = {
            "done": self.env._("done"),
            "late": self.env._("later than planned"),
            "planned": self.env._("planned"),
        }
        return {
            "percent": round(100 * len(nodes.filtered("done")) / len(nodes)),
            "nodes": [
                {
                    "content": node.content,
                    "state": node.state,
                    "state_text": words[node.state],
                    "icon": ICONS[node.state],
                    "day": self._cs_node_day(
                        node._day_of(node.done_at) if node.done_at else node.date,
                        0 if node.done else node.hour,
                    ),
                }
                for node in shown
            ],
        }

    def _cs_news_shown(self):
        """News of the goods, newest first."""
        zone = self._cs_reader_zone()
        return [
            {
                "text": event._kind_text(),
                "when": self._cs_when(event.at, zone),
                "carrier": event.carrier_id.name,
                "number": event.number,
                "link": event.tracking_url,
                "note": event.note,
                "kind": event.kind,
            }
            for event in self.cs_logistics_ids
        ]

    def _cs_report_shown(self):
        """The latest regular report that was sent."""
        sent = self.cs_progress_report_ids.filtered(lambda r: r.state == "sent")[:1]
        return sent and {
            "date": self._cs_node_day(sent.date),
            "developed": sent.developed,
            "test_results": sent.test_results,
            "to_confirm": sent.to_confirm,
        }

    def _cs_order_shown(self):
        """Where an order stands; nothing for other requests; a hook."""
        return {}
