from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

CLOCK = Markup("<li><b>%s</b>: %s</li>")


class CsSetupAssistant(models.Model):
    """The last page: is it healthy, and what does a ticket look like now?"""

    _inherit = "cs.setup.assistant"

    health_ref = fields.Integer(readonly=True, copy=False, help="The last check.")
    finding_ids = fields.Many2many(
        "cs.health.finding", string="Health Check", compute="_compute_finding_ids"
    )
    is_green = fields.Boolean(compute="_compute_finding_ids")
    test_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Shows the clocks of a request. It counts in no report and goes with "
        "Finish.",
    )
    test_clocks = fields.Html(
        string="Its Clocks", compute="_compute_test_clocks", sanitize=False
    )

    @api.depends("health_ref")
    def _compute_finding_ids(self):
        for assistant in self:
            page = self.env["cs.health.check"].search(
                [("id", "=", assistant.health_ref)]
            )
            assistant.finding_ids = page.finding_ids
            red = page.finding_ids.filtered(lambda f: f.severity == "serious")
            assistant.is_green = bool(page) and not red

    def action_check(self):
        self._look_at_health()

    def _look_at_health(self):
        for assistant in self:
            check = self.env["cs.health.check"].with_context(
                allowed_company_ids=assistant.company_id.ids
            )
            page = check.create({})
            page._run()
            assistant.health_ref = page.id

    @api.depends("test_ticket_id")
    @api.depends_context("lang", "tz")
    def _compute_test_clocks(self):
        for assistant in self:
            clocks = assistant.test_ticket_id.cs_clock_ids
            lines = Markup("").join(
                CLOCK % (clock.display_name, clock.target_id.summary or "")
                for clock in clocks
            )
            assistant.test_clocks = lines and Markup("<ul>%s</ul>") % lines

    def action_test_ticket(self):
        """A ticket as a customer would send it, marked as a test."""
        self.ensure_one()
        if not self.test_ticket_id.exists():
            self.test_ticket_id = self.env["helpdesk.ticket"].create(
                self._prepare_test_ticket()
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": self.test_ticket_id.id,
            "view_mode": "form",
        }

    def _prepare_test_ticket(self):
        line = self.team_line_ids.filtered("team_id")[:1]
        if not line:
            raise UserError(
                self.env._(
                    "There is no team yet: answer the questions and set up first."
                )
            )
        written = self.channel_ids.filtered(lambda c: c.cs_kind == "deferred")
        return {
            "name": self.env._("TEST: how long may this take?"),
            "description": self.env._(
                "Made by the set-up assistant to show the clocks; it counts nowhere."
            ),
            "company_id": self.company_id.id,
            "team_id": line.team_id.id,
            "type_id": line.type_ids[:1].id,
            "channel_id": written[:1].id,
            "user_id": False,
        }

    def action_remove_test(self):
        self.test_ticket_id.unlink()

    def action_finish(self):
        """The test goes; the queue of the desk opens."""
        self.test_ticket_id.unlink()
        return self.env["ir.actions.actions"]._for_xml_id(
            "cs_service_standard.helpdesk_ticket_queue_action"
        )
