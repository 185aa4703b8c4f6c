from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import StandardCase
from .portal_common import PortalCase

OWN = "helpdesk_mgmt.group_helpdesk_user_own"


@tagged("post_install", "-at_install")
class TestClosingHole(PortalCase):
    """Hole 1: whoever was logged in closed anybody's ticket by a link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        cls.plain = cls._create_ticket(
            team_id=cls.team_plain.id, partner_id=cls.customer.id
        )
        cls.stranger = new_test_user(cls.env, "cs_other", groups="base.group_portal")

    def _close(self, ticket, stage, **change):
        data = {
            "csrf_token": http.Request.csrf_token(self),
            "ticket_id": ticket.id,
            "stage_id": stage.id,
            **change,
        }
        return self.url_open("/ticket/close", data=data, allow_redirects=False)

    def _withdrawal(self, ticket):
        return ticket._cs_portal_close_stages()[:1]

    def test_customer_closes_his_ticket(self):
        response = self._close(self.plain, self.done)
        self.assertEqual(response.status_code, 302)
        self.assertTrue(response.headers["Location"].endswith(self.plain.access_url))
        self.assertEqual(self.plain.stage_id, self.done)

    def test_stranger_cannot_close(self):
        self.authenticate("cs_other", "cs_other")
        response = self._close(self.plain, self.done)
        self.assertEqual(response.status_code, 303)
        self.assertTrue(response.headers["Location"].endswith("/my"))
        self.assertFalse(self.plain.closed)

    def test_a_link_cannot_close(self):
        url = f"/ticket/close?ticket_id={self.plain.id}&stage_id={self.done.id}"
        response = self.url_open(url, allow_redirects=False)
        self.assertEqual(response.status_code, 405)
        self.assertFalse(self.plain.closed)

    @mute_logger("odoo.http")
    def test_another_site_cannot_close(self):
        response = self._close(self.plain, self.done, csrf_token="wrong")
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.plain.closed)

    def test_only_offered_stages_close(self):
        new = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
        others = self.done.copy({"name": "Others", "team_ids": self.team.ids})
        for stage in (new, others):
            with self.subTest(stage.name):
                self.assertEqual(self._close(self.plain, stage).status_code, 302)
                self.assertNotEqual(self.plain.stage_id, stage)

    def test_nonsense_is_no_error(self):
        for change in ({"ticket_id": "x"}, {"ticket_id": "99999999999999"}, {}):
            with self.subTest(change):
                response = self._close(self.plain, self.done, stage_id="1;2", **change)
                self.assertIn(response.status_code, (302, 303))
        self.assertFalse(self.plain.closed)

    def test_closed_ticket_stays_as_it_is(self):
        self.plain.stage_id = self.done
        cancelled = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")
        self._close(self.plain, cancelled)
        self.assertEqual(self.plain.stage_id, self.done)

    def test_internal_follower_cannot_close(self):
        new_test_user(self.env, "cs_follower", groups="base.group_user")
        follower = self.env["res.users"].search([("login", "=", "cs_follower")])
        self.plain.message_subscribe(follower.partner_id.ids)
        self.authenticate("cs_follower", "cs_follower")
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_model"):
            self.assertEqual(self._close(self.plain, self.done).status_code, 403)
        self.assertFalse(self.plain.closed)

    def test_customer_closing_passes_gates_and_is_recorded(self):
        ticket = self._create_ticket(partner_id=self.customer.id)
        stage = ticket.cs_stage_ids.filtered(lambda s: s.cs_phase == "closed")[:1]
        stage.close_from_portal = True
        self.env["cs.gate"].create(
            {"profile_id": self.profile.id, "phase": "closed", "check": "feedback"}
        )
        self._close(ticket, stage)
        self.assertEqual(ticket.stage_id, stage)
        notes = " ".join(ticket.message_ids.mapped("body"))
        self.assertIn("Closed by the customer on the portal", notes)
        self.assertIn("Still open", notes)
        closed = ticket.cs_event_ids.filtered(lambda e: e.kind == "closed")
        self.assertEqual(closed.user_id, self.portal_user)

    def test_customer_may_always_withdraw_a_request_of_a_standard(self):
        ticket = self._create_ticket(partner_id=self.customer.id)
        stage = ticket.cs_stage_ids.filtered(lambda s: s.cs_phase == "cancelled")
        stage.close_from_portal = False
        self._close(ticket, stage)
        self.assertEqual(ticket.stage_id, stage)
        self.assertIn("cancelled", ticket.cs_event_ids.mapped("kind"))

    def test_closing_is_limited_too(self):
        self.company.cs_request_limit = 1
        self._close(self.plain, self.stage_open())
        self.assertEqual(self._close(self.plain, self.done).status_code, 429)
        self.assertFalse(self.plain.closed)

    def stage_open(self):
        return self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")


@tagged("post_install", "-at_install")
class TestRequestHole(PortalCase):
    """Hole 5: teams, categories and priorities came unchecked from the browser."""

    def _category(self, **vals):
        return self.env["helpdesk.ticket.category"].create({"name": "Repair", **vals})

    def test_request_takes_post_only(self):
        self.assertEqual(self.url_open("/submitted/ticket?subject=x").status_code, 405)

    @mute_logger("odoo.http")
    def test_request_takes_its_own_form_only(self):
        self.assertEqual(self._submit(csrf_token="wrong").status_code, 400)
        self.assertFalse(self._tickets())

    def test_ids_that_were_not_offered_are_refused(self):
        other = self.env["res.company"].create({"name": "Other company"})
        self.company.helpdesk_mgmt_portal_select_team = True
        hidden = self._create_team("Hidden", show_in_portal=False)
        foreign = self._create_team(
            "Foreign",
            company_id=other.id,
            user_id=False,
            cs_calendar_id=False,
            cs_profile_id=False,
        )
        secret = self._category(show_in_portal=False)
        internal = self.env["helpdesk.ticket.type"].create(
            {"name": "Internal", "show_in_portal": False}
        )
        for change in (
            {"team": hidden.id},
            {"team": foreign.id},
            {"team": "1 or 1"},
            {"category": secret.id},
            {"category": "-1"},
            {"type": internal.id},
            {"type": "x"},
            {"priority": "9"},
        ):
            with self.subTest(change):
                response = self._submit(**{"team": self.team.id, **change})
                self.assertEqual(response.status_code, 422)
        self.assertFalse(self._tickets())

    def test_plain_company_drops_them_without_an_error(self):
        self.company.write(
            {"cs_profile_id": False, "helpdesk_mgmt_portal_select_team": True}
        )
        hidden = self._create_team("Hidden", show_in_portal=False)
        secret = self._category(show_in_portal=False)
        response = self._submit(team=hidden.id, category=secret.id, type="x")
        self.assertEqual(response.status_code, 200)
        ticket = self._tickets()
        self.assertFalse(ticket.team_id or ticket.category_id or ticket.type_id)

    def test_types_and_size_of_files_are_limited(self):
        self.company.write({"cs_upload_limit_mb": 1, "cs_upload_types": "pdf, PNG"})
        page = b"<html><script>alert(1)</script></html>"
        for name, content, accepted in (
            ("a.pdf", b"%PDF-1.4 x", True),
            ("a.PDF", b"%PDF-1.4 x", True),
            ("a.docx", b"x", False),
            ("a.html", page, False),
            ("renamed.pdf", page, False),
            ("noending", b"x", False),
            ("large.pdf", b"%PDF-1.4" + b"x" * (1024 * 1024), False),
        ):
            with self.subTest(name):
                files = [("attachment", (name, content, "application/pdf"))]
                status = self._submit(files=files).status_code
                self.assertEqual(status, 200 if accepted else 422)
        self.assertEqual(len(self._tickets()), 2)
        self.assertEqual(
            sorted(self._tickets().attachment_ids.mapped("name")), ["a.PDF", "a.pdf"]
        )
        self.assertEqual(self._tickets()[0].attachment_ids.raw, b"%PDF-1.4 x")

    def test_size_limit_counts_all_files_together(self):
        self.company.write({"cs_upload_limit_mb": 1, "cs_upload_types": False})
        half = b"x" * (1024 * 1024 // 2)
        files = [("attachment", (f"{n}.bin", half)) for n in range(2)]
        self.assertEqual(self._submit(files=files).status_code, 200)
        files.append(("attachment", ("3.bin", b"x")))
        self.assertEqual(self._submit(files=files).status_code, 422)


@tagged("post_install", "-at_install")
class TestAccessHoles(StandardCase):
    @mute_logger("odoo.addons.base.models.ir_model")
    def test_public_cannot_write_stages(self):
        """Hole 2: visitors could rename stages."""
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        public = self.env.ref("base.public_user")
        self.assertTrue(stage.with_user(public).has_access("read"))
        with self.assertRaises(AccessError):
            stage.with_user(public).write({"name": "Hacked"})

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_follower_reads_but_does_not_write(self):
        """Hole 3: an agent who merely follows a ticket could change it."""
        agent = new_test_user(self.env, "cs_own", groups=OWN)
        for team in (self.team, self.team_plain):
            ticket = self._create_ticket(team_id=team.id, user_id=self.agent_li.id)
            seen = ticket.with_user(agent)
            self.assertFalse(seen.has_access("read"))
            ticket.message_subscribe(agent.partner_id.ids)
            self.assertTrue(seen.has_access("read"))
            with self.assertRaises(AccessError):
                seen.write({"priority": "3"})

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_customer_among_the_agents_reads_but_does_not_write(self):
        agent = new_test_user(self.env, "cs_own", groups=OWN)
        ticket = self._create_ticket(
            user_id=self.agent_li.id, partner_id=agent.partner_id.id
        )
        self.assertTrue(ticket.with_user(agent).has_access("read"))
        self.assertFalse(ticket.with_user(agent).has_access("write"))

    def test_agent_still_works_on_his_own_tickets(self):
        agent = new_test_user(self.env, "cs_own", groups=OWN)
        self.team.user_ids += agent
        ticket = self._create_ticket(user_id=agent.id)
        ticket.with_user(agent).priority = "2"
        free = self._create_ticket(user_id=False)
        free.with_user(agent).user_id = agent
        self.assertEqual(free.user_id, agent)

    def test_agent_still_asks_as_a_customer(self):
        agent = new_test_user(self.env, "cs_own", groups=OWN)
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(agent)
            .create(
                self._prepare_ticket_vals(
                    partner_id=agent.partner_id.id, user_id=self.agent_li.id
                )
            )
        )
        self.assertTrue(ticket.id)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_portal_of_another_firm_sees_nothing(self):
        stranger = new_test_user(self.env, "cs_other", groups="base.group_portal")
        ticket = self._create_ticket(partner_id=self.customer.id)
        with self.assertRaises(AccessError):
            ticket.with_user(stranger).read(["name"])
        with self.assertRaises(AccessError):
            ticket.with_user(stranger)._cs_close_from_portal(1)
        self.assertEqual(ticket.with_user(self.portal_user).name, ticket.name)
        found = self.env["helpdesk.ticket"].with_user(self.portal_user).search([])
        self.assertEqual(found, ticket)

    def test_consent_and_limits_are_internal(self):
        ticket = self._create_ticket(partner_id=self.customer.id)
        for name in ("cs_consent_date", "cs_consent_version"):
            with self.assertRaises(AccessError):
                ticket.with_user(self.portal_user).read([name])
        with self.assertRaises(AccessError):
            self.env["cs.rate.limit"].with_user(self.portal_user).search([])
