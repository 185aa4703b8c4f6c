from odoo import api, models
from odoo.exceptions import UserError

from ..engine.facts import FactKind
from ..engine.instants import from_epoch
from ..engine.log_mapping import Phase

BACKDATED = {
    "cs_backdated": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "tracking_disable": True,
}
CHANNEL_ID = "helpdesk_ticket_channel_%s"


class CsHistoryImport(models.AbstractModel):
    """Bring recorded requests in as tickets with their facts, backdated.

    A company that installs the standard wants to see last quarter's compliance; the
    requests come from ``engine.history``, the clocks from the facts as always.
    """

    _name = "cs.history.import"
    _description = "History Import"

    @api.model
    def _import(self, incidents, team):
        """Tickets of recorded requests, with their facts and their clocks.

        Numbers that exist already in the team's company are left alone, so that
        reading a log twice adds nothing.

        :param incidents: ``engine.history_life.Incident`` objects, each number once
        :param team: the team that gets the tickets; with a profile they get clocks
        :return: the new tickets, in the order of their requests
        """
        known = self._known_numbers(incidents, team)
        fresh = [one for one in incidents if one.number not in known]
        stages = self._stages(team)
        channels = self._channels({one.channel for one in fresh if one.channel})
        tickets = (
            self.env["helpdesk.ticket"]
            .with_context(**BACKDATED)
            .create(
                [
                    self._prepare_ticket_vals(one, team, stages, channels)
                    for one in fresh
                ]
            )
        )
        self._record_facts(tickets, fresh)
        return tickets

    @api.model
    def _known_numbers(self, incidents, team):
        found = (
            self.env["helpdesk.ticket"]
            .with_context(active_test=False)
            .search_fetch(
                [
                    ("number", "in", [one.number for one in incidents]),
                    ("company_id", "=", (team.company_id or self.env.company).id),
                ],
                ["number"],
            )
        )
        return set(found.mapped("number"))

    @api.model
    def _stages(self, team):
        """Stage of the team for each phase of a log."""
        stages = team._get_applicable_stages()
        outcomes = {}
        for stage in stages:
            outcomes.setdefault(stage._cs_outcome(), stage)
        waiting = stages.filtered(lambda stage: stage.cs_phase == "waiting")[:1]
        first = stages[:1]
        closed = outcomes.get("closed", stages[-1:])
        return {
            Phase.OPEN: first,
            Phase.PAUSED: waiting or first,
            Phase.RESOLVED: outcomes.get("resolved", closed),
            Phase.CLOSED: closed,
            Phase.CANCELLED: outcomes.get("cancelled", closed),
        }

    @api.model
    def _channels(self, words):
        """Channel by the word of the mapping: an external id, its end, or a name."""
        channels = self.env["helpdesk.ticket.channel"]
        by_name = {}
        for channel in channels.search([("name", "in", list(words))]):
            by_name.setdefault(channel.name, channel)
        found = {}
        for word in words:
            ids = [
                f"{module}.{CHANNEL_ID % word}" for module in self._channel_modules()
            ]
            refs = (
                self.env.ref(xmlid, raise_if_not_found=False)
                for xmlid in ([word] if "." in word else ids)
            )
            channel = next(filter(None, refs), by_name.get(word))
            if not channel:
                raise UserError(
                    self.env._(
                        "There is no channel '%s': name another one under [channels] "
                        "in the mapping, or create it.",
                        word,
                    )
                )
            found[word] = channel.id
        return found

    @api.model
    def _channel_modules(self):
        """Modules whose channels may be named by the end of their external id."""
        return ("helpdesk_mgmt", "cs_service_standard")

    @api.model
    def _prepare_ticket_vals(self, incident, team, stages, channels):
        closed = incident.last(FactKind.CLOSED)
        vals = {
            "number": incident.number,
            "name": self.env._("Request %s", incident.number),
            "description": self.env._("Imported; line %s of the log.", incident.line),
            "team_id": team.id,
            "user_id": False,
            "company_id": (team.company_id or self.env.company).id,
            "stage_id": stages[incident.phase].id,
            "channel_id": channels.get(incident.channel, False),
            "cs_received_at": from_epoch(incident.opened),
            "last_stage_update": from_epoch(incident.facts[-1].at),
            "cs_impact": incident.impact or False,
            "cs_urgency": incident.urgency or False,
        }
        if incident.phase == Phase.CLOSED and closed is not None:
            vals["closed_date"] = from_epoch(closed)
        if incident.priority:
            vals["priority"] = incident.priority
            vals["cs_priority_override_reason"] = self._priority_reason(vals)
        return vals

    @api.model
    def _priority_reason(self, vals):
        """Why the log's priority holds where the table would say another."""
        proposed = self.env["helpdesk.ticket"]._cs_propose_priority(
            vals["company_id"], vals["cs_urgency"], vals["cs_impact"], False
        )
        if not proposed or proposed == vals["priority"]:
            return False
        return self.env._("Priority of the imported log.")

    @api.model
    def _record_facts(self, tickets, incidents):
        """Append the facts of the requests; who acted is not known."""
        following = tickets._cs_following()
        self.env["cs.clock.service"]._begin(
            following,
            [
                {
                    "ticket_id": ticket.id,
                    "kind": str(fact.kind),
                    "at": from_epoch(fact.at),
                    "user_id": False,
                    "payload": dict(fact.payload),
                }
                for ticket, incident in zip(tickets, incidents, strict=True)
                if ticket in following
                for fact in incident.facts
            ],
        )
