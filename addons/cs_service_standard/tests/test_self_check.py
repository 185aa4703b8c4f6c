from base64 import b64encode

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import StandardCase

VIDEO = b64encode(b"\0\0\0\x18ftypmp42" + bytes(100))
PHOTO = b64encode(b"\xff\xd8\xff\xe0" + bytes(100))
REPORT = b64encode(b"%PDF-1.7 " + bytes(100))
START = "2023-10-09 02:00:00"
LATER = "2023-10-09 08:00:00"


@tagged("post_install", "-at_install")
class TestSelfCheck(StandardCase):
    """QAC-01: the executor checks his own work and proves it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kinds = cls.env["cs.evidence.kind"]
        cls.video, cls.report, cls.words = kinds.create(
            [
                {"name": "Video", "medium": "video", "max_mb": 1, "sequence": 1},
                {"name": "Test report", "medium": "file", "sequence": 2},
                {"name": "In words", "medium": "text", "sequence": 3},
            ]
        )
        cls.type_repair = cls.env["helpdesk.ticket.type"].create(
            {
                "name": "Repair",
                "cs_path": "full",
                "cs_evidence_kind_ids": [Command.set((cls.video + cls.report).ids)],
            }
        )
        cls.env["cs.gate"].create(
            {
                "profile_id": cls.profile.id,
                "phase": "acceptance",
                "check": "self_check",
            }
        )
        with freeze_time(START):
            cls.ticket = cls._create_ticket(
                type_id=cls.type_repair.id, user_id=cls.agent_li.id
            )
            cls._move(cls.ticket, "execution")

    @classmethod
    def _move(cls, ticket, phase):
        stages = ticket.cs_stage_ids.filtered(lambda s: s.cs_phase == phase)
        ticket.stage_id = stages[:1]

    def _check(self, ticket=None, user=None):
        ticket = ticket or self.ticket
        checks = self.env["cs.self.check"].with_user(user or self.agent_li)
        checks = checks.with_context(default_ticket_id=ticket.id)
        return checks.create({})

    def _add(self, check, kind, file=None, **vals):
        line = check.evidence_ids.filtered(lambda e: e.kind_id == kind)
        name = {VIDEO: "run.mp4", PHOTO: "shot.jpg", REPORT: "test.pdf"}.get(file)
        line.write({"file": file, "file_name": name, **vals})
        return line

    def _done(self, ticket=None, at=LATER):
        with freeze_time(at):
            check = self._check(ticket)
            self._add(check, self.video, VIDEO)
            self._add(check, self.report, REPORT)
            check.action_done()
        return check

    def _blocked(self, pattern, ticket=None):
        with self.assertRaisesRegex(ValidationError, pattern), self.cr.savepoint():
            self._move((ticket or self.ticket).with_user(self.agent_li), "acceptance")
        self.env.invalidate_all()

    def test_qac_01_report_only_says_video_missing(self):
        check = self._check()
        self._add(check, self.report, REPORT)
        with self.assertRaisesRegex(UserError, "(?i)video missing"):
            check.action_done()
        self.assertEqual(check.state, "draft")
        self._blocked("(?i)video missing")

    def test_qac_01_video_and_report_pass(self):
        self._blocked("(?i)video and test report missing")
        check = self._done()
        self.assertEqual(check.state, "done")
        self.assertEqual(check.done_by, self.agent_li)
        self.assertEqual(str(check.done_at), LATER)
        self._move(self.ticket.with_user(self.agent_li), "acceptance")
        self.assertEqual(self.ticket.cs_phase, "acceptance")

    def test_qac_01_evidence_without_the_declaration_is_not_enough(self):
        check = self._check()
        self._add(check, self.video, VIDEO)
        self._add(check, self.report, REPORT)
        self._blocked("finishing the self-check")

    def test_qac_01_after_rework_the_earlier_one_counts_no_more(self):
        first = self._done()
        with freeze_time("2023-10-09 09:00:00"):
            self.ticket._cs_record_fact("rework", payload={"check": 1})
        self._blocked("(?i)video and test report missing")
        self.assertFalse(self.ticket._cs_self_checks())
        second = self._done(at="2023-10-09 10:00:00")
        self.assertNotEqual(second, first)
        self._move(self.ticket.with_user(self.agent_li), "acceptance")

    def test_qac_01_moved_back_to_execution_counts_as_rework(self):
        self._done()
        with freeze_time("2023-10-09 09:00:00"):
            self._move(self.ticket, "quality")
        self.assertTrue(self.ticket._cs_self_checks())
        with freeze_time("2023-10-09 10:00:00"):
            self._move(self.ticket, "execution")
        self._blocked("missing")

    def test_qac_01_reopened_counts_as_rework(self):
        self._done()
        with freeze_time("2023-10-09 10:00:00"):
            self._move(self.ticket, "closed")
        with freeze_time("2023-10-10 02:00:00"):
            self._move(self.ticket, "quality")
        self._blocked("missing")

    def test_qac_01_short_path_and_types_without_evidence_are_not_asked(self):
        types = self.env["helpdesk.ticket.type"]
        for vals in (
            {"cs_path": "full"},
            {"cs_path": "short", "cs_evidence_kind_ids": self.video.ids},
        ):
            kind = types.create({"name": "Query", **vals})
            ticket = self._create_ticket(type_id=kind.id, user_id=self.agent_li.id)
            self._move(ticket.with_user(self.agent_li), "acceptance")
            self.assertEqual(ticket.cs_phase, "acceptance")
            self.assertNotIn("selfcheck", self._codes(ticket))

    def test_qac_01_text_evidence(self):
        self.type_repair.cs_evidence_kind_ids = self.words
        check = self._check()
        self._add(check, self.words, text="  ")
        with self.assertRaisesRegex(UserError, "In words missing"):
            check.action_done()
        self._add(check, self.words, text="Ran three programmes, no E3")
        check.action_done()

    def test_qac_01_a_photo_is_no_video(self):
        line = self._check().evidence_ids[:1]
        for file, name, pattern in (
            (PHOTO, "run.mp4", "does not suit"),
            (REPORT, "run.mp4", "does not suit"),
            (b64encode(b"MZ\x90\0"), "run.mp4", "do not take"),
            (VIDEO, "run.exe", "do not take"),
            (b64encode(b"\0\0\0\x18ftypmp42" + bytes(2**20)), "a.mp4", "too big"),
        ):
            with (
                self.subTest(name=name, pattern=pattern),
                self.assertRaisesRegex(ValidationError, pattern),
                self.cr.savepoint(),
            ):
                line.write({"file": file, "file_name": name})

    def test_qac_01_a_report_may_be_photographed(self):
        check = self._check()
        self.assertTrue(self._add(check, self.report, PHOTO).is_given)

    def test_qac_01_reviewer_sees_the_evidence(self):
        self._done()
        review = self.env["cs.quality.check"].create({"ticket_id": self.ticket.id})
        names = review._evidence_files().mapped("name")
        self.assertLessEqual({"run.mp4", "test.pdf"}, set(names))

    def test_qac_01_done_stays_as_it_was(self):
        check = self._done()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            check.statement = "Something else"
        with self.assertRaisesRegex(UserError, "stays as it is"):
            check.evidence_ids[:1].write({"file": False})
        with self.assertRaisesRegex(UserError, "stays as it is"):
            check.evidence_ids.unlink()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.env["cs.self.check.evidence"].with_user(self.agent_li).create(
                {"self_check_id": check.id, "kind_id": self.words.id, "text": "Late"}
            )
        with freeze_time("2023-10-09 09:00:00"):
            self.ticket._cs_record_fact("rework")
        following = self._check()
        for values in ({"state": "done"}, {"done_at": START}):
            with self.assertRaises(AccessError):
                following.write(values)

    def test_qac_01_from_the_ticket_in_one_step(self):
        action = self.ticket.with_user(self.agent_li).action_cs_open_selfcheck()
        self.assertFalse(action["res_id"])
        form = Form(
            self.env["cs.self.check"]
            .with_user(self.agent_li)
            .with_context(**action["context"])
        )
        check = form.save()
        self.assertEqual(check.evidence_ids.kind_id, self.video + self.report)
        action = self.ticket.with_user(self.agent_li).action_cs_open_selfcheck()
        self.assertEqual(action["res_id"], check.id)

    def _codes(self, ticket):
        life = ticket.with_user(self.agent_li).cs_life
        return [part["code"] for part in life["parts"]]

    def _part(self, ticket=None):
        self.env.invalidate_all()
        life = (ticket or self.ticket).with_user(self.agent_li).cs_life
        return next(part for part in life["parts"] if part["code"] == "selfcheck")

    def test_qac_01_card_on_the_course(self):
        part = self._part()
        self.assertEqual(part["state"], "todo")
        self.assertIn("Video and Test report", part["next"])
        check = self._check()
        self._add(check, self.video, VIDEO)
        part = self._part()
        self.assertEqual(
            part["lines"], [["Video", "provided"], ["Test report", "missing"]]
        )
        check.sudo().unlink()
        self._done()
        part = self._part()
        self.assertEqual(part["state"], "done")
        self.assertFalse(part["next"])
        with freeze_time("2023-10-09 09:00:00"):
            self.ticket._cs_record_fact("rework")
        self.assertEqual(self._part()["state_text"], "Again, after the rework")

    def test_gate_and_card_cost_the_same_for_50(self):
        queries = []
        for number in (1, 50):
            values = self._prepare_ticket_vals(type_id=self.type_repair.id)
            tickets = self.env["helpdesk.ticket"].create([values] * number)
            self.env["cs.self.check"].create([{"ticket_id": t.id} for t in tickets])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            gates = self.env["cs.gate"]
            self.assertEqual(len(gates._check_gate_self_check(tickets)), number)
            tickets.sudo()._cs_life_selfcheck()
            queries.append(self.env.cr.sql_log_count - before)
        self.assertEqual(queries[0], queries[1], queries)

    def test_standard_asks_repairs_for_video_and_report(self):
        repair = self.env.ref("cs_service_standard.helpdesk_ticket_type_repair")
        media = repair.cs_evidence_kind_ids.mapped("medium")
        self.assertEqual(media, ["video", "file"])
        profile = self.env.ref("cs_service_standard.cs_service_profile_std")
        gates = self.env["cs.gate"].search(
            [("profile_id", "=", profile.id), ("check", "=", "self_check")]
        )
        self.assertEqual((gates.phase, gates.mode), ("acceptance", "block"))
