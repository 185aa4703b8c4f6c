"""Export and import of a whole standard: one file, all of it or nothing (point 9)."""

import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestExchange(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.exchange = cls.env["cs.exchange"]
        cls.channel = cls.env["helpdesk.ticket.channel"].create({"name": "Test kiosk"})
        cls.target = cls._target(
            "answer", 30, channel_ids=[Command.set(cls.channel.ids)]
        )
        cls.gate = cls.env["cs.gate"].create(
            {"profile_id": cls.profile.id, "phase": "closed", "check": "feedback"}
        )
        cls.standard = cls.env["cs.standard"].create(
            {
                "name": "Our standard",
                "clause_ids": [
                    Command.create(
                        {
                            "code": "A-1",
                            "name": "Answer",
                            "mechanism_ids": [
                                Command.create(
                                    {"reference": f"cs.sla.target,{cls.target.id}"}
                                ),
                                Command.create({"function": "Built in"}),
                            ],
                        }
                    )
                ],
            }
        )
        cls.env.flush_all()
        cls.text = cls.exchange._export()

    def _document(self, text=None, **changes):
        """The file, parsed; ``changes``: model, key and values to put into it."""
        return self.exchange._parse(text or self.text)

    def _changed(self, model, name, value, **where):
        """The file with one value replaced."""
        content = json.loads(self.text)
        for record in content["records"][model].values():
            if all(record[key] == wanted for key, wanted in where.items()):
                record[name] = value
                return json.dumps(content)
        raise AssertionError(where)

    def _import(self, text, areas=None, create=()):
        document = self._document(text)
        count = self.exchange._apply(
            document, areas or list(self.exchange._areas()), create
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return count

    def _wizard(self, text, user=None):
        content = text if isinstance(text, bytes) else text.encode()
        wizard = self.env["cs.exchange.import"].with_user(user or self.env.user)
        return wizard.create({"file": base64.b64encode(content), "filename": "x.json"})

    def test_the_same_standard_gives_the_same_file(self):
        self.env.invalidate_all()
        self.assertEqual(self.exchange._export(), self.text)
        self.assertEqual(self.exchange._changes(self._document()), [])

    def test_export_delete_import_gives_an_identical_export(self):
        self.standard.unlink()
        self.target.unlink()
        self.profile.gate_ids.unlink()
        ladder = self.env.ref("cs_service_standard.cs_sla_ladder_three")
        ladder.level_ids[0].unlink()
        ladder.repeat_minutes = 7
        process = self.env.ref("cs_service_standard.cs_process_order")
        process.step_ids.unlink()
        self.env.flush_all()
        self.assertNotEqual(self.exchange._export(), self.text)
        self._import(self.text)
        self.assertEqual(self.exchange._export(), self.text)
        found = self.env["cs.standard"].search([("name", "=", "Our standard")])
        self.assertEqual(found.clause_ids.mechanism_ids[0].reference.limit_seconds, 30)

    def test_import_into_another_company_gives_an_identical_export(self):
        """What belongs to the first company is made anew, shared records stay."""
        self.profile.company_id = self.env.company
        self.standard.company_id = self.env.company
        self.calendar.company_id = self.env.company
        self.channel.company_id = self.env.company
        self.env.flush_all()
        text = self.exchange._export()
        other = self.env["res.company"].create({"name": "Other"})
        hours = other.resource_calendar_id
        other.resource_calendar_id = self.env.ref(
            "cs_service_standard.resource_calendar_office"
        )
        hours.unlink()
        self.env.user.company_ids += other
        there = self.exchange.with_company(other).with_context(
            allowed_company_ids=other.ids
        )
        missing = there._missing(there._parse(text))
        self.assertIn("Test kiosk", [name for _model, _key, name in missing])
        created = {(model, key) for model, key, _name in missing}
        there._apply(there._parse(text), list(there._areas()), created)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(there._export(), text)
        profile = self.env["cs.service.profile"].search(
            [("company_id", "=", other.id), ("name", "=", "Test standard")]
        )
        self.assertEqual((len(profile), profile.state), (1, "draft"))
        self.assertEqual(profile.target_ids.channel_ids.company_id, other)

    def test_translations_are_carried(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        clause = self.standard.clause_ids
        clause.with_context(lang="zh_CN").name = "应答"
        text = self.exchange._export()
        clause.with_context(lang="zh_CN").name = "改了"
        self._import(text)
        self.assertEqual(clause.with_context(lang="zh_CN").name, "应答")
        self.assertEqual(clause.name, "Answer")

    def test_nobody_is_in_the_file(self):
        self.profile.manager_id = self.manager
        self._target("answer", 99, partner_ids=[Command.set(self.customer.ids)])
        text = self.exchange._export()
        for name in (self.manager.name, self.customer.name, "张三丰", "13812345678"):
            self.assertNotIn(name, text)
        self.assertEqual(text, self.text)

    def test_the_list_of_differences_comes_first(self):
        text = self._changed(
            "cs.sla.target", "limit_value", 45.0, channel_ids=["=Test kiosk"]
        )
        self.env["cs.sla.ladder"].create({"name": "Only here"})
        wizard = self._wizard(text)
        wizard.action_compare()
        [line] = wizard.line_ids.filtered(lambda row: row.move == "changed")
        self.assertEqual((line.field, line.old, line.new), ("Limit", "30.0", "45.0"))
        self.assertIn("Answer within 30 seconds", line.name)
        kept = wizard.line_ids.filtered(lambda row: row.move == "kept")
        self.assertIn("Only here", " ".join(kept.mapped("name")))
        taken = wizard.area_ids.filtered("take").mapped("code")
        self.assertEqual(taken, ["profiles"])
        self.assertEqual(self.target.limit_value, 30)
        wizard.action_apply()
        self.assertEqual(wizard.done_count, 1)
        changed = self.env["cs.sla.target"].search([("limit_value", "=", 45)])
        self.assertTrue(changed)

    def test_only_what_is_ticked_is_taken(self):
        self.target.limit_value = 99
        self.standard.clause_ids.name = "Changed"
        self._import(self.text, ["standard"])
        self.assertEqual(self.standard.clause_ids.name, "Answer")
        self.assertEqual(self.target.limit_value, 99)
        wizard = self._wizard(self.text)
        wizard.action_compare()
        wizard.area_ids.write({"take": False})
        with self.assertRaises(UserError):
            wizard.action_apply()

    def test_never_half(self):
        """A record that is refused late leaves nothing behind, and is named."""
        content = json.loads(self.text)
        for record in content["records"]["cs.service.profile"].values():
            record["description"] = {"en_US": "From the file"}
        for record in content["records"]["cs.standard"].values():
            record["min_count"] = 0
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(UserError, "Nothing was changed.*at least one"),
        ):
            self._import(json.dumps(content))
        self.env.invalidate_all()
        self.assertNotEqual(self.profile.description, "From the file")
        self.assertEqual(self.exchange._export(), self.text)

    def test_a_new_record_that_is_refused_is_named(self):
        content = json.loads(self.text)
        gates = content["records"]["cs.gate"]
        key = next(key for key, gate in gates.items() if gate["check"] == "feedback")
        gates["own.twin"] = gates[key]
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(UserError, "Gate: closed feedback.*already"),
        ):
            self._import(json.dumps(content))
        self.assertEqual(self.exchange._export(), self.text)

    def test_what_is_missing_is_made_only_when_ticked(self):
        self.channel.unlink()
        [missing] = self.exchange._missing(self._document())
        self.assertEqual(
            missing, ("helpdesk.ticket.channel", "=Test kiosk", "Test kiosk")
        )
        with self.assertRaisesRegex(UserError, "Test kiosk"):
            self._import(self.text)
        wizard = self._wizard(self.text)
        wizard.action_compare()
        self.assertTrue(wizard.missing_ids.may_create)
        wizard.missing_ids.create_it = True
        wizard.action_apply()
        self.assertEqual(self.target.channel_ids.name, "Test kiosk")
        self.assertEqual(self.exchange._export(), self.text)

    def test_a_message_that_is_missing_is_not_made(self):
        content = json.loads(self.text)
        for record in content["records"]["cs.standard.mechanism"].values():
            if record["reference"] and record["reference"][0] == "mail.template":
                record["reference"][1] = "=No such letter"
                break
        text = json.dumps(content)
        ticked = {("mail.template", "=No such letter")}
        with self.assertRaisesRegex(UserError, "No such letter"):
            self._import(text, create=ticked)

    def test_bad_files_say_what_is_wrong(self):
        content = json.loads(self.text)
        future = content | {"version": 99}
        users = content | {"records": {"res.users": {"base.user_admin": {}}}}
        code = content | {"records": {"cs.gate": {"own.1": {"code": "import os"}}}}
        for text, words in (
            (b"\xff\xfe\x00", "no text file"),
            ("PK not a standard", "JSON"),
            ("{}", "no service standard"),
            (json.dumps(future), "99"),
            (json.dumps(users), "res.users"),
            (json.dumps(code), "unknown here"),
            (b" " * 5_000_001, "5 MB"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self._wizard(text).action_compare()

    def test_a_wrong_selection_is_refused(self):
        text = self._changed("cs.gate", "mode", "explode", check="feedback")
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            self._import(text)

    def test_no_code_and_no_people_can_come_in(self):
        """No field of the file holds code, and none names a person or a company."""
        for model, shape in self.exchange._shapes().items():
            for name in shape:
                field = self.env[model]._fields[name]
                self.assertNotIn("code_", name)
                self.assertNotIn(
                    field.comodel_name,
                    ("res.users", "res.partner", "res.company", "res.groups"),
                    f"{model}.{name}",
                )
                self.assertFalse(
                    field.type == "html" and not field.sanitize, f"{model}.{name}"
                )

    def test_only_managers_carry_a_standard(self):
        for user in (self.agent_li, self.leader):
            with self.assertRaises(AccessError):
                self.exchange.with_user(user)._export()
            with self.assertRaises(AccessError):
                self._wizard(self.text, user)
        text = self.exchange.with_user(self.manager)._export()
        self.assertEqual(text, self.text)
        wizard = self._wizard(text, self.manager)
        wizard.action_compare()
        self.assertFalse(wizard.has_changes)

    def test_a_manager_imports_with_his_own_rights(self):
        self.target.limit_value = 99
        wizard = self._wizard(self.text, self.manager)
        wizard.action_compare()
        wizard.action_apply()
        self.assertEqual(self.target.limit_value, 30)
        self.assertEqual(wizard.state, "done")

    def test_the_file_to_save_is_the_export(self):
        export = self.env["cs.exchange.export"].with_user(self.manager).create({})
        self.assertEqual(base64.b64decode(export.file).decode(), self.text)
        self.assertRegex(export.filename, r"service-standard-\d{4}-\d\d-\d\d\.json")
