from odoo import api, fields, models

METHODS = [
    ("sample", "Random sample"),
    ("targeted", "Targeted check"),
    ("spot", "Spot check"),
    ("mystery", "Mystery shopper"),
    ("recording", "Recording or video"),
    ("tracking", "Satisfaction tracking"),
]


class CsQualityCheck(models.Model):
    """One review of a ticket (or of a team) by a scorecard: tier 2 (QAC-02)."""

    _name = "cs.quality.check"
    _description = "Quality Review"
    _order = "due_date, id"

    ticket_id = fields.Many2one("helpdesk.ticket", ondelete="restrict", index=True)
    team_id = fields.Many2one("helpdesk.ticket.team", index=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    agent_id = fields.Many2one(
        "res.users", index=True, help="Whose work is looked at; fixed when drawn."
    )
    reviewer_id = fields.Many2one("res.users", index=True)
    template_id = fields.Many2one("cs.quality.template", ondelete="restrict")
    method = fields.Selection(METHODS, required=True, default="spot")
    reason = fields.Char(help="Why this ticket was chosen, if not by chance.")
    state = fields.Selection(
        [("todo", "To Do"), ("done", "Done"), ("cancelled", "Cancelled")],
        default="todo",
        required=True,
        readonly=True,
        copy=False,
    )
    due_date = fields.Date()
    done_at = fields.Datetime(readonly=True, copy=False)
    mark_ids = fields.One2many("cs.quality.mark", "check_id")
    score = fields.Float(readonly=True, copy=False, help="0 to 100, of what applies.")
    has_score = fields.Boolean(
        readonly=True, copy=False, help="False: nothing of the scorecard applied."
    )
    result = fields.Selection(
        [("passed", "Passed"), ("failed", "Failed")], readonly=True, copy=False
    )

    def _after_done(self):
        """Called once when the marks of reviews are saved for good; a hook."""
        return None

    @api.model
    def _average_domain(self):
        """Reviews that count for an agent's average: the random sample alone (P29)."""
        return [("state", "=", "done"), ("method", "=", "sample"), ("has_score", "=", True)]
