from dataclasses import dataclass, field

from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.tools import get_lang

from ..engine.facts import FactKind
from ..engine.instants import from_epoch
from ..engine.story import EntryKind

ICONS = {
    EntryKind.STARTED: ("fa-play", "primary"),
    EntryKind.PROMISED: ("fa-handshake-o", "info"),
    EntryKind.RENEWED: ("fa-refresh", "info"),
    EntryKind.KEPT_OUT: ("fa-hand-paper-o", "muted"),
    EntryKind.DROPPED: ("fa-eraser", "muted"),
    EntryKind.DUE: ("fa-bell-o", "info"),
    EntryKind.PAUSED: ("fa-pause", "warning"),
    EntryKind.RESUMED: ("fa-play", "primary"),
    EntryKind.RAN_OUT: ("fa-hourglass-end", "warning"),
    EntryKind.STOPPED: ("fa-stop", "success"),
    EntryKind.ENDED: ("fa-ban", "muted"),
    EntryKind.REVIVED: ("fa-undo", "primary"),
    EntryKind.CONTEXT: ("fa-circle-o", "muted"),
}


@dataclass
class Story:
    """A clock and the names its story needs: (model, id) -> name, each model read
    once.
    """

    clock: models.BaseModel
    names: dict = field(default_factory=dict)

    def name(self, model, key, unknown=""):
        return self.names.get((model, key), unknown)


