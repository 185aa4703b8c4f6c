from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .solution_common import EXCHANGE, REPAIR
from .test_solution import SolutionCase


@tagged("post_install", "-at_install")
class TestSolutionAnswer(SolutionCase):
    """Presenting, consent, rejection, versions."""

    def _reject(self, solution, words="It still will not start"):
        solution._reject(self.reason, words, "portal")
        return self._current(solution.ticket_id)

    def test_sol_11_a_version_is_one_fact(self):
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._ticket()
        self._target("solution_proposed", 24 * 3600)
        with freeze_time("2023-10-09 03:00:00"):
            solution = self._presented(ticket)
        with freeze_time("2023-10-09 03:05:00"), self.assertRaises(UserError):
            solution.action_present()
        facts = self._facts(ticket, "solution")
        self.assertEqual(facts, [("solution", "2023-10-09 03:00:00")])
        fact = ticket.cs_event_ids.filtered(lambda e: e.kind == "solution")
        self.assertEqual(fact.payload, {"solution": solution.id, "version": 1})

    def test_sol_11_the_letter_names_the_options_and_the_page(self):
        ticket = self._ticket()
        self._presented(ticket)
        letter = ticket.message_ids.filtered(
            lambda m: m.subtype_id == self.env.ref("mail.mt_comment")
        )[:1]
        self.assertIn("Repair at your home", letter.body)
        self.assertIn("The machine runs again", letter.body)
        self.assertIn(f"/my/ticket/{ticket.id}#solution", letter.body)
        self.assertNotIn("access_token", letter.body, "colleagues may read it")
        self.assertNotIn("She needs the machine", letter.body)
        self.assertIn(self.customer, letter.partner_ids)

    def test_sol_11_only_with_consent(self):
        self._gate("solution_agreed", "execution")
        ticket = self._ticket()
        mine = ticket.with_user(self.agent_li)
        with self._refused("a solution the customer agreed to"):
            mine.stage_id = self.stages["execution"]
        solution = self._solution(ticket)
        with self._refused("presented to the customer"):
            mine.stage_id = self.stages["execution"]
        solution.action_present()
        mine.stage_id = self.stages["solution"]
        self.assertIn("consent", mine.cs_open_gates or "")
        with self._refused("consent"):
            mine.stage_id = self.stages["execution"]
        solution._accept(solution.option_ids[0], "portal")
        mine.stage_id = self.stages["execution"]
        self.assertEqual(ticket.cs_phase, "execution")

    def test_sol_11_the_short_path_is_free(self):
        self._gate("solution_agreed", "execution")
        ticket = self._ticket(type_id=self.type_short.id).with_user(self.agent_li)
        ticket.stage_id = self.stages["execution"]
        untyped = self._ticket(type_id=False).with_user(self.agent_li)
        with self._refused("solution"):
            untyped.stage_id = self.stages["execution"]

    def test_sol_11_consent_by_telephone(self):
        with freeze_time("2023-10-09 03:00:00"):
            ticket = self._ticket()
            solution = self._presented(ticket)
        with freeze_time("2023-10-09 03:40:00"):
            wizards = self.env["cs.solution.reply"].with_user(self.agent_li)
            form = Form(wizards.with_context(default_solution_id=solution.id))
            form.option_id = solution.option_ids[1]
            form.medium = "phone"
            form.at = "2023-10-09 03:30:00"
            form.save().action_record()
        self.assertEqual(solution.state, "accepted")
        self.assertEqual(solution.chosen_id.name, "Exchange")
        self.assertTrue(solution.option_ids[1].chosen)
        self.assertEqual(solution.consent_medium, "phone")
        self.assertEqual(solution.recorded_id, self.agent_li)
        self.assertEqual(str(solution.answered_at), "2023-10-09 03:30:00")
        facts = self._facts(ticket, "consent")
        self.assertEqual(facts, [("consent", "2023-10-09 03:30:00")])

    def test_sol_11_the_answer_came_after_the_offer(self):
        with freeze_time("2023-10-09 03:00:20"):
            solution = self._presented(self._ticket())
        wizards = self.env["cs.solution.reply"].with_user(self.agent_li)
        vals = {"solution_id": solution.id, "option_id": solution.option_ids[0].id}
        with freeze_time("2023-10-09 03:30:00"):
            for at in ("2023-10-09 02:59:59", "2023-10-09 03:30:01"):
                with self._refused("time"):
                    wizards.create({**vals, "at": at})
            wizards.create({**vals, "at": "2023-10-09 03:00:00"}).action_record()

    def test_sol_11_no_answer_twice(self):
        solution = self._presented(self._ticket())
        solution._accept(solution.option_ids[0], "portal")
        with self._refused("meanwhile"):
            solution._accept(solution.option_ids[1], "portal")
        with self._refused("meanwhile"):
            self._reject(solution)
        other = self._presented(self._ticket())
        with self._refused("one of the options"):
            other._accept(solution.option_ids[0], "portal")

    def test_sol_11_the_description_is_filed(self):
        ticket = self._ticket()
        solution = self._presented(ticket)
        solution._accept(solution.option_ids[0], "portal")
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "helpdesk.ticket"), ("res_id", "=", ticket.id)]
        )
        self.assertEqual(len(files), 1)
        text = files.raw.decode(errors="ignore")
        self.assertIn("Replace the door lock", text)
        self.assertNotIn("张三丰", text)

    def test_sol_12_two_of_ten(self):
        tickets = [self._ticket() for _ in range(10)]
        presented = [self._presented(ticket) for ticket in tickets]
        for solution in presented[:2]:
            self._reject(solution)
        ours = [("ticket_id", "in", [ticket.id for ticket in tickets])]
        solutions = self.env["cs.solution"].with_user(self.leader)
        self.assertEqual(solutions._rejection_rate(ours), 0.2)
        shown = [*ours, ("presented_at", "!=", False)]
        percent = solutions._read_group(shown, [], ["rejected_percent:avg"])[0][0]
        self.assertEqual(percent, 20.0)
        self.assertEqual(solutions._rejection_rate([("id", "=", 0)]), 0.0)

    def test_sol_12_the_second_rejection_asks_the_leader(self):
        ticket = self._ticket()
        second = self._reject(self._presented(ticket))
        review = self.env.ref("cs_service_standard.mail_activity_type_solution_review")

        def reviews():
            return ticket.activity_ids.filtered(lambda a: a.activity_type_id == review)

        self.assertFalse(reviews())
        second.action_present()
        third = self._reject(second)
        self.assertEqual(reviews().user_id, self.leader)
        self.assertIn("need understood", reviews().note)
        self.assertIn("original", reviews().note)
        self.assertEqual(ticket.cs_rejection_count, 2)
        third.action_present()
        self._reject(third)
        self.assertEqual(len(reviews()), 1)

    def test_sol_12_the_profile_says_when(self):
        self.profile.rejection_review_count = 0
        ticket = self._ticket()
        for _turn in range(3):
            solution = ticket._cs_current_solutions().get(ticket.id)
            solution = solution or self._solution(ticket)
            solution.with_user(self.agent_li).action_present()
            self._reject(solution)
        self.assertFalse(ticket.activity_ids)

    def test_sol_12_a_rejection_says_why(self):
        solution = self._presented(self._ticket())
        for reason, words in (
            (self.reason, " "),
            (self.env["cs.solution.reason"], "No"),
        ):
            with self._refused("reason"):
                solution._reject(reason, words, "portal")
        with freeze_time("2023-10-09 04:00:00"):
            current = self._reject(solution, "Still broken")
        self.assertEqual(solution.reason_text, "Still broken")
        self.assertEqual(solution.cause, "need")
        self.assertEqual(current.previous_words, "Does not help: Still broken")
        facts = self._facts(solution.ticket_id, "rejected")
        self.assertEqual(facts, [("rejected", "2023-10-09 04:00:00")])

    def test_versions_stay_as_they_were_seen(self):
        ticket = self._ticket()
        option = dict(REPAIR, line_ids=self._lines())
        first = self._presented(ticket, options=[option, EXCHANGE])
        with self._refused("new version"):
            first.fit_note = "Other"
        with self._refused("new version"):
            first.option_ids[0].steps = "Other"
        with self._refused("new version"):
            first.option_ids[0].line_ids[0].amount = 1
        with self._refused("new version"):
            self.env["cs.solution.risk"].with_user(self.agent_li).create(
                {"solution_id": first.id, "name": "More"}
            )
        with self._refused("new version"):
            first.option_ids[1].unlink()
        action = first.action_new_version()
        second = self._current(ticket)
        self.assertEqual(action["res_id"], second.id)
        self.assertEqual((first.version, second.version), (1, 2))
        self.assertEqual((first.state, second.state), ("replaced", "draft"))
        self.assertEqual(
            second.option_ids.mapped("name"), first.option_ids.mapped("name")
        )
        self.assertEqual(second.option_ids[0].extra_cost, 1000)
        second.option_ids[0].steps = "Bring a better lock"
        self.assertIn("Replace", first.option_ids[0].steps)
        with self._refused("meanwhile"):
            first._accept(first.option_ids[0], "portal")
        second.action_present()
        self.assertEqual(len(self._facts(ticket, "solution")), 2)
        history = self.env["cs.solution"].search(second.action_versions()["domain"])
        self.assertEqual(history, second + first)

    def test_exe_07_the_day_agreed_is_a_promise(self):
        ticket = self._ticket()
        solution = self._presented(ticket)
        solution._accept(solution.option_ids[0], "portal")
        nodes = self.env["cs.ticket.node"].search([("ticket_id", "=", ticket.id)])
        self.assertEqual(str(nodes.date), "2023-10-09")
        self.assertTrue(nodes.customer_visible and nodes.promised_at)
        solution.action_new_version()
        second = self._current(ticket)
        second.action_present()
        second._accept(second.option_ids[1], "portal")
        after = self.env["cs.ticket.node"].search([("ticket_id", "=", ticket.id)])
        self.assertEqual((after, str(after.date)), (nodes, "2023-10-12"))
        self.assertEqual(after.content, "Exchange")

    def test_exe_08_what_failed_begins_a_new_version(self):
        ticket = self._ticket()
        ticket._cs_adjust_solution("E3 again")
        self.assertIn("E3 again", ticket.activity_ids.summary)
        solution = self._presented(ticket)
        solution._accept(solution.option_ids[0], "portal")
        ticket._cs_adjust_solution("E3 again")
        second = self._current(ticket)
        self.assertEqual((second.version, second.adjust_note), (2, "E3 again"))
        ticket._cs_adjust_solution("Still E3")
        self.assertEqual(self._current(ticket).adjust_note, "Still E3")
        self.assertEqual(self._current(ticket), second)

    def test_sol_12_after_a_rejection_the_next_version_is_there(self):
        ticket = self._ticket()
        first = self._presented(ticket)
        second = self._reject(first)
        self.assertEqual((first.state, second.state), ("rejected", "draft"))
        self.assertFalse(first.is_current)
        self.assertFalse(second.reason_id)
        self.assertEqual(len(second.option_ids), 2)


