"""Builders of complete records and gates."""

from contextlib import contextmanager

from odoo.exceptions import UserError

from .common import StandardCase


class RecordCase(StandardCase):
    """Adds a type, the entries of a complete record and a way to set up gates."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.cs_auto_assign = False
        cls.type_repair = cls.env["helpdesk.ticket.type"].create({"name": "Fix it"})
        cls.complete = {
            "partner_name": "张三丰",
            "cs_phone": "13812345678",
            "cs_verbatim": "Washing machine shows E3, please come today",
            "cs_core_issue": "Error E3, will not start",
            "cs_occurred_at": "2023-10-09 01:30:00",
            "cs_product_name": "Washing machine W100",
            "cs_expected_deadline": "2023-10-09 10:00:00",
        }
        cls.stages = {
            stage.cs_phase: stage
            for stage in cls.team._get_applicable_stages()
            if stage.cs_standard_only
        }

    @classmethod
    def _gate(cls, check, phase, mode="block", **vals):
        return cls.env["cs.gate"].create(
            {
                "profile_id": cls.profile.id,
                "phase": phase,
                "check": check,
                "mode": mode,
                **vals,
            }
        )

    @contextmanager
    def _refused(self, pattern, error=UserError):
        """Expects an error that says so, and undoes what happened before it."""
        with self.assertRaises(error) as caught:
            yield
        self.assertRegex(str(caught.exception), pattern)

    def _count_queries(self, function):
        """Number of queries ``function`` costs with cold caches of records."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before
