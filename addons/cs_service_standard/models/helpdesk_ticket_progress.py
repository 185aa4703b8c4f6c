from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.instants import from_epoch, to_epoch

UNSOLVED = ("intake", "classified", "analysis", "solution", "waiting")


class HelpdeskTicket(models.Model):
    """What comes next and what was reached, as the ticket and the portal show it."""

    _inherit = "helpdesk.ticket"

    cs_node_ids = fields.One2many(
        "cs.ticket.node",
        "ticket_id",
        string="Service Nodes",
        copy=False,
        groups="base.group_user",
    )
    cs_progress_ids = fields.One2many(
        "cs.progress.update",
        "ticket_id",
        string="Progress Reports",
        copy=False,
        groups="base.group_user",
    )
    cs_progress_text = fields.Char(
        string="Progress",
        compute="_compute_cs_progress",
        compute_sudo=True,
        help="The latest report that the customer may read.",
    )
    cs_progress_eta = fields.Datetime(
        string="Expected At",
        compute="_compute_cs_progress",
        compute_sudo=True,
        help="When the customer was told to expect the next thing.",
    )

    @api.depends("cs_progress_ids.text", "cs_progress_ids.eta")
    def _compute_cs_progress(self):
        for ticket in self:
            told = ticket.cs_progress_ids.filtered("customer_visible")
            latest = told.sorted(lambda u: (u.at, u.id or 0))[-1:]
            ticket.cs_progress_text = latest.text
            ticket.cs_progress_eta = latest.eta

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals or "team_id" in vals:
            self.sudo().cs_node_ids.filtered(lambda n: not n.done)._follow_owner()
        return result

    def action_cs_report_progress(self):
        self.ensure_one()
        if not self._cs_following():
            raise UserError(
                self.env._(
                    "Ticket %s follows no standard: answer in the conversation.",
                    self.number,
                )
            )
        return {
            "name": self.env._("Report Progress"),
            "type": "ir.actions.act_window",
            "res_model": "cs.progress.update",
            "view_mode": "form",
            "target": "new",
            "context": self._cs_progress_defaults(),
        }

    def _cs_progress_defaults(self):
        """What the form of a report begins with: a sentence that is true today.

        Also when there is no solution yet the customer hears that somebody works on
        it and when he hears again (EXE-05).
        """
        defaults = {"default_ticket_id": self.id}
        eta = self._cs_progress_next_due()
        if eta:
            defaults["default_eta"] = fields.Datetime.to_string(eta)
        if self.cs_phase in UNSOLVED:
            reader = self._cs_with_customer_lang()
            seed = self._cs_progress_seed(eta)
            defaults |= {
                "default_text": seed,
                "default_seed": seed,
                "default_next_step": reader.env._("We go on looking for a solution"),
            }
        return defaults

    def _cs_progress_seed(self, eta):
        """'In progress, expected tomorrow 17:30', in the customer's language.

        :param eta: naive UTC datetime or nothing
        """
        reader = self._cs_with_customer_lang()
        if not eta:
            return reader.env._("In progress")
        when = reader._cs_when(eta, reader._cs_reader_zone())
        return reader.env._("In progress, expected %s", when)

    def _cs_with_customer_lang(self):
        ticket = self.sudo()
        return ticket.with_context(lang=ticket.partner_id.lang or self.env.lang)

    def _cs_progress_next_due(self):
        """When the report after this one will be due; ``False`` without a clock."""
        clock = self.sudo().cs_clock_ids.filtered(
            lambda c: c.metric == "progress_update" and c.state == "running"
        )[-1:]
        if not clock:
            return False
        calendars = self.env["cs.clock.service"]._calendars()
        time = calendars(clock.mode, clock.calendar_id.id)
        due = time.advance(to_epoch(fields.Datetime.now()), clock.limit_seconds)
        return due is not None and from_epoch(due)
