from odoo import models

from ..engine.assignment import Load, Request, assign

HIGH = "2"
TRIGGERS = {
    "cs_fault_kind",
    "cs_impact",
    "cs_urgency",
    "priority",
    "team_id",
    "type_id",
}


class HelpdeskTicket(models.Model):
    """Urgent tickets find the qualified agent with the least on his hands (CLS-05)."""

    _inherit = "helpdesk.ticket"

    def _cs_begin(self, vals_by_id):
        result = super()._cs_begin(vals_by_id)
        unchosen = self.filtered(lambda t: not vals_by_id[t.id].get("user_id"))
        unchosen._cs_auto_assign(by_default=True)
        return result

    def write(self, vals):
        result = super().write(vals)
        if TRIGGERS & set(vals) and "user_id" not in vals:
            self._cs_following()._cs_auto_assign()
        return result

    def _cs_auto_assign(self, by_default=False):
        """Give urgent tickets without owner to the least-loaded qualified agents.

        Runs as sudo: the load counts tickets the user may not see, and the owner may
        be of a team the user is not in.

        :param by_default: an owner was set by default, so nobody chose him
        """
        tickets = self.sudo().filtered(
            lambda ticket: (
                (by_default or not ticket.user_id) and ticket._cs_wants_agent()
            )
        )
        if not tickets:
            return
        requests = [ticket._to_request() for ticket in tickets]
        agent_ids = {agent for request in requests for agent in request.agents}
        chosen = assign(requests, tickets._cs_agent_loads(agent_ids))
        by_agent = tickets.filtered(lambda t: t.id in chosen).grouped(
            lambda ticket: chosen[ticket.id]
        )
        for agent_id, group in by_agent.items():
            group.filtered(lambda t, to=agent_id: t.user_id.id != to).write(
                {"user_id": agent_id}
            )

    def _cs_wants_agent(self):
        self.ensure_one()
        return (
            self.team_id.cs_auto_assign
            and not self.stage_id.closed
            and (self.priority or "0") >= self.cs_profile_id.assign_priority_min
        )

    def _to_request(self):
        agents = self.team_id.user_ids._cs_qualified_for(self.type_id).filtered(
            lambda user: self.company_id in user.company_ids
        )
        return Request(self.id, agents.ids, (self.priority or "0") >= HIGH)

    def _cs_agent_loads(self, agent_ids):
        """Open tickets per agent apart from ``self``, in one grouped query."""
        rows = self.sudo()._read_group(
            [
                ("user_id", "in", list(agent_ids)),
                ("stage_id.closed", "=", False),
                ("id", "not in", self.ids),
            ],
            ["user_id", "priority"],
            ["__count"],
        )
        loads = {}
        for user, priority, count in rows:
            load = loads.get(user.id, Load())
            high = count if (priority or "0") >= HIGH else 0
            loads[user.id] = Load(load.high + high, load.total + count)
        return loads