@tagged("post_install", "-at_install")
class TestNeedMet(SolutionCase):
    def _result(self, ticket, **vals):
        results = self.env["cs.solution.result"].with_user(self.agent_li)
        return results.create({"ticket_id": ticket.id, **vals})

    def test_sol_10_reason_and_alternative(self):
        self._gate("need_met", "closed")
        ticket = self._ticket().with_user(self.agent_li)
        result = self._result(ticket, result="not_met")
        with self._refused("why the need was not.*alternative"):
            ticket.stage_id = self.stages["closed"]
        result.reason = "No refund in cash is possible"
        with self._refused("alternative"):
            ticket.stage_id = self.stages["closed"]
        result.write({"result": "partly", "alternative": " "})
        with self._refused("alternative"):
            ticket.stage_id = self.stages["closed"]
        result.alternative = "Coupon of equal value"
        ticket.stage_id = self.stages["closed"]
        self.assertEqual(ticket.cs_phase, "closed")

    def test_sol_10_met_needs_no_words(self):
        self._gate("need_met", "closed")
        ticket = self._ticket().with_user(self.agent_li)
        self._result(ticket, result="met")
        ticket.stage_id = self.stages["closed"]
        silent = self._ticket().with_user(self.agent_li)
        silent.stage_id = self.stages["closed"]
        self.assertEqual((ticket + silent).mapped("cs_phase"), ["closed", "closed"])

    def test_sol_10_rejected_and_nothing_else(self):
        self._gate("need_met", "closed")
        ticket = self._ticket()
        self._presented(ticket)._reject(self.reason, "No", "portal")
        mine = ticket.with_user(self.agent_li)
        with self._refused("whether the need was met"):
            mine.stage_id = self.stages["closed"]
        second = self._current(ticket)
        second.action_present()
        second._accept(second.option_ids[0], "portal")
        mine.stage_id = self.stages["closed"]

    def test_sol_10_the_customer_is_told(self):
        ticket = self._ticket()
        result = self._result(ticket, result="not_met", reason="No refund in cash")
        with self._refused("alternative"):
            result.action_tell()
        result.alternative = "Coupon of equal value"
        result.action_tell()
        self.assertIn("Coupon of equal value", ticket.message_ids[:1].body)
        self.assertTrue(result.told_at)
        result.reason = "Not in cash"
        self.assertFalse(result.told_at)


