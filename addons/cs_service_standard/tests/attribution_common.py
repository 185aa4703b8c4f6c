"""Two tiers that pass tickets on, and a clock whose time they share."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import AGENT, StandardCase

HOUR = 3600


class AttributionCase(StandardCase):
    """Round the clock, so that hours of the story are hours of the wall."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = new_test_user(cls.env, "cs_tech", groups=AGENT, name="Ma")
        cls.second = cls._create_team(
            "Second",
            user_ids=[Command.set(cls.technician.ids)],
            user_id=cls.manager.id,
            cs_profile_id=cls.profile.id,
            cs_tier="2",
        )
        cls.team.cs_tier = "1"
        cls.solved = cls.env.ref("cs_service_standard.helpdesk_ticket_stage_followup")

    @classmethod
    def _shared_target(cls, **vals):
        """The target of case 31: 40 h, of them 10 h for tier 1 and 30 h for tier 2."""
        return cls._target(
            "resolution",
            40 * HOUR,
            share_ids=[
                Command.create({"tier": "1", "budget_value": 10}),
                Command.create({"tier": "2", "budget_value": 30}),
            ],
            **vals,
        )

    def _story(self, *moves, **vals):
        """A ticket received on 9 October 2023 at 00:00; moves are (hours, action)."""
        with freeze_time("2023-10-09 00:00:00"):
            ticket = self._create_ticket(user_id=self.agent_li.id, **vals)
        for hours, action in moves:
            self._at(hours, action, ticket)
        return ticket

    def _at(self, hours, action, *args):
        """Do something, and let the job of that minute attribute what came of it."""
        with freeze_time("2023-10-09 00:00:00") as frozen:
            frozen.tick(round(hours * HOUR))
            result = action(*args)
            self._notice()
            return result

    def _notice(self):
        clocks = self.env["cs.ticket.clock"]
        clocks._attribute_batch(clocks._unattributed_domain())

    def _to_second(self, ticket):
        ticket.sudo().write({"team_id": self.second.id, "user_id": self.technician.id})

    def _solve(self, ticket):
        ticket._cs_record_fact("resolved")

    def _clock(self, ticket, metric="resolution"):
        return ticket.cs_clock_ids.filtered(lambda c: c.metric == metric)[-1:]

    def _hours(self, rows):
        return [(row.team_id, row.user_id, row.seconds / HOUR) for row in rows]
