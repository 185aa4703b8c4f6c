from odoo.tests import HttpCase, tagged

from .common import StandardData


@tagged("post_install", "-at_install", "cs_tour")
class TestStandardTour(StandardData, HttpCase):
    """A leader reads the manual: chapters, search, badges, original wording."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
        cls.leader.password = "cs_leader"

    def test_leader_reads_the_manual(self):
        self.start_tour("/odoo", "cs_standard_manual", login="cs_leader")
