from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import AGENT
from .execution_common import ExecutionCase

DRAFT = "ir_cron_progress_report"


@tagged("post_install", "-at_install")
class TestHandlingStart(ExecutionCase):
    """EXE-01: minutes from the assignment to the first action of the handler."""

    def _rows(self, ticket, user=None):
        rows = self.env["cs.handling.report"].with_user(user or self.leader)
        return rows.search([("ticket_id", "=", ticket.id)], order="assigned_at")

    def _contact(self, ticket, at, user=None):
        with freeze_time(at):
            ticket.with_user(user or self.agent_li)._cs_record_fact("contact")

    def _assigned_at_ten(self):
        with freeze_time("2023-10-09 01:00:00"):
            ticket = self._create_ticket()
        with freeze_time("2023-10-09 02:00:00"):
            ticket.user_id = self.agent_li
        return ticket

    def test_exe_01_assigned_ten_started_twenty_past(self):
        ticket = self._assigned_at_ten()
        row = self._rows(ticket)
        self.assertEqual((row.not_started, row.started_at), (1, False))
        self._contact(ticket, "2023-10-09 02:10:00", self.agent_wang)
        self._contact(ticket, "2023-10-09 02:20:00")
        self._contact(ticket, "2023-10-09 02:40:00")
        self.env.invalidate_all()
        row = self._rows(ticket)
        self.assertEqual((row.minutes, row.not_started), (20.0, 0))
        self.assertEqual((row.user_id, row.team_id), (self.agent_li, self.team))

    def test_exe_01_each_owner_counts_from_his_own_assignment(self):
        ticket = self._assigned_at_ten()
        self._contact(ticket, "2023-10-09 02:20:00")
        with freeze_time("2023-10-09 03:00:00"):
            ticket.user_id = self.agent_wang
        self._contact(ticket, "2023-10-09 03:05:00")
        self._contact(ticket, "2023-10-09 03:30:00", self.agent_wang)
        rows = self._rows(ticket)
        self.assertEqual(rows.user_id, self.agent_li + self.agent_wang)
        self.assertEqual(rows.mapped("minutes"), [20.0, 30.0])
        groups = rows._read_group(
            [("id", "in", rows.ids)], ["user_id"], ["minutes:avg"]
        )
        self.assertEqual(dict(groups)[self.agent_wang], 30.0)

    def test_exe_01_a_ticket_born_with_its_owner(self):
        row = self._rows(self.ticket)
        self.assertEqual(str(row.assigned_at), "2023-10-09 02:00:00")
        self._contact(self.ticket, "2023-10-09 02:20:00")
        self.env.invalidate_all()
        self.assertEqual(self._rows(self.ticket).minutes, 20.0)

    def test_exe_01_a_step_a_note_a_node_are_actions(self):
        process = self.env["cs.process"].create(
            {
                "name": "P",
                "code": "EXE_TEST",
                "type_ids": [(6, 0, self.type_repair.ids)],
                "step_ids": [(0, 0, {"name": "Look"})],
            }
        )
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._create_ticket(
                type_id=self.type_repair.id, user_id=self.agent_li.id
            )
        self.assertEqual(ticket.cs_process_id, process)
        with freeze_time("2023-10-09 02:20:00"):
            ticket.cs_step_ids.with_user(self.agent_li).action_done()
        self.assertEqual(self._rows(ticket).minutes, 20.0)
        now = self.env.cr.now()
        with freeze_time(now):
            other = self._create_ticket(user_id=self.agent_li.id)
            self.env["cs.ticket.node"].with_user(self.agent_li).create(
                {"ticket_id": other.id, "date": "2030-01-01", "content": "Call"}
            )
        self.assertEqual(self._rows(other).not_started, 0)

    def test_exe_01_seen_with_the_ticket(self):
        far = new_test_user(self.env, "cs_far", groups=AGENT)
        self.assertTrue(self._rows(self.ticket, self.agent_li))
        self.assertFalse(self._rows(self.ticket, far))
        with self.assertRaises(AccessError):
            self._rows(self.ticket, self.portal_user)


