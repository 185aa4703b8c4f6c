from lxml import html

from odoo.tests import freeze_time, tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestRequestPage(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent_li.write({"email": "li@firm.example", "phone": "555 0101"})

    def _own_ticket(self, **vals):
        return self._create_ticket(partner_id=self.customer.id, **vals)

    def _promises(self, ticket):
        page = self._page(f"/my/ticket/{ticket.id}")
        return self._words(page, "//*[hasclass('cs_promises')]//li")

    @freeze_time("2023-10-09 02:00:00")
    def test_page_says_what_was_promised_and_by_when(self):
        self._target("first_contact", 3600)
        self._target("resolution", 86400)
        self._target("record", 300)
        ticket = self._own_ticket()
        self.assertEqual(
            self._promises(ticket),
            ["First contact: by today 11:00", "Solution: by tomorrow 10:00"],
        )

    def test_page_says_when_a_promise_was_kept_or_is_late(self):
        self._target("first_contact", 3600)
        self._target("resolution", 7200)
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._own_ticket()
        with freeze_time("2023-10-09 02:30:00"):
            ticket.with_user(self.agent_li).message_post(
                body="We come today.",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        with freeze_time("2023-10-09 04:00:00"):
            self.assertEqual(
                self._promises(ticket),
                ["First contact: done today 10:30", "Solution: by today 12:00"],
            )
        with freeze_time("2023-10-10 04:00:00"):
            kept, late = self._promises(ticket)
            self.assertEqual(kept, "First contact: done Mon, Oct 9 10:30")
            self.assertIn("we are late", late)

    def test_two_metrics_of_first_contact_make_one_promise(self):
        self._target("first_contact", 7200)
        self._target("first_response", 3600)
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._own_ticket()
            self.assertEqual(self._promises(ticket), ["First contact: by today 11:00"])

    def test_progress_line_has_dates_and_one_current_step(self):
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._own_ticket()
        stages = ticket.cs_stage_ids
        with freeze_time("2023-10-10 02:00:00"):
            ticket.stage_id = stages.filtered(lambda s: s.cs_phase == "execution")[:1]
            page = self._page(f"/my/ticket/{ticket.id}")
        steps = self._words(page, "//li[hasclass('cs_step')]")
        self.assertEqual(len(steps), 6)
        self.assertEqual(steps[0], "Request received done Mon, Oct 9")
        self.assertEqual(steps[3], "In work Tue, Oct 10")
        self.assertEqual(len(page.xpath("//li[@aria-current='step']")), 1)

    def test_rec_09_latest_progress_and_its_eta_are_shown(self):
        ticket = self._own_ticket()
        with freeze_time("2023-10-09 02:00:00"):
            self.env["cs.progress.update"].create(
                {
                    "ticket_id": ticket.id,
                    "text": "Technical department asked.",
                    "eta": "2023-10-09 04:00:00",
                }
            )
            self.env["cs.progress.update"].create(
                {
                    "ticket_id": ticket.id,
                    "text": "Supplier is slow again.",
                    "customer_visible": False,
                }
            )
            page = self._page(f"/my/ticket/{ticket.id}")
        note = self._words(page, "//*[hasclass('cs_progress_note')]")[0]
        self.assertNotIn("Supplier", page.text_content())
        self.assertIn("Technical department asked.", note)
        self.assertIn("expected: today 12:00", note)

    def test_waiting_for_the_customer_is_the_one_call_to_action(self):
        ticket = self._own_ticket()
        page = self._page(f"/my/ticket/{ticket.id}")
        self.assertFalse(page.xpath("//*[hasclass('cs_call')]"))
        waiting = ticket.cs_stage_ids.filtered(lambda s: s.cs_phase == "waiting")
        ticket.stage_id = waiting[:1]
        page = self._page(f"/my/ticket/{ticket.id}")
        self.assertEqual(len(page.xpath("//*[hasclass('cs_call')]//a")), 1)

    def test_page_names_the_contact_person_and_nothing_more_of_him(self):
        ticket = self._own_ticket(user_id=self.agent_li.id)
        text = self.url_open(f"/my/ticket/{ticket.id}").text
        aside = self._words(html.fromstring(text), "//*[hasclass('cs_aside')]")[0]
        self.assertIn("Li", aside)
        self.assertIn("Support", aside)
        self.assertIn("Mon–Fri 08:00–12:00", aside)
        self.assertNotIn("li@firm.example", text)
        self.assertNotIn("555 0101", text)

    def test_page_tells_nothing_internal(self):
        ticket = self._own_ticket(user_id=self.agent_li.id)
        ticket.write(
            {"cs_core_issue": "Secret-diagnosis", "cs_remark": "Secret-remark"}
        )
        ticket.with_user(self.agent_li)._message_log(body="Secret-note")
        text = self.url_open(f"/my/ticket/{ticket.id}").text
        self.assertNotIn("Secret-", text)

    def test_colleague_sees_the_ticket_but_a_masked_name(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        colleague = self.env["res.partner"].create(
            {"name": "Anna Berg", "parent_id": firm.id, "email": "anna@firm.example"}
        )
        self.customer.parent_id = firm
        ticket = self._create_ticket(
            partner_id=colleague.id, partner_name="Anna Berg", name="Printer is out"
        )
        page = self._page("/my/tickets")
        row = self._words(page, "//a[hasclass('list-group-item')]")[0]
        self.assertIn("Printer is out", row)
        self.assertNotIn("Anna Berg", row)
        text = self.url_open(f"/my/ticket/{ticket.id}").text
        self.assertNotIn("Anna Berg", text)
        self.assertNotIn("anna@firm.example", text)

    @freeze_time("2023-10-09 02:00:00")
    def test_list_tells_the_nearest_promise(self):
        self._target("first_contact", 3600)
        self._target("resolution", 86400)
        self._own_ticket()
        page = self._page("/my/tickets")
        row = self._words(page, "//a[hasclass('list-group-item')]")[0]
        self.assertIn("First contact: by today 11:00", row)
        self.assertIn("Request received", row)
        self.assertNotIn("Solution", row)

    def test_list_costs_the_same_for_1_and_50_tickets(self):
        self._target("first_contact", 3600)
        tickets = self.env["helpdesk.ticket"].create(
            [self._prepare_ticket_vals(partner_id=self.customer.id)] * 50
        )
        counts = []
        for some in (tickets[:1], tickets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(self.portal_user)._cs_portal_rows()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_times_follow_the_zone_of_the_reader(self):
        self._target("first_contact", 3600)
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._own_ticket()
            self.portal_user.tz = "Europe/Berlin"
            self.assertEqual(self._promises(ticket), ["First contact: by today 05:00"])
            self.env["res.lang"]._lang_get("en_US").time_format = "%I:%M:%S %p"
            self.assertEqual(
                self._promises(ticket), ["First contact: by today 5:00 AM"]
            )

    def test_link_with_token_opens_the_page_without_account(self):
        ticket = self._own_ticket()
        ticket._portal_ensure_token()
        self.authenticate(None, None)
        page = self._page(f"/my/ticket/{ticket.id}/{ticket.access_token}")
        self.assertIn(ticket.number, page.text_content())
        self.assertTrue(page.xpath("//*[hasclass('cs_steps')]"))
        self.assertFalse(page.xpath("//form[@action='/ticket/close']"))

    def test_page_after_sending_says_thank_you_once(self):
        self._submit()
        ticket = self._tickets()
        self.assertNotIn(
            "your request has arrived", self.url_open(f"/my/ticket/{ticket.id}").text
        )
        text = self._submit(subject="Second").text
        self.assertIn("your request has arrived", text)

    def test_plain_ticket_keeps_the_page_of_the_helpdesk(self):
        ticket = self._own_ticket(team_id=self.team_plain.id, user_id=self.agent_li.id)
        text = self.url_open(f"/my/ticket/{ticket.id}").text
        self.assertNotIn("cs_steps", text)
        self.assertIn("Last Stage Update", text)
        self.assertIn("Current stage of this ticket", text)
