from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...engine.nonconformity import OPEN, State

STATES = [
    (State.OPEN.value, "To Correct"),
    (State.CORRECTED.value, "Corrected"),
    (State.VERIFIED.value, "Verified"),
    (State.CLOSED.value, "Closed"),
    (State.WITHDRAWN.value, "Withdrawn"),
]
# written by the course of events alone
GUARDED = {
    "state",
    "is_rework",
    "check_id",
    "corrected_by",
    "corrected_at",
    "verified_by",
    "verified_at",
}
# what a review says is not corrected by hand
REVIEWED = {"ticket_id", "agent_id", "team_id", "what"}


class CsNonconformity(models.Model):
    """Work that was not as the standard wants it, followed until it is put right.

    A failed review opens one by itself; people open others by hand.
    """

    _name = "cs.nonconformity"
    _description = "Non-conformity"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "due_date, id desc"

    check_id = fields.Many2one(
        "cs.quality.check",
        string="Failed Review",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket", ondelete="cascade", index="btree_not_null"
    )
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        compute="_compute_place",
        store=True,
        readonly=False,
        precompute=True,
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_place",
        store=True,
        precompute=True,
        required=True,
    )
    agent_id = fields.Many2one(
        "res.users",
        index=True,
        domain="[('share', '=', False)]",
        help="Whose work it was.",
    )
    clause_ids = fields.Many2many(
        "cs.standard.clause",
        string="Clauses",
        help="What the standard says about it.",
    )
    what = fields.Text(string="What Is Wrong", required=True)
    cause = fields.Text(string="Root Cause", help="Why it could happen.")
    containment = fields.Text(
        string="At Once", help="What was done so that the customer has no harm from it."
    )
    correction = fields.Text(help="What was put right, and how it stays so.")
    finding = fields.Char(
        string="Still Wrong", help="What the check of the correction found."
    )
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        required=True,
        tracking=True,
        index=True,
        domain="[('share', '=', False)]",
        help="Who puts it right. Somebody else verifies it.",
    )
    due_date = fields.Date(
        required=True,
        tracking=True,
        default=fields.Date.context_today,
        help="By when it has to be put right.",
    )
    state = fields.Selection(
        STATES, default="open", required=True, readonly=True, copy=False, tracking=True
    )
    is_rework = fields.Boolean(
        string="Rework",
        readonly=True,
        help="The ticket went back to execution because of it.",
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    corrected_by = fields.Many2one("res.users", readonly=True, copy=False)
    corrected_at = fields.Datetime(readonly=True, copy=False)
    verified_by = fields.Many2one("res.users", readonly=True, copy=False)
    verified_at = fields.Datetime(readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(check_id) WHERE check_id IS NOT NULL",
        "A failed review has one non-conformity.",
    )
    _ticket_idx = models.Index("(ticket_id, state) WHERE is_rework")

    @api.depends("ticket_id", "check_id.team_id")
    def _compute_place(self):
        """Where it happened; as superuser, since agents open them on any ticket."""
        for record in self.sudo():
            ticket, check = record.ticket_id, record.check_id
            record.team_id = ticket.team_id or check.team_id or record.team_id
            record.company_id = (
                ticket.company_id or check.company_id or self.env.company
            )

    @api.depends("ticket_id.number", "team_id.name")
    def _compute_display_name(self):
        for record in self:
            place = record.ticket_id.sudo().number or record.team_id.sudo().name or ""
            record.display_name = self.env._("%s: non-conformity", place)

    @api.depends("state", "due_date")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for record in self:
            due = record.due_date
            record.is_overdue = record.state == "open" and bool(due) and due < today

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "=", "open"), ("due_date", "<", "today")]

    @api.model_create_multi
    def create(self, vals_list):
        """Only a review says that it sends a ticket back."""
        if not self.env.su:
            vals_list = [
                {key: value for key, value in vals.items() if key not in GUARDED}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        """The state follows from what people do, it is not typed."""
        reviewed = bool(REVIEWED & set(vals)) and any(self.mapped("check_id"))
        if not self.env.su and (reviewed or GUARDED & set(vals)):
            raise AccessError(
                self.env._(
                    "The course of %s is not entered: use its buttons.",
                    self[:1].display_name,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_rework(self):
        """What sent a ticket back stays on record."""
        kept = self.filtered(lambda r: r.is_rework and r.state in OPEN)
        if kept:
            raise AccessError(
                self.env._(
                    "%s sent its ticket back to execution: correct it, it cannot be "
                    "deleted.",
                    kept[0].display_name,
                )
            )

    def _improvement_values(self):
        """What an improvement begins with that follows from this; a hook."""
        self.ensure_one()
        return {
            "name": self.display_name,
            "problem": self.what,
            "cause": self.cause or False,
            "clause_ids": self.clause_ids.ids,
            "ticket_id": self.ticket_id.id,
            "team_id": self.team_id.id,
            "company_id": self.company_id.id,
            "responsible_id": self.responsible_id.id,
            "due_date": self.due_date,
        }