@tagged("post_install", "-at_install")
class TestRegularReport(ExecutionCase):
    """EXE-03: projects are reported on every week or month."""

    def setUp(self):
        super().setUp()
        with freeze_time("2023-09-25 02:00:00"):
            self.sheet = self._sheet()
            self.sheet.write({"cadence": "weekly", "cadence_from": "2023-09-25"})
        with freeze_time("2023-10-02 02:00:00"):
            self.last = self._report(date="2023-10-02")
            self.last.action_send()

    def _report(self, **vals):
        whole = {
            "execution_id": self.sheet.id,
            "developed": "40 % developed",
            "test_results": "12 of 12 cases passed",
            "to_confirm": "Layout of the invoice",
        }
        reports = self.env["cs.progress.report"].with_user(self.agent_li)
        return reports.create(whole | vals)

    def _drafts(self):
        return self.sheet.report_ids.filtered(lambda r: r.state == "draft")

    def test_exe_03_weekly_draft_and_activity_on_monday(self):
        self.assertEqual(str(self.sheet.next_report_date), "2023-10-09")
        with freeze_time("2023-10-08 15:59:00"):
            self._job(DRAFT)
        self.assertFalse(self._drafts())
        with freeze_time("2023-10-08 16:00:00"):
            self._job(DRAFT)
        draft = self._drafts()
        self.assertEqual(str(draft.date), "2023-10-09")
        self.assertEqual(str(draft.date_from), "2023-10-02")
        activity = draft.activity_id
        self.assertEqual(activity.user_id, self.agent_li)
        self.assertEqual(str(activity.date_deadline), "2023-10-09")
        self.assertIn("Progress report", activity.summary)
        with freeze_time("2023-10-16 02:00:00"):
            self._job(DRAFT)
        self.assertEqual(self._drafts(), draft)

    def test_exe_03_the_report_after_the_one_that_was_sent(self):
        with freeze_time("2023-10-09 02:00:00"):
            self._job(DRAFT)
            draft = self._drafts()
            draft.write({"test_results": "None", "to_confirm": "Nothing"})
            draft.developed = "60 % developed"
            draft.with_user(self.agent_li).action_send()
        self.assertFalse(draft.activity_id.active)
        with freeze_time("2023-10-15 02:00:00"):
            self._job(DRAFT)
        self.assertFalse(self._drafts())
        with freeze_time("2023-10-31 02:00:00"):
            self._job(DRAFT)
        self.assertEqual(str(self._drafts().date), "2023-10-30")

    def test_exe_03_monthly(self):
        self.sheet.cadence = "monthly"
        self.assertEqual(str(self.sheet.next_report_date), "2023-11-02")
        self.sheet.cadence = False
        self.assertFalse(self.sheet.next_report_date)

    def test_exe_03_without_one_of_the_three_nothing_is_sent(self):
        before = len(self._letters())
        for name, label in (
            ("developed", "Done So Far"),
            ("test_results", "Test Results"),
            ("to_confirm", "To Be Confirmed"),
        ):
            report = self._report(**{name: "  ", "date": "2023-10-09"})
            with self._refused(label):
                report.action_send()
            self.assertEqual(report.state, "draft")
        self.assertEqual(len(self._letters()), before)

    def test_exe_03_sent_as_a_letter_of_the_agent(self):
        letter = self._letters()[-1:]
        for words in ("40 % developed", "12 of 12 cases", "Layout of the invoice"):
            self.assertIn(words, letter.body)
        self.assertEqual(letter.author_id, self.agent_li.partner_id)
        facts = self.ticket.cs_event_ids.filtered(lambda e: e.kind == "contact")
        self.assertEqual(str(facts[-1:].at), "2023-10-02 02:00:00")
        with self._refused("has been sent"):
            self.last.developed = "50 %"
        self.last.action_send()
        self.assertEqual(len(self._letters()), 1)

    def test_exe_03_composed_from_what_happened(self):
        with freeze_time("2023-10-02 01:00:00"):
            self._node(content="Kick-off", kind="milestone", done=True)
        with freeze_time("2023-10-04 02:00:00"):
            node = self._node(content="Plan review", kind="milestone")
            self._node(content="Hand-over", date="2023-10-20")
            self._node(content="Ask the supplier", kind="contact", done=True)
            node.done = True
            task = self.env["cs.coordination.task"].create(
                {
                    "ticket_id": self.ticket.id,
                    "name": "Order the part",
                    "department": "Purchase",
                    "deadline": "2023-10-05 02:00:00",
                    "result": "Ordered",
                }
            )
            task.action_done()
            self.ticket.with_user(self.agent_li)._cs_record_fact("contact")
        with freeze_time("2023-10-09 02:00:00"):
            self._job(DRAFT)
        draft = self._drafts()
        self.assertIn("75 % done: 3 of 4 steps", draft.developed)
        self.assertIn("Reached since the last report: Plan review.", draft.developed)
        self.assertIn("Next: Hand-over, Fri, Oct 20", draft.developed)
        self.assertNotIn("Ask the supplier", draft.developed)
        self.assertIn("Order the part – Ordered", draft.happened)
        self.assertIn("1 contacts from us, 0 from", draft.happened)

    def test_exe_03_a_report_out_of_turn(self):
        with freeze_time("2023-10-05 02:00:00"):
            action = self.sheet.with_user(self.agent_li).action_write_report()
            again = self.sheet.with_user(self.agent_li).action_write_report()
        self.assertEqual(action["res_id"], again["res_id"])
        self.assertEqual(str(self._drafts().date), "2023-10-05")

    @freeze_time("2023-10-09 02:00:00")
    def test_exe_03_closed_tickets_are_not_reported_on(self):
        self.ticket.sudo().with_user(1).stage_id = self.stages["closed"]
        self._job(DRAFT)
        self.assertFalse(self._drafts())

    def test_exe_03_fifty_cost_hardly_more_than_one(self):
        costs = []
        for count in (1, 10):
            tickets = self.env["helpdesk.ticket"].create(
                [self._prepare_ticket_vals() for _ in range(count)]
            )
            sheets = tickets._cs_executions(create=True).values()
            sheets = self.env["cs.execution"].union(*sheets)
            sheets.write({"cadence": "weekly", "cadence_from": "2023-10-02"})
            since = dict.fromkeys(sheets, sheets[0].cadence_from)
            costs.append(
                self._count_queries(
                    lambda sheets=sheets, since=since: (
                        sheets._facts_since(since),
                        sheets._tasks_since(since),
                    )
                )
            )
        self.assertEqual(costs[0], costs[1])


