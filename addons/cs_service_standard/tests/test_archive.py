import hashlib

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .archive_common import ArchiveCase


@tagged("post_install", "-at_install")
class TestServiceSummary(ArchiveCase):
    """ACC-01: the customer is told how it ended, with warranty and a way to answer."""

    def _letter(self, ticket):
        return ticket.message_ids.sorted("id")[-1].body

    def test_acc_01_repair_with_warranty_12(self):
        ticket = self._ticket()
        entry = self._entry(ticket, summary="Door lock replaced")
        with freeze_time("2023-10-09 08:40:00"):
            entry.action_send_summary()
        letter = self._letter(ticket)
        self.assertIn("12</t> months" if "</t>" in letter else "12 months", letter)
        self.assertIn("Your device has been repaired.", letter)
        self.assertIn("Door lock replaced", letter)
        self.assertIn(f"/my/ticket/{ticket.id}#cs_feedback", letter)
        self.assertEqual(str(entry.told_at), "2023-10-09 08:40:00")
        self.assertEqual(entry.told_by, "mail")

    def test_acc_01_repair_without_warranty_is_not_told(self):
        ticket = self._ticket()
        entry = self._entry(ticket, warranty_months=0)
        with self._refused("months of warranty of ticket"):
            entry.action_send_summary()
        self.assertFalse(entry.told_at)

    def test_acc_01_no_warranty_where_none_is_due(self):
        ticket = self._ticket(type_id=self.type_wish.id)
        self._entry(ticket).action_send_summary()
        self.assertNotIn("Warranty", self._letter(ticket))

    def test_acc_01_how_it_ended_has_to_be_known(self):
        entry = self._entry(self._ticket(), coded=False, warranty_months=12)
        with self._refused("Choose the resolution"):
            entry.action_send_summary()

    def test_acc_01_customer_without_address_hears_it(self):
        ticket = self._ticket(partner_id=False, partner_name="Zhang")
        entry = self._entry(ticket)
        with self._refused("no e-mail address"):
            entry.action_send_summary()
        entry.action_told()
        self.assertEqual(entry.told_by, "person")

    def test_acc_01_usual_warranty_is_proposed(self):
        self.type_full.cs_warranty_months = 24
        entry = self._entry(self._ticket(), coded=False)
        self.assertEqual(entry.warranty_months, 24)

    def test_acc_01_the_system_sends_it_no_clock_hears_it(self):
        """A summary is no contact: the first response still has to be given."""
        self._target("first_response", 3600)
        ticket = self._ticket()
        self._entry(ticket).action_send_summary()
        self.assertEqual(ticket.cs_clock_ids.state, "running")


