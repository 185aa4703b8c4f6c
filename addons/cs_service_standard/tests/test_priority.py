from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestPriority(StandardCase):
    def _rated(self, dimensions, **vals):
        """A ticket with urgency, impact and customer value from three letters."""
        names = ("cs_urgency", "cs_impact", "cs_customer_value")
        return self._create_ticket(**dict(zip(names, dimensions, strict=True)), **vals)

    def _cell(self, dimensions, **vals):
        urgency, impact, value = dimensions
        return self.env["cs.priority.rule"].search(
            [
                ("urgency", "=", urgency),
                ("impact", "=", impact),
                ("customer_value", "=", value),
                ("company_id", "=", vals.get("company_id", False)),
            ]
        )

    def test_pri_01_three_dimensions_give_the_priority(self):
        for dimensions, priority in (("hhh", "2"), ("mmm", "1"), ("lll", "0")):
            self.assertEqual(self._rated(dimensions).priority, priority, dimensions)

    def test_pri_01_priority_follows_a_change(self):
        ticket = self._rated("lll")
        ticket.with_user(self.agent_li).cs_urgency = "h"
        self.assertEqual(ticket.priority, "2")

    def test_pri_01_nothing_rated_leaves_the_default(self):
        ticket = self._create_ticket(partner_id=self.customer.id)
        self.assertEqual(ticket.priority, "1")
        self.assertFalse(ticket.cs_priority_why)
        ticket.cs_urgency = "h"
        self.assertEqual(ticket.priority, "1")

    def test_pri_02_levels_are_defined(self):
        fields = self.env["helpdesk.ticket"].fields_get(
            ["cs_urgency", "cs_impact", "cs_customer_value"]
        )
        for name, text in (
            ("cs_urgency", "business is interrupted or a major loss"),
            ("cs_impact", "core function fails or a large number of customers"),
            ("cs_customer_value", "potentially high value"),
        ):
            self.assertEqual([key for key, _l in fields[name]["selection"]], [*"hml"])
            self.assertIn(text, fields[name]["help"])

    def test_pri_02_levels_from_the_customer(self):
        self.customer.cs_customer_value = "vip"
        ordinary, new = self.env["res.partner"].create(
            [{"name": "Ordinary", "cs_customer_value": "ordinary"}, {"name": "New"}]
        )
        cases = ((self.customer, "h", "2"), (ordinary, "m", "1"), (new, "l", "0"))
        for partner, level, priority in cases:
            ticket = self._create_ticket(
                partner_id=partner.id, cs_urgency=level, cs_impact=level
            )
            self.assertEqual(ticket.cs_customer_value, level)
            self.assertEqual(ticket.priority, priority)

    def test_pri_03_default_rule_of_mixed_cells(self):
        for dimensions, priority in (("lmh", "2"), ("llh", "1"), ("hll", "2")):
            self.assertEqual(self._rated(dimensions).priority, priority, dimensions)

    def test_pri_03_all_27_cells_are_seeded(self):
        rules = self.env["cs.priority.rule"].search([("company_id", "=", False)])
        self.assertEqual(len(rules), 27)

    def test_pri_03_edited_cell_gives_the_new_result(self):
        earlier = self._rated("lll")
        self._cell("lll").with_user(self.manager).priority = "1"
        self.assertEqual(self._rated("lll").priority, "1")
        self.assertEqual(earlier.priority, "0")

    def test_pri_03_cell_of_the_company_wins(self):
        self.env["cs.priority.rule"].create(
            {
                "urgency": "l",
                "impact": "l",
                "customer_value": "l",
                "priority": "2",
                "company_id": self.env.company.id,
            }
        )
        self.assertEqual(self._rated("lll").priority, "2")

    def test_pri_03_deleted_cell_falls_back_to_the_rule(self):
        self._cell("mml").unlink()
        self.assertEqual(self._rated("mml").priority, "1")

    def test_pri_03_back_to_the_default_rule(self):
        cell = self._cell("lll")
        cell.priority = "2"
        cell.action_cs_default_cells()
        self.assertEqual(cell.priority, "0")

    def test_pri_03_table_costs_no_query_when_warm(self):
        rules = self.env["cs.priority.rule"]
        rules._cs_cells(self.env.company.id)
        with self.assertQueryCount(0):
            rules._cs_cells(self.env.company.id)

    def test_pri_03_agents_read_the_table_only(self):
        rule = self._cell("lll").with_user(self.agent_li)
        self.assertTrue(rule.has_access("read"))
        self.assertFalse(rule.has_access("write"))

    def test_pri_04_fault_sorts_before_high(self):
        high = self._rated("hhh")
        crash = self._create_ticket(cs_fault_kind="crash")
        self.assertEqual(crash.priority, "3")
        found = self.env["helpdesk.ticket"].search([("id", "in", (high + crash).ids)])
        self.assertEqual(found[0], crash)

    def test_pri_04_fault_set_later_and_taken_back(self):
        ticket = self._rated("mmm")
        ticket.cs_fault_kind = "damage"
        self.assertEqual(ticket.priority, "3")
        ticket.cs_fault_kind = False
        self.assertEqual(ticket.priority, "1")

    def test_pri_01_other_priority_needs_a_reason(self):
        ticket = self._rated("mmm")
        mine = ticket.with_user(self.agent_li)
        with self.assertRaises(ValidationError) as refusal:
            mine.priority = "0"
        self.assertIn(ticket.number, str(refusal.exception))
        mine.write(
            {"priority": "0", "cs_priority_override_reason": "He has a spare one"}
        )
        self.assertEqual(ticket.priority, "0")
        note = (
            self.env["mail.message"]
            .search([("model", "=", ticket._name), ("res_id", "=", ticket.id)])
            .filtered(lambda m: "He has a spare one" in m.body)
        )
        self.assertEqual(note.author_id, self.agent_li.partner_id)

    def test_pri_01_override_stays_until_it_is_taken_back(self):
        ticket = self._rated("mmm")
        ticket.write({"priority": "0", "cs_priority_override_reason": "Spare one"})
        ticket.cs_urgency = "h"
        self.assertEqual(ticket.priority, "0")
        ticket.cs_priority_override_reason = False
        self.assertEqual(ticket.priority, "2")

    def test_pri_01_agreeing_again_clears_the_reason(self):
        ticket = self._rated("mmm")
        ticket.write({"priority": "0", "cs_priority_override_reason": "Spare one"})
        ticket.with_user(self.agent_li).priority = "1"
        self.assertFalse(ticket.cs_priority_override_reason)

    def test_pri_01_form_proposes_before_saving(self):
        with Form(self._create_ticket().with_user(self.agent_li)) as form:
            form.cs_urgency = "h"
            form.cs_impact = "m"
            self.assertEqual(form.priority, "2")

    def test_pri_01_says_why(self):
        ticket = self._rated("hmh")
        self.assertEqual(
            ticket.cs_priority_why,
            "Immediate × Part of a function or one customer × VIP or high potential "
            "= High",
        )

    def test_pri_01_team_without_profile_keeps_its_priority(self):
        ticket = self._rated("hhh", team_id=self.team_plain.id, priority="0")
        self.assertEqual(ticket.priority, "0")
        ticket.with_user(self.agent_li).priority = "3"
        self.assertEqual(ticket.priority, "3")

    def test_pri_01_first_clock_knows_the_priority(self):
        self._target("first_contact", 900, priority_min="2")
        self._target("first_contact", 7200)
        ticket = self._rated("hhh")
        self.assertEqual(ticket.cs_clock_ids.limit_seconds, 900)

    def test_pri_01_costs_the_same_for_50(self):
        self._create_cost(1)
        self.assertEqual(self._create_cost(1), self._create_cost(50))

    def _create_cost(self, count):
        """Queries of filling in priorities, without creating the tickets."""
        tickets = self.env["helpdesk.ticket"]
        vals_list = [
            self._prepare_ticket_vals(
                partner_id=self.customer.id, cs_urgency="h", cs_impact="h"
            )
            for _number in range(count)
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        tickets._cs_with_priority(vals_list)
        return self.env.cr.sql_log_count - before