@tagged("post_install", "-at_install")
class TestEffect(ExecutionCase):
    """EXE-08: no acceptance before the effect was checked."""

    def setUp(self):
        super().setUp()
        self._gate("effect", "acceptance")
        self.ticket.stage_id = self.stages["execution"]

    def _go(self, ticket=None, phase="acceptance"):
        ticket = ticket or self.ticket
        ticket.with_user(self.agent_li).stage_id = self.stages[phase]

    def _checked(self, method="action_effect_right", note="Ran without an error"):
        sheet = self._sheet().with_user(self.agent_li)
        sheet.effect_note = note
        getattr(sheet, method)()
        return sheet

    def test_exe_08_no_acceptance_without_the_check(self):
        self._go(phase="quality")
        with self._refused("check of the effect"):
            self._go()
        sheet = self._checked()
        self.assertEqual(sheet.effect_by, self.agent_li)
        self._go()
        self.assertEqual(self.ticket.cs_phase, "acceptance")

    def test_exe_08_a_check_says_what_was_found(self):
        with self._refused(self.ticket.number):
            self._checked(note=" ")

    def test_exe_08_not_solved_leads_back_to_the_solution(self):
        self._checked("action_effect_wrong", "E3 again after an hour")
        self.assertEqual(self._sheet().effect, "wrong")
        with self._refused("check of the effect"):
            self._go()
        traces = " ".join(self.ticket.activity_ids.mapped("summary"))
        traces += " ".join(self.ticket.message_ids.mapped(lambda m: m.body or ""))
        if "cs.solution" in self.env:
            solutions = self.env["cs.solution"].search(
                [("ticket_id", "=", self.ticket.id)]
            )
            traces += str(solutions.read())
        self.assertIn("E3 again after an hour", traces)

    def test_exe_08_the_short_path_needs_none(self):
        self.type_repair.cs_path = "short"
        self._go()
        self.assertEqual(self.ticket.cs_phase, "acceptance")

    def test_exe_08_without_a_type_it_is_asked(self):
        ticket = self._create_ticket()
        with self._refused("check of the effect"):
            self._go(ticket)

    def test_exe_08_a_reopened_ticket_is_checked_again(self):
        with freeze_time("2023-10-09 03:00:00"):
            self._checked()
        with freeze_time("2023-10-09 04:00:00"):
            self.ticket._cs_record_fact("reopened")
        with self._refused("check of the effect"):
            self._go()
        with freeze_time("2023-10-09 05:00:00"):
            self._checked()
        self._go()