@tagged("post_install", "-at_install")
class TestArchive(ArchiveCase):
    """ACC-02, ACC-03, ACC-05: an entry in the dossier, complete and read-only."""

    def test_acc_02_missing_report_stops_archiving(self):
        entry = self._entry(self._ticket())
        self._upload(entry, "need", "solution")
        with self._refused("still missing: Acceptance report"):
            entry.action_archive_entry()
        self.assertEqual(entry.state, "open")
        self._upload(entry, "acceptance")
        entry.action_archive_entry()
        self.assertEqual(entry.state, "archived")

    def test_acc_02_dossier_on_the_customer(self):
        other = self.env["res.partner"].create({"name": "Other"})
        entry = self._archived()
        self._entry(self._ticket())
        customer = self.customer.with_user(self.agent_li)
        self.assertEqual(customer.cs_dossier_count, 1)
        action = customer.action_cs_open_dossier()
        entries = self.env["cs.archive"].with_user(self.agent_li)
        self.assertEqual(entries.search(action["domain"]), entry)
        self.assertEqual(other.with_user(self.agent_li).cs_dossier_count, 0)

    def test_acc_02_dossier_of_a_company_holds_all_its_contacts(self):
        company = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        self.customer.parent_id = company
        self._archived()
        self.assertEqual(company.with_user(self.leader).cs_dossier_count, 1)

    def test_acc_02_archived_is_read_only_for_everybody(self):
        entry = self._archived()
        for user in (self.agent_li, self.leader, self.manager):
            mine = entry.with_user(user)
            with self._refused("write an amendment"):
                mine.write({"cause_id": self.other_cause.id})
            with self._refused("write an amendment"):
                mine.document_ids[:1].write({"file": False})
            with self.assertRaises(AccessError):
                mine.unlink()
            with self.assertRaises(AccessError):
                mine.document_ids.unlink()
        with self._refused("cannot be deleted"):
            entry.ticket_id.with_user(self.manager).unlink()

    def test_acc_02_amendments_are_added_and_stay(self):
        entry = self._archived().with_user(self.leader)
        line = self.env["cs.archive.amendment"].with_user(self.leader)
        line = line.create(
            {
                "archive_id": entry.id,
                "text": "It was the hose.",
                "user_id": self.manager.id,
                "at": "2020-01-01 00:00:00",
            }
        )
        self.assertEqual(line.user_id, self.leader)
        self.assertNotEqual(line.at.year, 2020)
        with self._refused("write another one"):
            line.write({"text": "Nothing"})
        with self.assertRaises(UserError):
            line.with_user(self.manager).unlink()

    def test_acc_02_slots_take_what_was_filed(self):
        ticket = self._ticket()
        need = self._analysis(ticket, self.cause)
        values = {"res_model": need._name, "res_id": need.id, "raw": b"letter"}
        letter = self.env["ir.attachment"].create({"name": "Letter.pdf", **values})
        entry = self._entry(ticket)
        slot = entry.document_ids.filtered(lambda d: d.kind == "need")
        self.assertEqual(slot.state, "missing")
        need.state = "confirmed"
        entry = self._entry(ticket)
        self.assertEqual((slot.state, slot.title), ("filed", "Letter.pdf"))
        self.assertEqual(slot.sudo().attachment_id, letter)
        self._upload(entry, "solution", "acceptance")
        entry.action_archive_entry()
        self.assertEqual(slot.checksum, hashlib.sha256(b"letter").hexdigest())

    def test_acc_02_what_is_not_asked_for_is_not_applicable(self):
        self.profile.archive_solution = False
        entry = self._entry(self._ticket())
        states = {slot.kind: slot.state for slot in entry.document_ids}
        expected = {"need": "missing", "acceptance": "missing"}
        self.assertEqual(states, {**expected, "solution": "not_asked"})
        slot = entry.document_ids.filtered(lambda d: d.kind == "solution")
        self.assertEqual(slot.reason, "not asked for by the standard")
        short = self._entry(self._ticket(type_id=self.type_short.id))
        self.assertEqual(set(short.document_ids.mapped("reason")), {"short path"})

    def test_acc_02_a_mistake_is_put_right_until_it_is_sealed(self):
        entry = self._complete(self._ticket())
        entry.action_archive_entry()
        entry.action_correct()
        entry.write({"cause_id": self.other_cause.id})
        entry.action_archive_entry()
        self.assertEqual(entry.cause_id, self.other_cause)
        sealed = self._archived()
        with self._refused("is sealed"):
            sealed.action_correct()

    def test_acc_03_closing_adds_a_line_to_the_dossier(self):
        ticket = self._ticket(type_id=self.type_short.id)
        customer = self.customer.with_user(self.agent_li)
        self.assertEqual(customer.cs_dossier_count, 0)
        with freeze_time("2023-10-09 02:30:00"):
            self._close(ticket)
        customer.invalidate_recordset()
        self.assertEqual(customer.cs_dossier_count, 1)
        entry = ticket._cs_archives()[ticket.id]
        self.assertEqual(entry.state, "archived")
        self.assertEqual(str(entry.closed_at), "2023-10-09 02:30:00")

    def test_acc_03_closing_by_the_customer_does_so_too(self):
        ticket = self._ticket(type_id=self.type_short.id)
        self.stages["closed"].close_from_portal = True
        mine = ticket.with_user(self.portal_user)
        mine._cs_close_from_portal(self.stages["closed"].id)
        ticket._cs_file_now()
        self.assertEqual(ticket._cs_archives()[ticket.id].state, "archived")

    def test_acc_05_short_path_is_coded_by_its_type(self):
        self.type_short.write(
            {"cs_resolution_id": self.repaired.id, "cs_cause_id": self.cause.id}
        )
        ticket = self._ticket(type_id=self.type_short.id)
        self._close(ticket)
        entry = ticket._cs_archives()[ticket.id]
        self.assertEqual(
            (entry.resolution_id, entry.cause_id), (self.repaired, self.cause)
        )

    def test_acc_05_complaint_closed_is_a_complaint_entry(self):
        entry = self._archived(type_id=self.type_complaint.id)
        self.assertEqual(entry.kind, "complaint")
        self.assertEqual(self._archived().kind, "service")

    def test_acc_05_one_probable_cause_is_proposed(self):
        ticket = self._ticket()
        self._analysis(ticket, self.other_cause)
        self.assertEqual(self._entry(ticket, coded=False).cause_id, self.other_cause)
        unsure = self._ticket()
        self._analysis(unsure, self.cause, self.other_cause)
        self.assertFalse(self._entry(unsure, coded=False).cause_id)

    def test_acc_01_repair_comes_with_warranty(self):
        repair = self.env.ref("cs_service_standard.helpdesk_ticket_type_repair")
        self.assertTrue(repair.cs_needs_warranty)
        template = self.env.ref("cs_service_standard.mail_template_service_summary")
        self.assertTrue(template.cs_letter)

    def test_plain_teams_have_no_dossier(self):
        ticket = self._ticket(team_id=self.team_plain.id)
        done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        ticket.stage_id = done
        self.assertFalse(ticket.cs_filing_by_id)
        ticket._cs_file_now()
        self.assertFalse(ticket._cs_archives())

    def test_reopened_and_closed_again_leaves_two_entries(self):
        entry = self._archived()
        ticket = entry.ticket_id
        with freeze_time("2023-10-10 02:00:00"):
            ticket.action_cs_reopen()
        with freeze_time("2023-10-10 03:00:00"):
            again = self._complete(ticket)
            self.assertNotEqual(again, entry)
            again.action_told()
            again.action_archive_entry()
            self._close(ticket)
        self.assertTrue(again.seal)
        self.assertNotEqual(again.seal, entry.seal)
        self.assertEqual(self.customer.with_user(self.leader).cs_dossier_count, 2)


