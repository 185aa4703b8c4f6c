"""What a new ticket says of itself at once is what its fields would compute."""

from random import Random
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .common import StandardCase

CASES = 80


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install")
class TestCreation(StandardCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._target("first_response", 3600)
        draft = cls.profile.copy({"state": "draft"})
        second = cls._create_team("Second", cs_profile_id=cls.profile.id, cs_tier="2")
        unused = cls._create_team("Unused", cs_profile_id=draft.id)
        teams = cls.team | cls.team_plain | second | unused
        stages = cls.env["helpdesk.ticket.stage"].create(
            [{"name": "Finished", "closed": True}, {"name": "New", "unattended": True}]
        )
        partners = cls.customer | cls.env["res.partner"].create(
            [
                {"name": "Silent"},
                {"name": "Firm", "is_company": True, "cs_customer_value": "vip"},
                {"name": "Own", "cs_customer_value": "potential", "email": "A <a@b.c>"},
            ]
        )
        partners += cls.env["res.partner"].create(
            {"name": "Of the firm", "parent_id": partners[-2].id, "phone": "+32 2 290"}
        )
        cls.choices = {
            "team_id": [*teams.ids, False],
            "stage_id": stages.ids,
            "partner_id": [*partners.ids, False],
            "type_id": [*cls._make_types().ids, False],
            "user_id": [cls.agent_li.id, False],
            "company_id": cls.env.company.ids,
            "priority": ["0", "1", "3"],
            "partner_email": ["Zhang <ZHANG@example.com>", "no address", False],
            "cs_phone": ["+86 138 1234 5678", False],
            "cs_product_id": [cls.env["product.product"].create({"name": "P"}).id],
            "cs_product_name": ["Pump", False],
            "cs_urgency": ["h", "l", False],
            "cs_impact": ["m", False],
            "cs_customer_value": ["h", "l", False],
            "cs_fault_kind": ["crash", False],
            "cs_green_channel": [True, False],
            "cs_green_by_hand": [True],
            "cs_affected_customers": [7],
            "tag_ids": [[Command.clear()]],
            # what only the fields themselves may say
            "cs_queue_rank": [77],
            "cs_sla_state": ["done"],
            "cs_fcr": [True],
            "cs_vip": [True],
            "cs_email_key": ["x"],
            "cs_process_id": cls.env["cs.process"].search([], limit=1).ids,
            "cs_profile_id": [draft.id, cls.profile.id],
        }

    @classmethod
    def _make_types(cls):
        return cls.env["helpdesk.ticket.type"].create(
            [
                {"name": "Question"},
                {"name": "Danger", "cs_green_channel": True},
                {"name": "Idea", "cs_is_suggestion": True},
            ]
        )

    def _random_vals(self, chance):
        vals = {"name": "Request", "description": "<p>It stopped.</p>"}
        for name, values in self.choices.items():
            if values and chance.random() < 0.5:
                vals[name] = chance.choice(values)
        return vals

    def _created(self, vals, names):
        """Values of the fields in the database after creating a ticket."""
        ticket = self.env["helpdesk.ticket"].sudo().create(dict(vals))
        self.env.flush_all()
        self.env.invalidate_all()
        read = ticket.read(names, load=None)[0]
        ticket.cs_filing_by_id = False  # nothing is sealed yet: it may go
        ticket.unlink()
        return read | {"id": 0}

    def test_answers_at_creation_are_those_of_the_fields(self):
        tickets = self.env["helpdesk.ticket"]
        hook = "_cs_known_at_creation"
        names = sorted(
            name
            for name, field in tickets._fields.items()
            if field.compute and field.store and field.column_type
        )
        self.assertIn("cs_queue_rank", names)
        chance = Random(7)  # always the same cases
        for number in range(CASES):
            vals = self._random_vals(chance)
            found = self._created(vals, names)
            with patch.object(type(tickets), hook, lambda self, vals: {}):
                computed = self._created(vals, names)
            self.assertEqual(found, computed, f"case {number}: {vals}")

    def test_nothing_is_left_to_compute_for_a_plain_ticket(self):
        known = []
        tickets = self.env["helpdesk.ticket"]
        original = type(tickets)._compute_field_value

        def compute(records, field):
            known.append(field.name)
            return original(records, field)

        with patch.object(type(tickets), "_compute_field_value", compute):
            self._create_ticket(team_id=self.team_plain.id)
            self.env.flush_all()
        computed = {name for name in known if name.startswith("cs_")}
        stored = {n for n in computed if tickets._fields[n].store}
        self.assertFalse(stored)
