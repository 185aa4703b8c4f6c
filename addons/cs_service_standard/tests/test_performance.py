"""Cost: equal for one ticket and for fifty, and little more than the helpdesk's."""

from odoo.tests import tagged

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestPerformance(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for metric in ("first_contact", "first_response", "resolution"):
            cls._target(metric, 3600)
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))

    def _queries(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _create(self, count, team=None):
        team = team or self.team
        vals_list = [
            self._prepare_ticket_vals(team_id=team.id) for _number in range(count)
        ]
        return self.env["helpdesk.ticket"].create(vals_list)

    def test_creation_costs_at_most_three_queries_more_per_batch(self):
        for team in (self.team, self.team_plain):
            self._create(2, team)
        for count in (1, 50):
            ours = self._queries(lambda n=count: self._create(n))
            plain = self._queries(lambda n=count: self._create(n, self.team_plain))
            self.assertLessEqual(ours, plain + 3, f"{count} tickets")

    def test_facts_cost_the_same_for_one_and_fifty(self):
        tickets = self._create(51)
        tickets[0]._cs_record_fact("contact")
        one = self._queries(lambda: tickets[0]._cs_record_fact("progress"))
        fifty = self._queries(lambda: tickets[1:]._cs_record_fact("progress"))
        self.assertLessEqual(fifty, one + 1)

    def test_stage_move_costs_the_same_for_one_and_fifty(self):
        tickets = self._create(51)
        waiting = self.env.ref("cs_service_standard.helpdesk_ticket_stage_waiting")
        tickets[0].stage_id = waiting
        tickets[0].stage_id = tickets[1].stage_id
        one = self._queries(lambda: tickets[0].write({"stage_id": waiting.id}))
        fifty = self._queries(lambda: tickets[1:].write({"stage_id": waiting.id}))
        self.assertLessEqual(fifty, one + 2)

    def test_queue_reads_the_same_for_one_and_fifty(self):
        tickets = self._create(50)
        names = ["number", "cs_due_badge", "cs_is_late", "cs_name_masked"]
        one = self._queries(lambda: tickets[0].read(names))
        fifty = self._queries(lambda: tickets.read(names))
        self.assertLessEqual(fifty, one)

    def test_sweep_costs_the_same_for_one_and_fifty(self):
        tickets = self._create(51)
        tickets.cs_clock_ids.sudo().write({"levels": [["breach", 1672531200]]})
        self.env.flush_all()
        clocks = tickets.cs_clock_ids.filtered(lambda c: c.metric == "resolution")
        quiet = {"mail_activity_quick_update": True, "mail_notify_force_send": False}
        clocks = clocks.with_context(**quiet)
        clocks[0]._sweep()
        one = self._queries(lambda: clocks[1]._sweep())
        many = self._queries(lambda: clocks[2:]._sweep())
        self.assertLessEqual(many, one + 6)
