from odoo import api, models

from ..engine.instants import from_epoch
from ..wording import listed

NOTICE = ("fa-bullhorn", "warning")
ACKNOWLEDGED = ("fa-check", "success")
SKIPPED = ("fa-moon-o", "muted")


class CsClockSpeaker(models.AbstractModel):
    """Words for promises, pauses, notices and what is not counted."""

    _inherit = "cs.clock.speaker"

    @api.model
    def _fact_names(self):
        """What a fact is called in a sentence; other addons extend the dict."""
        return {
            "received": self.env._("the request is received"),
            "recorded": self.env._("the minimum record is complete"),
            "arrived": self.env._("the visitor arrives"),
            "attended": self.env._("the visitor is received"),
            "queued": self.env._("the customer waits for a person"),
            "answered": self.env._("a person answers"),
            "contact": self.env._("the customer is contacted"),
            "customer": self.env._("the customer writes"),
            "progress": self.env._("a progress report is given"),
            "solution": self.env._("a solution is proposed"),
            "consent": self.env._("the customer agrees to the solution"),
            "rejected": self.env._("the customer wants another solution"),
            "flagged": self.env._("several departments are needed"),
            "meeting": self.env._("the requirement meeting takes place"),
            "handover": self.env._("handed over"),
            "accepted": self.env._("taken over by the receiver"),
            "resolved": self.env._("the ticket is resolved"),
            "reopened": self.env._("the ticket is reopened"),
            "closed": self.env._("the ticket is closed"),
            "cancelled": self.env._("the ticket is cancelled"),
            "paused": self.env._("waiting begins"),
            "resumed": self.env._("waiting ends"),
            "matched": self.env._("the promises are looked up"),
            "stage": self.env._("the stage changes"),
            "assigned": self.env._("the owner changes"),
            "team": self.env._("the team changes"),
            "priority": self.env._("the priority changes"),
            "step_started": self.env._("the step begins"),
            "step_done": self.env._("the step is done"),
            "dissatisfied": self.env._("the customer rejects the result"),
            "stranger": self.env._("somebody else writes"),
        }

    @api.model
    def _promise(self, story, promise, full=False):
        """'4 h working time (hours of Support, version 3)'."""
        words = [story.clock._promise_in_words(promise.limit, promise.mode)]
        hours = story.name("resource.calendar", promise.calendar)
        details = [hours] if hours else []
        if promise.version:
            details.append(self.env._("version %(number)s", number=promise.version))
        if full and promise.change == "from_change":
            details.append(self.env._("a change in flight counts anew"))
        if details:
            words.append(f"({', '.join(details)})")
        return " ".join(words)

    @api.model
    def _cause(self, entry):
        """Which fields of the ticket had changed, by their names on the form."""
        names = [
            name
            for name in entry.payload.get("cause") or ()
            if name in self.env["helpdesk.ticket"]._fields
        ]
        if not names:
            return []
        found = self.env["helpdesk.ticket"].sudo().fields_get(names, ["string"])
        labels = listed(self.env, [found[name]["string"] for name in names])
        return [self.env._("because of: %(fields)s", fields=labels)]

    @api.model
    def _reason_names(self, entries):
        """Names of the pause reasons, by id and by code; archived ones too."""
        asked = [entry.payload.get("reason") for entry in entries]
        if not any(asked):
            return {}
        reasons = self.env["cs.pause.reason"].sudo().with_context(active_test=False)
        ids = [key for key in asked if isinstance(key, int)]
        codes = [key for key in asked if isinstance(key, str)]
        found = reasons.search(["|", ("id", "in", ids), ("code", "in", codes)])
        return {
            ("cs.pause.reason", key): reason.name
            for reason in found
            for key in (reason.id, reason.code)
        }

    @api.model
    def _reason(self, story, reason):
        unknown = self.env._("no reason given")
        if reason == "customer":
            unknown = self.env._("waiting for the customer")
        return story.name("cs.pause.reason", reason, unknown)

    @api.model
    def _notice_lines(self, clock):
        """Who was told when, and who answered for it."""
        lines = []
        for notice in clock.notice_ids.sorted("at"):
            people = notice.sudo().recipient_ids.user_id | notice.user_id
            text = self.env._(
                "%(level)s: %(people)s",
                level=notice.level_name,
                people=self.env._(
                    "%(names)s told",
                    names=listed(self.env, [self._person(person) for person in people]),
                )
                if people
                else self.env._("nobody told yet"),
            )
            lines.append(self._line(notice.at, NOTICE, text))
            lines += self._acknowledgement(notice)
        return lines

    @api.model
    def _acknowledgement(self, notice):
        if notice.acknowledged_at:
            text = self.env._("%(level)s: acknowledged", level=notice.level_name)
            who = self._person(notice.acknowledged_by)
            return [self._line(notice.acknowledged_at, ACKNOWLEDGED, text, who=who)]
        if notice.needs_ack:
            text = self.env._(
                "%(level)s: still waits for an acknowledgement", level=notice.level_name
            )
            return [self._line(notice.at, NOTICE, text)]
        return []

    @api.model
    def _skipped_line(self, _clock, item):
        """A week-end or a holiday, with its name."""
        start, end = from_epoch(item["start"]), from_epoch(item["end"])
        if item["reason"] == "leave":
            what = item["name"] or self.env._("holiday")
        else:
            what = self.env._("days off")
        text = self.env._(
            "Not counted until %(end)s: %(what)s", end=self._when(end), what=what
        )
        return self._line(start, SKIPPED, text)