@tagged("post_install", "-at_install")
class TestSeal(ArchiveCase):
    """What was promised and kept is sealed with the entry."""

    def test_seal_holds_the_promises(self):
        self._target("resolution", 86400)
        self._target("first_response", 60)
        entry = self._archived()
        promises = entry.sudo().contents["promises"]
        states = {row["metric"]: row["state"] for row in promises}
        self.assertEqual(states["resolution"], "met")
        self.assertEqual(entry.promises_kept.split()[-1], str(len(states)))
        params = entry.action_check_seal()["params"]
        self.assertEqual(params["type"], "success")

    def test_whatever_is_changed_breaks_the_seal(self):
        entry = self._archived().sudo()
        entry.cause_id = self.other_cause
        self.assertEqual(entry._broken_parts(), ("cause_id",))
        entry.cause_id = self.cause
        self.assertFalse(entry._broken_parts())
        entry.document_ids[:1].file = "Zm9yZ2Vk"
        self.assertEqual(entry._broken_parts(), ("documents",))
        entry.document_ids[:1].file = "c2lnbmVk"
        entry.contents = {**entry.contents, "warranty": 99}
        self.assertEqual(entry._broken_parts(), ("sealed contents",))
        self.assertEqual(entry.action_check_seal()["params"]["type"], "danger")

    def test_clocks_that_go_on_do_not_break_it(self):
        self._target("resolution", 86400)
        entry = self._archived()
        with freeze_time("2023-10-12 02:00:00"):
            entry.ticket_id.action_cs_reopen()
        self.assertFalse(entry._broken_parts())

    def test_seal_names_nobody(self):
        entry = self._archived(partner_name="张三丰", summary="For 张三丰").sudo()
        self.assertNotIn("张三丰", str(entry.contents))

    def test_no_summary_after_the_seal(self):
        entry = self._archived()
        for action in (entry.action_send_summary, entry.action_told):
            with self._refused("is closed and its entry sealed"):
                action()

    def test_unsealed_says_so(self):
        entry = self._complete(self._ticket())
        with self._refused("sealed when the ticket is closed"):
            entry.action_check_seal()


