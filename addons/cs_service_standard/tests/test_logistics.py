from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .execution_common import ExecutionCase


@tagged("post_install", "-at_install")
class TestLogistics(ExecutionCase):
    """EXE-06: news of goods reach the customer with number and link."""

    def _event(self, ticket=None, **vals):
        return (
            self.env["cs.logistics.event"]
            .with_user(self.agent_li)
            .create(
                {
                    "ticket_id": (ticket or self.ticket).id,
                    "kind": "dispatched",
                    "carrier_id": self.carrier.id,
                    "number": "SF 10086/7",
                    **vals,
                }
            )
        )

    def test_exe_06_dispatched_with_number_and_link(self):
        event = self._event()
        letter = self._letters()
        self.assertEqual(len(letter), 1)
        self.assertIn("SF 10086/7", letter.body)
        link = "https://track.example.com/?n=SF%2010086%2F7&l=en"
        self.assertEqual(event.tracking_url, link)
        self.assertIn(link.replace("&", "&amp;"), str(letter.body))
        self.assertIn("Dispatched", letter.subject)

    def test_exe_06_each_node_of_the_way_is_told(self):
        self._event()
        for kind in ("collected", "transit", "delivered"):
            self._event(kind=kind)
        self._event(kind="exception", note="Box damaged, a new one follows")
        subjects = self._letters().mapped("subject")
        self.assertEqual(len(subjects), 5)
        self.assertIn("Collected by the carrier", subjects[1])
        self.assertIn("Box damaged", self._letters()[-1].body)

    def test_exe_06_the_letter_stops_no_clock(self):
        self._event()
        self.assertNotIn("contact", self.ticket.cs_event_ids.mapped("kind"))

    def test_exe_06_what_is_missing(self):
        with self._refused("carrier", ValidationError):
            self._event(carrier_id=False)
        with self._refused("tracking number of City Express", ValidationError):
            self._event(number=" ")
        with self._refused("went wrong", ValidationError):
            self._event(kind="exception")
        self.assertFalse(self._letters())

    def test_exe_06_tracking_pages_have_a_place_for_the_number(self):
        for url in ("https://track.example.com", "javascript:alert({number})"):
            with self._refused("City Express", ValidationError):
                self.carrier.tracking_url = url
        self.carrier.tracking_url = False
        self.assertFalse(self._event().tracking_url)

    def test_exe_06_the_next_news_is_of_the_same_parcel(self):
        self._event()
        events = self.env["cs.logistics.event"].with_user(self.agent_li)
        form = Form(events.with_context(default_ticket_id=self.ticket.id))
        self.assertEqual(form.number, "SF 10086/7")
        self.assertEqual(form.carrier_id, self.carrier)
        self.assertEqual(form.kind, "transit")

    def test_exe_06_told_is_told(self):
        event = self._event()
        with self.assertRaises(AccessError):
            event.number = "other"

    def test_exe_06_plain_tickets_send_nothing(self):
        plain = self._create_ticket(
            team_id=self.team_plain.id, partner_id=self.customer.id
        )
        self._event(plain)
        self.assertFalse(self._letters(plain))

    @freeze_time("2023-10-09 03:00:00")
    def test_exe_06_portal_shows_plan_news_and_report(self):
        self._event()
        self._node(done=True, kind="milestone", content="Plan review passed")
        self._node()
        self._node(kind="contact", content="Ask the supplier")
        sheet = self._sheet()
        report = self.env["cs.progress.report"].create(
            {
                "execution_id": sheet.id,
                "developed": "40 %",
                "test_results": "Passed",
                "to_confirm": "Layout",
            }
        )
        page = self.ticket.with_user(self.portal_user)._cs_portal_page()
        block = next(
            b for b in page["blocks"] if b["template"].endswith("portal_execution")
        )
        values = block["values"]
        self.assertFalse(values["report"])
        self.assertFalse(block.get("call"))
        self.assertEqual(values["plan"]["percent"], 33)
        shown = [node["content"] for node in values["plan"]["nodes"]]
        self.assertEqual(shown, ["Plan review passed", "Delivery of the machine"])
        self.assertEqual(values["plan"]["nodes"][1]["day"], "Fri, Oct 13")
        self.assertEqual(values["news"][0]["number"], "SF 10086/7")
        report.action_send()
        values = self.ticket.sudo()._cs_execution_shown()
        self.assertEqual(values["report"]["to_confirm"], "Layout")
        html = self.env["ir.qweb"]._render(
            "cs_service_standard.portal_execution", {"block": {"values": values}}
        )
        for words in ("33", "Fri, Oct 13", "Layout", "SF%2010086%2F7", "Dispatched"):
            self.assertIn(words, html)


