"""Sentences in the language of the reader, also where it is not ours."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..wording import listed
from .record_common import RecordCase

THREE = ("甲 {0}", "B", 3)


@tagged("post_install", "-at_install")
class TestWording(RecordCase):
    def _in(self, code):
        self.env["res.lang"]._activate_lang(code)
        return self.env(context=dict(self.env.context, lang=code))

    def test_lists_are_separated_as_the_language_does(self):
        self.assertEqual(listed(self._in("en_US"), THREE), "甲 {0}, B, 3")
        self.assertEqual(listed(self._in("zh_CN"), THREE), "甲 {0}、B、3")

    def test_one_thing_and_none(self):
        for code in ("en_US", "zh_CN"):
            self.assertEqual(listed(self._in(code), ["B"]), "B")
            self.assertEqual(listed(self._in(code), []), "")

    def test_every_language_of_odoo_has_lists(self):
        """Lists without "and" are not known in all: Spanish has only their end."""
        codes = self.env["res.lang"].with_context(active_test=False).search([])
        self.assertGreater(len(codes), 50)
        for code in codes.mapped("code"):
            with self.subTest(code):
                found = listed(self._in(code), ("A", "B", "C"))
                self.assertRegex(found, r"(?s)^A.+B.+C$")

    def test_rec_02_gate_says_what_is_missing_in_spanish(self):
        self._gate("type_set", "classified")
        self._gate("owner_and_plan", "classified")
        ticket = self._create_ticket().with_user(self.leader)
        ticket = ticket.with_env(self._in("es_ES")(user=self.leader))
        with self.assertRaises(ValidationError) as caught:
            ticket.stage_id = self.stages["solution"]
        self.assertRegex(str(caught.exception), r"\w, .+, .+\w")