class CsClockSpeaker(models.AbstractModel):
    """Says the story of a clock in sentences, in the reader's language and zone."""

    _name = "cs.clock.speaker"
    _description = "Words for Clocks"

    @api.model
    def _lines(self, clock, entries, events):
        """One dict per entry: ``at``, ``when``, ``icon``, ``tone``, ``text``, ``who``
        and the id of the ``fact``.

        :param events: dict id -> ``cs.ticket.event``
        """
        story = Story(clock, self._names(entries))
        return [
            self._line(
                from_epoch(entry.at),
                ICONS[entry.kind],
                getattr(self, f"_say_{entry.kind}")(story, entry),
                events.get(entry.fact),
                named=entry.kind != EntryKind.DUE,
            )
            for entry in entries
        ]

    @api.model
    def _names(self, entries):
        """Names of all records the entries point to: one query for each model."""
        wanted = {
            "resource.calendar": {e.promise.calendar for e in entries if e.promise},
            "helpdesk.ticket.team": {e.payload.get("team") for e in entries},
            "res.users": {e.payload.get("user") for e in entries},
        }
        names = {}
        for model, ids in wanted.items():
            ids = [found for found in ids if isinstance(found, int) and found]
            records = self.env[model].sudo().with_context(active_test=False)
            for record in records.search([("id", "in", ids)]) if ids else ():
                is_user = model == "res.users"
                name = self._person(record) if is_user else record.display_name
                names[model, record.id] = name
        return names | self._reason_names(entries)

    @api.model
    def _line(self, at, look, text, event=None, who="", named=True):
        icon, tone = look
        if event and named:
            who = self._person(event.user_id)
        return {
            "at": at,
            "when": self._when(at),
            "icon": icon,
            "tone": tone,
            "text": text,
            "who": who,
            "fact": event.id if event else 0,
        }

    @api.model
    def _when(self, at):
        """'Mon, Oct 9 10:15'; with seconds and year only where they say something."""
        local = fields.Datetime.context_timestamp(self, at)
        same_year = at.year == fields.Datetime.now().year
        skeleton = "MMMEd" if same_year else "yMMMEd"
        day = format_skeleton(skeleton, local, locale=get_lang(self.env).code)
        clock_time = "%H:%M:%S" if at.second else "%H:%M"
        return f"{day} {local.strftime(clock_time)}"

    @api.model
    def _person(self, user):
        """Who did it, for this reader: customers are not named, nor is who has gone."""
        user = user.sudo()
        if not user:
            return self.env._("not known")
        if user._is_superuser():
            return self.env._("the system")
        if user.share:
            return self.env._("the customer")
        return user.name

    @api.model
    def _say_started(self, _story, entry):
        return self.env._(
            "Starts: %(fact)s", fact=self._fact_names().get(entry.code, entry.code)
        )

    @api.model
    def _say_stopped(self, story, entry):
        clock = story.clock
        fact = self._fact_names().get(entry.code, entry.code)
        if clock.state == "missed":
            return self.env._(
                "Stops: %(fact)s; %(late)s late",
                fact=fact,
                late=clock._duration(clock.late_seconds),
            )
        return self.env._("Stops: %(fact)s", fact=fact)

    @api.model
    def _say_ended(self, story, entry):
        clock = story.clock
        ends = dict(clock._fields["end"]._description_selection(self.env))
        reason = ends.get(entry.code, entry.code)
        if clock.state == "missed":
            return self.env._(
                "Ends unanswered: %(reason)s; %(late)s late",
                reason=reason,
                late=clock._duration(clock.late_seconds),
            )
        return self.env._("Ends without a verdict: %(reason)s", reason=reason)

    @api.model
    def _say_revived(self, _story, _entry):
        return self.env._("A target matches again: the clock goes on")

    @api.model
    def _say_promised(self, story, entry):
        parts = [
            self.env._(
                "Promised: %(what)s", what=self._promise(story, entry.promise, True)
            )
        ]
        parts += self._cause(entry)
        if entry.decides:
            parts.append(self.env._("this one counts"))
        return "; ".join(parts)

    @api.model
    def _say_renewed(self, _story, entry):
        return self.env._(
            "The same promise goes on under version %(version)s of the standard",
            version=entry.promise.version,
        )

    @api.model
    def _say_kept_out(self, story, entry):
        return self.env._(
            "Not for this clock, which runs under its earlier promise: %(what)s",
            what=self._promise(story, entry.promise),
        )

    @api.model
    def _say_dropped(self, story, entry):
        parts = [
            self.env._(
                "No longer promised: %(what)s", what=self._promise(story, entry.promise)
            )
        ]
        return "; ".join(parts + self._cause(entry))

    @api.model
    def _say_due(self, _story, entry):
        due = self._when(from_epoch(entry.due))
        if entry.before is None:
            return self.env._("Due %(due)s", due=due)
        return self.env._(
            "Due moves from %(before)s to %(due)s",
            before=self._when(from_epoch(entry.before)),
            due=due,
        )

    @api.model
    def _say_paused(self, story, entry):
        """Not every promise stands still while the ticket waits."""
        reason = self._reason(story, entry.payload.get("reason"))
        until = entry.payload.get("until")
        text = self.env._("Paused: %(reason)s", reason=reason)
        if until:
            text = self.env._(
                "Paused: %(reason)s, until %(until)s at the latest",
                reason=reason,
                until=self._when(from_epoch(int(until))),
            )
        target = story.clock.target_id.sudo()
        if target and not target.pausable:
            return self.env._("%(text)s (this clock goes on)", text=text)
        return text

    @api.model
    def _say_resumed(self, story, entry):
        if entry.payload.get("how") == "automatic":
            return self._say_ran_out(story, entry)
        return self.env._("The pause is over")

    @api.model
    def _say_ran_out(self, _story, _entry):
        return self.env._("The longest pause is over: the clock goes on")

    @api.model
    def _say_context(self, story, entry):
        payload, nobody = entry.payload, self.env._("none")
        if entry.code == FactKind.TEAM:
            name = story.name("helpdesk.ticket.team", payload.get("team"), nobody)
            return self.env._("Team: %(name)s", name=name)
        if entry.code == FactKind.ASSIGNED:
            name = story.name("res.users", payload.get("user"), nobody)
            return self.env._("Owner: %(name)s", name=name)
        if entry.code == FactKind.PRIORITY:
            field_ = self.env["helpdesk.ticket"]._fields["priority"]
            labels = dict(field_._description_selection(self.env))
            level = payload.get("priority")
            return self.env._("Priority: %(level)s", level=labels.get(level, level))
        name = self._fact_names().get(entry.code, entry.code)
        return name[:1].upper() + name[1:]
