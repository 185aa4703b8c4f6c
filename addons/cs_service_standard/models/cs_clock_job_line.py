from odoo import fields, models


class CsClockJobLine(models.Model):
    """A ticket that a clock job could not work on, and why."""

    _name = "cs.clock.job.line"
    _description = "Clock Job Error"
    _order = "id"
    _rec_name = "ticket_id"

    job_id = fields.Many2one(
        "cs.clock.job", required=True, index=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    error = fields.Char(help="What the system said.")
