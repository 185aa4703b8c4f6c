import io
from functools import partial

import openpyxl
from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import AGENT, StandardData
from .record_common import RecordCase

HEADINGS = [
    "Number",
    "Customer",
    "Contact",
    "Type",
    "Priority",
    "Received",
    "First Responder",
    "Response Limit",
    "Actual Response",
    "Progress / Result",
    "Customer Feedback",
    "Closed",
    "Remark",
]
# the three sample rows: received, priority, answered, closed (local time)
SAMPLES = [
    ("2023-10-01 10:00", "2", "10:05", "10:30"),
    ("2023-10-01 14:20", "1", "15:30", None),
    ("2023-10-02 09:45", "2", "09:55", "11:00"),
]


def _read(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


@tagged("post_install", "-at_install")
class TestTracking(RecordCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._target("first_contact", 900, priority_min="2", priority_max="2")
        cls._target("first_contact", 7200, priority_min="1", priority_max="1")
        cls.agent_li.tz = "Asia/Shanghai"

    def _utc(self, day, clock):
        hour, minute = clock.split(":")
        return f"{day} {int(hour) - 8:02d}:{minute}:00"

    def _sample(self, received, priority, answered, closed):
        day, clock = received.split()
        with freeze_time(self._utc(day, clock)):
            ticket = self._create_ticket(
                priority=priority,
                type_id=self.type_repair.id,
                user_id=self.agent_li.id,
                partner_id=self.customer.id,
                cs_remark="sample",
                **self.complete,
            )
        with freeze_time(self._utc(day, answered)):
            ticket._cs_record_fact("contact", payload={"user": self.agent_li.id})
            ticket.cs_first_responder_id = self.agent_li
            self.env["cs.progress.update"].create(
                {"ticket_id": ticket.id, "text": "Plan told"}
            )
        if closed:
            with freeze_time(self._utc(day, closed)):
                ticket.cs_feedback_text = "Satisfied"
                ticket.cs_feedback_score = 5
                ticket.stage_id = self.stages["closed"]
        return ticket

    def _sheet(self, tickets, user):
        service = self.env["cs.tracking.sheet"].with_user(user)
        service = service.with_context(tz=user.tz)
        return _read(service._to_xlsx(tickets.with_env(service.env)))

    def test_prv_04_free_text_of_the_sheet_is_masked(self):
        ticket = self._create_ticket(cs_remark="Call back 13812345678")
        content = self.env["cs.tracking.sheet"]._to_xlsx(ticket)
        self.assertEqual(_read(content)[1][-1], "Call back 138****5678")

    def test_rec_08_the_three_sample_rows(self):
        tickets = self.env["helpdesk.ticket"].union(
            *[self._sample(*sample) for sample in SAMPLES]
        )
        head, *rows = self._sheet(tickets, self.agent_li)
        self.assertEqual(head, HEADINGS)
        self.assertEqual(len(rows), 3)
        shown = [
            [row[0]]
            + [row[place] and row[place].strftime("%H:%M") for place in (5, 7, 8, 11)]
            for row in rows
        ]
        self.assertEqual(
            shown,
            [
                ["20231001001", "10:00", "10:15", "10:05", "10:30"],
                ["20231001002", "14:20", "16:20", "15:30", ""],
                ["20231002001", "09:45", "10:00", "09:55", "11:00"],
            ],
        )
        first = rows[0]
        self.assertEqual(first[1:3], ["张**", "138****5678"])
        self.assertEqual(first[3:5], ["Fix it", "High"])
        self.assertEqual(first[6], "Li")
        self.assertEqual(first[9:11], ["Plan told", "Satisfied · 5/5"])
        self.assertEqual(first[12], "sample")

    def test_rec_08_a_withdrawn_request_was_not_answered(self):
        ticket = self._create_ticket(priority="2")
        due = ticket.cs_response_due_at
        ticket.stage_id = self.stages["cancelled"]
        self.assertTrue(ticket.cs_clock_ids.stopped_at)
        self.assertFalse(ticket.cs_response_at)
        self.assertEqual(ticket.cs_response_due_at, due)

    def test_rec_08_without_clock_or_report(self):
        ticket = self._create_ticket(priority="0")
        self.assertFalse(ticket.cs_response_due_at)
        self.assertFalse(ticket.cs_response_at)
        self.assertEqual(ticket.cs_progress_result, "Intake")
        self.assertFalse(ticket.cs_feedback)

    def test_rec_08_what_customers_write_stays_text(self):
        ticket = self._create_ticket(cs_feedback_text='=HYPERLINK("http://x")')
        service = self.env["cs.tracking.sheet"].with_user(self.agent_li)
        content = service._to_xlsx(ticket.with_user(self.agent_li))
        cell = openpyxl.load_workbook(io.BytesIO(content)).active.cell(2, 11)
        self.assertEqual(cell.data_type, "s")

    def test_rec_08_fifty_rows_cost_as_much_as_one(self):
        costs = []
        for count in (1, 50):
            tickets = self.env["helpdesk.ticket"].create(
                [self._prepare_ticket_vals(**self.complete) for _ in range(count)]
            )
            write = self.env["cs.tracking.sheet"]._to_xlsx
            write(tickets)
            costs.append(self._count_queries(partial(write, tickets)))
        self.assertEqual(costs[0], costs[1])

    def test_rec_08_too_many_for_one_sheet(self):
        tickets = self.env["helpdesk.ticket"].browse(range(1, 1002))
        with self._refused("1000"):
            tickets.action_cs_export_tracking()
        url = tickets[:2].action_cs_export_tracking()["url"]
        self.assertEqual(url, "/cs/tracking.xlsx?ids=1,2")


@tagged("post_install", "-at_install")
class TestTrackingDownload(StandardData, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
        cls.outsider = new_test_user(
            cls.env, "cs_outsider", groups=AGENT, password="cs_outsider"
        )
        cls.agent_li.password = "cs_li_password"
        cls.portal_user.password = "cs_portal_password"

    def test_rec_08_download_keeps_the_record_rules(self):
        there = self._create_team("There", user_ids=[Command.set(self.outsider.ids)])
        own = self._create_ticket(partner_id=self.customer.id)
        other = self._create_ticket(team_id=there.id)
        url = f"/cs/tracking.xlsx?ids={other.id},{own.id},x,99999999999"
        self.authenticate("cs_li", "cs_li_password")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        rows = _read(response.content)
        self.assertEqual([row[0] for row in rows[1:]], [own.number])
        self.assertNotIn("13812345678", str(rows))
        self.authenticate("cs_portal", "cs_portal_password")
        self.assertEqual(self.url_open(url).status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(url).url)
