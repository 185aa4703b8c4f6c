from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("draft", "Draft"),
    ("planned", "Planned"),
    ("in_force", "In Force"),
    ("retired", "Retired"),
]


class CsStandard(models.Model):
    """A written service standard as data: its clauses, and what enforces each.

    What is in force is not rewritten: a change is prepared as a new version.
    """

    _name = "cs.standard"
    _description = "Service Standard"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name, version desc"

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: the standard of every company."
    )
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        help="Planned: comes into force by itself on its day.",
    )
    effective_date = fields.Date(
        string="In Force From", copy=False, help="Empty: from the day of the decision."
    )
    retired_date = fields.Date(string="In Force Until", readonly=True, copy=False)
    replaces_id = fields.Many2one(
        "cs.standard",
        string="Earlier Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    review_months = fields.Integer(
        string="Review Every (Months)",
        default=6,
        required=True,
        help="The person responsible is asked to look through the whole standard.",
    )
    review_date = fields.Date(
        string="Next Review",
        default=lambda self: self._next_review(6),
        copy=False,
    )
    review_error = fields.Char(readonly=True, copy=False)
    responsible_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user.filtered("active"),
        help="Looks through the standard on the day of its review.",
    )
    min_count = fields.Integer(
        string="Enough From",
        default=10,
        required=True,
        help="A share of fewer cases than this is shown as too few to judge, and "
        "gets no arrow.",
    )
    clause_ids = fields.One2many("cs.standard.clause", "standard_id", copy=True)
    clause_count = fields.Integer(compute="_compute_counts", string="Clauses")
    enforced_count = fields.Integer(compute="_compute_counts", string="Enforced")
    measured_count = fields.Integer(compute="_compute_counts", string="Measured Only")
    open_count = fields.Integer(compute="_compute_counts", string="Not Enforced")

    _review_positive = models.Constraint(
        "CHECK (review_months > 0)", "A standard is reviewed every month or less often."
    )
    _min_count_positive = models.Constraint(
        "CHECK (min_count > 0)", "A share needs at least one case."
    )

    @api.model
    def _next_review(self, months):
        return fields.Date.context_today(self) + relativedelta(months=months)

    @api.depends("name", "version")
    def _compute_display_name(self):
        for standard in self:
            standard.display_name = self.env._(
                "%(name)s, version %(version)s",
                name=standard.name or "",
                version=standard.version,
            )

    @api.depends("clause_ids.state")
    def _compute_counts(self):
        for standard in self:
            states = standard.clause_ids.mapped("state")
            standard.clause_count = len(states)
            standard.enforced_count = states.count("enforced")
            standard.measured_count = states.count("measured")
            standard.open_count = states.count("open")

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        for standard in self:
            if standard.state in ("in_force", "retired"):
                raise UserError(
                    self.env._(
                        "%s was or is in force, so it cannot be deleted: archive it.",
                        standard.display_name,
                    )
                )

    def action_open_clauses(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Clauses of %s", self.display_name),
            "res_model": "cs.standard.clause",
            "view_mode": "list,form",
            "domain": [("standard_id", "=", self.id)],
            "context": {
                "default_standard_id": self.id,
                "search_default_not_enforced": bool(
                    self.env.context.get("cs_not_enforced")
                ),
            },
        }

    def action_open_manual(self):
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "cs_standard_manual",
            "name": self.display_name,
            "context": {"cs_standard_id": self.id},
        }
