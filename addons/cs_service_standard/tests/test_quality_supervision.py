"""QAC-10: supervisors outside see figures of quality, never a name."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .outcome_common import OutcomeCase

SUPERVISOR = "cs_service_standard.cs_group_quality_supervisor"


class SupervisionCase(OutcomeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supervisor = new_test_user(
            cls.env,
            "cs_supervisor",
            password="cs_supervisor",
            groups=f"base.group_portal,{SUPERVISOR}",
            name="Committee",
        )
        cls.card.name = "Communication test"
        cls.team.name = "Support test"


@tagged("post_install", "-at_install")
class TestSupervisionFigures(SupervisionCase):
    def setUp(self):
        super().setUp()
        self.env["cs.quality.check"].search([]).write({"method": "spot"})

    def _table(self, title, user=None):
        figures = self.env["cs.quality.supervision"].with_user(user or self.supervisor)
        tables = figures._figures(self.env.company)
        return next(t["rows"] for t in tables if t["title"] == title)

    def test_qac_10_scores_by_month_team_scorecard_and_clause(self):
        with freeze_time("2023-09-13 06:00:00"):
            self._review(polite=5, clear=5)
        with freeze_time("2023-10-13 06:00:00"):
            self._review(self._ticket("quality"), polite=1, clear=5)
            months = self._table("By month")
            self.assertEqual(
                [(row["name"], row["n"], row["average"]) for row in months],
                [("September 2023", 1, 100), ("October 2023", 1, 40)],
            )
            (team,) = self._table("By team")
            self.assertEqual((team["name"], team["n"]), ("Support test", 2))
            self.assertEqual((team["average"], team["good"]), (70, 50))
            self.assertTrue(team["few"])
            (card,) = self._table("By scorecard")
            self.assertIn("Communication test", card["name"])
            (clause,) = self._table("By clause")
            self.assertEqual((clause["name"], clause["n"]), ("TST-01", 2))
            self.assertEqual((clause["average"], clause["good"]), (50, 50))

    def test_qac_10_five_are_not_few(self):
        with freeze_time("2023-10-13 06:00:00"):
            for _number in range(4):
                self._review(self._ticket("quality"))
            self.assertTrue(self._table("By team")[0]["few"])
            self._review(self._ticket("quality"))
            self.assertFalse(self._table("By team")[0]["few"])

    def test_qac_10_targeted_checks_do_not_enter(self):
        with freeze_time("2023-10-13 06:00:00"):
            self._review(polite=1, method="targeted")
            self.assertFalse(self._table("By team"))

    def test_qac_10_no_rpc_gives_names(self):
        """A supervisor reads nothing but the page."""
        check = self._review()
        for record in (
            check,
            check.mark_ids[0],
            self.ticket,
            self.card,
            self.clause,
            self.agent_li,
        ):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.supervisor).read(["display_name"])
        names = ("cs.nonconformity", "cs.quality.dispute", "cs.quality.gap")
        for name in names:
            with self.subTest(model=name), self.assertRaises(AccessError):
                self.env[name].with_user(self.supervisor).search([])


@tagged("post_install", "-at_install")
class TestSupervisionPage(SupervisionCase, HttpCase):
    def test_qac_10_committee_member_sees_scores_and_no_names(self):
        self._review(polite=1)
        self.authenticate("cs_supervisor", "cs_supervisor")
        home = self.url_open("/my")
        self.assertIn('href="/my/quality"', home.text)
        page = self.url_open("/my/quality")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Support test", page.text)
        self.assertIn("TST-01", page.text)
        for name in (
            self.agent_li.name,
            self.reviewer.name,
            self.customer.name,
            self.ticket.number,
            self.ticket.name,
            "Was rude",
        ):
            with self.subTest(name=name):
                self.assertNotIn(f">{name}<", page.text)
                self.assertNotIn(self.ticket.number, page.text)
        self.assertNotIn("Was rude", page.text)
        self.assertNotIn(self.customer.name, page.text)

    def test_qac_10_nobody_else_finds_the_page(self):
        self.authenticate("cs_portal", "cs_portal")
        self.assertEqual(self.url_open("/my/quality").status_code, 404)
        self.assertNotIn("/my/quality", self.url_open("/my").text)
        self.authenticate("cs_li", "cs_li")
        self.assertEqual(self.url_open("/my/quality").status_code, 404)
        self.authenticate(None, None)
        page = self.url_open("/my/quality", allow_redirects=False)
        self.assertEqual(page.status_code, 303)
        self.assertIn("/web/login", page.headers["Location"])
