"""Recorded requests become tickets with facts and clocks, backdated."""

from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..engine.history import read_history
from ..engine.log_mapping import LogMapping
from .common import StandardCase

NAMES = ("number", "at", "opened", "state", "closed", "priority", "impact", "urgency")
NAMES += ("channel", "group")
MAPPING = {
    "columns": {name: name for name in NAMES},
    "states": {
        "new": "open",
        "waiting": "paused",
        "solved": "resolved",
        "closed": "closed",
        "dropped": "cancelled",
    },
    "priorities": {code: code for code in "0123"},
    "levels": {code: code for code in "hml"},
    "channels": {"phone": "phone", "pigeon": "pigeon"},
    "timezone": "Asia/Shanghai",
}
MON_10 = datetime(2023, 10, 9, 2, 0)  # Mon 9 Oct 2023, 10:00 in Shanghai


class HistoryCase(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.importer = cls.env["cs.history.import"]
        cls.report = cls.env["cs.history.report"]

    def _incidents(self, *rows):
        """Requests of a log; a row is "number HH:MM state" and values by column."""
        lines = [",".join(NAMES) + "\n"]
        for text, values in rows:
            number, at, state = text.split()
            cells = {"number": number, "state": state, **values}
            cells["at"] = f"2023-10-09 {at}"
            cells.setdefault("opened", "2023-10-09 10:00")
            lines.append(",".join(cells.get(name, "") for name in NAMES) + "\n")
        return list(read_history(lines, LogMapping.from_dict(MAPPING)))

    def _load(self, *rows, team=None):
        return self.importer._import(self._incidents(*rows), team or self.team)

    def _facts(self, ticket):
        return [
            (event.kind, (event.at - MON_10) // timedelta(minutes=1))
            for event in ticket.cs_event_ids.sorted(lambda e: (e.at, e.id))
        ]


@tagged("post_install", "-at_install")
class TestHistoryImport(HistoryCase):
    def test_ticket_stands_as_at_the_end_of_the_log(self):
        ticket = self._load(
            ("L-1 10:05 new", {"priority": "2", "channel": "phone"}),
            ("L-1 15:00 closed", {"priority": "2", "impact": "m", "urgency": "h"}),
        )
        self.assertRecordValues(
            ticket,
            [
                {
                    "number": "L-1",
                    "team_id": self.team.id,
                    "user_id": False,
                    "priority": "2",
                    "cs_impact": "m",
                    "cs_urgency": "h",
                    "cs_received_at": MON_10,
                    "closed_date": MON_10 + timedelta(hours=5),
                    "last_stage_update": MON_10 + timedelta(hours=5),
                    "closed": True,
                }
            ],
        )
        phone = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        self.assertEqual(ticket.channel_id, phone)
        self.assertFalse(ticket.message_ids)

    def test_phases_find_their_stages(self):
        tickets = self._load(
            ("L-1 10:05 new", {}),
            ("L-2 10:05 waiting", {}),
            ("L-3 10:05 solved", {}),
            ("L-4 10:05 closed", {}),
            ("L-5 10:05 dropped", {}),
        )
        stages = tickets.stage_id.browse(t.stage_id.id for t in tickets)
        self.assertEqual(stages[0], self.team._get_applicable_stages()[0])
        self.assertEqual(stages[1].cs_phase, "waiting")
        outcomes = [stage._cs_outcome() for stage in stages[2:]]
        self.assertEqual(outcomes, ["resolved", "closed", "cancelled"])
        self.assertEqual(tickets.filtered("closed_date"), tickets[3])

    def test_history_becomes_facts_without_an_actor(self):
        ticket = self._load(
            ("L-1 10:05 new", {"group": "Ms Li"}),
            ("L-1 10:10 waiting", {"group": "Ms Li"}),
            ("L-1 10:40 new", {"group": "Mr Wu", "priority": "3"}),
            ("L-1 11:00 solved", {"group": "Mr Wu"}),
            ("L-1 11:30 new", {"group": "Mr Wu"}),
            ("L-1 12:00 closed", {"group": "Mr Wu"}),
        )
        self.assertEqual(
            self._facts(ticket),
            [
                ("received", 0),
                ("matched", 0),
                ("paused", 10),
                ("resumed", 40),
                ("priority", 40),
                ("assigned", 40),
                ("resolved", 60),
                ("reopened", 90),
                ("closed", 120),
            ],
        )
        told = ticket.cs_event_ids.filtered(lambda event: event.kind != "matched")
        self.assertFalse(told.user_id)
        payloads = str([event.payload for event in ticket.cs_event_ids])
        self.assertNotIn("Li", payloads)
        self.assertNotIn("Wu", payloads)

    def test_clocks_follow_the_facts(self):
        self._target("closure", 2 * 3600)
        self._target("resolution", 3600, pausable=True)
        tickets = self._load(
            ("L-1 10:00 new", {}),
            ("L-1 10:10 waiting", {}),
            ("L-1 10:40 new", {}),
            ("L-1 11:30 solved", {}),
            ("L-1 12:00 closed", {}),
            ("L-2 11:01 solved", {}),
            ("L-2 12:01 closed", {}),
        )
        clocks = tickets.cs_clock_ids.sorted(lambda c: (c.ticket_id.number, c.metric))
        self.assertRecordValues(
            clocks,
            [
                {"metric": "closure", "state": "met", "late_seconds": 0},
                {"metric": "resolution", "state": "met", "late_seconds": 0},
                {"metric": "closure", "state": "missed", "late_seconds": 60},
                {"metric": "resolution", "state": "missed", "late_seconds": 60},
            ],
        )
        self.assertEqual(clocks.mapped("working_seconds"), [7200, 3600, 7260, 3660])
        self.assertEqual(clocks.mapped("paused_seconds"), [0, 1800, 0, 0])
        self.assertFalse(clocks.filtered("next_event_at"), "old breaches warn nobody")
        self.assertEqual(set(tickets.mapped("cs_sla_state")), {"done"})

    def test_team_without_profile_gets_plain_tickets(self):
        ticket = self._load(("L-1 11:00 closed", {}), team=self.team_plain)
        self.assertTrue(ticket.closed)
        self.assertFalse(ticket.stage_id.cs_standard_only)
        self.assertFalse(ticket.cs_event_ids)
        self.assertFalse(ticket.cs_clock_ids)

    def test_reading_twice_adds_nothing(self):
        self._target("closure", 3600)
        first = self._load(("L-1 11:00 closed", {}))
        facts = len(first.cs_event_ids)
        again = self._load(("L-1 11:00 closed", {}), ("L-2 11:00 closed", {}))
        self.assertEqual(again.mapped("number"), ["L-2"])
        first.invalidate_recordset()
        self.assertEqual(len(first.cs_event_ids), facts)
        self.assertEqual(len(first.cs_clock_ids), 1)

    def test_importing_nothing_is_no_error(self):
        self.assertFalse(self.importer._import([], self.team))

    def test_unknown_channel_is_named_and_nothing_is_created(self):
        before = self.env["helpdesk.ticket"].search_count([])
        with self.assertRaisesRegex(UserError, "'pigeon'"):
            self._load(("L-1 11:00 new", {"channel": "pigeon"}))
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)

    def test_channel_is_found_by_name_and_by_external_id(self):
        pigeon = self.env["helpdesk.ticket.channel"].create({"name": "pigeon"})
        web = "helpdesk_mgmt.helpdesk_ticket_channel_web"
        found = self.importer._channels({"pigeon", web, "email"})
        email = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_email")
        self.assertEqual(found["pigeon"], pigeon.id)
        self.assertEqual(found[web], self.env.ref(web).id)
        self.assertEqual(found["email"], email.id)

    def test_priority_of_the_log_holds_and_says_why(self):
        table = {"impact": "h", "urgency": "h"}
        proposed = self.env["helpdesk.ticket"]._cs_propose_priority(
            self.env.company.id, "h", "h", False
        )
        other = "0" if proposed != "0" else "1"
        agreeing, differing = self._load(
            ("L-1 11:00 new", dict(table, priority=proposed)),
            ("L-2 11:00 new", dict(table, priority=other)),
        )
        self.assertEqual(agreeing.priority, proposed)
        self.assertFalse(agreeing.cs_priority_override_reason)
        self.assertEqual(differing.priority, other)
        self.assertTrue(differing.cs_priority_override_reason)

    def test_queries_do_not_grow_with_the_batch(self):
        """Two facts each: Odoo inserts a hundred rows at a time."""
        self._target("closure", 3600)
        self._target("resolution", 3600)
        counts = []
        for name, size in (("warm", 2), ("one", 1), ("fifty", 50)):
            rows = [(f"{name}-{n} 11:30 new", {}) for n in range(size)]
            incidents = self._incidents(*rows)
            before = self.cr.sql_log_count
            self.importer._import(incidents, self.team)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
