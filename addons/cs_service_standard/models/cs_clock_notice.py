from odoo import api, fields, models

from .cs_row_mixin import CopiedLink


class CsClockNotice(models.Model):
    """A level that a clock has reached: the outbox of the scheduler, and its log.

    One row per clock and level, whatever happens: the unique key is what makes a
    sweep harmless to run twice or to kill.  It carries no text about anybody.
    """

    _name = "cs.clock.notice"
    _description = "Escalation"
    _order = "at desc, id desc"
    _log_access = False
    _rec_name = "level_name"

    # goes with the clock all the same: cs_clock_notice_end.py
    clock_id = CopiedLink("cs.ticket.clock", required=True, ondelete="cascade")
    ticket_id = CopiedLink("helpdesk.ticket", required=True, ondelete="cascade")
    company_id = CopiedLink("res.company", required=True)
    metric = fields.Selection(related="clock_id.metric", string="Clock Type")
    due_at = fields.Datetime(related="clock_id.due_at")
    clock_state = fields.Selection(
        related="clock_id.state", string="State of the Clock"
    )
    team_id = fields.Many2one(related="ticket_id.team_id")
    owner_id = fields.Many2one(related="ticket_id.user_id", string="Owner")
    ladder_id = fields.Many2one("cs.sla.ladder", compute="_compute_level_name")
    level = fields.Selection(
        selection="_selection_level",
        string="Level Reached",
        required=True,
        help="Warning, breach, or a level of a ladder.",
    )
    level_id = fields.Many2one("cs.sla.ladder.level", compute="_compute_level_name")
    level_name = fields.Char(compute="_compute_level_name", string="What Happened")
    level_at = fields.Datetime(
        string="Reached", help="When the clock reached the level (UTC)."
    )
    at = fields.Datetime(
        string="Noticed",
        required=True,
        help="When the scheduler took it up (UTC).",
    )
    on_attach = fields.Boolean(
        string="Late When Promised",
        help="The time was over already when the promise came.",
    )
    # a fact goes with its ticket only, and so does the notice
    cause_id = CopiedLink(
        "cs.ticket.event",
        ondelete="set null",
        help="The change that brought a promise which was late at once.",
    )
    user_id = fields.Many2one("res.users", string="Told", ondelete="set null")
    recipient_ids = fields.One2many(
        "cs.clock.notice.recipient", "notice_id", string="Everybody Told"
    )
    deliver_at = fields.Datetime(
        string="Next Delivery", help="Empty: nothing is left to tell."
    )
    delivered_at = fields.Datetime(string="Last Told")
    times = fields.Integer(string="Times Told", aggregator=None)
    error = fields.Char(help="Why the last delivery failed; it is tried again.")
    needs_ack = fields.Boolean(string="To Be Acknowledged")
    acknowledged_at = fields.Datetime()
    acknowledged_by = fields.Many2one("res.users", ondelete="set null")

    _once = models.UniqueIndex(
        "(clock_id, level)", "This notice has been given already."
    )
    _deliver_idx = models.Index("(deliver_at) WHERE deliver_at IS NOT NULL")
    # what a ticket waits for; the other notices of a ticket are found by its clocks
    _open_idx = models.Index("(ticket_id) WHERE needs_ack AND acknowledged_at IS NULL")

    @api.model
    def _selection_level(self):
        """Levels without a ladder, then those of every ladder."""
        levels = self.env["cs.sla.ladder.level"].sudo()
        levels = levels.search([("ladder_id", "!=", False)])
        return [
            ("warn", self.env._("Warning")),
            ("breach", self.env._("Breach")),
            *((level._key(), level.display_name) for level in levels),
        ]

    @api.depends("level")
    @api.depends_context("lang")
    def _compute_level_name(self):
        """Levels are named, not linked: that keeps the sweep cheap.

        As superuser: a notice says what happened also to those who may not see
        ladders of another company.
        """
        levels = self.env["cs.sla.ladder.level"].sudo()
        named = {int(n.level) for n in self if n.level and n.level.isdigit()}
        known = {level._key(): level for level in levels.browse(named).exists()}
        plain = {"warn": self.env._("Warning"), "breach": self.env._("Breach")}
        for notice in self:
            level = known.get(notice.level, levels)
            notice.level_id = level
            notice.ladder_id = level.ladder_id
            name = plain.get(notice.level) or level.display_name
            notice.level_name = name or self.env._("Former level")
