"""What changed is told in the chatter, alike for one ticket and for many."""

from odoo.tests import tagged

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestChatter(StandardCase):
    def _tickets(self, count, team):
        vals_list = [
            self._prepare_ticket_vals(name=f"Printer {number}", team_id=team.id)
            for number in range(count)
        ]
        tickets = self.env["helpdesk.ticket"].create(vals_list)
        self.env.cr.flush()
        return tickets

    def _told(self, ticket):
        """All that a message says, and the values it tracks."""
        message = ticket.message_ids[0]
        names = ("body", "author_id", "email_from", "reply_to", "message_type")
        names += ("subtype_id", "is_internal", "model", "res_id", "subject")
        values = message.sudo().tracking_value_ids.sorted("field_id")
        told = {name: message[name] for name in names}
        self.assertEqual(told.pop("res_id"), ticket.id)
        return told, [
            (value.field_id.name, value.old_value_char, value.new_value_char)
            for value in values
        ]

    def _move(self, tickets, **vals):
        tickets.write(vals)
        self.env.cr.flush()

    def test_many_tickets_are_told_like_one(self):
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
        for team in (self.team, self.team_plain):
            alone = self._tickets(1, team)
            many = self._tickets(3, team)
            for tickets in (alone, many):
                before = {ticket: len(ticket.message_ids) for ticket in tickets}
                self._move(tickets, stage_id=stage.id, user_id=self.agent_li.id)
                for ticket in tickets:
                    self.assertEqual(len(ticket.message_ids), before[ticket] + 1)
            for ticket in many:
                self.assertEqual(self._told(ticket), self._told(alone))
            self.assertIn("stage_id", [row[0] for row in self._told(alone)[1]])

    def test_each_ticket_tells_its_own_change(self):
        tickets = self._tickets(3, self.team)
        people = self.agent_li, self.agent_wang, self.leader
        for ticket, person in zip(tickets, people, strict=True):
            ticket.user_id = person
        self.env.cr.flush()
        for ticket, person in zip(tickets, people, strict=True):
            [(name, _old, new)] = self._told(ticket)[1]
            self.assertEqual((name, new), ("user_id", person.name))

    def test_words_and_author_of_a_change_are_kept(self):
        tickets = self._tickets(3, self.team)
        tickets[0]._track_set_log_message("By telephone")
        tickets[1]._track_set_author(self.customer)
        self._move(tickets, cs_expected_deadline="2027-01-01 08:00:00")
        self.assertIn("By telephone", tickets[0].message_ids[0].body)
        self.assertFalse(tickets[2].message_ids[0].body)
        self.assertEqual(tickets[1].message_ids[0].author_id, self.customer)
        self.assertNotEqual(tickets[2].message_ids[0].author_id, self.customer)

    def test_a_client_cannot_hold_a_log_back(self):
        [ticket] = self._tickets(1, self.team)
        known = ticket.message_ids
        ticket.with_context(cs_logs=[])._message_log(body="Kept")
        self.assertIn("Kept", (ticket.message_ids - known).body)

    def test_many_tickets_cost_no_more_queries_than_one(self):
        tickets, costs = self._tickets(52, self.team), []
        for group in (tickets[0], tickets[1], tickets[2:]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._move(group, cs_expected_deadline="2027-01-01 08:00:00")
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[2], costs[1] + 1)
