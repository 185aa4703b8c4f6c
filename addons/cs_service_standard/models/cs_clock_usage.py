from odoo import api, fields, models
from odoo.exceptions import UserError


class CsClockUsage(models.Model):
    """What one holder of a ticket used of the time of one clock.

    Written when the clock stops or its breach is noticed, never edited: facts and
    the agreed shares give the same rows again.
    """

    _name = "cs.clock.usage"
    _description = "Time Used of a Clock"
    _order = "at desc, clock_id desc, sequence"
    _log_access = False
    _rec_name = "ticket_id"

    clock_id = fields.Many2one(
        "cs.ticket.clock", required=True, index=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    sequence = fields.Integer(help="Order in which they had the ticket.")
    metric = fields.Selection(
        selection=lambda self: self.env["cs.sla.target"]._selection_metric(),
        required=True,
    )
    target_id = fields.Many2one("cs.sla.target", ondelete="set null")
    profile_id = fields.Many2one("cs.service.profile", ondelete="set null")
    version = fields.Integer(string="Policy Version", aggregator=None)
    channel_id = fields.Many2one("helpdesk.ticket.channel", ondelete="set null")
    type_id = fields.Many2one("helpdesk.ticket.type", ondelete="set null")
    state = fields.Selection(
        [("met", "Met"), ("missed", "Breached"), ("late", "Breached, still open")],
        string="Result",
        required=True,
    )
    at = fields.Datetime(
        string="Stopped or Noticed",
        required=True,
        help="When the clock stopped; while it is open, when its breach was noticed.",
    )
    team_id = fields.Many2one("helpdesk.ticket.team", ondelete="set null")
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        ondelete="set null",
        help="Empty: the ticket lay in the queue of the team.",
    )
    stage_id = fields.Many2one("helpdesk.ticket.stage", ondelete="set null")
    tier = fields.Selection([("1", "Tier 1"), ("2", "Tier 2")])
    waiting = fields.Boolean(
        string="Waited for Acceptance",
        help="Handed over, and nobody had taken it yet.",
    )
    seconds = fields.Integer(string="Time Used (s)", required=True)
    hours = fields.Float(string="Time Used (h)")
    share = fields.Float(
        string="Share (%)",
        digits=(5, 2),
        aggregator="avg",
        help="Of the time the clock used; the shares of a clock add up to 100 %.",
    )
    over_seconds = fields.Integer(string="Over (s)")
    over_hours = fields.Float(
        string="Over (h)",
        help="Beyond the agreed share; where none is agreed, after the due time.",
    )
    late_hours = fields.Float(
        string="Late By (h)",
        help="How late the clock was, on the row of the owner of the breach.",
    )
    is_owner = fields.Boolean(
        string="Owns the Breach", help="One row of each breached clock."
    )
    cause = fields.Selection(
        selection=lambda self: self.env["cs.ticket.clock"]._selection_breach_cause(),
        help="What the facts prove about the breach.",
    )

    _once = models.UniqueIndex(
        "(clock_id, sequence)", "The time of this clock has been split already."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(
                self.env._(
                    "The time used follows from facts; it cannot be deleted by hand."
                )
            )
