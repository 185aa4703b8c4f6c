"""REC-06: messages, followers, notifications and tracking, read by agents."""

from odoo.tests import tagged

from odoo.addons.mail.tools.discuss import Store

from .test_masking import PHONE
from .test_masking_contact import ContactCase


@tagged("post_install", "-at_install")
class TestMaskingChatter(ContactCase):
    def _store(self, user, records, **kwargs):
        return Store().add(self._as(user, records), **kwargs).get_result()

    def test_rec_06_message_store_is_masked(self):
        message = (
            self.ticket.with_user(self.portal_user)
            .sudo()
            .message_post(
                body="Hello",
                message_type="email",
                author_id=self.anna.id,
                email_from="Anna Berg <anna@example.com>",
                incoming_email_cc="Anna Berg <anna@example.com>",
                partner_ids=self.anna.ids,
            )
        )
        unknown = self.ticket.message_post(
            body="Hello",
            message_type="email",
            author_id=False,
            email_from='"Anna Berg" <anna@example.com>',
        )
        self.assertFalse(unknown.author_id)
        answer = self.ticket.with_user(self.agent_wang).message_post(body="Yes")
        messages = message + unknown + answer
        self.ticket.message_subscribe(self.anna.ids)
        for records in (messages, messages.sudo()):
            store = self._store(self.agent_li, records)
            self.assertNoSecret(store)
            self.assertIn("A*** B***", repr(store))
            self.assertIn("'Wang'", repr(store))
        followers = self._as(self.agent_li).message_get_followers()
        self.assertNoSecret(followers)
        self.assertIn("A*** B***", repr(followers))
        self.assertIn("Anna Berg", repr(self._store(self.clerk, messages)))
        self.assertNoSecret(
            self._as(self.agent_li, messages).read(
                ["email_from", "author_id", "incoming_email_cc"]
            )
        )
        self.assertNoSecret(
            self._as(self.agent_li, self.anna.sudo())
            .env["res.partner"]
            .get_mention_suggestions("Anna")
        )

    def test_rec_06_notified_addresses_without_a_contact_are_masked(self):
        message = self.ticket.message_post(body="Hello")
        notification = self.env["mail.notification"].create(
            {
                "mail_message_id": message.id,
                "mail_email_address": "anna@example.com",
                "notification_type": "email",
                "notification_status": "exception",
            }
        )
        for records in (notification, notification.sudo()):
            [row] = self._store(self.agent_li, records)["mail.notification"]
            self.assertEqual(row["mail_email_address"], "a***@example.com")
        [row] = self._store(self.clerk, notification)["mail.notification"]
        self.assertEqual(row["mail_email_address"], "anna@example.com")

    def test_rec_06_tracking_values_are_kept_true_and_shown_masked(self):
        partner = self.anna
        partner.with_user(self.agent_li).sudo().write(
            {"phone": PHONE, "parent_id": False, "name": "Anna Li"}
        )
        self.env.flush_all()
        self.cr.flush()
        message = partner.message_ids[0]
        values = message.sudo().tracking_value_ids
        self.assertIn("Anna Berg", values.mapped("old_value_char"))
        shown = self._as(self.agent_li, values).sudo()._tracking_value_format()
        self.assertNoSecret(shown, "1234 5678")
        self.assertIn("138****5678", repr(shown))
        shown = self._as(self.clerk, values).sudo()._tracking_value_format()
        self.assertIn(PHONE, repr(shown))

    def test_rec_06_tracked_label_of_a_contact_is_kept_true(self):
        task = self.anna.copy({"name": "Bob", "parent_id": False})
        col_info = {"type": "many2one", "relation": "res.partner"}
        values = (
            self._as(self.agent_li, self.env["mail.tracking.value"])
            .sudo()
            ._create_tracking_values(
                self._as(self.agent_li, self.anna), False, "parent_id", col_info, task
            )
        )
        self.assertEqual(values["old_value_char"], "Bergwerk Ltd, Anna Berg")
        message = task.message_post(body="x", tracking_value_ids=[])
        tracking = self.env["mail.tracking.value"].create(
            {**values, "mail_message_id": message.id}
        )
        [row] = self._as(self.agent_li, tracking).sudo()._tracking_value_format()
        self.assertEqual(row["oldValue"], "Bergwerk Ltd, A*** B***")
        [row] = self._as(self.clerk, tracking).sudo()._tracking_value_format()
        self.assertEqual(row["oldValue"], "Bergwerk Ltd, Anna Berg")
