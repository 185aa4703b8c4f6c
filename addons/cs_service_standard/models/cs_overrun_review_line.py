from odoo import api, fields, models


class CsOverrunReviewLine(models.Model):
    """One possible cause of an overrun: checked or not, found what, done what."""

    _name = "cs.overrun.review.line"
    _description = "Possible Cause of an Overrun"
    _order = "id"
    _rec_name = "cause"

    review_id = fields.Many2one(
        "cs.overrun.review", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True)
    cause = fields.Selection(
        [
            ("staffing", "Staffing"),
            ("system", "System stability"),
            ("other", "Another cause"),
        ],
        required=True,
        default="other",
    )
    checked = fields.Boolean(help="Somebody has looked into this cause.")
    finding = fields.Text(help="What was found, also when it was not the cause.")
    action = fields.Text(help="What is done about it; empty: nothing is needed.")

    @api.depends("cause")
    @api.depends_context("lang")
    def _compute_display_name(self):
        names = dict(self._fields["cause"]._description_selection(self.env))
        for line in self:
            line.display_name = names.get(line.cause, "")

    def _is_answered(self):
        self.ensure_one()
        return self.checked and bool((self.finding or "").strip())
