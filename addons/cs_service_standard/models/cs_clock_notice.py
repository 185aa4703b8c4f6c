from odoo import fields, models


class CsClockNotice(models.Model):
    """A level of a clock that has been acted on: once, whatever happens.

    The unique key is what makes a sweep harmless to run twice or to kill.
    """

    _name = "cs.clock.notice"
    _description = "Clock Notice"
    _order = "at desc, id desc"
    _log_access = False

    clock_id = fields.Many2one(
        "cs.ticket.clock", required=True, index=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True)
    level = fields.Selection([("warn", "Warning"), ("breach", "Breach")], required=True)
    at = fields.Datetime(required=True, help="When the notice was given (UTC).")
    user_id = fields.Many2one("res.users", string="Told", ondelete="set null")

    _once = models.UniqueIndex(
        "(clock_id, level)", "This notice has been given already."
    )
