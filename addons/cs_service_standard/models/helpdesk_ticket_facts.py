from odoo import api, fields, models
from odoo.tools import ormcache

from ..engine.facts import FactKind

WATCHED = ("stage_id", "user_id", "duplicate_id")
# change a watched field in what follows a write, not by a compute
OTHERS = ("partner_id", "cs_urgency", "cs_impact", "cs_fault_kind")


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

    def _cs_begin(self, vals_by_id):
        result = super()._cs_begin(vals_by_id)
        if not self._cs_is_backdated():
            self._cs_record_start()
        return result

    def write(self, vals):
        """Compare before and after: also what computes changed becomes a fact."""
        watched = self._cs_watched(vals)
        if not watched or not (self._cs_following() or "team_id" in vals):
            return super().write(vals)
        before = self._cs_snapshots(watched)
        result = super().write(vals)
        self._cs_record_changes(before, watched)
        return result

    def _cs_watched(self, vals):
        """Names of the watched fields that writing ``vals`` may change.

        Only what may change is compared: most writes move a ticket to a stage.
        """
        if self._cs_is_backdated():
            return ()
        watched = self.env["cs.clock.service"]._trait_fields() + WATCHED
        reached = {name for key in vals for name in self._cs_reached(key, watched)}
        if reached & {"cs_profile_id", *OTHERS}:
            return watched
        return tuple(name for name in watched if name in reached)

    @api.model
    @ormcache("key", "watched", cache="stable")
    def _cs_reached(self, key, watched):
        """The watched fields among a field and all that is computed from it."""
        field = self._fields.get(key)
        if field is None:
            return ()
        own = self._name
        dependent = self.pool.get_dependent_fields(field)
        reached = {f.name for f in dependent if f.model_name == own} | {key}
        return tuple(reached.intersection({*watched, *OTHERS}))

    def _cs_snapshots(self, names):
        """Values by ticket id and field, ids for records.

        Runs as superuser: only to see what differs afterwards.
        """
        related = {name for name in names if self._fields[name].relational}
        return {
            ticket.id: {
                name: ticket[name].ids if name in related else ticket[name]
                for name in names
            }
            for ticket in self.sudo()
        }

    def _cs_record_start(self):
        """First facts of new tickets: received, and queued while a customer waits.

        All of them follow a standard.
        """
        vals_list = []
        for ticket in self:
            vals_list += ticket._cs_prepare_start_facts()
        if vals_list:
            self.env["cs.clock.service"]._begin(self, vals_list)

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
        stages, vals_list = known._cs_told_stages(), []
        for ticket in known:
            facts = self._cs_stage_facts(
                ticket.stage_id.browse(), ticket.stage_id.sudo()
            )
            told = stages.get(ticket.id) == ticket.stage_id.id
            vals_list += [
                {"ticket_id": ticket.id, "kind": kind.value, "payload": payload}
                for kind, payload in facts[1 if told else 0 :]
            ]
        events._append(vals_list, new=True)
        self.env["cs.clock.service"]._refresh(known, rematch=True)

    def _cs_told_stages(self):
        """Ids of the stages in which the facts left the tickets, by ticket id.

        Runs as superuser: facts of a ticket do not depend on who moves it.
        """
        told = {}
        events = self.env["cs.ticket.event"].sudo()
        kinds = (FactKind.RECEIVED.value, FactKind.STAGE.value)
        for event in events.search_fetch(
            [("ticket_id", "in", self.ids), ("kind", "in", kinds)],
            ["ticket_id", "payload"],
        ):
            told[event.ticket_id.id] = (event.payload or {}).get("stage")
        return told

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
        stage = self.stage_id.sudo()
        found = self._cs_stage_facts(stage.browse(), stage)[1:]
        at = max(fields.Datetime.now(), received["at"])
        if stage.closed and self.closed_date:
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
        after = following._cs_snapshots(watched)
        changed = {
            ticket: {n for n in watched if before[ticket.id][n] != after[ticket.id][n]}
            for ticket in following
        }
        joined = self.browse()
        if "cs_profile_id" in watched:
            joined = following.filtered(lambda t: not before[t.id]["cs_profile_id"])
            self._cs_record_membership(before, joined, self - following)
        vals_list = []
        for ticket in following - joined:
            if changed[ticket]:
                vals_list += ticket._cs_prepare_change_facts(
                    before[ticket.id], changed[ticket]
                )
        # these tickets were written: whoever adds facts meanwhile is refused anyway
        events = self.env["cs.ticket.event"]._append(vals_list, new=True)
        service = self.env["cs.clock.service"]
        traits = set(service._trait_fields()).intersection(watched)
        rematch = following.filtered(lambda t: changed[t] & traits) - joined
        causes = {ticket.id: changed[ticket] & traits for ticket in rematch}
        service._refresh(rematch, rematch=causes)
        silent = {kind for kind in events.mapped("kind") if service._is_silent(kind)}
        heard = events.filtered(lambda event: event.kind not in silent)
        service._refresh(heard.ticket_id - rematch)

    def _cs_record_membership(self, before, joined, outside):
        """Start or end the clocks of tickets that entered or left a standard."""
        joined._cs_record_join()
        left = outside.sudo().filtered(
            lambda t: before[t.id]["cs_profile_id"] and not t.cs_profile_id
        )
        self.env["cs.clock.service"]._release(left)

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
