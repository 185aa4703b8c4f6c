"""Clocks with figures that can be counted by hand."""

from datetime import datetime, timedelta

from odoo.fields import Domain

from .common import StandardCase

NOW = "2023-10-11 04:00:00"  # Wednesday noon in Shanghai


class ReportCase(StandardCase):
    """Builds clocks of known outcomes through tickets and their facts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.chat = cls._channel("Chat", "instant")
        cls.mail = cls._channel("Mail", "deferred")

    @classmethod
    def _channel(cls, name, kind):
        return cls.env["helpdesk.ticket.channel"].create(
            {"name": name, "cs_kind": kind}
        )

    @classmethod
    def _tickets(cls, count, at, **vals):
        """Tickets received at an instant ('2023-10-09 02:00:00')."""
        at = datetime.fromisoformat(at)
        return cls.env["helpdesk.ticket"].create(
            [
                cls._prepare_ticket_vals(cs_received_at=at, **vals)
                for _number in range(count)
            ]
        )

    @classmethod
    def _fact(cls, tickets, kind, after=0):
        """A fact ``after`` seconds after each ticket came in."""
        cls.env["cs.ticket.event"]._record(
            [
                {
                    "ticket_id": ticket.id,
                    "kind": kind,
                    "at": ticket.cs_received_at + timedelta(seconds=after),
                }
                for ticket in tickets
            ]
        )

    @classmethod
    def _answered(cls, count, after, at="2023-10-10 02:00:00", **vals):
        """Calls or chats answered ``after`` seconds, or by nobody (``None``)."""
        tickets = cls._tickets(count, at, **vals)
        cls._fact(tickets, "queued")
        if after is not None:
            cls._fact(tickets, "answered", after)
        return tickets

    def _report(self, tickets, metric=None, user=None):
        report = self.env["cs.sla.report"].with_user(user or self.env.user)
        domain = Domain("ticket_id", "in", tickets.ids)
        if metric:
            domain &= Domain("metric", "=", metric)
        return report.search(domain)

    def _sums(self, tickets, *specs):
        domain = [("ticket_id", "in", tickets.ids)]
        return self.env["cs.sla.report"]._read_group(domain, [], specs)[0]
