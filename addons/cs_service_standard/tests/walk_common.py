"""The life of a ticket as the specification tells it (section 34), in a browser.

Mon 9 October 2023, Shanghai; every chapter is one sitting of one person at a frozen
instant.  The tours find their way by names of fields and buttons, so that the same
tour runs in every language.
"""

from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, new_test_user

AGENT = "helpdesk_mgmt.group_helpdesk_user_team"
LEADER = "helpdesk_mgmt.group_helpdesk_user"
VERBATIM = "washing machine shows E3, will not start, please come today"


def local(day, clock_time, month=10):
    """The UTC instant, as a string, of a time in Shanghai in autumn 2023."""
    hour, minute = (int(part) for part in clock_time.split(":"))
    seconds = ":00"
    hour -= 8
    if hour < 0:
        day, hour = day - 1, hour + 24
    return f"2023-{month:02}-{day:02} {hour:02}:{minute:02}{seconds}"


class WalkCase(HttpCase):
    """The company of the walk: profile STD, calendar cal40, agent Li, Mr Zhang."""

    lang = "en_US"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env = cls.env(context=dict(cls.env.context, tracking_disable=False))
        cls._load_language()
        cls.profile = env.ref("cs_service_standard.cs_service_profile_std")
        cls.calendar = env.ref("cs_service_standard.resource_calendar_office")
        cls.calendar.tz = "Asia/Shanghai"
        cls.technical = env.ref("cs_service_standard.helpdesk_ticket_team_technical")
        cls.relations = env.ref("cs_service_standard.helpdesk_ticket_team_relations")
        cls.leader = cls._person("Chen", LEADER)
        cls.li = cls._person("Li", AGENT)
        for team in (cls.technical, cls.relations):
            team.write(
                {
                    "cs_profile_id": cls.profile.id,
                    "cs_calendar_id": cls.calendar.id,
                    "user_id": cls.leader.id,
                    "user_ids": [Command.set(cls.li.ids)],
                }
            )
        cls.repair = env.ref("cs_service_standard.helpdesk_ticket_type_repair")
        cls.repair.cs_evidence_kind_ids = env.ref(
            "cs_service_standard.cs_evidence_kind_video"
        ) + env.ref("cs_service_standard.cs_evidence_kind_report")
        env["cs.need.cause"].create({"name": "E3: water sensor"})
        env["cs.ivr.option"].search([]).unlink()
        env["cs.ivr.option"].create(
            {"key": "2", "label": "Repair", "type_id": cls.repair.id}
        )
        cls.zhang = new_test_user(
            env, "walk_zhang", groups="base.group_portal", name="张先生", lang=cls.lang
        )
        cls.customer = cls.zhang.partner_id
        cls.customer.write(
            {
                "phone": "13912345678",
                "email": "zhang@example.com",
                "tz": "Asia/Shanghai",
                "cs_customer_value": "vip",
            }
        )
        env.user.tz = "Asia/Shanghai"

    @classmethod
    def _load_language(cls):
        if cls.lang != "en_US":
            cls.env["res.lang"]._activate_lang(cls.lang)
            cls.env["ir.module.module"]._load_module_terms(
                ["cs_service_standard"], [cls.lang], overwrite=True
            )

    @classmethod
    def _person(cls, name, group):
        login = f"walk_{name.lower()}"
        return new_test_user(
            cls.env, login, groups=group, name=name, tz="Asia/Shanghai", lang=cls.lang
        )

    def _sit(self, at, tour, who="walk_li", url=None):
        """One chapter: somebody works at a frozen instant."""
        with freeze_time(at):
            self.start_tour(url or "/odoo", tour, login=who)
        self.env.invalidate_all()

    def _clock(self, ticket, metric):
        return ticket.cs_clock_ids.filtered(lambda clock: clock.metric == metric)
