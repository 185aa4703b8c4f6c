from odoo.tests import tagged

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestCustomer(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.segment = cls.env["cs.customer.segment"].create({"name": "Households"})
        cls.complaint = cls.env["helpdesk.ticket.type"].create(
            {"name": "Grievance", "cs_is_complaint": True}
        )
        cls.done = cls.env["helpdesk.ticket.stage"].create(
            {"name": "Finished", "closed": True}
        )

    def _full_entry(self, **vals):
        return {
            "name": "Zhang",
            "phone": "13812345678",
            "industry_id": self.env["res.partner.industry"].search([], limit=1).id,
            "cs_company_size": "person",
            "cs_segment_id": self.segment.id,
            **vals,
        }

    def test_int_11_four_of_five_is_80_percent(self):
        partner = self.env["res.partner"].create(self._full_entry(industry_id=False))
        self.assertEqual(partner.cs_completeness, 80)

    def test_int_11_phone_or_email_will_do(self):
        both = self.env["res.partner"].create(
            [
                self._full_entry(),
                self._full_entry(phone=False, email="zhang@example.com"),
                self._full_entry(phone=False),
            ]
        )
        self.assertEqual(both.mapped("cs_completeness"), [100, 100, 80])

    def test_int_11_filter_finds_incomplete_entries(self):
        full, part = self.env["res.partner"].create(
            [self._full_entry(), self._full_entry(cs_segment_id=False)]
        )
        mine = [("id", "in", (full + part).ids)]
        partners = self.env["res.partner"]
        self.assertEqual(partners.search(mine + [("cs_completeness", "<", 100)]), part)
        self.assertEqual(partners.search(mine + [("cs_completeness", "=", 100)]), full)

    def test_rec_14_counters_of_the_service_history(self):
        self._create_ticket(partner_id=self.customer.id, type_id=self.complaint.id)
        self._create_ticket(partner_id=self.customer.id)
        self._create_ticket(partner_id=self.customer.id)
        customer = self.customer.with_user(self.leader)
        self.assertEqual(customer.cs_ticket_count, 3)
        self.assertEqual(customer.cs_complaint_count, 1)

    def test_rec_14_company_counts_its_contacts(self):
        company = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        anna, bert = self.env["res.partner"].create(
            [{"name": name, "parent_id": company.id} for name in ("Anna", "Bert")]
        )
        self._create_ticket(partner_id=anna.id, type_id=self.complaint.id)
        self._create_ticket(partner_id=company.id)
        both = (company + anna + bert).with_user(self.leader)
        self.assertEqual(both.mapped("cs_ticket_count"), [2, 1, 0])
        self.assertEqual(both.mapped("cs_complaint_count"), [1, 1, 0])

    def test_rec_14_counters_cost_the_same_for_50(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(50)]
        )
        for partner in partners[::10]:
            self._create_ticket(partner_id=partner.id)
        self._queries(partners, "cs_ticket_count")
        self.assertEqual(
            self._queries(partners[:1], "cs_ticket_count"),
            self._queries(partners, "cs_ticket_count"),
        )

    def _queries(self, records, field):
        self.env.flush_all()
        self.env.invalidate_all()
        records = records.with_user(self.leader)
        records.mapped("name")
        before = self.env.cr.sql_log_count
        records.mapped(field)
        return self.env.cr.sql_log_count - before

    def test_pri_06_without_closed_ticket_the_customer_is_new(self):
        self.assertEqual(self.customer.cs_value_in_use, "new")
        first = self._create_ticket(partner_id=self.customer.id)
        self.assertEqual(first.cs_customer_value, "l")
        first.stage_id = self.done
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.cs_value_in_use, "ordinary")
        self.assertEqual(
            self._create_ticket(partner_id=self.customer.id).cs_customer_value, "m"
        )

    def test_pri_06_vip_on_the_next_ticket_only(self):
        earlier = self._create_ticket(partner_id=self.customer.id)
        self.customer.cs_customer_value = "vip"
        later = self._create_ticket(partner_id=self.customer.id)
        self.assertEqual(later.cs_customer_value, "h")
        self.assertEqual(earlier.cs_customer_value, "l")

    def test_pri_06_contact_inherits_from_company(self):
        company = self.env["res.partner"].create(
            {"name": "Acme", "is_company": True, "cs_customer_value": "potential"}
        )
        contact = self.env["res.partner"].create(
            {"name": "Anna", "parent_id": company.id}
        )
        self.assertEqual(contact.cs_value_in_use, "potential")
        ticket = self._create_ticket(partner_id=contact.id)
        self.assertEqual(ticket.cs_customer_value, "h")

    def test_pri_06_low_frequency_is_low(self):
        self.customer.cs_customer_value = "low_frequency"
        ticket = self._create_ticket(partner_id=self.customer.id)
        self.assertEqual(ticket.cs_customer_value, "l")

    def test_pri_06_agent_may_correct_the_proposal(self):
        ticket = self._create_ticket(partner_id=self.customer.id)
        ticket.with_user(self.agent_li).cs_customer_value = "m"
        self.assertEqual(ticket.cs_customer_value, "m")

    def test_pri_06_team_without_profile_proposes_nothing(self):
        ticket = self._create_ticket(
            partner_id=self.customer.id, team_id=self.team_plain.id
        )
        self.assertFalse(ticket.cs_customer_value)
        ticket.team_id = self.team
        self.assertEqual(ticket.cs_customer_value, "l")
