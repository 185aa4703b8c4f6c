"""ACC-03: closed tickets come into the dossier by a job, whoever closed them."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .archive_common import ArchiveCase

CLOSED, FILED = "2023-10-09 02:30:00", "2023-10-09 02:31:00"


@tagged("post_install", "-at_install")
class TestFiling(ArchiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what was due in this database before is not this test's
        cls.env["helpdesk.ticket"].search([])._cs_file_now()

    def _closed(self, user=None, **vals):
        """A ticket that was closed, the job has not come by yet."""
        ticket = self._ticket(**{"type_id": self.type_short.id, **vals})
        with freeze_time(CLOSED):
            ticket.with_user(user or self.agent_li).stage_id = self.stages["closed"]
        return ticket

    def _job(self, at=FILED):
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        with freeze_time(at):
            return tickets._cs_file_batch()

    def _entries(self, ticket):
        return self.env["cs.archive"].search([("ticket_id", "=", ticket.id)])

    def test_acc_03_the_job_files_what_was_closed_once(self):
        ticket = self._closed()
        self.assertFalse(self._entries(ticket))
        self.assertEqual(self._job(), 1)
        entry = self._entries(ticket)
        self.assertEqual(str(entry.closed_at), CLOSED)
        self.assertEqual(str(entry.sealed_at), FILED)
        self.assertEqual(entry.archived_by, self.agent_li, "not the scheduler")
        self.assertEqual(self._job(), 0)
        self.assertEqual(self._entries(ticket), entry)

    def test_acc_03_words_are_those_of_who_closed_it(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.agent_li.lang = "zh_CN"
        ticket = self._closed()
        self._job()
        reasons = set(self._entries(ticket).document_ids.mapped("reason"))
        self.assertEqual(reasons, {"短流程"})

    def test_acc_03_closed_at_once_is_filed_too(self):
        ticket = self._ticket(
            type_id=self.type_short.id, stage_id=self.stages["closed"].id
        )
        self._job()
        self.assertTrue(self._entries(ticket).seal)

    def test_acc_03_archived_tickets_are_not_forgotten(self):
        ticket = self._closed()
        ticket.active = False
        self.assertEqual(self._job(), 1)

    def test_acc_03_reopened_before_the_job_keeps_its_first_line(self):
        ticket = self._closed()
        with freeze_time("2023-10-09 02:30:20"):
            ticket.action_cs_reopen()
        entry = self._entries(ticket)
        self.assertEqual(str(entry.closed_at), CLOSED)
        self.assertTrue(entry.seal)
        self.assertEqual(self._job(), 0)

    def test_acc_03_who_looks_has_it_made(self):
        ticket = self._closed()
        self.customer.with_user(self.agent_li).action_cs_open_dossier()
        self.assertTrue(self._entries(ticket).seal)
        other = self._closed()
        action = other.with_user(self.agent_li).action_cs_open_closing()
        self.assertEqual(action["res_id"], self._entries(other).id)
        self.assertTrue(self._entries(other).seal)

    def test_acc_03_a_closed_ticket_cannot_be_deleted_before_the_job(self):
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self._closed().unlink()

    def test_acc_03_one_that_fails_says_so_and_is_tried_again(self):
        bad, good = self._closed(), self._closed()
        real = type(bad)._cs_file_in_dossier

        def broken(tickets):
            if bad in tickets:
                raise UserError("The document is gone")
            return real(tickets)

        patched = patch.object(type(bad), "_cs_file_in_dossier", broken)
        with patched, mute_logger("odoo.addons.cs_service_standard"):
            self.assertEqual(self._job(), 2)
        self.assertTrue(self._entries(good).seal)
        self.assertFalse(self._entries(bad))
        self.assertEqual(bad.cs_filing_error, "The document is gone")
        self.assertEqual(self._job(), 0, "it waits for somebody")
        page = self.env["cs.health.check"].create({})
        [finding] = page.sudo()._check_filing()
        self.assertIn("1", finding["message"])
        self.assertEqual(bad.search(finding["domain"]), bad)
        bad.with_user(self.agent_li).action_cs_file_again()
        self.assertTrue(self._entries(bad).seal)
        self.assertFalse(bad.cs_filing_error)

    def test_acc_03_nobody_chooses_in_whose_name(self):
        ticket = self._closed().with_user(self.agent_li)
        with self.assertRaises(AccessError):
            ticket.write({"cs_filing_by_id": self.manager.id})

    def test_acc_03_the_job_costs_the_same_for_one_and_ten(self):
        self._closed()
        self._job()
        self._closed()
        self.cr.flush()  # what the closing itself still does
        one = self._count_queries(self._job)
        for _number in range(10):
            self._closed()
        self.cr.flush()
        self.assertLessEqual(self._count_queries(self._job), one + 1)
