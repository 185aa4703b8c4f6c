"""Builders of executed tickets, plans and draws."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import new_test_user

from .common import AGENT, LEADER, StandardCase

# Shanghai: Monday 9 October 2023 16:50, Friday 13 October 17:00 and 17:05
MONDAY = "2023-10-09 08:50:00"
BEFORE_THE_DRAW = "2023-10-13 08:59:00"
FRIDAY = "2023-10-13 09:05:00"


class SamplingCase(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["cs.quality.plan"].search([("active", "=", True)]).active = False
        cls.env["cs.quality.trigger"].search([("active", "=", True)]).active = False
        cls.env.company.cs_profile_id = cls.profile
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.template = cls.env["cs.quality.template"].create({"name": "Norm"})
        cls.plan = cls._plan()

    @classmethod
    def _plan(cls, **vals):
        return cls.env["cs.quality.plan"].create(
            {
                "name": "Ten per cent",
                "begins_on": "2023-10-09",
                "template_id": cls.template.id,
                **vals,
            }
        )

    @classmethod
    def _agent(cls, name, group=AGENT):
        return new_test_user(cls.env, f"cs_{name.lower()}", groups=group, name=name)

    @classmethod
    def _other_leader(cls, name="Sun"):
        return cls._agent(name, LEADER)

    @classmethod
    def _executed(cls, number, at=MONDAY, **vals):
        """Tickets that were executed at a moment: a fact says so."""
        values = cls._prepare_ticket_vals(user_id=cls.agent_li.id)
        with freeze_time(MONDAY):
            tickets = cls.env["helpdesk.ticket"].create(
                [{**values, **vals} for _number in range(number)]
            )
        cls._record(tickets, "resolved", at)
        return tickets

    @classmethod
    def _record(cls, tickets, kind, at):
        cls.env["cs.ticket.event"]._append(
            [{"ticket_id": ticket.id, "kind": kind, "at": at} for ticket in tickets]
        )

    def _draw(self, plan=None, at=FRIDAY):
        """What the scheduler does at a moment; returns the last draw of the plan."""
        plan = plan or self.plan
        with freeze_time(at):
            self._run("ir_cron_quality_draw")
        samples = self.env["cs.quality.sample"]
        return samples.search([("plan_id", "=", plan.id)], limit=1)

    def _run(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"cs_service_standard.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def _queries_of_draw(self, plan, start, end):
        sample = self.env["cs.quality.sample"].create(
            {"plan_id": plan.id, "start": start, "end": end}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        sample._draw()
        self.env.flush_all()
        return sample, self.env.cr.sql_log_count - before

    @classmethod
    def _later(cls, moment, **delta):
        value = cls.env["cs.quality.sample"]._fields["start"].to_string
        parse = cls.env["cs.quality.sample"]._fields["start"].convert_to_cache
        return value(parse(moment, cls.env["cs.quality.sample"]) + timedelta(**delta))