@tagged("post_install", "-at_install")
class TestSolutionCard(SolutionCase):
    def _card(self, ticket, code="solution"):
        ticket.invalidate_recordset(["cs_life"])
        life = ticket.with_user(self.agent_li).cs_life
        return next((p for p in life["parts"] if p["code"] == code), None)

    @freeze_time("2023-10-09 03:00:00")
    def test_card_of_the_solution(self):
        ticket = self._ticket()
        self.assertFalse(self._card(ticket))
        ticket.sudo().stage_id = self.stages["solution"]
        self.assertEqual(self._card(ticket)["state"], "todo")
        action = ticket.with_user(self.agent_li).action_cs_open_solution()
        self.assertEqual(action["context"]["default_ticket_id"], ticket.id)
        solution = self._solution(ticket)
        self.assertEqual(self._card(ticket)["state"], "open")
        solution.action_present()
        card = self._card(ticket)
        self.assertEqual(card["state"], "waiting")
        self.assertIn("customer", card["waits_for"])
        solution._accept(solution.option_ids[0], "portal")
        card = self._card(ticket)
        self.assertEqual(card["state"], "done")
        self.assertIn("Repair at your home", str(card["lines"]))
        action = ticket.with_user(self.agent_li).action_cs_open_solution()
        self.assertEqual(action["res_id"], solution.id)

    def test_card_on_the_short_path_only_when_written(self):
        ticket = self._ticket(type_id=self.type_short.id)
        ticket.sudo().stage_id = self.stages["solution"]
        self.assertFalse(self._card(ticket))
        self._solution(ticket)
        self.assertTrue(self._card(ticket))

    def test_card_of_the_result(self):
        ticket = self._ticket()
        ticket.sudo().stage_id = self.stages["acceptance"]
        self.assertEqual(self._card(ticket, "need_met")["state"], "quiet")
        action = ticket.with_user(self.agent_li).action_cs_open_need_met()
        self.assertEqual(action["target"], "new")
        results = self.env["cs.solution.result"].with_user(self.agent_li)
        result = results.create({"ticket_id": ticket.id, "result": "partly"})
        self.assertEqual(self._card(ticket, "need_met")["state"], "problem")
        result.write({"reason": "Part gone", "alternative": "Another part"})
        card = self._card(ticket, "need_met")
        self.assertEqual(
            (card["state"], card["lines"]), ("done", [["Instead", "Another part"]])
        )


