"""REC-06, REC-07, PRV-04: what agents read of a ticket's contact data."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from .common import AGENT, StandardData

PHONE = "13812345678"
EMAIL = "zhang@example.com"
MASKED = {
    "partner_name": "张**",
    "partner_email": "z***@example.com",
    "email_cc": "A*** B*** <a***@example.com>",
}
SECRETS = (PHONE, EMAIL, "三丰", "Anna", "anna@")


class MaskingData(StandardData):
    """A company that masks, with a ticket of a customer and one of a plain team."""

    @classmethod
    def _set_up_masking(cls):
        cls._set_up_standard()
        cls.company = cls.env.company
        cls.company.write({"cs_mask_contacts": True, "cs_reveal_minutes": 15})
        cls.ticket = cls._create_masked_ticket()
        cls.plain = cls._create_masked_ticket(
            team_id=cls.team_plain.id, partner_id=False
        )
        cls.clerk = new_test_user(
            cls.env,
            "cs_clerk",
            name="Clerk",
            groups=f"{AGENT},base.group_allow_export,"
            "cs_service_standard.cs_group_contact_full",
        )
        (cls.team + cls.team_plain).user_ids += cls.clerk
        cls.agent_li.group_ids += cls.env.ref("base.group_allow_export")

    @classmethod
    def _create_masked_ticket(cls, **vals):
        return cls._create_masked_tickets(1, **vals)

    @classmethod
    def _create_masked_tickets(cls, count, **vals):
        vals = cls._prepare_ticket_vals(
            **{
                "partner_id": cls.customer.id,
                "partner_name": "张三丰",
                "partner_email": EMAIL,
                "email_cc": "Anna Berg <anna@example.com>",
                "user_id": cls.agent_li.id,
                **vals,
            }
        )
        return cls.env["helpdesk.ticket"].create([vals for _index in range(count)])

    def _as(self, user, record=None):
        self.env.invalidate_all()
        return (self.ticket if record is None else record).with_user(user)

    def assertNoSecret(self, answer, *more):
        text = repr(answer)
        for secret in (*SECRETS, *more):
            self.assertNotIn(secret, text)


class MaskingCase(MaskingData, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_masking()


@tagged("post_install", "-at_install")
class TestMasking(MaskingCase):
    def test_rec_06_every_read_of_an_agent_is_masked(self):
        names = [*MASKED, "partner_id", "display_name"]
        ticket = self._as(self.agent_li)
        domain = [("id", "=", ticket.id)]
        spec = {name: {} for name in MASKED}
        spec["partner_id"] = {
            "fields": dict.fromkeys(("display_name", "name", "phone", "email"), {})
        }
        answers = {
            "read": ticket.read(names),
            "read without labels": ticket.read(names, load=None),
            "search_read": ticket.search_read(domain, names),
            "web_read": ticket.web_read(spec),
            "web_search_read": ticket.web_search_read(domain, spec)["records"],
        }
        for way, [row] in answers.items():
            with self.subTest(way):
                for name, shown in MASKED.items():
                    self.assertEqual(row[name], shown)
                self.assertNoSecret(row)
        contact = answers["web_read"][0]["partner_id"]
        self.assertEqual(contact["phone"], "138****5678")
        self.assertEqual(contact["email"], "z***@example.com")
        self.assertEqual(contact["display_name"], "张**")

    def test_rec_06_reading_all_fields_shows_nothing(self):
        for record in (self.ticket, self.customer, self.portal_user):
            names = [
                name
                for name, field in record._fields.items()
                if field.type in ("char", "text", "html", "many2one")
                and record.with_user(self.agent_li)._has_field_access(field, "read")
            ]
            with self.subTest(record._name):
                self.assertNoSecret(self._as(self.agent_li, record).read(names))

    def test_rec_06_telephone_of_the_ticket(self):
        if "cs_phone" not in self.ticket._fields:
            self.skipTest("the record has no telephone number yet")
        self.ticket.cs_phone = "010-62345678"
        [row] = self._as(self.agent_li).read(["cs_phone", "cs_contact_masked"])
        self.assertEqual(row["cs_phone"], "010****5678")
        self.assertEqual(row["cs_contact_masked"], "010****5678")

    def test_rec_06_contact_is_the_telephone_else_the_address(self):
        self.assertEqual(self.ticket.cs_contact_masked, "138****5678")
        self.assertEqual(self.ticket.cs_name_masked, "张**")
        anna = self._create_ticket(
            partner_name="Anna Berg", partner_email="anna@example.com"
        )
        self.assertEqual(anna.cs_contact_masked, "a***@example.com")
        self.assertEqual(anna.cs_name_masked, "A*** B***")
        nobody = self._create_ticket()
        self.assertFalse(nobody.cs_contact_masked)
        self.assertFalse(nobody.cs_name_masked)

    def test_rec_07_the_name_of_a_company_is_shown(self):
        firm = self.env["res.partner"].create({"name": "Berg Ltd", "is_company": True})
        ticket = self._create_ticket(partner_id=firm.id, partner_name="Berg Ltd")
        self.assertEqual(ticket.cs_name_masked, "Berg Ltd")
        [row] = self._as(self.agent_li, ticket).read(["partner_name", "partner_id"])
        self.assertEqual(row["partner_name"], "Berg Ltd")
        self.assertEqual(row["partner_id"][1], "Berg Ltd")

    def test_rec_06_every_role_inside_is_masked(self):
        for user in (self.agent_li, self.leader, self.manager, self.clerk):
            with self.subTest(user.name):
                [row] = self._as(user).read(["partner_email", "cs_is_masked"])
                self.assertEqual(row["partner_email"], MASKED["partner_email"])
                self.assertTrue(row["cs_is_masked"])

    def test_rec_06_code_and_customer_see_true_values(self):
        ticket = self._as(self.agent_li)
        self.assertEqual(ticket.partner_email, EMAIL)
        self.assertEqual(
            ticket.sudo().read(["partner_email"])[0]["partner_email"], EMAIL
        )
        [row] = self._as(self.portal_user).read(["partner_email", "partner_id"])
        self.assertEqual(row["partner_email"], EMAIL)
        self.assertEqual(row["partner_id"][1], "张三丰")

    def test_rec_06_masking_is_a_choice_of_company_and_team(self):
        [row] = self._as(self.agent_li, self.plain).read(["partner_email"])
        self.assertEqual(row["partner_email"], EMAIL)
        [row] = self._as(self.clerk, self.plain).read(["partner_email"])
        self.assertEqual(row["partner_email"], EMAIL)
        self.company.cs_mask_contacts = False
        [row] = self._as(self.agent_li).read(["partner_email", "partner_id"])
        self.assertEqual(row["partner_email"], EMAIL)
        self.assertEqual(row["partner_id"][1], "张三丰")

    def test_prv_03_a_plain_ticket_is_no_way_around_a_masked_contact(self):
        names = ["partner_name", "partner_email", "cs_phone"]
        tickets = self._as(self.agent_li, self.env["helpdesk.ticket"])
        plain = {"team_id": self.team_plain.id, "partner_id": self.customer.id}
        answer = tickets.onchange(plain, ["partner_id"], dict.fromkeys(names, {}))
        self.assertEqual(answer["value"]["partner_email"], "z***@example.com")
        self.assertNoSecret(answer)
        ticket = tickets.create(
            {
                **plain,
                "name": "x",
                "description": "x",
                "partner_email": "z***@example.com",
            }
        )
        self.assertNoSecret(ticket.read(names))
        self.assertEqual(ticket.sudo().partner_email, EMAIL)
        ticket = self._as(self.agent_li)
        ticket.team_id = self.team_plain
        self.assertNoSecret(self._as(self.agent_li).read(names))

    def test_prv_03_agents_do_not_take_a_ticket_out_of_its_standard(self):
        for user in (self.agent_li, self.leader):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._as(user).write({"cs_profile_id": False})
        self._as(self.manager).write({"cs_profile_id": self.profile.id})
        self._as(self.leader).team_id = self._create_team(
            "Second", cs_profile_id=self.profile.id
        )
        self.assertEqual(self.ticket.cs_profile_id, self.profile)

    def test_rec_06_a_context_from_outside_unmasks_nothing(self):
        for value in (True, 1, "true", {"a": 1}):
            with self.subTest(value=value):
                ticket = self._as(self.agent_li).with_context(cs_true_values=value)
                if isinstance(value, dict):
                    with self.assertRaises(TypeError):
                        ticket.read(["partner_id"])
                else:
                    self.assertNoSecret(ticket.read(["partner_email", "partner_id"]))

    def test_rec_06_export_is_masked_and_text_de_identified(self):
        self.ticket.write(
            {
                "name": f"Call {PHONE}",
                "description": f"<p>{PHONE} or {EMAIL}</p>",
                "attachment_ids": [
                    (0, 0, {"name": "one", "res_model": "helpdesk.ticket"}),
                    (0, 0, {"name": "two", "res_model": "helpdesk.ticket"}),
                ],
            }
        )
        columns = [
            "name",
            "partner_name",
            "partner_email",
            "attachment_ids/name",
            "partner_id",
            "partner_id/phone",
            "partner_id/name",
            "description",
            "id",
        ]
        tickets = self.ticket + self.plain
        for compatible in (True, False):
            with self.subTest(import_compat=compatible):
                data = (
                    self._as(self.agent_li, tickets)
                    .with_context(import_compat=compatible)
                    .export_data(columns)["datas"]
                )
                self.assertEqual(len(data), 3)
                first, second, plain = data
                self.assertNoSecret([first, second])
                self.assertEqual(first[0], "Call 138****5678")
                self.assertEqual(first[2], MASKED["partner_email"])
                self.assertEqual(first[5], "138****5678")
                self.assertIn("138****5678", first[7])
                self.assertEqual(len(first), len(columns))
                self.assertFalse(second[2])
                self.assertEqual(plain[2], EMAIL)

    def test_rec_06_groups_by_contact_data_are_refused_and_labels_masked(self):
        tickets = self._as(self.agent_li)
        for spec in ("partner_email", "partner_name", "partner_id.email"):
            with self.subTest(spec), self.assertRaisesRegex(AccessError, "is masked"):
                tickets.formatted_read_group([], [spec], ["__count"])
        for aggregate in ("partner_email:array_agg", "partner_email:max"):
            with self.subTest(aggregate), self.assertRaisesRegex(AccessError, "masked"):
                tickets.formatted_read_group([], ["team_id"], [aggregate])
        tickets.formatted_read_group([], ["team_id"], ["partner_email:count"])
        groups = tickets.formatted_read_group([], ["partner_id"], ["__count"])
        self.assertIn((self.customer.id, "张**"), [g["partner_id"] for g in groups])
        self.assertNoSecret(groups)
        groups = tickets.web_read_group([], ["partner_id"], ["__count"])
        self.assertNoSecret(groups)

    def test_prv_04_helper_de_identifies_text(self):
        mask = self.env["cs.masking.mixin"]._cs_mask_text
        self.assertEqual(mask(f"Call {PHONE}"), "Call 138****5678")
        html = mask(self.ticket.description.__class__(f"<p>{PHONE}</p>"))
        self.assertEqual(html, "<p>138****5678</p>")
        self.assertTrue(hasattr(html, "__html__"))
        self.assertFalse(mask(False))

    def test_rec_06_reading_many_costs_as_much_as_reading_one(self):
        tickets = self.ticket + self._create_masked_tickets(9)
        self.env.flush_all()

        def queries(records, user):
            records = self._as(user, records)
            before = self.env.cr.sql_log_count
            records.read([*MASKED, "partner_id", "cs_contact_masked"])
            return self.env.cr.sql_log_count - before

        for user in (self.agent_li, self.clerk):
            queries(self.ticket, user)
            self.assertEqual(queries(self.ticket, user), queries(tickets, user))
