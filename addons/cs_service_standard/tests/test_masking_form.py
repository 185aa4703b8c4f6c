"""REC-06: forms that were shown masks save true values."""

from unittest.mock import patch

from odoo.tests import Form, tagged

from odoo.addons.web.models.models import Base

from .test_masking import EMAIL, MASKED, MaskingCase


@tagged("post_install", "-at_install")
class TestMaskingForm(MaskingCase):
    def test_rec_06_saving_a_masked_form_destroys_nothing(self):
        ticket = self._as(self.agent_li)
        ticket.web_save({**MASKED, "name": "Other"}, {"name": {}})
        self.assertEqual(self.ticket.name, "Other")
        self.assertEqual(self.ticket.partner_email, EMAIL)
        self.assertEqual(self.ticket.partner_name, "张三丰")
        self.assertEqual(self.ticket.email_cc, "Anna Berg <anna@example.com>")
        ticket.write({"partner_email": "liang@example.com"})
        self.assertEqual(self.ticket.partner_email, "liang@example.com")
        both = ticket + self._as(self.agent_li, self._create_masked_ticket())
        both.write({"partner_email": "l***@example.com"})
        self.assertEqual(both[0].partner_email, "liang@example.com")
        self.assertEqual(both[1].partner_email, "l***@example.com")

    def test_rec_06_code_may_store_a_mask(self):
        self.ticket.partner_name = "张**"
        self.assertEqual(self.ticket.partner_name, "张**")

    def test_rec_06_choosing_another_contact_in_a_masked_form(self):
        anna = self.env["res.partner"].create(
            {"name": "Anna Berg", "email": "anna@example.com"}
        )
        with Form(self._as(self.agent_li)) as form:
            form.partner_id = anna.with_user(self.agent_li)
            self.assertEqual(form.partner_name, "A*** B***")
            self.assertEqual(form.partner_email, "a***@example.com")
        self.assertEqual(self.ticket.partner_name, "Anna Berg")
        self.assertEqual(self.ticket.partner_email, "anna@example.com")

    def test_rec_06_new_ticket_from_a_form_of_an_agent(self):
        with Form(self.env["helpdesk.ticket"].with_user(self.agent_li)) as form:
            form.name = "New"
            form.description = "<p>Text</p>"
            form.team_id = self.team
            form.partner_id = self.customer.with_user(self.agent_li)
            self.assertEqual(form.partner_name, "张**")
        ticket = form.record
        self.assertEqual(ticket.partner_name, "张三丰")
        self.assertEqual(ticket.partner_email, EMAIL)

    def test_rec_06_what_the_agent_types_stays(self):
        with Form(self.env["helpdesk.ticket"].with_user(self.agent_li)) as form:
            form.name = "New"
            form.description = "<p>Text</p>"
            form.team_id = self.team
            form.partner_name = "Anna Berg"
            form.partner_email = "anna@example.com"
            self.assertEqual(form.partner_name, "Anna Berg")
        self.assertEqual(form.record.partner_name, "Anna Berg")
        self.assertNoSecret(self._as(self.agent_li, form.record).read(["partner_name"]))

    def test_rec_06_onchange_shows_no_true_value(self):
        ticket = self._as(self.agent_li)
        spec = dict.fromkeys(MASKED, {})
        spec["partner_id"] = {"fields": {"display_name": {}, "phone": {}}}
        self.assertNoSecret(ticket.onchange({}, [], spec))
        answer = ticket.onchange(
            {"partner_id": self.customer.id, "partner_name": "x"}, ["partner_id"], spec
        )
        self.assertEqual(answer["value"]["partner_name"], "张**")
        self.assertNoSecret(answer)

    def test_rec_07_a_known_caller_is_shown_masked(self):
        calls = self.env["cs.call.intake"].with_user(self.agent_li)
        with Form(calls) as form:
            form.caller_number = "13812345678"
            self.assertEqual(form.partner_id.id, self.customer.id)
            self.assertEqual(form.partner_name, "张**")
            form.core_issue = "Shows E3"
            form.team_id = self.team
        action = form.record.action_create_ticket()
        ticket = self.env["helpdesk.ticket"].browse(action["res_id"])
        self.assertEqual(ticket.partner_name, "张三丰")

    def test_rec_06_a_masked_form_computes_with_true_values(self):
        shown = {**MASKED, "name": "Other"}
        with patch.object(Base, "onchange", return_value={}) as onchange:
            self._as(self.agent_li).onchange(shown, ["name"], {})
        [values, *_rest] = onchange.call_args.args
        self.assertEqual(values["partner_name"], "张三丰")
        self.assertEqual(values["partner_email"], EMAIL)
        self.assertEqual(values["name"], "Other")
        self.assertEqual(shown["partner_name"], "张**")
