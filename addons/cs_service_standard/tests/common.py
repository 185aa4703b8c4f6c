"""Builders shared by the tests of this addon; never demo data."""

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

AGENT = "helpdesk_mgmt.group_helpdesk_user_team"
LEADER = "helpdesk_mgmt.group_helpdesk_user"
MANAGER = "helpdesk_mgmt.group_helpdesk_manager"


class StandardData:
    """Adds a company's worth of records to a test class."""

    @classmethod
    def _set_up_standard(cls):
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=False))
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "cal40",
                "tz": "Asia/Shanghai",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": f"{day} {start}",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": start + 4,
                            "day_period": period,
                        }
                    )
                    for day in range(5)
                    for start, period in ((8, "morning"), (13, "afternoon"))
                ],
            }
        )
        cls.profile = cls.env["cs.service.profile"].create(
            {
                "name": "Test standard",
                "code": "TEST",
                "state": "in_force",
                "calendar_id": cls.calendar.id,
            }
        )
        cls.agent_li = new_test_user(cls.env, "cs_li", groups=AGENT, name="Li")
        cls.agent_wang = new_test_user(cls.env, "cs_wang", groups=AGENT, name="Wang")
        cls.leader = new_test_user(cls.env, "cs_leader", groups=LEADER, name="Chen")
        cls.manager = new_test_user(cls.env, "cs_manager", groups=MANAGER, name="Zhao")
        cls.portal_user = new_test_user(
            cls.env, "cs_portal", groups="base.group_portal", name="张三丰"
        )
        cls.customer = cls.portal_user.partner_id
        cls.customer.write({"email": "zhang@example.com", "phone": "13812345678"})
        cls.team = cls._create_team("Support", cs_profile_id=cls.profile.id)
        cls.team_plain = cls._create_team("Plain", cs_profile_id=False)

    @classmethod
    def _create_team(cls, name, **vals):
        return cls.env["helpdesk.ticket.team"].create(
            {
                "name": name,
                "user_ids": [Command.set((cls.agent_li + cls.agent_wang).ids)],
                "user_id": cls.leader.id,
                "cs_calendar_id": cls.calendar.id,
                **vals,
            }
        )

    @classmethod
    def _prepare_ticket_vals(cls, **vals):
        return {
            "name": "Washing machine shows E3",
            "description": "<p>It will not start.</p>",
            "team_id": cls.team.id,
            **vals,
        }

    @classmethod
    def _create_ticket(cls, **vals):
        return cls.env["helpdesk.ticket"].create(cls._prepare_ticket_vals(**vals))

    @classmethod
    def _target(cls, metric, seconds, **vals):
        """A target of the test profile with a limit in seconds, round the clock."""
        return cls.env["cs.sla.target"].create(
            {
                "profile_id": cls.profile.id,
                "metric": metric,
                "limit_value": seconds,
                "limit_unit": "second",
                "mode": "elapsed",
                **vals,
            }
        )


class StandardCase(StandardData, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