@tagged("post_install", "-at_install")
class TestOrder(ExecutionCase):
    """ORD: an order is checked, its stock confirmed, its state shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type_order = cls.env["helpdesk.ticket.type"].create(
            {"name": "Buy", "cs_path": "short"}
        )
        steps = ("product", "quantity", "address", "payment")
        cls.env["cs.process"].create(
            {
                "name": "Buying",
                "code": "BUY_TEST",
                "tracks_order": True,
                "type_ids": [(6, 0, cls.type_order.ids)],
                "step_ids": [
                    (0, 0, {"name": f"Check {name}", "phase_before": "execution"})
                    for name in steps
                ],
            }
        )
        cls.order = cls._create_ticket(
            user_id=cls.agent_li.id,
            partner_id=cls.customer.id,
            type_id=cls.type_order.id,
        )

    def _go(self):
        self.order.with_user(self.agent_li).stage_id = self.stages["execution"]

    def test_ord_01_unchecked_address_holds_the_order(self):
        self._gate("checklist", "execution")
        steps = self.order.cs_step_ids.with_user(self.agent_li)
        self.assertEqual(len(steps), 4)
        steps.filtered(lambda s: s.name != "Check address").action_done()
        with self._refused("Check address"):
            self._go()
        steps.filtered(lambda s: s.name == "Check address").action_done()
        self._go()

    def test_ord_01_the_seeded_process_has_the_four_checks(self):
        process = self.env.ref("cs_service_standard.cs_process_order")
        names = " ".join(process.step_ids.filtered("required").mapped("name"))
        for word in ("product", "quantity", "address", "payment"):
            self.assertIn(word, names)
        self.assertEqual(process.type_ids.cs_code, "order")

    def test_ord_02_missing_goods_are_told(self):
        self._gate("stock", "execution")
        with self._refused("confirmation of the stock"):
            self._go()
        sheet = self._sheet(self.order).with_user(self.agent_li)
        sheet.stock = "missing"
        with self._refused("telling the customer what is missing"):
            self._go()
        with self._refused(self.order.number):
            sheet.action_tell_stock()
        sheet.stock_note = "There again on 16 October"
        sheet.action_tell_stock()
        self.assertIn("16 October", self._letters(self.order)[-1].body)
        self._go()

    def test_ord_02_reserved_goods_let_the_order_go_on(self):
        self._gate("stock", "execution")
        self._sheet(self.order).stock = "reserved"
        self._go()
        self.assertEqual(self.order.cs_phase, "execution")

    def test_ord_02_other_tickets_have_no_stock(self):
        self._gate("stock", "execution")
        self.ticket.with_user(self.agent_li).stage_id = self.stages["execution"]
        self.assertEqual(self.ticket.cs_phase, "execution")

    @freeze_time("2023-10-09 03:00:00")
    def test_ord_03_portal_shows_dispatched(self):
        def shown():
            return self.order.sudo()._cs_execution_shown()["order"]

        self.assertEqual(shown()["text"], "Ordered")
        sheet = self._sheet(self.order)
        sheet.order_state = "paid"
        self.assertEqual(shown()["text"], "Paid")
        self._node(self.order)
        self.env["cs.logistics.event"].with_user(self.agent_li).create(
            {
                "ticket_id": self.order.id,
                "carrier_id": self.carrier.id,
                "number": "SF1",
            }
        )
        self.assertEqual(shown()["text"], "Dispatched")
        self.assertEqual(shown()["arrival"], "Fri, Oct 13")
        self.assertFalse(self.ticket.sudo()._cs_execution_shown()["order"])