@tagged("post_install", "-at_install")
class TestResultTold(ExecutionCase):
    """EXE-09: nothing is closed before the customer was told the result."""

    def setUp(self):
        super().setUp()
        self._gate("result_told", "closed")

    def _log(self, ticket=None, **vals):
        ticket = ticket or self.ticket
        logs = self.env["cs.contact.log"].with_user(self.agent_li)
        log = logs.create({"ticket_id": ticket.id, "summary": "It runs again", **vals})
        log.action_log()
        return log

    def _close(self, ticket=None):
        ticket = ticket or self.ticket
        ticket.with_user(self.agent_li).stage_id = self.stages["closed"]

    def test_exe_09_no_close_without_a_result_contact(self):
        with self._refused("telling the customer the result"):
            self._close()
        self._log(purpose="other")
        with self._refused("telling the customer the result"):
            self._close()
        self._log(purpose="result", satisfied="yes")
        self._close()
        sheet = self._sheet()
        self.assertEqual((sheet.told_by, sheet.satisfied), (self.agent_li, "yes"))
        fact = self.ticket.cs_event_ids.filtered(lambda e: e.kind == "contact")[-1:]
        self.assertEqual(fact.payload["purpose"], "result")

    def test_exe_09_the_customer_is_asked_whether_he_is_satisfied(self):
        with self._refused("satisfied"):
            self._log(purpose="result")

    def test_exe_09_not_satisfied_is_a_fact(self):
        self._log(purpose="result", satisfied="no")
        kinds = self.ticket.cs_event_ids.mapped("kind")
        self.assertIn("dissatisfied", kinds)

    def test_exe_09_purpose_follows_the_phase(self):
        form = Form(
            self.env["cs.contact.log"]
            .with_user(self.agent_li)
            .with_context(default_ticket_id=self.ticket.id)
        )
        self.assertEqual(form.purpose, "other")
        self._target("first_contact", 3600)
        fresh = self._create_ticket()
        form = Form(self.env["cs.contact.log"].with_context(default_ticket_id=fresh.id))
        self.assertEqual(form.purpose, "first")
        self.ticket.stage_id = self.stages["followup"]
        form = Form(
            self.env["cs.contact.log"].with_context(default_ticket_id=self.ticket.id)
        )
        self.assertEqual(form.purpose, "result")

    def test_exe_09_reopened_is_told_again(self):
        with freeze_time("2023-10-09 03:00:00"):
            self._log(purpose="result", satisfied="yes")
        with freeze_time("2023-10-09 04:00:00"):
            self.ticket._cs_record_fact("reopened")
            with self._refused("telling the customer"):
                self._close()

    def test_exe_09_short_path_our_answer_is_the_result(self):
        self.type_repair.cs_path = "short"
        with self._refused("telling the customer"):
            self._close()
        with freeze_time("2023-10-09 03:00:00"):
            self.ticket.with_user(self.agent_li)._cs_record_fact("contact")
        with freeze_time("2023-10-09 04:00:00"):
            self.ticket._cs_record_fact("customer")
        with self._refused("telling the customer"):
            self._close()
        with freeze_time("2023-10-09 05:00:00"):
            self.ticket.with_user(self.agent_li)._cs_record_fact("contact")
        self._close()

    def test_exe_09_on_the_full_path_an_answer_is_not_enough(self):
        self.ticket.with_user(self.agent_li)._cs_record_fact("contact")
        with self._refused("telling the customer"):
            self._close()

    def test_exe_09_cancelling_needs_no_call(self):
        self.ticket.with_user(self.agent_li).stage_id = self.stages["cancelled"]
        self.assertEqual(self.ticket.cs_phase, "cancelled")

    def test_exe_09_gates_cost_the_same_for_fifty(self):
        gates = self.env["cs.gate"]
        costs = []
        for count in (1, 50):
            tickets = self.env["helpdesk.ticket"].create(
                [
                    self._prepare_ticket_vals(type_id=self.type_repair.id)
                    for _ in range(count)
                ]
            )
            costs.append(
                self._count_queries(
                    lambda tickets=tickets: (
                        gates._check_gate_result_told(tickets),
                        gates._check_gate_effect(tickets),
                    )
                )
            )
        self.assertEqual(costs[0], costs[1])

    def test_exe_plain_tickets_stay_as_they_are(self):
        plain = self._create_ticket(team_id=self.team_plain.id)
        self._log(plain, purpose="result", satisfied="yes")
        self.assertFalse(plain._cs_executions())
        self._node(plain)
        self.assertFalse(plain.cs_event_ids)
        self.assertFalse(plain.cs_life)


