from freezegun import freeze_time

from odoo.tests import tagged

from .xdp_common import XdpCase


@tagged("post_install", "-at_install")
class TestSectionThirtyFour(XdpCase):
    """The delivery that several departments promised is reminded of in time."""

    def _nodes(self):
        return self.env["cs.ticket.node"].search([("ticket_id", "=", self.ticket.id)])

    def test_exe_04_coordinated_delivery_is_reminded_of_on_friday(self):
        coordination = self._confirmed()
        with freeze_time("2023-10-10 02:00:00"):
            coordination.delivery_due = "2023-10-23 02:30:00"
            coordination._told()
            coordination._told()
        node = self._nodes()
        self.assertEqual((str(node.date), node.hour), ("2023-10-23", 10.5))
        self.assertEqual(node.kind, "delivery")
        self.assertEqual(str(node.remind_on), "2023-10-20")

    def test_exe_07_a_coordinated_date_that_moves_is_counted_once(self):
        coordination = self._confirmed()
        with freeze_time("2023-10-10 02:00:00"):
            coordination._told()
            before = len(self.ticket.message_ids)
            coordination.delivery_due = "2023-11-20 02:30:00"
            coordination._told()
        change = self._nodes().change_ids
        self.assertEqual(change.told, "advance")
        self.assertEqual(str(change.new_date), "2023-11-20")
        self.assertEqual(len(self.ticket.message_ids), before)
