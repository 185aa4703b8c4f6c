"""Rows that only the engine writes: what goes in comes out, whatever it says."""

from unittest.mock import patch

from odoo.tests import tagged

from .common import StandardCase

AWKWARD = (
    'a "word", and {more}',
    "back\\slash\\",
    "NULL",
    "two\nlines\tand 'quotes'",
    "中文，带逗号",
    " spaces ",
    "50 % %s %(name)s",
)
CHUNK = "odoo.addons.cs_service_standard.models.cs_row_mixin.CHUNK"


@tagged("post_install", "-at_install")
class TestEngineRows(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._target("first_contact", 15)
        cls.tickets = cls.env["helpdesk.ticket"].create(
            [cls._prepare_ticket_vals() for _text in AWKWARD]
        )
        cls.clocks = cls.tickets.cs_clock_ids.sudo().sorted("id")

    def _read(self, records, name):
        self.env.flush_all()
        self.env.invalidate_all()
        return records.mapped(name)

    def test_text_and_json_are_written_as_they_are(self):
        self.clocks._update_rows(
            {
                clock: {"error": text, "levels": [[text, 1]], "strict": True}
                for clock, text in zip(self.clocks, AWKWARD, strict=True)
            }
        )
        self.assertEqual(self._read(self.clocks, "error"), list(AWKWARD))
        levels = self._read(self.clocks, "levels")
        self.assertEqual(levels, [[[text, 1]] for text in AWKWARD])
        self.assertEqual(set(self._read(self.clocks, "strict")), {True})

    def test_what_is_false_is_empty_and_no_is_no(self):
        clock = self.clocks[0]
        moment = clock.started_at.replace(microsecond=0)
        clock._update_rows({clock: {"error": "x", "levels": [["a", 1]]}})
        clock._update_rows(
            {
                clock: {
                    "error": False,
                    "levels": [],
                    "strict": False,
                    "due_at": False,
                    "stopped_at": moment,
                }
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT error, levels, strict, due_at, stopped_at FROM cs_ticket_clock "
            "WHERE id = %s",
            [clock.id],
        )
        self.assertEqual(self.env.cr.fetchone(), (None, None, False, None, moment))

    def test_more_rows_than_one_statement_takes_keep_their_order(self):
        facts = [
            {"ticket_id": ticket.id, "kind": "stage", "payload": {"phase": text}}
            for ticket, text in zip(self.tickets, AWKWARD, strict=True)
        ]
        with patch(CHUNK, 2):
            made = self.env["cs.ticket.event"]._append(facts)
            self.clocks._update_rows(
                {
                    clock: {"error": text}
                    for clock, text in zip(self.clocks, AWKWARD, strict=True)
                }
            )
        self.assertEqual(made.ids, sorted(made.ids))
        self.assertEqual(self._read(made, "ticket_id"), self.tickets)
        payloads = self._read(made, "payload")
        self.assertEqual([p["phase"] for p in payloads], list(AWKWARD))
        self.assertEqual(self._read(self.clocks, "error"), list(AWKWARD))
