from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .record_common import RecordCase

SEVEN = {
    "partner_name": "Customer name",
    "cs_phone": "Contact",
    "cs_verbatim": "Customer's Wording",
    "cs_core_issue": "Core Problem",
    "cs_occurred_at": "Time of Occurrence",
    "cs_product_name": "Product or Service",
    "cs_expected_deadline": "Expected Deadline",
}


@tagged("post_install", "-at_install")
class TestRecord(RecordCase):
    def _facts(self, ticket):
        return ticket.cs_event_ids.filtered(lambda event: event.kind == "recorded")

    def test_rec_02_the_wording_serves_as_description(self):
        form = Form(self.env["helpdesk.ticket"].with_user(self.agent_li))
        form.name = "Machine stands still"
        form.team_id = self.team
        form.cs_verbatim = "It <b>stops</b> after a minute"
        ticket = form.save()
        self.assertIn("&lt;b&gt;stops", ticket.description)

    def test_rec_02_the_seven_entries_are_the_default(self):
        names = self.profile.record_field_ids.mapped("name")
        self.assertEqual(set(names), set(SEVEN))

    def test_rec_02_each_missing_entry_is_named(self):
        for name, label in SEVEN.items():
            ticket = self._create_ticket(**{**self.complete, name: False})
            self.assertFalse(ticket.cs_record_complete, name)
            self.assertEqual(ticket.cs_missing, label)
            self.assertEqual(ticket.cs_completeness, 85)

    def test_rec_02_all_seven_are_complete(self):
        ticket = self._create_ticket(**self.complete)
        self.assertTrue(ticket.cs_record_complete)
        self.assertFalse(ticket.cs_missing)
        self.assertEqual(ticket.cs_completeness, 100)

    def test_rec_02_name_contact_and_product_from_records(self):
        product = self.env["product.product"].create({"name": "W100"})
        left = {"partner_name", "cs_phone", "cs_product_name"}
        vals = {k: v for k, v in self.complete.items() if k not in left}
        ticket = self._create_ticket(
            partner_id=self.customer.id, cs_product_id=product.id, **vals
        )
        self.assertEqual(ticket.cs_phone, "13812345678")
        self.assertEqual(ticket.cs_product_name, "W100")
        self.assertTrue(ticket.cs_record_complete)
        self.customer.phone = False
        written = self._create_ticket(
            partner_id=self.customer.id, cs_product_id=product.id, **vals
        )
        self.assertFalse(written.cs_phone)
        self.assertTrue(written.cs_record_complete)

    def test_rec_02_the_entries_are_data(self):
        field = self.env["ir.model.fields"]._get("helpdesk.ticket", "channel_id")
        self.profile.record_field_ids += field
        ticket = self._create_ticket(**self.complete)
        self.assertEqual(ticket.cs_missing, "Channel")
        self.profile.record_field_ids = False
        ticket.invalidate_recordset()
        self.assertEqual(ticket.cs_completeness, 100)

    def test_rec_02_the_list_follows_the_typing(self):
        ticket = self._create_ticket(**{**self.complete, "cs_core_issue": False})
        form = Form(
            ticket.with_user(self.agent_li), "cs_service_standard.test_record_form"
        )
        self.assertEqual(form.cs_missing, "Core Problem")
        form.cs_core_issue = "Error E3"
        self.assertFalse(form.cs_missing)
        self.assertEqual(form.cs_completeness, 100)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        view = cls.env["ir.ui.view"].create(
            {
                "name": "test",
                "model": "helpdesk.ticket",
                "arch": """<form>
                    <field name="stage_id"/><field name="cs_profile_id"/>
                    <field name="team_id"/><field name="user_id"/>
                    <field name="type_id"/><field name="cs_initial_plan"/>
                    <field name="cs_core_issue"/><field name="cs_missing"/>
                    <field name="cs_completeness"/><field name="cs_open_gates"/>
                    <field name="cs_next_phase"/>
                </form>""",
            }
        )
        cls.env["ir.model.data"].create(
            {
                "module": "cs_service_standard",
                "name": "test_record_form",
                "model": "ir.ui.view",
                "res_id": view.id,
            }
        )

    def test_rec_01_the_fact_when_the_record_is_complete(self):
        with freeze_time("2023-10-09 02:00:00"):
            ticket = self._create_ticket(**{**self.complete, "cs_core_issue": False})
            self.assertFalse(ticket.cs_recorded_at)
            self.assertFalse(self._facts(ticket))
        with freeze_time("2023-10-09 02:05:00"):
            ticket.with_user(self.agent_li).cs_core_issue = "Error E3"
            self.assertEqual(str(ticket.cs_recorded_at), "2023-10-09 02:05:00")
        with freeze_time("2023-10-09 02:09:00"):
            ticket.cs_core_issue = False
            ticket.cs_core_issue = "Error E3 again"
        self.assertEqual(str(ticket.cs_recorded_at), "2023-10-09 02:05:00")
        self.assertEqual(str(self._facts(ticket).at), "2023-10-09 02:05:00")

    def test_rec_01_clock_met_at_five_minutes_breached_at_six(self):
        self._target("record", 300)
        for minute, state in (("05", "met"), ("06", "missed")):
            with freeze_time("2023-10-09 02:00:00"):
                ticket = self._create_ticket()
            with freeze_time(f"2023-10-09 02:{minute}:00"):
                ticket.write(self.complete)
            clock = ticket.cs_clock_ids.filtered(lambda c: c.metric == "record")
            self.assertEqual(clock.state, state)

    def test_rec_01_plain_tickets_record_nothing(self):
        ticket = self._create_ticket(team_id=self.team_plain.id, **self.complete)
        ticket.cs_core_issue = "other"
        self.assertFalse(ticket.cs_recorded_at)
        self.assertFalse(ticket.cs_event_ids)
        self.assertFalse(ticket.cs_missing)

    def test_rec_01_fifty_cost_as_much_as_one(self):
        costs = []
        for count in (1, 50):
            tickets = self.env["helpdesk.ticket"].create(
                [self._prepare_ticket_vals(**self.complete) for _ in range(count)]
            )
            self.cr.execute(
                "UPDATE helpdesk_ticket SET cs_recorded_at = NULL WHERE id = ANY(%s)",
                [tickets.ids],
            )
            tickets.invalidate_recordset()
            costs.append(
                self._count_queries(lambda t=tickets: t.mapped("cs_record_complete"))
            )
        self.assertEqual(costs[0], costs[1])

    def test_rec_02_verbatim_is_locked_once_classified(self):
        ticket = self._create_ticket(**self.complete).with_user(self.agent_li)
        self.assertFalse(ticket.cs_verbatim_locked)
        ticket.cs_verbatim = "It shows E3"
        ticket.stage_id = self.stages["classified"]
        self.assertTrue(ticket.cs_verbatim_locked)
        with self._refused(ticket.number):
            ticket.cs_verbatim = "It shows E4"
        ticket.cs_verbatim = "It shows E3"
        ticket.sudo().stage_id = self.stages["intake"]
        ticket.cs_verbatim = "It shows E4"

    def test_rec_02_an_empty_verbatim_may_be_filled_later(self):
        ticket = self._create_ticket(stage_id=self.stages["analysis"].id)
        ticket.cs_verbatim = "It shows E3"
        self.assertEqual(ticket.cs_verbatim, "It shows E3")
        plain = self._create_ticket(team_id=self.team_plain.id, cs_verbatim="a")
        plain.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        plain.cs_verbatim = "b"

    def test_rec_02_what_customers_write_is_their_wording(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.portal_user).sudo()
        ticket = tickets.create(self._prepare_ticket_vals())
        self.assertEqual(ticket.cs_verbatim, "It will not start.")
        own = tickets.create(self._prepare_ticket_vals(cs_verbatim="No!"))
        self.assertEqual(own.cs_verbatim, "No!")
        plain = tickets.create(self._prepare_ticket_vals(team_id=self.team_plain.id))
        self.assertFalse(plain.cs_verbatim)
        self.assertFalse(self._create_ticket().cs_verbatim)

    def test_rec_03_industry_and_size_come_from_the_customer(self):
        industry = self.env["res.partner.industry"].create({"name": "Retail"})
        self.customer.write({"industry_id": industry.id, "cs_company_size": "small"})
        ticket = self._create_ticket(partner_id=self.customer.id)
        self.assertEqual(ticket.with_user(self.agent_li).cs_industry_id, industry)
        self.assertEqual(ticket.cs_company_size, "small")

    def test_rec_10_score_from_one_to_five(self):
        ticket = self._create_ticket(cs_feedback_score=5)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.cr.savepoint(),
        ):
            ticket.cs_feedback_score = 6
            ticket.flush_recordset()

    def test_portal_reads_the_promise_but_no_internal_entry(self):
        ticket = self._create_ticket(partner_id=self.customer.id, **self.complete)
        mine = ticket.with_user(self.portal_user)
        self.assertEqual(mine.read(["cs_expected_deadline"])[0]["id"], ticket.id)
        for name in (
            "cs_verbatim",
            "cs_remark",
            "cs_missing",
            "cs_phone",
            "cs_core_issue",
        ):
            with self.assertRaises(AccessError):
                mine.read([name])

    def test_cls_01_import_with_an_unknown_type_is_rejected(self):
        result = self.env["helpdesk.ticket"].load(
            ["name", "description", "team_id/.id", "type_id"],
            [["T", "D", str(self.team.id), "No such type"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("No such type", result["messages"][0]["message"])

    def test_rec_02_moving_on_incomplete_is_refused(self):
        self._gate("record_complete", "classified")
        ticket = self._create_ticket(**{**self.complete, "cs_expected_deadline": False})
        with self._refused("Expected Deadline"):
            ticket.with_user(self.agent_li).stage_id = self.stages["classified"]
