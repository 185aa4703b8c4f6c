"""REC-06, REC-07: contacts, portal users and the chatter, read by agents."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .test_masking import EMAIL, PHONE, MaskingCase


class ContactCase(MaskingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.env["res.partner"].create(
            {"name": "Bergwerk Ltd", "is_company": True, "phone": PHONE}
        )
        cls.anna = cls.env["res.partner"].create(
            {
                "name": "Anna Berg",
                "email": "anna@example.com",
                "phone": "+49 151 1234 5678",
                "parent_id": cls.firm.id,
            }
        )
        cls.seller = new_test_user(
            cls.env, "cs_seller", groups="base.group_partner_manager", name="Seller"
        )


@tagged("post_install", "-at_install")
class TestMaskingContact(ContactCase):
    def test_rec_06_an_agent_reads_a_person_masked(self):
        [row] = self._as(self.agent_li, self.anna).read(
            ["name", "complete_name", "display_name", "email", "phone"]
            + ["email_formatted", "email_normalized"]
        )
        self.assertEqual(row["name"], "A*** B***")
        self.assertEqual(row["complete_name"], "Bergwerk Ltd, A*** B***")
        self.assertEqual(row["display_name"], "Bergwerk Ltd, A*** B***")
        self.assertEqual(row["phone"], "+49 151****5678")
        self.assertEqual(row["email_formatted"], "A*** B*** <a***@example.com>")
        self.assertNoSecret(row)

    def test_rec_06_colleagues_and_companies_are_not_masked(self):
        wang = self.agent_wang.partner_id
        wang.sudo().phone = "010-12345678"
        for record, name in ((wang, "Wang"), (self.firm, "Bergwerk Ltd")):
            [row] = self._as(self.agent_li, record).read(["name", "phone"])
            self.assertEqual(row["name"], name)
            self.assertNotIn("*", row["phone"])

    def test_rec_06_other_people_read_contacts_as_before(self):
        stranger = new_test_user(self.env, "cs_stranger", groups="base.group_user")
        for user in (self.seller, self.clerk, stranger, self.env.ref("base.user_root")):
            with self.subTest(user.name):
                [row] = self._as(user, self.anna).read(["display_name", "phone"])
                self.assertEqual(row["display_name"], "Bergwerk Ltd, Anna Berg")
                self.assertEqual(row["phone"], "+49 151 1234 5678")

    def test_rec_06_an_agent_who_also_sells_is_an_agent(self):
        self.seller.group_ids += self.env.ref("helpdesk_mgmt.group_helpdesk_user_own")
        self.assertNoSecret(self._as(self.seller, self.anna).read(["name", "phone"]))

    def test_prv_03_companies_decide_for_their_own_contacts(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.agent_li.company_ids += other
        names = ["display_name", "email"]
        own = self.anna.copy({"company_id": other.id, "parent_id": False})
        [row] = self._as(self.agent_li, own).read(names)
        self.assertEqual(row["email"], "anna@example.com")
        other.cs_mask_contacts = True
        self.assertNoSecret(self._as(self.agent_li, own).read(names))
        self.company.cs_mask_contacts = False
        self.assertNoSecret(self._as(self.agent_li, self.anna).read(names))
        other.cs_mask_contacts = False
        [row] = self._as(self.agent_li, self.anna).read(names)
        self.assertEqual(row["email"], "anna@example.com")

    def test_rec_06_labels_are_masked_in_every_form(self):
        for context in (
            {"show_email": True},
            {"show_address": True},
            {"formatted_display_name": True, "show_email": True},
            {"partner_show_db_id": True},
        ):
            with self.subTest(context):
                anna = self._as(self.agent_li, self.anna).with_context(**context)
                self.assertIn("A*** B***", anna.display_name)
                self.assertIn("Bergwerk Ltd", anna.display_name)
                self.assertNoSecret(anna.display_name)
        self.anna.name = "Anna \n Berg"
        self.assertNoSecret(self._as(self.agent_li, self.anna).display_name)

    def test_rec_06_looking_up_a_customer_finds_a_masked_name(self):
        partners = self._as(self.agent_li, self.env["res.partner"])
        for text in ("Anna Berg", "anna@example.com"):
            with self.subTest(text):
                found = partners.name_search(text)
                self.assertEqual(found, [(self.anna.id, "Bergwerk Ltd, A*** B***")])
                found = partners.web_name_search(text, {"display_name": {}})
                self.assertNoSecret(found)
                self.assertEqual(len(found), 1)
        with self.assertRaises(AccessError):
            partners.formatted_read_group([], ["email"], ["__count"])
        found = partners.search_panel_select_range("parent_id")
        self.assertNoSecret(found)

    def test_rec_06_portal_users_are_masked(self):
        [row] = self._as(self.agent_li, self.portal_user).read(
            ["name", "login", "display_name", "email", "partner_id", "signature"]
        )
        self.assertEqual(row["display_name"], "张**")
        self.assertNoSecret(row, self.portal_user.login)
        [row] = self._as(self.agent_li, self.agent_wang).read(["name", "login"])
        self.assertEqual((row["name"], row["login"]), ("Wang", "cs_wang"))

    def test_rec_06_a_vcard_is_refused(self):
        with self.assertRaisesRegex(AccessError, "are masked"):
            self._as(self.agent_li, self.anna)._build_vcard()

    def test_rec_06_saving_a_masked_contact_destroys_nothing(self):
        self.seller.group_ids += self.env.ref("helpdesk_mgmt.group_helpdesk_user_own")
        with Form(self._as(self.seller, self.anna)) as form:
            self.assertEqual(form.name, "A*** B***")
            form.function = "Engineer"
            form.phone = "13900001111"
        self.assertEqual(self.anna.function, "Engineer")
        self.assertEqual(self.anna.name, "Anna Berg")
        self.assertEqual(self.anna.phone.replace(" ", "")[-11:], "13900001111")
        self._as(self.seller, self.anna).write(
            {"email": "a***@example.com", "name": "Anna Berg-Li"}
        )
        self.assertEqual(self.anna.email, "anna@example.com")
        self.assertEqual(self.anna.name, "Anna Berg-Li")

    def test_rec_06_contact_created_from_a_masked_ticket(self):
        self.seller.group_ids += self.env.ref("helpdesk_mgmt.group_helpdesk_user")
        ticket = self._create_ticket(
            partner_name="Anna Berg", partner_email="anna@example.com"
        )
        partners = self._as(self.seller, self.env["res.partner"]).with_context(
            cs_from_ticket_id=ticket.id,
            default_name="A*** B***",
            default_email="a***@example.com",
        )
        for vals in ({}, {"name": "A*** B***", "email": "a***@example.com"}):
            partner = partners.create(vals)
            self.assertEqual(partner.sudo().name, "Anna Berg")
            self.assertEqual(partner.sudo().email, "anna@example.com")
        partner = partners.browse(partners.name_create("Bob")[0])
        self.assertEqual(partner.sudo().name, "Bob")
        self.assertEqual(partner.sudo().email, "anna@example.com")
        form = Form(partners)
        self.assertEqual(form.name, "A*** B***")
        self.assertEqual(form.save().sudo().name, "Anna Berg")

    def test_rec_06_a_masked_default_without_a_ticket_is_not_stored(self):
        self.seller.group_ids += self.env.ref("helpdesk_mgmt.group_helpdesk_user")
        partners = self._as(self.seller, self.env["res.partner"]).with_context(
            default_name="A*** B***",
            default_email="a***@example.com",
            default_phone="138****5678",
        )
        partner = partners.browse(partners.name_create("Bob")[0]).sudo()
        self.assertEqual(partner.name, "Bob")
        self.assertFalse(partner.email)
        self.assertFalse(partner.phone)
        with Form(partners) as form:
            form.name = "Bert"
        self.assertFalse(form.record.sudo().email)

    def test_prv_03_an_agent_cannot_unmask_a_person_by_editing(self):
        self.seller.group_ids += self.env.ref("helpdesk_mgmt.group_helpdesk_user")
        other = self.env["res.company"].create({"name": "Other"})
        self.seller.company_ids += other
        for vals in (
            {"is_company": True},
            {"company_type": "company"},
            {"company_id": other.id},
        ):
            with (
                self.subTest(vals),
                self.assertRaisesRegex(AccessError, r"A\*\*\* B\*\*\*"),
                self.env.cr.savepoint(),
            ):
                anna = self._as(self.seller, self.anna)
                anna.write({"parent_id": False} | vals)
                self.env.flush_all()
        ticket = self._create_ticket(
            partner_name="Anna Berg", partner_email="anna@example.com"
        )
        partners = self._as(self.seller, self.env["res.partner"])
        with self.assertRaisesRegex(AccessError, "masked"):
            partners.with_context(cs_from_ticket_id=ticket.id).create(
                {"name": "A*** B***", "email": "a***@example.com", "is_company": True}
            )
        partners.create({"name": "Own Ltd", "is_company": True})
        self._as(self.clerk, self.anna).sudo().write({"is_company": True})

    def test_rec_06_mails_address_the_customer_by_the_true_name(self):
        template = self.env["mail.template"].create(
            {
                "name": "Hello",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "subject": "{{ object.partner_id.display_name }}",
                "body_html": """<p t-out="object.partner_email"/>
                    <p t-field="object.partner_id"
                        t-options="{'widget': 'contact'}"/>""",
            }
        )
        template = self._as(self.agent_li, template)
        ids = self.ticket.ids
        self.assertEqual(template._render_field("subject", ids)[ids[0]], "张三丰")
        body = template._render_field("body_html", ids)[ids[0]]
        self.assertIn(EMAIL, body)
        self.assertIn(PHONE, body)

    def test_rec_06_pages_and_reports_of_an_agent_show_contacts_masked(self):
        contact = self._as(self.agent_li, self.env["ir.qweb.field.contact"])
        html = contact.value_to_html(self._as(self.agent_li, self.anna), {})
        self.assertIn("+49 151****5678", html)
        self.assertIn("a***@example.com", html)
        self.assertNoSecret(html)

    def test_rec_06_answering_an_address_without_a_contact(self):
        ticket = self._create_ticket(
            partner_name="Anna Berg", partner_email="berta@example.com"
        )
        ticket.team_id.user_ids += self.seller
        self.seller.group_ids = [
            Command.link(self.env.ref("helpdesk_mgmt.group_helpdesk_user").id)
        ]
        for user in (self.agent_li, self.seller):
            own = self._as(user, ticket)
            suggested = own._message_get_suggested_recipients(reply_discussion=True)
            [row] = [row for row in suggested if not row["partner_id"]]
            self.assertEqual(row["email"], "b***@example.com")
            self.assertNoSecret(suggested, "berta@")
        ticket.email_cc = "bruno@example.com"
        self.assertEqual(own._cs_true_emails([row["email"]]), [row["email"]])
        ticket.email_cc = False
        partner = own._partner_find_from_emails_single([row["email"]])
        self.assertEqual(partner.sudo().email, "berta@example.com")

    def test_rec_06_suggested_contacts_are_masked(self):
        suggested = self._as(self.agent_li)._message_get_suggested_recipients()
        [row] = [row for row in suggested if row["partner_id"] == self.customer.id]
        self.assertEqual((row["name"], row["email"]), ("张**", "z***@example.com"))
