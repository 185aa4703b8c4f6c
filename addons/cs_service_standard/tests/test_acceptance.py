"""QAC-03, ACC-03, ACC-07: the signed form, its document, and closing."""

import base64
from contextlib import contextmanager

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..engine.facts import FactKind
from .acceptance_common import PNG, SIGNED, AcceptanceData
from .common import StandardCase


class AcceptanceCase(AcceptanceData, StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_acceptance()

    @contextmanager
    def _refused(self, *words):
        """Refused with these words in one sentence, and nothing happened."""
        refused = self.assertRaisesRegex(UserError, ".*".join(words))
        with refused, self.env.cr.savepoint():
            yield


@tagged("post_install", "-at_install")
class TestAcceptance(AcceptanceCase):
    @freeze_time("2023-10-09 08:40:00")
    def test_qac_03_each_of_the_three_fields_is_required(self):
        ticket = self._done()
        for lacking, word in (
            ("score", "satisfaction from 1 to 5"),
            ("agreement", "what is agreed for later"),
            ("signed_by", "name"),
        ):
            form = self._sent(ticket)
            values = {name: v for name, v in SIGNED.items() if name != lacking}
            with self.subTest(lacking), self._refused("still missing: " + word):
                form._accept("portal", **values)
            self.assertEqual(form.state, "sent")
            form.action_withdraw()
        form = self._form(ticket, result="  ")
        with self._refused("write down the result first"):
            form.action_send()
        with self._refused("still missing: result"):
            form._accept("portal", **SIGNED)

    @freeze_time("2023-10-09 08:40:00")
    def test_qac_03_signed_gives_date_and_document(self):
        ticket = self._done()
        form = self._sent(ticket)
        self.assertFalse(form.document_id)
        form._accept("portal", signature=PNG, comment="Thank you", **SIGNED)
        self.assertEqual(form.state, "accepted")
        self.assertEqual(form.signed_at, self._at("2023-10-09 08:40:00"))
        self.assertFalse(form.recorded_id, "he signed himself")
        document = form.document_id.sudo()
        self.assertEqual(
            (document.res_model, document.res_id), (ticket._name, ticket.id)
        )
        self.assertIn(document.mimetype, ("application/pdf", "text/html"))
        if document.mimetype == "text/html":
            page = document.raw.decode()
            for words in ("The machine runs again", "12 months of warranty"):
                self.assertIn(words, page)
            for words in ("5 – Very satisfied", "Thank you", "data:image/png"):
                self.assertIn(words, page)
        self.assertEqual(len(form.document_hash), 64)
        self.assertEqual(ticket.cs_feedback_score, 5)
        self.assertFalse(ticket.cs_reopen_activity_id, "a yes is no new question")

    @freeze_time("2023-10-09 08:40:00")
    def test_qac_03_what_was_signed_stays(self):
        ticket = self._done()
        form = self._sent(ticket, agreement="12 months of warranty")
        with self._refused("has gone to the customer"):
            form.write({"result": "Something else"})
        form._accept("portal", score="5", agreement="24 months", signed_by="Zhang")
        self.assertEqual(form.agreement, "12 months of warranty", "ours stands")
        for user in (self.agent_li, self.manager):
            with self.subTest(user.name), self._refused("has gone to the customer"):
                form.with_user(user).write({"result": "Something else"})
        with self._refused("has gone to the customer"):
            form.with_user(self.manager).unlink()
        with self._refused("answered or withdrawn"):
            form._accept("portal", **SIGNED)
        with self._refused("answered or withdrawn"):
            form._reject("portal", "It leaks")

    def test_qac_03_nobody_creates_an_answer(self):
        form = self._form(self._done(), state="accepted", score="5", signed_by="Li")
        self.assertEqual(
            (form.state, form.score, form.signed_by), ("draft",) + (False,) * 2
        )
        form.write({"state": "accepted", "score": "5"})
        self.assertEqual((form.state, form.score), ("draft", False))

    @freeze_time("2023-10-09 08:40:00")
    def test_qac_03_a_changed_document_is_found(self):
        form = self._sent(self._done())
        form._accept("portal", **SIGNED)
        told = form.action_check_document()["params"]
        self.assertEqual(told["type"], "success")
        form.document_id.sudo().raw = b"<p>5 of 5</p>"
        told = form.action_check_document()["params"]
        self.assertEqual(told["type"], "danger")
        self.assertIn("NOT", told["message"])
        form.document_id.sudo().unlink()
        self.assertEqual(form.action_check_document()["params"]["type"], "danger")
        form.action_document()
        self.assertEqual(form.action_check_document()["params"]["type"], "success")

    def test_qac_03_one_open_form_a_new_one_after_rework(self):
        ticket = self._done()
        form = self._sent(ticket)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._form(ticket)
        ticket._cs_record_fact("rework")
        self.assertEqual(form.state, "withdrawn")
        action = ticket.with_user(self.agent_li).action_cs_open_acceptance()
        self.assertFalse(action["res_id"], "a new form")
        self.assertEqual(self._form(ticket).state, "draft")

    @freeze_time("2023-10-09 08:40:00")
    def test_qac_03_sending_writes_to_the_customer_with_the_link(self):
        ticket = self._done()
        form = self._sent(ticket)
        (letter,) = self._letters(ticket)
        self.assertIn("Please accept the result", letter.subject)
        self.assertIn(f"/my/ticket/{ticket.id}#acceptance", letter.body)
        self.assertIn("The machine runs again", letter.body)
        self.assertNotIn("If we hear nothing", letter.body)
        self.assertEqual(form.sent_id, self.agent_li)
        nameless = self._done(partner_id=False)
        with self._refused("has no e-mail address"):
            self._sent(nameless)

    @freeze_time("2023-10-09 08:40:00")
    def test_qac_03_sending_goes_on_to_acceptance_if_the_gates_let_it(self):
        ticket = self._ticket()
        ticket.stage_id = self.stages["execution"]
        gate = self._gate("effect", "acceptance")
        form = self._form(ticket)
        with self._refused("check of the effect"):
            form.action_send()
        gate.mode = "off"
        form.action_send()
        self.assertEqual(ticket.cs_phase, "acceptance")

    @freeze_time("2023-10-09 08:40:00")
    def test_qac_03_signing_on_our_device_passes_the_same_gates(self):
        ticket = self._ticket()
        ticket.stage_id = self.stages["execution"]
        gate = self._gate("effect", "acceptance")
        form = self._form(ticket)
        wizard = self.env["cs.acceptance.sign"].with_user(self.agent_li)
        vals = {"acceptance_id": form.id, "answer": "yes", "signature": PNG, **SIGNED}
        with self._refused("check of the effect"):
            wizard.create(vals).action_confirm()
        self.assertEqual(form.state, "draft")
        gate.mode = "off"
        wizard.create(vals).action_confirm()
        self.assertEqual((form.state, ticket.cs_phase), ("accepted", "acceptance"))

    def test_qac_03_clock_of_acceptance(self):
        self._target("acceptance", 7200)
        ticket = self._done()
        with freeze_time("2023-10-09 08:40:00"):
            form = self._sent(ticket)
        clock = self._clock(ticket, "acceptance")
        self.assertEqual(
            (clock.state, str(clock.due_at)), ("running", "2023-10-09 10:40:00")
        )
        with freeze_time("2023-10-09 09:40:00"):
            form._accept("portal", **SIGNED)
        self.assertEqual((clock.state, clock.working_seconds), ("met", 3600))
        facts = self._facts(ticket, "acceptance", "signed")
        self.assertEqual(
            facts,
            [
                ("acceptance", "2023-10-09 08:40:00"),
                ("signed", "2023-10-09 09:40:00"),
            ],
        )

    def test_qac_03_accepted_after_rework_is_resolved(self):
        """A failed check ends nothing: the yes that follows it does."""
        self._target("resolution", 86400)
        self.profile.acceptance_resolves = True
        ticket = self._done()
        ticket._cs_record_fact(FactKind.REWORK, at="2023-10-09 08:50:00")
        with freeze_time("2023-10-09 09:00:00"):
            self._sent(ticket)._accept("portal", **SIGNED)
        self.assertEqual(self._clock(ticket, "resolution").state, "met")

    def test_qac_03_resolved_when_accepted_if_the_profile_says_so(self):
        self._target("resolution", 86400)
        entered = self._done()
        self.assertEqual(self._clock(entered, "resolution").state, "met")
        self.profile.acceptance_resolves = True
        ticket = self._done()
        clock = self._clock(ticket, "resolution")
        self.assertEqual(clock.state, "running")
        with freeze_time("2023-10-09 09:00:00"):
            form = self._sent(ticket)
            form._accept("portal", **SIGNED)
        self.assertEqual((clock.state, clock.working_seconds), ("met", 7 * 3600))
        with freeze_time("2023-10-09 09:10:00"):
            ticket.stage_id = self.stages["followup"]
        facts = self._facts(ticket, "resolved", "reopened")
        self.assertEqual(facts, [("resolved", "2023-10-09 09:00:00")])
        back = self._done()
        with freeze_time("2023-10-09 09:00:00"):
            back.stage_id = self.stages["execution"]
        self.assertFalse(self._facts(back, "resolved", "reopened"), "never resolved")
        self.assertEqual(self._clock(back, "resolution").state, "running")

    @freeze_time("2023-10-09 08:40:00")
    def test_rec_06_names_of_signers_are_masked(self):
        self.env.company.cs_mask_contacts = True
        form = self._sent(self._done())
        form._accept("portal", **SIGNED)
        shown = form.with_user(self.agent_li).read(["signed_by"])[0]["signed_by"]
        self.assertEqual(shown, "张**")
        self.assertEqual(form.sudo().signed_by, "张三丰")
        page = form.document_id.sudo().raw.decode(errors="ignore")
        self.assertNotIn("张三丰", page)

    @freeze_time("2023-10-09 08:40:00")
    def test_qac_03_on_our_device_and_on_the_telephone(self):
        for way, extra, wanted in (
            ("tablet", {"signature": PNG}, "signature"),
            ("phone", {"wording": "Yes, it runs"}, "what the customer said"),
        ):
            with self.subTest(way):
                ticket = self._done()
                form = self._form(ticket)
                wizard = self.env["cs.acceptance.sign"].with_user(self.agent_li)
                vals = {"acceptance_id": form.id, "way": way, "answer": "yes", **SIGNED}
                with self._refused("still missing: " + wanted):
                    wizard.create(vals).action_confirm()
                wizard.create(vals | extra).action_confirm()
                self.assertEqual((form.state, form.way), ("accepted", way))
                self.assertEqual(form.recorded_id, self.agent_li)
                sheet = ticket._cs_executions()[ticket.id]
                self.assertEqual(sheet.told_by, self.agent_li)
                self.assertEqual(sheet.satisfied, "yes")
        self.assertEqual(form.wording, "Yes, it runs")
        with self._refused("correct the time"):
            late = vals | extra | {"acceptance_id": self._form(self._done()).id}
            wizard.create(late | {"at": "2023-10-09 09:00:00"}).action_confirm()

    def test_qac_03_a_signature_is_a_small_picture(self):
        form = self._sent(self._done())
        for bad in ("no base64", base64.b64encode(b"<svg/>").decode()):
            with self._refused("please sign again"):
                form._accept("portal", signature=bad, **SIGNED)
        self.assertEqual(form.state, "sent")

    def test_qac_03_forms_of_other_teams_are_closed(self):
        other = self._create_team("Far", cs_profile_id=self.profile.id)
        other.user_ids = self.agent_wang
        ticket = self._done(team_id=other.id, user_id=self.agent_wang.id)
        with self.assertRaises(AccessError):
            self._form(ticket)
        form = self.env["cs.acceptance"].with_user(self.agent_wang)
        form = form.create({"ticket_id": ticket.id, "result": "Done"})
        for user in (self.agent_li, self.portal_user):
            with self.assertRaises(AccessError):
                form.with_user(user).read(["result"])


@tagged("post_install", "-at_install")
class TestAcceptanceGate(AcceptanceCase):
    def test_qac_03_gate_into_follow_up(self):
        self._gate("accepted", "followup")
        ticket = self._done()
        mine = ticket.with_user(self.agent_li)
        with self._refused("acceptance by the customer"):
            mine.stage_id = self.stages["followup"]
        form = self._sent(ticket)
        with self._refused("acceptance by the customer"):
            mine.stage_id = self.stages["followup"]
        form._accept("portal", **SIGNED)
        mine.stage_id = self.stages["followup"]
        ticket._cs_record_fact("rework", at=self._at("2099-01-01 00:00:00"))
        missing = self.env["cs.gate"]._check_gate_accepted(ticket)
        self.assertIn(ticket.id, missing, "older than the rework")
        short = self._done(type_id=self.type_short.id)
        short.with_user(self.agent_li).stage_id = self.stages["followup"]

    def test_qac_03_seeded_gates(self):
        for name, phase in (("accepted", "followup"), ("satisfied", "closed")):
            gate = self.env.ref(f"cs_service_standard.cs_gate_std_{name}")
            self.assertEqual(
                (gate.check, gate.phase, gate.mode), (name, phase, "block")
            )

    def test_queries_of_the_gates_do_not_grow(self):
        self._gate("accepted", "followup")
        self._gate("satisfied", "closed")
        tickets = self.env["helpdesk.ticket"].union(
            *(self._done() for _number in range(12))
        )
        for ticket in tickets[::2]:
            self._sent(ticket)._accept("portal", **SIGNED)
        counts = []
        for batch in (tickets[:2], tickets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            gates = self.env["cs.gate"]
            gates._check_gate_accepted(batch)
            gates._check_gate_satisfied(batch)
            batch._cs_life_acceptance()
            batch._cs_life_second_handling()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLess(counts[0], 20)


@tagged("post_install", "-at_install")
class TestClose(AcceptanceCase):
    """Button Close."""

    def test_acc_03_satisfied_closes_at_1030(self):
        ticket = self._done("2023-10-09 02:10:00")
        mine = ticket.with_user(self.agent_li)
        with freeze_time("2023-10-09 02:20:00"):
            self._sent(ticket)._accept("portal", **SIGNED)
        with freeze_time("2023-10-09 02:30:00"):
            mine.action_cs_close()
        self.assertEqual(ticket.cs_phase, "closed")
        self.assertEqual(ticket.closed_date, self._at("2023-10-09 02:30:00"))
        facts = self._facts(ticket, "closed")
        self.assertEqual(facts, [("closed", "2023-10-09 02:30:00")])

    def test_acc_03_needs_a_satisfied_customer_and_the_gates(self):
        self._gate("feedback", "closed")
        self._gate("result_told", "closed")
        ticket = self._done()
        mine = ticket.with_user(self.agent_li)
        with self._refused("a satisfied customer", "telling the customer the result"):
            mine.action_cs_close()
        self.assertNotEqual(ticket.cs_phase, "closed")
        log = self.env["cs.contact.log"].with_user(self.agent_li)
        log.create(
            {
                "ticket_id": ticket.id,
                "purpose": "result",
                "satisfied": "yes",
                "summary": "Runs",
            }
        ).action_log()
        mine.cs_feedback_score = 4
        mine.action_cs_close()
        self.assertEqual(ticket.cs_phase, "closed")

    def test_acc_03_silence_closes_but_nobody_is_satisfied(self):
        ticket = self._done()
        form = self._sent(ticket).sudo()
        form.write({"state": "tacit", "signed_at": form.sent_at})
        ticket.with_user(self.agent_li).action_cs_close()
        self.assertEqual(ticket.cs_phase, "closed")
        self.assertFalse(ticket.cs_feedback_score)

    def test_acc_03_short_path_closes_without_a_form(self):
        ticket = self._done(type_id=self.type_short.id)
        ticket.with_user(self.agent_li).action_cs_close()
        self.assertEqual(ticket.cs_phase, "closed")

    def test_acc_07_no_confirmation_no_closing(self):
        self._gate("satisfied", "closed")
        ticket = self._done()
        with self._refused("a satisfied customer"):
            ticket.with_user(self.agent_li).stage_id = self.stages["closed"]
        self._sent(ticket)._accept("portal", **SIGNED)
        ticket.with_user(self.agent_li).stage_id = self.stages["closed"]
        self.assertEqual(ticket.cs_phase, "closed")

    def test_acc_03_the_course_says_what_to_do(self):
        ticket = self._done().with_user(self.agent_li)
        part = self._part(ticket)
        self.assertEqual((part["state"], part["next"]), ("todo", "Ask for acceptance"))
        form = self._form(ticket)
        self.assertEqual(self._part(ticket)["state"], "open")
        form.action_send()
        part = self._part(ticket)
        self.assertEqual(part["state"], "waiting")
        self.assertIn("The customer", part["waits_for"])
        form._accept("portal", **SIGNED)
        part = self._part(ticket)
        self.assertEqual(part["state"], "done")
        self.assertIn(["Satisfaction", "5 of 5"], part["lines"])
        action = ticket.action_cs_open_acceptance()
        self.assertEqual(action["res_id"], form.id)

    def _part(self, ticket):
        self.env.invalidate_all()
        return ticket.sudo()._cs_life_acceptance()[ticket.id]
