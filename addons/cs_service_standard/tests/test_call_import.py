"""Lists of a telephone system become clocks (CCS-07)."""

import base64

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import StandardCase

HEAD = "number,started,answered\n"


@tagged("post_install", "-at_install")
class TestCallImport(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._target("answer", 10)
        cls.phone = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")

    def _import(self, text, **vals):
        vals = {
            "file": base64.b64encode(text.encode()),
            "team_id": self.team.id,
            "channel_id": self.phone.id,
            "tz": "Asia/Shanghai",
            **vals,
        }
        wizard = self.env["cs.call.import"].with_user(self.manager).create(vals)
        action = wizard.action_import()
        return action, self.env["helpdesk.ticket"].search(action["domain"])

    def _list(self, count):
        rows = [
            f"1381234{n:04},2023-10-09 09:{n // 60:02}:{n % 60:02},"
            f"2023-10-09 09:{(n + 5 + 10 * (n % 2)) // 60:02}:"
            f"{(n + 5 + 10 * (n % 2)) % 60:02}"
            for n in range(count)
        ]
        return HEAD + "\n".join(rows)

    def test_ccs_07_list_of_100_calls_gives_100_answer_clocks(self):
        action, tickets = self._import(self._list(100))
        clocks = tickets.cs_clock_ids.filtered(lambda c: c.metric == "answer")
        self.assertEqual(len(clocks), 100)
        self.assertIn("100 of 100 calls imported", action["name"])
        # every other call was answered after 5 s, the rest after 15 s
        states = clocks.mapped("state")
        self.assertEqual((states.count("met"), states.count("missed")), (50, 50))
        self.assertEqual(set(clocks.mapped("working_seconds")), {5, 15})

    def test_ccs_07_the_same_list_again_makes_nothing(self):
        self._import(self._list(3))
        action, tickets = self._import(self._list(4))
        self.assertEqual(len(tickets), 1)
        self.assertIn("1 of 4 calls imported, 3 known", action["name"])

    def test_times_are_those_of_the_list(self):
        _action, ticket = self._import(
            HEAD + "1,2023-10-09 09:00:00,2023-10-09 09:00:09"
        )
        self.assertEqual(str(ticket.cs_received_at), "2023-10-09 01:00:09")
        clock = ticket.cs_clock_ids
        self.assertEqual(str(clock.started_at), "2023-10-09 01:00:00")

    def test_unanswered_calls_are_left_out(self):
        action, tickets = self._import(HEAD + "1,2023-10-09 09:00:00,")
        self.assertFalse(tickets)
        self.assertIn("0 of 1 calls imported", action["name"])

    def test_a_wrong_line_imports_nothing(self):
        text = self._list(2) + "\n1,yesterday,"
        with self.assertRaisesRegex(UserError, "Line 4: 'yesterday' is not a time"):
            self._import(text)
        with self.assertRaisesRegex(UserError, "missing column started, answered"):
            self._import("number\n1")
        with self.assertRaisesRegex(UserError, "UTF-8"):
            self._import("", file=base64.b64encode(b"\xff\xfe\xff"))

    def test_line_of_another_company_is_not_proposed(self):
        """The first telephone may be one this company cannot see."""
        company = self.env["res.company"].create({"name": "Fresh"})
        self.phone.company_id = self.env.company
        own = self.phone.create(
            {"name": "Own", "cs_is_phone": True, "company_id": company.id}
        )
        self.manager.write({"company_ids": [Command.link(company.id)]})
        wizards = self.env["cs.call.import"].with_user(self.manager)
        wizards = wizards.with_context(allowed_company_ids=company.ids)
        self.assertEqual(wizards.default_get(["channel_id"])["channel_id"], own.id)