@tagged("post_install", "-at_install")
class TestArchiveGates(ArchiveCase):
    """ACC-05, ACC-07: no way to closed without codes, summary and archive."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for check in ("coded", "summary_sent", "archived"):
            cls._gate(check, "closed")

    def test_acc_05_no_root_cause_no_closing(self):
        ticket = self._ticket()
        entry = self._complete(ticket, cause_id=False)
        entry.action_send_summary()
        with self._refused("root cause", ValidationError):
            self._close(ticket)
        with self._refused("root cause"):
            entry.action_archive_entry()

    def test_acc_07_archived_but_summary_not_sent(self):
        ticket = self._ticket()
        entry = self._complete(ticket)
        entry.action_archive_entry()
        with self._refused("service summary to the customer", ValidationError):
            self._close(ticket)
        entry.action_send_summary()
        self._close(ticket)
        self.assertEqual(ticket.stage_id.cs_phase, "closed")

    def test_acc_07_summary_sent_but_not_archived(self):
        ticket = self._ticket()
        self._complete(ticket).action_send_summary()
        with self._refused("archiving of the documents", ValidationError):
            self._close(ticket)

    def test_acc_07_short_path_is_not_asked(self):
        ticket = self._ticket(type_id=self.type_short.id)
        self._close(ticket)
        self.assertEqual(ticket.stage_id.cs_phase, "closed")

    def test_acc_07_after_reopening_it_is_asked_anew(self):
        ticket = self._archived().ticket_id
        with freeze_time("2023-10-10 02:00:00"):
            ticket.action_cs_reopen()
            with self._refused("archiving of the documents", ValidationError):
                self._close(ticket)

    def test_acc_07_gates_of_many_cost_as_much_as_of_one(self):
        tickets = self._ticket()
        for _number in range(9):
            tickets |= self._ticket()
        for ticket in tickets[:5]:
            self._complete(ticket)
        gates = self.env["cs.gate"].search([("profile_id", "=", self.profile.id)])

        def check(some):
            for gate in gates:
                gate._missing(some)

        check(tickets)
        few = self._count_queries(lambda: check(tickets[:1]))
        self.assertEqual(self._count_queries(lambda: check(tickets)), few)


@tagged("post_install", "-at_install")
class TestSimilarTickets(ArchiveCase):
    """ACC-06: the archive is a reference for later service."""

    def _card(self, ticket):
        parts = ticket.with_user(self.agent_li)._cs_life_parts()[ticket.id]
        return next((part for part in parts if part["code"] == "similar"), None)

    def test_acc_06_two_archived_same_product_and_cause(self):
        first, second = self._archived(), self._archived()
        self._archived(cause_id=self.other_cause.id)
        self._archived(cs_product_name="Dryer D5")
        ticket = self._ticket(cs_product_name=" washing machine w100")
        self._analysis(ticket, self.cause)
        found = ticket.with_user(self.agent_li)._cs_similar_archives()
        self.assertEqual(found, second + first)
        self.assertEqual(self._card(ticket)["state_text"], "2 archived")
        action = ticket.with_user(self.agent_li).action_cs_open_similar()
        self.assertEqual(found.search(action["domain"]), found)

    def test_acc_06_before_a_cause_is_known_the_product_decides(self):
        self._archived()
        self._archived(cause_id=self.other_cause.id)
        ticket = self._ticket()
        card = self._card(ticket)
        self.assertEqual(card["state_text"], "2 archived")
        self.assertIn(["Door lock", "Mended (1)"], card["lines"])

    def test_acc_06_search_by_customer_product_cause(self):
        entry = self._archived()
        entries = self.env["cs.archive"].with_user(self.agent_li)
        for domain in (
            [("partner_id", "child_of", self.customer.id)],
            [("product_name", "ilike", "w100")],
            [("cause_id", "ilike", "lock")],
        ):
            self.assertIn(entry, entries.search(domain))

    def test_acc_06_nothing_to_say_no_card(self):
        self.assertFalse(self._card(self._ticket()))
        self._archived()
        self.assertFalse(self._card(self._ticket(cs_product_name=False)))

    def test_acc_06_other_companies_keep_theirs(self):
        self._archived()
        ticket = self._ticket()
        other = self.env["res.company"].create({"name": "Other"})
        self.env["cs.archive"].sudo().search([]).flush_recordset()
        self.env.cr.execute("UPDATE cs_archive SET company_id = %s", [other.id])
        self.env.invalidate_all()
        self.assertFalse(self._card(ticket))


@tagged("post_install", "-at_install")
class TestArchiveCost(ArchiveCase):
    """The end of fifty tickets asks the database as often as the end of one."""

    def _tickets(self, count):
        tickets = self.env["helpdesk.ticket"]
        for _number in range(count):
            tickets |= self._ticket(type_id=self.type_short.id)
        return tickets

    def test_card_of_fifty_costs_as_much_as_of_one(self):
        self._archived()
        tickets = self._tickets(50)
        tickets.stage_id = self.stages["acceptance"]

        def cards(some):
            some._cs_life_closing()
            some._cs_life_similar()

        cards(tickets)
        few = self._count_queries(lambda: cards(tickets[:1]))
        self.assertEqual(self._count_queries(lambda: cards(tickets)), few)

    def test_lines_of_fifty_cost_as_much_as_of_one(self):
        one, many = self._tickets(1), self._tickets(50)
        (one | many)[:1]._cs_file_in_dossier()
        few = self._count_queries(self._tickets(1)._cs_file_in_dossier)
        spent = self._count_queries(many._cs_file_in_dossier)
        # a statement inserts or changes a limited number of rows
        self.assertLessEqual(spent, few + 4)
