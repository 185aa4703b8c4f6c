from lxml import html
from markupsafe import Markup

from odoo import http
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .portal_common import PortalCase
from .solution_common import SolutionData


class LifeCase(SolutionData, PortalCase):
    """A customer, a colleague of his firm, a stranger, and two tickets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_solutions()
        cls.neighbour = new_test_user(
            cls.env, "cs_neighbour", groups="base.group_portal", name="Anna Berg"
        )
        new_test_user(cls.env, "cs_stranger", groups="base.group_portal", name="Eve")
        firm = cls.env["res.partner"].create({"name": "Firm", "is_company": True})
        (cls.customer + cls.neighbour.partner_id).parent_id = firm
        with freeze_time("2023-10-09 02:00:00"):
            cls.ticket = cls._ticket()
            cls.other = cls._create_ticket()
        cls.token = cls.ticket._portal_ensure_token()
        cls.url = f"/my/ticket/{cls.ticket.id}"
        cls.key = f"{cls.url}?access_token={cls.token}"

    def _present(self, ticket=None):
        solution = self._solution(ticket or self.ticket)
        solution.write({"state": "presented", "presented_at": "2023-10-09 03:00:00"})
        return solution

    def _say(self, user, body, **kw):
        return self.ticket.with_user(user).message_post(
            body=body,
            message_type="comment",
            subtype_xmlid=kw.pop("subtype", "mail.mt_comment"),
            **kw,
        )

    def _answer(self, text="It also leaks", token=None, files=None, **more):
        data = {"csrf_token": http.Request.csrf_token(self), "text": text, **more}
        if token:
            data["access_token"] = token
        return self.url_open(f"{self.url}/cs/answer", data=data, files=files)

    def _last(self):
        return self.ticket.message_ids.sorted("id")[-1:]


@tagged("post_install", "-at_install")
class TestPortalHistory(LifeCase):
    def _entries(self, url=None):
        page = self._page(url or self.url)
        return self._words(page, "//li[hasclass('cs_entry')]")

    def test_history_newest_first_in_the_zone_of_the_reader(self):
        with freeze_time("2023-10-09 03:00:00"):
            self._say(self.agent_li, "We come today.")
        with freeze_time("2023-10-09 04:00:00"):
            self._say(self.portal_user, "Thank you!")
            entries = self._entries()
        self.assertEqual(
            entries[:2],
            ["You today 12:00 Thank you!", "Li today 11:00 We come today."],
        )
        self.assertIn("We received your request today 10:00", entries[-1])
        self.assertIn("It will not start.", entries[-1])

    def test_history_names_nobody_of_ours_but_the_contact_person(self):
        self._say(self.agent_wang, "I look after you.")
        entry = self._entries()[0]
        self.assertIn("Support", entry)
        self.assertNotIn("Wang", entry)

    def test_history_keeps_internal_things_to_ourselves(self):
        self._say(self.agent_li, "Secret-note", subtype="mail.mt_note")
        self.ticket._cs_record_fact("flagged")
        self.ticket._cs_record_fact("handover")
        self.env["ir.attachment"].create(
            {
                "name": "Secret-evidence.txt",
                "raw": b"x",
                "res_model": "helpdesk.ticket",
                "res_id": self.ticket.id,
            }
        ).with_user(self.agent_li)
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_uid = %s WHERE name LIKE 'Secret-%%'",
            [self.agent_li.id],
        )
        self.env.invalidate_all()
        text = self.url_open(self.url).text
        self.assertNotIn("Secret-", text)
        self.assertEqual(len(self._entries()), 1)

    def test_history_tells_facts_in_plain_words(self):
        for kind in ("solution", "consent", "resolved", "reopened"):
            self.ticket._cs_record_fact(kind)
        text = " ".join(self._entries())
        for words in (
            "We proposed a solution",
            "Our solution was agreed to",
            "We finished the work",
            "We took your request up again",
        ):
            self.assertIn(words, text)

    def test_exe_07_history_tells_the_moved_date_and_why(self):
        self.env["cs.promise.change"].create(
            {
                "ticket_id": self.ticket.id,
                "content": "New door",
                "old_at": "2023-10-12 09:00:00",
                "old_date": "2023-10-12",
                "new_date": "2023-10-13",
                "reason": "The carrier is late.",
                "told_at": "2023-10-11 02:00:00",
            }
        )
        with freeze_time("2023-10-11 03:00:00"):
            entry = self._entries()[0]
        self.assertIn("New door: moved from Thu, Oct 12 to Fri, Oct 13", entry)
        self.assertIn("Reason: The carrier is late.", entry)

    def test_letter_stands_behind_its_event_without_the_key(self):
        letter = f'<p>Look: <a href="/my/ticket/1?access_token={self.token}">x</a></p>'
        with freeze_time("2023-10-09 03:00:00"):
            self.ticket._cs_record_fact("solution")
            self.ticket.with_context(cs_no_contact=True)._cs_tell_customer(
                Markup(letter), "Our offer"
            )
        self.authenticate("cs_neighbour", "cs_neighbour")
        text = self.url_open(self.url).text
        self.assertNotIn(self.token, text)
        entries = self._entries()
        self.assertEqual(len(entries), 2)
        self.assertIn("We proposed a solution", entries[0])

    def test_documents_filed_for_the_customer_open_without_account(self):
        filed = self.env["ir.attachment"].create(
            {
                "name": "Need confirmation.html",
                "raw": b"<p>It is so.</p>",
                "res_model": "helpdesk.ticket",
                "res_id": self.ticket.id,
            }
        )
        internal = filed.copy({"name": "Report for departments.html"})
        self._say(
            self.agent_li, "Report", subtype="mail.mt_note", attachment_ids=internal.ids
        )
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_uid = 1 WHERE id IN %s",
            [(filed.id, internal.id)],
        )
        self.env.invalidate_all()
        self.authenticate(None, None)
        page = self._page(self.key)
        (link,) = page.xpath("//section[hasclass('cs_documents')]//a/@href")
        self.assertEqual(self.url_open(link).status_code, 200)
        self.assertEqual(self.url_open(link.split("?")[0]).status_code, 404)

    def test_page_costs_the_same_for_a_long_history(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.ticket.with_user(self.portal_user)._cs_portal_page()
            return self.env.cr.sql_log_count - before

        self._say(self.agent_li, "One")
        cost()
        one = cost()
        for number in range(30):
            self._say(self.agent_li, f"Number {number}")
        self.assertLessEqual(cost(), one + 1)
        self.assertLessEqual(one, 60)

    def test_short_page_folds_what_is_old_and_over(self):
        for number in range(10):
            self._say(self.agent_li, f"Number {number}")
        page = self._page(self.url)
        history = "//section[hasclass('cs_history')]"
        self.assertEqual(len(page.xpath(f"{history}/ol/li")), 6)
        self.assertEqual(len(page.xpath(f"{history}/details/ol/li")), 5)
        self.env["cs.need.analysis"].create(
            {
                "ticket_id": self.ticket.id,
                "understanding": "It runs.",
                "state": "confirmed",
                "confirmed_at": "2023-10-09 03:00:00",
            }
        )
        page = self._page(self.url)
        fold = self._words(page, "//details[hasclass('cs_fold')]/summary")
        self.assertEqual(fold, ["What we have understood"])


@tagged("post_install", "-at_install")
class TestPortalAnswer(LifeCase):
    def test_answer_by_the_link_without_account(self):
        self.authenticate(None, None)
        page = self._answer(token=self.token)
        self.assertIn("your message has arrived", page.text)
        message = self._last()
        self.assertEqual(message.author_id, self.customer)
        self.assertIn("It also leaks", message.body)
        self.assertIn("customer", self.ticket.cs_event_ids.mapped("kind"))
        self.assertIn(self.token, page.url)

    def test_answer_of_somebody_without_contact(self):
        self.ticket.write({"partner_id": False, "partner_email": "bo@example.com"})
        self.authenticate(None, None)
        self._answer(token=self.token)
        self.assertEqual(self._last().email_from, "bo@example.com")
        self.assertFalse(self._last().author_id)

    def test_answer_with_a_file_that_stays_a_file(self):
        self.company.cs_upload_types = "txt"
        self.authenticate(None, None)
        self._answer("", self.token, files={"attachment": ("x.txt", b"Serial 7")})
        files = self._last().attachment_ids
        self.assertEqual(files.mapped("name"), ["x.txt"])
        self.assertEqual(files.raw, b"Serial 7")
        self.assertTrue(files.create_uid.share)
        count = len(self.ticket.message_ids)
        page = self._answer("x", self.token, files={"attachment": ("x.exe", b"MZ")})
        self.assertIn("These files cannot be sent", page.text)
        self.assertEqual(len(self.ticket.message_ids), count)
        self.assertEqual(
            html.fromstring(page.text).xpath("//textarea")[0].text.strip(), "x"
        )

    def test_empty_answer_is_refused_with_a_sentence(self):
        page = html.fromstring(self._answer("  ").text)
        self.assertEqual(
            self._words(page, "//*[@id='cs_answer']"),
            ["Please write something, or add a file."],
        )

    def test_answer_is_text_and_never_markup(self):
        self._answer("<script>alert(1)</script>")
        self.assertNotIn("<script", self._last().body)

    def test_answer_wants_the_key_of_the_session(self):
        count = len(self.ticket.message_ids)
        with mute_logger("odoo.http"):
            self.url_open(
                f"{self.url}/cs/answer", data={"text": "x", "csrf_token": "no"}
            )
        self.assertEqual(len(self.ticket.message_ids), count)

    def test_answer_of_others_is_refused(self):
        count = len(self.ticket.message_ids)
        self.authenticate("cs_stranger", "cs_stranger")
        self._answer()
        self.authenticate(None, None)
        for token in (None, "0" * 36, self.other._portal_ensure_token()):
            self._answer(token=token)
        self.assertEqual(len(self.ticket.message_ids), count)

    def test_answer_of_a_colleague_is_his_own(self):
        self.authenticate("cs_neighbour", "cs_neighbour")
        self._answer()
        self.assertEqual(self._last().author_id, self.neighbour.partner_id)


@tagged("post_install", "-at_install")
class TestPortalAccess(LifeCase):
    def _lands(self, url):
        response = self.url_open(url)
        self.assertNotIn(self.ticket.name, response.text)
        return response.url.split("?")[0].split(self.base_url())[-1]

    def test_prv_03_guessed_keys_tell_nothing(self):
        self.authenticate(None, None)
        missing = self._lands("/my/ticket/99999999?access_token=x")
        self.assertEqual(missing, "/web/login")
        foreign = self.other._portal_ensure_token()
        for query in ("", "?access_token=", "?access_token=0", f"/{'0' * 36}"):
            self.assertEqual(self._lands(self.url + query), missing)
        self.assertEqual(self._lands(f"{self.url}?access_token={foreign}"), missing)

    def test_prv_03_a_stranger_with_account_reads_nothing(self):
        self.authenticate("cs_stranger", "cs_stranger")
        self.assertEqual(self._lands(self.url), self._lands("/my/ticket/99999999"))

    def test_prv_03_a_key_opens_no_other_ticket(self):
        self.authenticate(None, None)
        self._page(self.key)
        self.assertEqual(
            self._lands(f"/my/ticket/{self.other.id}?access_token={self.token}"),
            "/web/login",
        )
        self.assertEqual(self._lands(self.url), "/web/login")

    def test_sol_09_neighbour_reads_but_does_not_choose(self):
        solution = self._present()
        self.authenticate("cs_neighbour", "cs_neighbour")
        page = self._page(self.url)
        (locked,) = page.xpath("//fieldset[hasclass('cs_locked')]")
        self.assertEqual(locked.get("disabled"), "disabled")
        self.assertTrue(locked.xpath(".//button"))
        self.assertFalse(page.xpath("//*[hasclass('cs_call')]//a"))
        self.assertIn("We wait for", page.text_content())
        response = self.url_open(
            f"{self.url}/cs/solution_accept",
            data={
                "csrf_token": http.Request.csrf_token(self),
                "solution": solution.id,
                "option": solution.option_ids[0].id,
            },
        )
        self.assertEqual(response.status_code, 404)
        self.assertEqual(solution.state, "presented")

    def test_sol_11_agent_does_not_consent_with_the_link_of_the_customer(self):
        solution = self._present()
        self.authenticate("cs_li", "cs_li")
        self.assertTrue(self._page(self.key).xpath("//fieldset[@disabled]"))
        response = self.url_open(
            f"{self.url}/cs/solution_accept",
            data={
                "csrf_token": http.Request.csrf_token(self),
                "access_token": self.token,
                "solution": solution.id,
                "option": solution.option_ids[0].id,
            },
        )
        self.assertEqual(response.status_code, 404)
        self.assertEqual(solution.state, "presented")

    def test_closed_and_cancelled_tickets_can_be_read(self):
        for phase in ("closed", "cancelled"):
            stage = self.ticket.cs_stage_ids.filtered(
                lambda s, p=phase: s.cs_phase == p
            )
            self.ticket.with_context(cs_no_gates=True).sudo().stage_id = stage[:1]
            self.authenticate(None, None)
            page = self._page(self.key)
            self.assertTrue(page.xpath("//section[hasclass('cs_history')]"))

    def test_page_by_link_speaks_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        self.authenticate(None, None)
        page = self._page(self.key)
        self.assertEqual(page.xpath("/html/@lang"), ["zh-CN"])

    def test_letter_carries_a_link_that_opens_the_page_without_account(self):
        by_mail = self._create_ticket(partner_email="bo@example.com", name="Lamp")
        for ticket in (self.ticket, by_mail):
            ticket.with_context(cs_no_contact=True)._cs_tell_customer("Hello", "News")
            mails = self.env["mail.mail"].search(
                [("model", "=", "helpdesk.ticket"), ("res_id", "=", ticket.id)]
            )
            mail = mails.filtered(
                lambda m, t=ticket: m.email_to or m.recipient_ids == t.partner_id
            )
            body = html.fromstring(mail[:1].body_html)
            link = body.xpath("//a[contains(@href, 'access_token')]/@href")[0]
            self.authenticate(None, None)
            page = self._page("/mail/" + link.split("/mail/")[1])
            self.assertEqual(self._words(page, "//h1"), [ticket.name])


@tagged("post_install", "-at_install")
class TestPortalList(LifeCase):
    def _badge(self):
        page = self._page("/my/tickets")
        rows = page.xpath(f"//a[contains(@href, '{self.url}')]")
        return self._words(rows[0], ".//*[hasclass('badge')]")[0]

    def test_list_says_that_a_solution_has_to_be_chosen(self):
        self.assertNotEqual(self._badge(), "We need you")
        solution = self._present()
        self.assertEqual(self._badge(), "We need you")
        self.authenticate("cs_neighbour", "cs_neighbour")
        self.assertNotEqual(self._badge(), "We need you")
        solution.sudo()._accept(solution.option_ids[:1], "portal")
        self.authenticate("cs_portal", "cs_portal")
        self.assertNotEqual(self._badge(), "We need you")

    def test_cmp_07_list_and_page_ask_about_an_offered_compensation(self):
        self.profile.compensation_limit = 300
        kind = self.env.ref("cs_service_standard.cs_compensation_kind_coupon")
        offer = self.env["cs.compensation"].create(
            {
                "ticket_id": self.ticket.id,
                "kind_id": kind.id,
                "amount": 200,
                "reason": "It came late.",
                "responsible_id": self.agent_li.id,
            }
        )
        self.assertNotEqual(self._badge(), "We need you")
        offer.action_offer()
        self.assertEqual(self._badge(), "We need you")
        call = self._page(self.url).xpath("//*[hasclass('cs_call')]//a/@href")
        self.assertEqual(call, ["#compensation"])

    def test_list_and_page_agree_about_what_is_asked(self):
        need = self.env["cs.need.analysis"].create(
            {
                "ticket_id": self.ticket.id,
                "understanding": "It runs.",
                "state": "complete",
            }
        )
        for asked in (False, "2023-10-09 03:00:00"):
            need.asked_at = asked
            page = self.ticket.with_user(self.portal_user)._cs_portal_page()
            calls = [block for block in page["blocks"] if block.get("call")]
            self.assertEqual(bool(calls), bool(asked))
            self.assertEqual(self._badge() == "We need you", bool(asked))

    def test_list_costs_the_same_for_1_and_50_requests_with_calls(self):
        vals = self._prepare_ticket_vals(partner_id=self.customer.id)
        tickets = self.env["helpdesk.ticket"].create([vals] * 50)
        self.env["cs.need.analysis"].create(
            [
                {
                    "ticket_id": ticket.id,
                    "understanding": "It runs.",
                    "state": "complete",
                    "asked_at": "2023-10-09 03:00:00",
                }
                for ticket in tickets[:25]
            ]
        )
        self.env["cs.solution"].create(
            [
                {
                    "ticket_id": ticket.id,
                    "state": "presented",
                    "option_ids": [Command.create({"name": "Repair"})],
                }
                for ticket in tickets[25:]
            ]
        )
        counts = []
        for some in (tickets[:1], tickets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = some.with_user(self.portal_user)._cs_portal_rows()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertTrue(all(row["call"] for row in rows.values()))
        self.assertLessEqual(counts[1], counts[0] + 1)
