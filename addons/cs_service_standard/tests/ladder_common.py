"""Builders of ladders, and a scheduler that runs when a test says so."""

from datetime import datetime
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import LEADER, MANAGER, StandardCase

MADRID = "Europe/Madrid"


def madrid(text):
    """The naive UTC instant of a local time written '2026-03-06 17:50[:ss]'."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(MADRID))
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


class LadderCase(StandardCase):
    """Support in Madrid, Monday to Friday 9 to 18, below a team with a leader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.env["resource.calendar"].create(
            {
                "name": "A",
                "tz": MADRID,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": str(day),
                            "dayofweek": str(day),
                            "hour_from": 9,
                            "hour_to": 18,
                            "day_period": "morning",
                        }
                    )
                    for day in range(5)
                ],
            }
        )
        cls.boss = new_test_user(cls.env, "cs_boss", groups=LEADER, name="Boss")
        cls.head = new_test_user(cls.env, "cs_head", groups=MANAGER, name="Head")
        parent = cls.env["helpdesk.ticket.team"].create(
            {"name": "Service", "user_id": cls.boss.id, "cs_profile_id": False}
        )
        cls.team.write({"cs_calendar_id": cls.office.id, "parent_id": parent.id})
        cls.profile.write({"calendar_id": cls.office.id, "manager_id": cls.head.id})
        cls.cron = cls.env.ref("cs_service_standard.ir_cron_clock_sweep")

    @classmethod
    def _ladder(cls, *levels, **vals):
        return cls.env["cs.sla.ladder"].create(
            {
                "name": "Ladder",
                "level_ids": [Command.create(level) for level in levels],
                **vals,
            }
        )

    @classmethod
    def _three(cls, **vals):
        """50 % owner, 75 % owner and leader, 100 % supervisor, 1 h later manager."""
        return cls._ladder(
            {"share": 50, "to_owner": True},
            {"share": 75, "to_owner": True, "to_leader": True},
            {"share": 100, "to_supervisor": True, "needs_ack": True},
            {
                "moment": "after",
                "offset_value": 1,
                "offset_unit": "hour",
                "to_manager": True,
            },
            **vals,
        )

    @classmethod
    def _working(cls, metric, hours, ladder, **vals):
        """A target in working hours on the ladder."""
        return cls._target(
            metric,
            hours,
            limit_unit="hour",
            mode="working_hours",
            ladder_id=ladder.id,
            **vals,
        )

    def _open(self, moment, **vals):
        vals.setdefault("user_id", self.agent_li.id)
        with freeze_time(madrid(moment)):
            return self._create_ticket(**vals)

    def _sweep(self, moment):
        with freeze_time(madrid(moment)), self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def _told(self, tickets):
        """Who was told, notice by notice."""
        return [
            notice.recipient_ids.user_id.sorted("id").mapped("name")
            for notice in tickets.cs_clock_ids.notice_ids.sorted("id")
        ]

    def _mails(self, user):
        return self.env["mail.mail"].search(
            [("model", "=", "res.users"), ("res_id", "=", user.id)]
        )
