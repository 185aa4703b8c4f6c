from odoo.tests import Form, freeze_time, tagged

from .common import StandardCase

KIND = "cs_service_standard.mail_activity_type_account_contact"


@tagged("post_install", "-at_install")
class TestKeyAccount(StandardCase):
    """REC-15: rhythm of contacts, own plan and process, segments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounts = cls.env["cs.key.account"]

    def _account(self, partner=None, **vals):
        partner = partner or self.customer
        return self.accounts.create(
            {"partner_id": partner.id, "owner_id": self.agent_li.id, **vals}
        )

    def _reminders(self, account):
        kind = self.env.ref(KIND)
        return account.activity_ids.filtered(lambda a: a.activity_type_id == kind)

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_15_contact_after_31_days_without_one(self):
        late = self._account(last_contact_on="2023-09-08")
        other = self.env["res.partner"].create({"name": "Hotel"})
        early = self._account(other, last_contact_on="2023-09-10")
        self.accounts._cron_contacts()
        self.assertEqual(self._reminders(late).user_id, self.agent_li)
        self.assertFalse(self._reminders(early), "29 days are within the rhythm")
        self.accounts._cron_contacts()
        self.assertEqual(len(self._reminders(late)), 1, "asked once")

    @freeze_time("2023-10-09 02:00:00")
    def test_rec_15_a_noted_contact_answers_the_reminder(self):
        account = self._account(last_contact_on="2023-09-08")
        self.accounts._cron_contacts()
        note = {"account_id": account.id, "text": "Wants two more machines"}
        self.env["cs.account.note"].create(note | {"kind": "business"})
        self.assertTrue(self._reminders(account), "no contact yet")
        self.env["cs.account.note"].with_user(self.agent_li).create(note)
        self.assertFalse(self._reminders(account))
        self.assertEqual(str(account.next_contact_on), "2023-11-08")

    def test_rec_15_talking_on_a_ticket_is_contact(self):
        with freeze_time("2023-09-01 02:00:00"):
            account = self._account()
        with freeze_time("2023-09-20 02:00:00"):
            ticket = self._create_ticket(partner_id=self.customer.id)
            ticket.with_user(self.agent_li).message_post(
                body="We come today",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        with freeze_time("2023-10-09 02:00:00"):
            self.accounts._cron_contacts()
        self.assertEqual(str(account.last_contact_on), "2023-09-20")
        self.assertFalse(self._reminders(account))

    def test_rec_15_files_group_by_segment(self):
        partners = self.env["res.partner"].create([{"name": n} for n in "abc"])
        segments = self.env["cs.customer.segment"].create(
            [{"name": f"Segment {n}"} for n in "abc"]
        )
        for partner, segment in zip(partners, segments, strict=True):
            partner.cs_segment_id = segment
            self._account(partner)
        rows = self.accounts._read_group(
            [("partner_id", "in", partners.ids)], ["segment_id"], ["__count"]
        )
        self.assertEqual(rows, [(segment, 1) for segment in segments])

    def test_rec_15_a_customer_may_have_a_process_of_his_own(self):
        kind = self.env["helpdesk.ticket.type"].create({"name": "Repair"})
        common = {"type_ids": [(6, 0, kind.ids)]}
        processes = self.env["cs.process"].create(
            [
                {"name": "General", "code": "GEN", **common},
                {
                    "name": "Hotel",
                    "code": "HOTEL",
                    "partner_id": self.customer.id,
                    "sequence": 99,
                    **common,
                },
            ]
        )
        own = self._create_ticket(type_id=kind.id, partner_id=self.customer.id)
        other = self._create_ticket(type_id=kind.id)
        self.assertEqual((other + own).cs_process_id, processes)
        self.assertEqual(own.cs_process_id, processes[1])
        account = self._account()
        self.assertEqual(account.process_ids, processes[1])

    def test_rec_15_the_file_opens_as_a_form(self):
        with Form(self.accounts.with_user(self.leader)) as form:
            form.partner_id = self.customer
            self.assertEqual(form.contact_every, 30)
            with form.note_ids.new() as note:
                note.text = "First talk"
        self.assertEqual(form.record.note_ids.text, "First talk")