@tagged("post_install", "-at_install")
class TestExecutionCard(ExecutionCase):
    def _part(self, ticket=None):
        ticket = ticket or self.ticket
        return ticket.sudo()._cs_life_execution().get(ticket.id)

    @freeze_time("2023-10-09 03:00:00")
    def test_exe_card_tells_the_next_step(self):
        self.assertIsNone(self._part())
        self.ticket.stage_id = self.stages["execution"]
        self.assertIn("Plan the work", self._part()["next"])
        node = self._node()
        self.env.invalidate_all()
        part = self._part()
        self.assertFalse(part["next"])
        self.assertIn(["Done", "0 % (0 of 1)"], part["lines"])
        node.done = True
        self.assertIn("Check whether", self._part()["next"])
        sheet = self._sheet()
        sheet.effect_note = "Runs"
        sheet.action_effect_right()
        self.assertEqual(self._part()["state"], "done")
        self.ticket.stage_id = self.stages["followup"]
        self.assertIn("tell the result", self._part()["next"])

    def test_exe_card_is_left_out_on_the_short_path(self):
        self.type_repair.cs_path = "short"
        self.ticket.stage_id = self.stages["execution"]
        self.assertIsNone(self._part())

    def test_exe_card_opens_the_sheet(self):
        action = self.ticket.with_user(self.agent_li).action_cs_open_execution()
        self.assertEqual(action["res_id"], self._sheet().id)

    def test_exe_models_in_words(self):
        with self.assertRaises(UserError):
            self._sheet().action_effect_right()
