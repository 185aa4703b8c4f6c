from odoo import http
from odoo.tests import freeze_time, new_test_user, tagged

from .portal_common import PortalCase
from .solution_common import EXCHANGE, REPAIR, SolutionData


@tagged("post_install", "-at_install")
class TestSolutionPortal(SolutionData, PortalCase):
    """The customer compares the options on his page and answers there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_solutions()
        cls.env["cs.gate"].create(
            {
                "profile_id": cls.profile.id,
                "phase": "execution",
                "check": "solution_agreed",
            }
        )
        cls.ticket = cls._ticket()
        option = dict(REPAIR, line_ids=cls._lines(), is_recommended=True)
        cls.solution = cls._solution(cls.ticket, [option, EXCHANGE])
        cls.env["cs.solution.risk"].create(
            {
                "solution_id": cls.solution.id,
                "kind": "supplier",
                "name": "Supplier late",
                "contingency": "Express carrier",
                "compensation": "Freight waived",
                "is_told": True,
            }
        )

    def _send(self, code, token=None, ticket=None, **values):
        ticket = ticket or self.ticket
        data = {"csrf_token": http.Request.csrf_token(self), **values}
        data.setdefault("solution", self.solution.id)
        if token:
            data["access_token"] = token
        return self.url_open(f"/my/ticket/{ticket.id}/cs/{code}", data=data)

    def _section(self):
        page = self._page(f"/my/ticket/{self.ticket.id}")
        return page, page.xpath("//section[@id='solution']")

    @freeze_time("2023-10-09 03:00:00")
    def test_sol_09_options_side_by_side(self):
        self.assertFalse(self._section()[1], "a draft is ours alone")
        self.solution.action_present()
        page, (section,) = self._section()
        names = self._words(
            section, ".//label[@class='form-check-label fw-bold stretched-link']"
        )
        self.assertEqual(names, ["Repair at your home", "Exchange"])
        text = " ".join(section.text_content().split())
        for words in ("Replace the door lock", "The machine runs again", "1,000.00"):
            self.assertIn(words, text)
        for words in ("Free of charge", "Recommended", "Express carrier", "10/12/2023"):
            self.assertIn(words, text)
        for hidden in ("She needs", "Technician in the evening"):
            self.assertNotIn(hidden, text)
        self.assertIn("Please choose a solution.", page.text_content())

    @freeze_time("2023-10-09 03:00:00")
    def test_sol_09_form_for_keyboard_and_screen_reader(self):
        self.solution.action_present()
        _page, (section,) = self._section()
        legend = self._words(section, ".//fieldset/legend")
        self.assertEqual(legend, ["Which solution do you choose?"])
        for field in section.xpath(
            ".//input[not(@type='hidden')]|.//select|.//textarea"
        ):
            label = section.xpath(f".//label[@for='{field.get('id')}']")
            self.assertTrue(label, field.get("name"))
        for radio in section.xpath(".//input[@type='radio']"):
            described = radio.get("aria-describedby")
            self.assertTrue(section.xpath(f".//*[@id='{described}']"))

    @freeze_time("2023-10-09 03:30:00")
    def test_sol_11_consent_on_the_page_opens_execution(self):
        self.solution.action_present()
        chosen = self.solution.option_ids[1]
        page = self._send("solution_accept", option=chosen.id)
        self.assertIn("Thank you. We carry out: Exchange.", page.text)
        self.assertEqual(self.solution.state, "accepted")
        self.assertEqual(self.solution.chosen_id, chosen)
        self.assertEqual(self.solution.consent_medium, "portal")
        self.assertFalse(self.solution.recorded_id)
        facts = self._facts(self.ticket, "consent")
        self.assertEqual(facts, [("consent", "2023-10-09 03:30:00")])
        _page, (section,) = self._section()
        text = " ".join(section.text_content().split())
        self.assertIn("The solution you agreed to today 11:30", text)
        self.assertFalse(section.xpath(".//form"))
        stage = self.env.ref("cs_service_standard.helpdesk_ticket_stage_execution")
        self.ticket.with_user(self.agent_li).stage_id = stage

    @freeze_time("2023-10-09 03:30:00")
    def test_sol_11_by_the_link_of_the_letter(self):
        self.solution.action_present()
        token = self.ticket._portal_ensure_token()
        self.authenticate(None, None)
        chosen = self.solution.option_ids[0]
        page = self._send("solution_accept", token=token, option=chosen.id)
        self.assertIn("Thank you. We carry out", page.text)
        self.assertEqual(self.solution.state, "accepted")
        self.assertEqual(
            self.ticket.message_ids[:1].author_id, self.customer, "his own words"
        )

    def test_sol_11_nobody_else_answers(self):
        self.solution.action_present()
        option = self.solution.option_ids[0].id
        new_test_user(self.env, "cs_next", groups="base.group_portal")
        self.authenticate("cs_next", "cs_next")
        self._send("solution_accept", option=option)
        self.authenticate(None, None)
        self._send("solution_accept", option=option)
        self._send("solution_accept", token="0" * 36, option=option)
        self.assertEqual(self.solution.state, "presented")

    def test_sol_11_only_what_was_shown(self):
        self.solution.action_present()
        other = self._presented(self._ticket())
        page = self._send("solution_accept", option=other.option_ids[0].id)
        self.assertIn("Choose one of the options.", page.text)
        page = self._send("solution_accept")
        self.assertIn("Choose one of the options.", page.text)
        page = self._send(
            "solution_accept", solution=other.id, option=other.option_ids[0].id
        )
        self.assertIn("replaced meanwhile", page.text)
        self.assertEqual(self.solution.state, "presented")
        self.solution.action_new_version()
        page = self._send("solution_accept", option=self.solution.option_ids[0].id)
        self.assertIn("replaced meanwhile", page.text)

    @freeze_time("2023-10-09 03:30:00")
    def test_sol_12_rejection_with_reason_and_words(self):
        self.solution.action_present()
        page = self._send("solution_reject", reason=self.reason.id, words=" ")
        self.assertIn("Choose a reason", page.text)
        self.assertEqual(self.solution.state, "presented")
        page = self._send("solution_reject", words="Keep <b>this</b>")
        self.assertIn("Choose a reason", page.text)
        self.assertIn("Keep &lt;b&gt;this", page.text)
        page = self._send(
            "solution_reject", reason=self.reason.id, words="It still fails"
        )
        self.assertIn("We look for another solution", page.text)
        self.assertEqual(self.solution.state, "rejected")
        self.assertEqual(self.solution.reason_text, "It still fails")
        facts = self._facts(self.ticket, "rejected")
        self.assertEqual(facts, [("rejected", "2023-10-09 03:30:00")])
        self.assertEqual(self._current(self.ticket).version, 2)
        _page, (section,) = self._section()
        self.assertIn("working on another solution", section.text_content())
        self.assertFalse(section.xpath(".//form"))

    def test_a_customer_cannot_read_the_draft_by_rpc(self):
        solutions = self.env["cs.solution"].with_user(self.portal_user)
        self.assertFalse(solutions.has_access("read"))
