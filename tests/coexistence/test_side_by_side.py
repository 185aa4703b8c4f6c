"""Both addons at once: what one does must not break the other, and the defects of
helpdesk_mgmt_sla stay its own.
"""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import Form, HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.cs_service_standard.tests.common import StandardData

OPENED = "2023-10-09 02:00:00"  # Mon 10:00 in Shanghai
TWO_DAYS_ON = "2023-10-11 02:00:00"


class BothCase(StandardData):
    @classmethod
    def _set_up_both(cls):
        cls._set_up_standard()
        cls.env["helpdesk.sla"].search([]).active = False
        cls.team.write({"use_sla": True, "resource_calendar_id": cls.calendar.id})
        stages = cls.env["helpdesk.ticket.stage"]
        own = [Command.set(cls.team.ids)]
        cls.awaiting = stages.create(
            {
                "name": "Awaiting",
                "sequence": 30,
                "team_ids": own,
                "cs_phase": "waiting",
            }
        )
        cls.done = stages.create(
            {"name": "Done", "sequence": 40, "team_ids": own, "closed": True}
        )
        cls.cancelled = stages.create(
            {
                "name": "Cancelled",
                "sequence": 50,
                "team_ids": own,
                "closed": True,
                "cs_phase": "cancelled",
            }
        )
        cls.policy = cls.env["helpdesk.sla"].create(
            {
                "name": "Solve in 4 h",
                "hours": 4,
                "stage_id": cls.done.id,
                "ignore_stage_ids": [Command.set(cls.awaiting.ids)],
            }
        )
        cls._target(
            "resolution", 4 * 3600, mode="working_hours", warn_percent=0, pausable=True
        )

    def _clock(self, ticket):
        return ticket.cs_clock_ids.filtered(lambda c: c.metric == "resolution")


@tagged("post_install", "-at_install")
class TestSideBySide(BothCase, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_both()

    def test_creation_and_every_stage_with_both(self):
        ticket = self._create_ticket()
        self.assertTrue(ticket.ticket_sla_ids)
        self.assertTrue(ticket.cs_clock_ids)
        for stage in (self.awaiting, self.done, self.awaiting, self.cancelled):
            ticket.stage_id = stage
        self.assertEqual(self._clock(ticket)[-1:].state, "cancelled")

    def test_creation_of_many_with_both(self):
        vals = self._prepare_ticket_vals()
        tickets = self.env["helpdesk.ticket"].create([dict(vals) for _n in range(5)])
        tickets.write({"stage_id": self.done.id})
        self.assertEqual(len(tickets.ticket_sla_ids), 5)
        self.assertEqual(set(tickets.cs_clock_ids.mapped("state")), {"met"})

    def test_agent_works_the_form_with_both(self):
        ticket = self._create_ticket(user_id=self.agent_li.id)
        with Form(ticket.with_user(self.agent_li)) as form:
            form.priority = "3"
        self.assertEqual(ticket.priority, "3")

    def test_plain_team_follows_only_theirs(self):
        self.team_plain.write(
            {"use_sla": True, "resource_calendar_id": self.calendar.id}
        )
        ticket = self._create_ticket(team_id=self.team_plain.id)
        self.assertTrue(ticket.ticket_sla_ids)
        self.assertFalse(ticket.cs_clock_ids)

    def test_case_15_solved_from_waiting_is_met_here(self):
        """Theirs goes back to "in progress" on a ticket that is done."""
        with freeze_time(OPENED):
            ticket = self._create_ticket()
        with freeze_time("2023-10-09 03:00:00"):
            ticket.stage_id = self.awaiting
        with freeze_time(TWO_DAYS_ON):
            ticket.stage_id = self.done
        clock = self._clock(ticket)
        self.assertEqual((clock.state, clock.working_seconds), ("met", 3600))

    def test_case_23_priority_attaches_the_urgent_clock_at_once(self):
        """Theirs waits for a button."""
        self.policy.copy(
            {"name": "Urgent", "hours": 1, "domain": "[('priority', '=', '3')]"}
        )
        self._target(
            "resolution", 3600, mode="working_hours", priority_min="3", warn_percent=0
        )
        with freeze_time(OPENED):
            ticket = self._create_ticket(priority="1")
            ticket.priority = "3"
        self.assertEqual(self._clock(ticket).limit_seconds, 3600)

    def test_case_36_cancelled_is_not_met_here(self):
        """Theirs is kept, as the cancelled stage comes behind the one aimed at."""
        ticket = self._create_ticket()
        ticket.stage_id = self.cancelled
        self.assertEqual(self._clock(ticket).state, "cancelled")

    def test_case_30_hole_in_the_hours_of_ours_stops_neither(self):
        empty = self.env["resource.calendar"].create(
            {"name": "Empty", "attendance_ids": [Command.clear()]}
        )
        self.team.cs_calendar_id = empty
        ticket = self._create_ticket()
        ticket.stage_id = self.done
        self.assertEqual(self._clock(ticket).state, "met")


@tagged("post_install", "-at_install")
class TestPortalOfBoth(BothCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_both()
        cls.portal_user.password = "portal-password"

    def test_portal_shows_the_ticket_and_takes_a_new_one(self):
        ticket = self._create_ticket(partner_id=self.customer.id)
        self.authenticate(self.portal_user.login, "portal-password")
        for page in ("/my/tickets", f"/my/ticket/{ticket.id}", "/new/ticket"):
            with self.subTest(page=page):
                self.assertEqual(self.url_open(page).status_code, 200)

    def test_dossier_and_story_stay_closed_to_the_portal(self):
        ticket = self._create_ticket(partner_id=self.customer.id)
        clock = self._clock(ticket)
        self.authenticate(self.portal_user.login, "portal-password")
        page = self.url_open(f"/cs/clock/{clock.id}/story.csv")
        self.assertEqual(page.status_code, 404)
        url = f"/report/html/cs_service_standard.cs_clock_dossier/{clock.id}"
        with mute_logger("odoo.http"):
            self.assertNotEqual(self.url_open(url).status_code, 200)
