from odoo import api, fields, models

from ..engine.facts import FactKind

WATCHED = ("stage_id", "user_id", "duplicate_id")


class HelpdeskTicket(models.Model):
    """How a ticket says what happened to it.

    Facts come from ``create``, from ``write`` (by comparing before and after, since
    stages and owners also change through computes) and from messages.
    """

    _inherit = "helpdesk.ticket"

    cs_event_ids = fields.One2many(
        "cs.ticket.event",
        "ticket_id",
        string="Facts",
        groups="base.group_user",
        copy=False,
    )

    def _cs_record_fact(self, kind, at=None, payload=None):
        """Append one fact to each ticket of ``self`` that follows a standard.

        :param kind: a ``FactKind``
        :param at: naive UTC datetime, default now
        :param payload: dict of ids and codes, no personal data
        :return: the new facts
        """
        vals = {"kind": kind, "payload": payload or {}}
        if at:
            vals["at"] = at
        following = self._cs_following()
        return self.env["cs.ticket.event"]._record(
            [dict(vals, ticket_id=ticket.id) for ticket in following]
        )

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        if not self._cs_is_backdated():
            tickets._cs_record_start()
        return tickets

    def write(self, vals):
        """Compare before and after: also what computes changed becomes a fact."""
        watched = self.env["cs.clock.service"]._trait_fields() + WATCHED
        if self._cs_is_backdated() or not self._cs_may_change(vals, watched):
            return super().write(vals)
        before = {ticket.id: ticket._cs_snapshot(watched) for ticket in self}
        result = super().write(vals)
        self._cs_record_changes(before, watched)
        return result

    def _cs_may_change(self, vals, watched):
        """Whether writing ``vals`` can touch a watched field, directly or computed."""
        keys = set(vals)
        return bool(keys & self._cs_change_triggers(watched)) and bool(
            self._cs_following() or "team_id" in keys
        )

    def _cs_change_triggers(self, watched):
        """Fields whose change may change a watched one; extended with computes."""
        return {*watched, "partner_id", "cs_urgency", "cs_impact", "cs_fault_kind"}

    def _cs_snapshot(self, watched):
        self.ensure_one()
        return {
            name: self[name].ids if self._fields[name].relational else self[name]
            for name in watched
        }

    def _cs_record_start(self):
        """First facts of new tickets: received, and queued while a customer waits."""
        vals_list = []
        for ticket in self._cs_following():
            vals_list += ticket._cs_prepare_start_facts()
        if vals_list:
            tickets = self.browse({vals["ticket_id"] for vals in vals_list})
            self.env["cs.clock.service"]._begin(tickets, vals_list)

    def _cs_record_join(self):
        """First facts of tickets that begin to follow a standard.

        One that comes back goes on where it stands: it was received long ago.
        """
        if not self:
            return
        events = self.env["cs.ticket.event"]
        events._take_turns(self)
        known = self.sudo().filtered("cs_event_ids").with_env(self.env)
        (self - known)._cs_record_start()
        vals_list = []
        for ticket in known:
            facts = self._cs_stage_facts(
                ticket.stage_id.browse(), ticket.stage_id.sudo()
            )
            vals_list += [
                {"ticket_id": ticket.id, "kind": kind.value, "payload": payload}
                for kind, payload in facts
            ]
        events._append(vals_list, new=True)
        self.env["cs.clock.service"]._refresh(known, rematch=True)

    def _cs_prepare_start_facts(self):
        """Facts at creation; a hook for channels that know more.

        :return: list of dicts for ``cs.ticket.event._record``, each with ``at``
        """
        self.ensure_one()
        received = {
            "ticket_id": self.id,
            "kind": FactKind.RECEIVED.value,
            "at": self.cs_received_at or fields.Datetime.now(),
            "payload": self._cs_prepare_surroundings_payload(),
        }
        first = [received]
        waiting = self.channel_id.sudo().cs_kind == "instant"
        if waiting and not self.env.user._is_internal():
            first.append(dict(received, kind=FactKind.QUEUED.value, payload={}))
        return first + self._cs_prepare_begun_facts(received)

    def _cs_prepare_begun_facts(self, received):
        """Facts of a ticket that begins further on: waiting, solved or cancelled."""
        found = self._cs_stage_facts(self.stage_id.browse(), self.stage_id.sudo())[1:]
        at = max(fields.Datetime.now(), received["at"])
        if self.closed and self.closed_date:
            at = max(self.closed_date, received["at"])
        return [
            dict(received, kind=kind.value, payload=payload, at=at)
            for kind, payload in found
        ]

    def _cs_prepare_surroundings_payload(self):
        return {
            "team": self.team_id.id,
            "user": self.user_id.id,
            "stage": self.stage_id.id,
            "priority": self.priority,
        }

    def _cs_record_changes(self, before, watched):
        """Facts and clocks that follow from what changed in a write."""
        following = self._cs_following()
        changed = {}
        for ticket in following:
            old, new = before[ticket.id], ticket._cs_snapshot(watched)
            changed[ticket] = {name for name in watched if old[name] != new[name]}
        joined = following.filtered(lambda t: not before[t.id]["cs_profile_id"])
        joined._cs_record_join()
        left = (
            (self - following)
            .sudo()
            .filtered(lambda t: before[t.id]["cs_profile_id"] and not t.cs_profile_id)
        )
        self.env["cs.clock.service"]._release(left)
        vals_list = []
        for ticket in following - joined:
            vals_list += ticket._cs_prepare_change_facts(
                before[ticket.id], changed[ticket]
            )
        events = self.env["cs.ticket.event"]._append(vals_list)
        traits = set(self.env["cs.clock.service"]._trait_fields())
        rematch = following.filtered(lambda t: changed[t] & traits) - joined
        causes = {ticket.id: changed[ticket] & traits for ticket in rematch}
        service = self.env["cs.clock.service"]
        service._refresh(rematch, rematch=causes)
        silent = {kind for kind in events.mapped("kind") if service._is_silent(kind)}
        heard = events.filtered(lambda event: event.kind not in silent)
        service._refresh(heard.ticket_id - rematch)

    def _cs_prepare_change_facts(self, old, changed):
        """Facts for the fields that changed on one ticket."""
        self.ensure_one()
        found = []
        if "stage_id" in changed:
            stage = self.env["helpdesk.ticket.stage"].sudo().browse(old["stage_id"])
            found += self._cs_stage_facts(stage, self.stage_id.sudo())
        if "duplicate_id" in changed:
            found += self._cs_duplicate_facts(old["duplicate_id"])
        if "team_id" in changed:
            found.append((FactKind.TEAM, {"team": self.team_id.id}))
        if "user_id" in changed:
            found.append((FactKind.ASSIGNED, {"user": self.user_id.id}))
        if "priority" in changed:
            found.append((FactKind.PRIORITY, {"priority": self.priority}))
        return [
            {"ticket_id": self.id, "kind": kind.value, "payload": payload}
            for kind, payload in found
        ]

    @api.model
    def _cs_stage_facts(self, old, new):
        """What moving between two stages means: list of (kind, payload)."""
        found = [(FactKind.STAGE, {"stage": new.id, "phase": new.cs_phase or ""})]
        if old.cs_phase == "waiting" and new.cs_phase != "waiting":
            found.append((FactKind.RESUMED, {}))
        found += self._cs_outcome_facts(old._cs_outcome(), new._cs_outcome())
        if new.cs_phase == "waiting" and old.cs_phase != "waiting":
            found.append((FactKind.PAUSED, {"reason": "customer"}))
        return found

    def _cs_duplicate_facts(self, before):
        """A duplicate counts on neither side of a ratio; its original does."""
        if self.duplicate_id and not before:
            return [(FactKind.CANCELLED, {"duplicate": self.duplicate_id.id})]
        return [] if self.duplicate_id else [(FactKind.REOPENED, {})]

    @api.model
    def _cs_outcome_facts(self, before, after):
        if after == "cancelled":
            return [(FactKind.CANCELLED, {})] if before != "cancelled" else []
        if not after:
            return [(FactKind.REOPENED, {})] if before else []
        found = []
        if before not in ("resolved", "closed"):
            found.append((FactKind.RESOLVED, {}))
        if after == "closed" and before != "closed":
            found.append((FactKind.CLOSED, {}))
        return found

    def _cs_refresh_clocks(self):
        """Fold the facts of the tickets into their clocks."""
        self.env["cs.clock.service"]._refresh(self)
