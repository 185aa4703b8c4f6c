import json

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .archive_common import ArchiveCase

NAME, EMAIL, PHONE = "张三丰", "zhang@example.com", "13812345678"
OFFICER = "base.group_user,cs_service_standard.cs_group_privacy_officer"


class PrivacyCase(ArchiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = new_test_user(
            cls.env, "cs_privacy", groups=OFFICER, email="officer@example.com"
        )
        cls._target("resolution", 86400)
        cls._target("first_response", 600)
        cls.closed = cls._archived(
            partner_name=NAME,
            partner_email=EMAIL,
            cs_phone=PHONE,
            cs_verbatim=f"{NAME} says it does not start",
            description=f"<p>I am {NAME}</p>",
            summary=f"{NAME} got a new lock",
        ).ticket_id

    @classmethod
    def _request(cls, kind, **vals):
        requests = cls.env["cs.privacy.request"].with_user(cls.officer)
        return requests.create({"kind": kind, "partner_id": cls.customer.id, **vals})

    @classmethod
    def _approved(cls, kind, **vals):
        request = cls._request(kind, identity="call_back", **vals)
        request.action_check()
        request.action_approve()
        return request


@tagged("post_install", "-at_install")
class TestPrivacyRequest(PrivacyCase):
    """PRV-02: from the request to the answer, by a privacy officer."""

    def test_prv_02_deadline_is_30_days_or_what_the_company_says(self):
        request = self._request("access", received_on="2023-10-09")
        self.assertEqual(str(request.deadline), "2023-11-08")
        self.env.company.cs_privacy_days = 10
        other = self._request("erase", received_on="2023-10-09")
        self.assertEqual(str(other.deadline), "2023-10-19")

    @freeze_time("2023-11-09 02:00:00")
    def test_prv_02_late_after_the_deadline(self):
        self.assertTrue(self._request("access", received_on="2023-10-09").is_late)
        self.assertFalse(self._request("erase", received_on="2023-10-10").is_late)

    def test_prv_02_identity_first_then_a_decision(self):
        request = self._request("access")
        with self._refused("cannot become 'Approved'"):
            request.action_approve()
        with self._refused("identity of the person"):
            request.action_check()
        request.identity = "document"
        request.action_check()
        with self._refused("cannot become 'Done'"):
            request.action_carry_out()
        with self._refused("Write down why"):
            request.action_refuse()
        request.refuse_reason = "Not you"
        request.action_refuse()
        self.assertEqual((request.state, request.officer_id), ("refused", self.officer))

    def test_prv_02_officers_have_a_to_do_until_it_is_done(self):
        request = self._request("access", identity="mail")
        todo = request.sudo().activity_ids.filtered(
            lambda activity: activity.user_id == self.officer
        )
        self.assertEqual(todo.date_deadline, request.deadline)
        request.action_check()
        request.action_approve()
        request.action_carry_out()
        self.assertFalse(request.sudo().activity_ids)

    def test_prv_02_one_open_request_of_each_kind(self):
        self._request("access")
        requests = self.env["cs.privacy.request"]
        with self._refused("working on this request already"):
            requests._portal_send(self.portal_user, "access", "")
        own = requests._portal_send(self.portal_user, "erase", " please ")
        self.assertEqual((own.identity, own.wording), ("account", "please"))

    def test_prv_02_only_officers_decide(self):
        request = self._request("access")
        for user in (self.agent_li, self.leader, self.manager, self.portal_user):
            with self.assertRaises(AccessError):
                request.with_user(user).read(["kind"])
            with self.assertRaises(AccessError):
                self.env["cs.privacy.request"].with_user(user).create(
                    {"kind": "access", "partner_id": self.customer.id}
                )
        with self.assertRaises(AccessError):
            request.unlink()

    def test_prv_02_copy_holds_what_we_hold(self):
        self.closed.with_user(self.agent_li).message_post(
            body="Internal: careful", subtype_xmlid="mail.mt_note"
        )
        request = self._approved("access")
        request.action_carry_out()
        copy = json.loads(request.sudo().copy_id.raw)
        self.assertEqual(copy["contact"][0]["phone"], PHONE)
        ticket = copy["tickets"][0]
        self.assertEqual(ticket["number"], self.closed.number)
        self.assertIn("does not start", ticket["cs_verbatim"])
        self.assertIn("new lock", str(copy["records"]["cs.archive"]))
        self.assertNotIn("careful", str(copy))
        self.assertNotIn("access_token", str(copy))
        self.assertTrue(request.done_at)

    def test_prv_02_customer_gets_his_copy_and_nobody_elses(self):
        request = self._approved("access")
        requests = self.env["cs.privacy.request"]
        self.assertFalse(requests._portal_copy(self.customer, request.id))
        request.action_carry_out()
        self.assertTrue(requests._portal_copy(self.customer, request.id))
        other = self.leader.partner_id
        self.assertFalse(requests._portal_copy(other, request.id))
        rows = requests._portal_rows(self.customer)
        self.assertEqual((rows[0]["state"], rows[0]["copy"]), ("Done", True))


@tagged("post_install", "-at_install")
class TestErasure(PrivacyCase):
    """PRV-02: a person becomes unknown, the figures stay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ticket = cls.closed
        with freeze_time("2023-10-09 08:50:00"):
            ticket.with_user(cls.portal_user).sudo().message_post(
                body=f"Call {PHONE}, {NAME}",
                author_id=cls.customer.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                attachments=[("photo.txt", b"picture")],
            )
        ticket.with_user(cls.agent_li).message_post(body=f"{NAME} was glad")
        need = cls._analysis(ticket, cls.cause)
        need.write({"steps": f"{NAME} presses start", "operation": f"Ask {NAME}"})
        cls.env["cs.compensation"].create(
            {
                "ticket_id": ticket.id,
                "kind_id": cls.env["cs.compensation.kind"]
                .create({"name": "Coupon"})
                .id,
                "reason": f"{NAME} waited",
            }
        )
        cls.env["cs.acceptance"].create(
            {"ticket_id": ticket.id, "result": f"{NAME} saw it run"}
        ).sudo().write({"signed_by": NAME, "comment": NAME, "state": "accepted"})
        account = cls.env["cs.key.account"].create(
            {
                "partner_id": cls.customer.id,
                "owner_id": cls.leader.id,
                "service_plan": f"<p>Visit {NAME}</p>",
            }
        )
        cls.env["cs.account.note"].create({"account_id": account.id, "text": NAME})
        cls.alone = cls._ticket(
            partner_id=False, partner_email=EMAIL, type_id=cls.type_short.id
        )
        cls.alone.stage_id = cls.stages["closed"]
        cls.alone._cs_file_now()
        cls.env.flush_all()

    def _figures(self):
        self.env.flush_all()
        query = """
            SELECT metric, state, count(*), sum(working_seconds), sum(late_seconds),
                   min(started_at), max(stopped_at)
            FROM cs_ticket_clock GROUP BY 1, 2 ORDER BY 1, 2
        """
        clocks = self.env.execute_query(SQL(query))
        facts = self.env.execute_query(
            SQL("SELECT id, kind, at, payload FROM cs_ticket_event ORDER BY id")
        )
        dossier = self.env.execute_query(
            SQL(
                "SELECT kind, cause_id, resolution_id, count(*) FROM cs_archive "
                "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
            )
        )
        tickets = self.env.execute_query(
            SQL(
                "SELECT id, partner_id, type_id, stage_id, team_id, user_id, "
                "closed_date, cs_feedback_score FROM helpdesk_ticket ORDER BY id"
            )
        )
        return clocks, facts, dossier, tickets

    def _traces(self):
        """Columns of the database in which the customer can still be found."""
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                """SELECT table_name, column_name FROM information_schema.columns
                WHERE table_schema = 'public'
                AND data_type IN ('text', 'character varying', 'jsonb', 'json')
                AND table_name IN (
                    SELECT table_name FROM information_schema.tables
                    WHERE table_type = 'BASE TABLE' AND table_schema = 'public')"""
            )
        )
        found = []
        for table, column in columns:
            query = SQL(
                "SELECT 1 FROM %s WHERE %s::text ~* %s LIMIT 1",
                SQL.identifier(table),
                SQL.identifier(column),
                f"{NAME}|{EMAIL}|{PHONE}|\\\\u5f20\\\\u4e09\\\\u4e30",
            )
            if self.env.execute_query(query):
                found.append(f"{table}.{column}")
        return found

    def test_prv_02_erase_replaces_name_and_contact_everywhere(self):
        self.assertIn("res_partner.name", self._traces())
        request = self._approved("erase", wording=f"I am {NAME}")
        request.action_carry_out()
        self.assertEqual(self._traces(), [])
        self.assertEqual(self.customer.name, f"Erased contact {self.customer.id}")
        self.assertFalse(self.customer.active)
        self.assertFalse(self.portal_user.active)
        self.assertEqual(self.closed.partner_name, self.customer.name)
        self.assertEqual(self.closed.partner_id, self.customer)
        self.assertFalse(self.alone.partner_email)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "helpdesk.ticket"), ("res_id", "=", self.closed.id)]
        )
        self.assertFalse(files)
        self.assertIn("res.partner", request.result)
        self.assertTrue(request.result_text)

    def test_prv_02_statistics_are_kept(self):
        before = self._figures()
        self._approved("erase").action_carry_out()
        self.assertEqual(self._figures(), before)

    def test_prv_02_our_own_words_stay_without_the_name(self):
        self._approved("erase").action_carry_out()
        need = self.closed.cs_need_ids
        self.assertEqual((need.operation, need.steps), ("Ask ***", False))
        bodies = " ".join(self.closed.message_ids.mapped("body"))
        self.assertIn("*** was glad", bodies)

    def test_prv_02_seal_of_the_dossier_stays_valid(self):
        entry = self.closed._cs_archives()[self.closed.id]
        self.assertFalse(entry._broken_parts())
        self._approved("erase").action_carry_out()
        entry.invalidate_recordset()
        self.assertFalse(entry._broken_parts())
        self.assertTrue(entry.erased_at)
        self.assertFalse(entry.summary)
        states = set(entry.document_ids.mapped("state"))
        self.assertEqual(states, {"erased"})
        entry.cause_id = self.other_cause
        self.assertEqual(entry._broken_parts(), ("cause_id",))

    def test_prv_02_open_tickets_refuse(self):
        ticket = self._ticket()
        request = self._approved("erase")
        self.assertIn(ticket.number, request.holds)
        with self._refused(f"cannot be erased now.*{ticket.number}"):
            request.action_carry_out()
        self.assertEqual(self.customer.name, NAME)
        self.assertEqual(request.state, "approved")

    def test_prv_02_what_the_law_wants_kept_is_kept(self):
        self.env.company.cs_privacy_retention_days = 10
        closed_at = self.closed.closed_date
        request = self._approved("erase")
        with freeze_time(closed_at), self._refused("kept until"):
            request.action_carry_out()
        self.alone.closed_date = closed_at
        with freeze_time("2023-10-19 08:46:00"):
            self.env["cs.privacy.map"]._erase(self.customer)
        self.assertFalse(self.customer.email)

    def test_prv_02_colleagues_are_not_erased(self):
        self.env["cs.privacy.map"]._erasure_holds(self.leader.partner_id)
        with self.assertRaisesRegex(UserError, "belongs to a colleague"):
            self.env["cs.privacy.map"]._erase(self.leader.partner_id)

    def test_prv_02_contacts_of_the_same_company_stay(self):
        company = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        mate = self.env["res.partner"].create(
            {"name": "Mate", "email": "mate@example.com", "parent_id": company.id}
        )
        self.customer.parent_id = company
        self._approved("erase").action_carry_out()
        self.assertEqual(mate.email, "mate@example.com")
        self.assertEqual(company.name, "ACME")

    def test_prv_02_nobody_is_written_to_about_it(self):
        request = self._approved("erase")
        mails = self.env["mail.mail"].search([])
        request.action_carry_out()
        new = self.env["mail.mail"].search([]) - mails
        self.assertEqual(new.mapped("subject"), [])

    def test_prv_02_an_erasure_can_be_repeated(self):
        self._approved("erase").action_carry_out()
        again = self._approved("erase")
        again.action_carry_out()
        self.assertEqual(self._traces(), [])

    def test_prv_02_reveals_stay_as_evidence(self):
        values = {"user_id": self.agent_li.id, "company_id": self.env.company.id}
        values |= {"ticket_id": self.closed.id, "partner_id": self.customer.id}
        now = "2023-10-09 02:00:00"
        self.env["cs.reveal.log"].create({"at": now, "until": now, **values})
        log = self.env["cs.reveal.log"].search(
            [("ticket_id", "=", self.closed.id)], limit=1
        )
        self._approved("erase").action_carry_out()
        self.assertEqual(log.user_id, self.agent_li)


@tagged("post_install", "-at_install")
class TestPrivacyMap(PrivacyCase):
    """Whatever hangs on a ticket is on the map, also what is added later."""

    def test_prv_02_every_model_of_a_ticket_is_on_the_map(self):
        privacy_map = self.env["cs.privacy.map"]
        links = privacy_map._links()
        from ..models.privacy.cs_privacy_map import FACTS

        for name, model in self.env.items():
            ours = model._original_module == "cs_service_standard" and model._auto
            if not ours or model._abstract or model._transient or name in FACTS:
                continue
            field = model._fields.get("ticket_id")
            if field is not None and field.store:
                self.assertIn(name, links)
        for name in ("cs.need.answer", "cs.solution.option", "cs.account.note"):
            self.assertIn(name, links)

    def test_prv_02_every_text_is_emptied_or_scrubbed(self):
        kinds = self.env["cs.privacy.map"]._personal_fields("cs.need.analysis")
        self.assertEqual(kinds["objection"], "empty")
        self.assertEqual(kinds["operation"], "scrub")
        kinds = self.env["cs.privacy.map"]._personal_fields("cs.acceptance")
        self.assertEqual(kinds["signature"], "drop")
        self.assertNotIn("document_hash", kinds)

    def test_prv_02_odoo_lookup_finds_tickets_by_what_stands_on_them(self):
        alone = self._ticket(partner_id=False, partner_email=EMAIL)
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": "Nobody", "email": EMAIL.upper()}
        )
        wizard.action_lookup()
        found = wizard.line_ids.filtered(lambda r: r.res_model == "helpdesk.ticket")
        self.assertIn(alone.id, found.mapped("res_id"))

    def test_prv_02_reveal_report_counts_by_user_and_month(self):
        values = {"user_id": self.agent_li.id, "company_id": self.env.company.id}
        values["ticket_id"] = self.closed.id
        for at in ("2023-10-09 02:00:00", "2023-10-10 02:00:00", "2023-11-01 02:00:00"):
            self.env["cs.reveal.log"].create({"at": at, "until": at, **values})
        logs = self.env["cs.reveal.log"].with_user(self.officer)
        rows = logs._read_group(
            [("user_id", "=", self.agent_li.id)], ["user_id", "at:month"], ["__count"]
        )
        self.assertEqual([count for _user, _month, count in rows], [2, 1])
        action = self.env.ref("cs_service_standard.cs_reveal_log_report_action")
        self.assertIn("pivot", action.view_mode)

    def test_prv_02_cost_of_the_map_grows_with_models_not_tickets(self):
        privacy_map = self.env["cs.privacy.map"]
        one = self._ticket(type_id=self.type_short.id)
        many = one
        for _number in range(9):
            many |= self._ticket(type_id=self.type_short.id)
        persons = self.customer

        def sources(tickets):
            return privacy_map.sudo()._sources(persons, tickets)

        sources(many)
        few = self._count_queries(lambda: sources(one))
        self.assertEqual(self._count_queries(lambda: sources(many)), few)
