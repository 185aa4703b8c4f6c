"""Section 34 from the finished repair to the closed ticket, and the Friday after."""

from itertools import count

from odoo.tests import freeze_time

from ..engine import sampling
from .walk_common import local

REVIEW = "/odoo/action-cs_service_standard.cs_quality_review_action"


class WalkEnd:
    """Execution to closed with its instants; tier 2 on Friday."""

    def _walk_end(self):
        self._quality()
        self._acceptance()
        self._result()
        self._closing()
        self._friday()

    def _quality(self):
        """16:10: Li proves his work by a video and a test report (tier 1)."""
        url = self._open(self.ticket)
        self._sit(local(9, "16:10"), "cs_walk_self_check", url=url)
        check = self.env["cs.self.check"].search([("ticket_id", "=", self.ticket.id)])
        self.assertEqual((check.state, check.done_by), ("done", self.li))
        kinds = set(check.evidence_ids.kind_id.mapped("medium"))
        self.assertEqual(kinds, {"video", "file"})
        self._sit(local(9, "16:12"), "cs_walk_quality", url=url)
        self.assertEqual(self.ticket.cs_phase, "quality")

    def _acceptance(self):
        """16:30 the form goes out; 16:40 Mr Zhang signs: score 5, next service."""
        url = self._open(self.ticket)
        self._sit(local(9, "16:30"), "cs_walk_ask_acceptance", url=url)
        form = self.env["cs.acceptance"].search([("ticket_id", "=", self.ticket.id)])
        self.assertEqual(form.state, "sent")
        self.assertEqual(self.ticket.cs_phase, "acceptance")
        self._sit(
            local(9, "16:40"),
            "cs_walk_sign",
            who="walk_zhang",
            url=f"/my/ticket/{self.ticket.id}",
        )
        self.assertEqual(
            (form.state, form.score, form.way), ("accepted", "5", "portal")
        )
        self.assertEqual(str(form.signed_at), local(9, "16:40"))
        self.assertIn("October", form.agreement)
        self.assertTrue(form.document_hash)

    def _result(self):
        """16:45: Li tells the result."""
        sheet = self.env["cs.execution"].search([("ticket_id", "=", self.ticket.id)])
        self._sit(local(9, "16:45"), "cs_walk_result", url=self._open(sheet))
        self.assertEqual(str(sheet.told_at), local(9, "16:45"))
        self.assertEqual(sheet.told_by, self.li)

    def _closing(self):
        """16:50: cause coded, summary with the warranty, three documents, closed."""
        url = self._open(self.ticket)
        self._sit(local(9, "16:50"), "cs_walk_close", url=url)
        self.assertEqual(self.ticket.cs_phase, "closed")
        self.assertEqual(str(self.ticket.closed_date), local(9, "16:50"))
        with freeze_time(local(9, "16:51")):
            self.ticket._cs_file_now()
        entry = self.env["cs.archive"].search([("ticket_id", "=", self.ticket.id)])
        self.assertTrue(entry.sealed_at)
        self.assertTrue(entry.resolution_id)
        self.assertTrue(entry.cause_id)
        self.assertEqual(entry.warranty_months, 12)
        self.assertEqual(len(entry.document_ids.filtered("attachment_id")), 3)
        self.assertEqual(entry.partner_id, self.customer)
        summary = self.ticket.message_ids.filtered(lambda m: "12" in (m.body or ""))
        self.assertTrue(summary, "the customer reads how long the warranty is")
        solution = self._clock(self.ticket, "resolution")
        self.assertEqual(set(solution.mapped("state")), {"met"}, "inside 24 h")
        with freeze_time(local(9, "16:50")):
            self.assertFalse(self.ticket.cs_clock_ids.filtered("is_late"))

    def _friday(self):
        """3 of the 25 executed tickets of the week, this one among them: 85, passed."""
        sample = self._draw()
        self.assertEqual((sample.population_count, len(sample.line_ids)), (25, 3))
        self.assertIn(self.ticket, sample.line_ids.ticket_id)
        checks = sample.line_ids.check_id
        others = checks.filtered(lambda check: check.ticket_id != self.ticket)
        others.reviewer_id = False
        others.due_date = "2023-11-30"
        check = checks - others
        self.assertEqual(check.reviewer_id, self.leader)
        self._sit(local(13, "17:30"), "cs_walk_review", who="walk_chen", url=REVIEW)
        self.assertEqual((check.state, check.result), ("done", "passed"))
        self.assertEqual(check.score, 85)
        self.assertEqual(self.ticket.cs_phase, "closed")

    def _draw(self):
        """The week is over on Friday at five; this seed draws the ticket."""
        plan = self.env.ref("cs_service_standard.cs_quality_plan_weekly")
        plan.write(
            {
                "team_ids": [(6, 0, self.technical.ids)],
                "begins_on": "2023-10-09",
                "template_id": self.env.ref(
                    "cs_service_standard.cs_quality_template_communication"
                ).id,
            }
        )
        self._week()
        with freeze_time(local(13, "17:01")):
            (start, end), *_later = plan._due_windows(None, plan.env.cr.now())
            strata, _excluded = plan._population(start, end)
            drawn = (
                seed
                for seed in map(str, count())
                if self.ticket.id in sampling.draw(strata, 10, seed).popitem()[1]
            )
            sample = self.env["cs.quality.sample"].create(
                {"plan_id": plan.id, "start": start, "end": end, "seed": next(drawn)}
            )
            sample._draw()
        return sample

    def _week(self):
        """24 more tickets that Li executes in this week."""
        with freeze_time(local(11, "10:00")):
            tickets = self.env["helpdesk.ticket"].create(
                [
                    {
                        "name": f"Repair {number}",
                        "description": "Repair",
                        "team_id": self.technical.id,
                        "user_id": self.li.id,
                    }
                    for number in range(24)
                ]
            )
        for ticket in tickets:
            ticket._cs_record_fact("resolved", at=local(12, "10:00"))