@tagged("post_install", "-at_install")
class TestSolutionWalk(SolutionCase):
    def test_walk_of_the_washing_machine(self):
        """Section 34 of the standard: two options, 1 000 and 20 %, consent 11:30."""
        self.profile.expedite_percent = 20
        self._gate("solution_agreed", "execution")
        self._target("solution_proposed", 24 * 3600)
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._ticket(cs_received_at="2023-10-09 02:00:00")
        with freeze_time("2023-10-09 03:00:00"):
            option = dict(REPAIR, haste="surcharge", line_ids=self._lines())
            solution = self._solution(ticket, [option, EXCHANGE])
            self.env["cs.solution.risk"].create(
                {
                    "solution_id": solution.id,
                    "kind": "supplier",
                    "name": "Supplier late",
                    "contingency": "Other delivery route",
                    "compensation": "Freight waived",
                }
            )
            first = solution.option_ids[0]
            self.assertEqual((first.extra_cost, first.price), (1000, 1200))
            solution.action_present()
        clock = ticket.cs_clock_ids.filtered(lambda c: c.metric == "solution_proposed")
        self.assertEqual(clock.state, "met")
        self.assertEqual(clock.working_seconds, 3600)
        with freeze_time("2023-10-09 03:30:00"):
            solution._accept(first, "portal")
            mine = ticket.with_user(self.agent_li)
            mine.stage_id = self.stages["execution"]
        facts = self._facts(ticket, "solution", "consent")
        self.assertEqual(
            facts,
            [
                ("solution", "2023-10-09 03:00:00"),
                ("consent", "2023-10-09 03:30:00"),
            ],
        )
