from odoo import api, fields, models
from odoo.exceptions import UserError

WORDS = {"code", "name", "original", "chapter", "obligation", "active", "standard_id"}


class CsStandardClause(models.Model):
    """One clause of the standard: its words, and the mechanism that enforces it."""

    _name = "cs.standard.clause"
    _description = "Clause of a Service Standard"
    _order = "standard_id, sequence, code"
    _rec_names_search = ["code", "name"]

    standard_id = fields.Many2one(
        "cs.standard", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="standard_id.company_id", store=True)
    standard_state = fields.Selection(
        related="standard_id.state", string="State of the Standard"
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="As in the manual, for example RSP-15.")
    chapter = fields.Char(
        translate=True, help="Clauses of one chapter stand together in the manual."
    )
    name = fields.Text(string="Clause", required=True, translate=True)
    original = fields.Text(
        string="Original Wording",
        help="As the source says it, in its own language; folded in the manual.",
    )
    obligation = fields.Selection(
        [("must", "Must"), ("should", "Should"), ("supporting", "Supporting")],
        default="must",
        required=True,
        help="Supporting: of use to this desk, but not kept by the helpdesk itself.",
    )
    active = fields.Boolean(default=True)
    mechanism_ids = fields.One2many(
        "cs.standard.mechanism", "clause_id", string="Kept By", copy=True
    )
    question_ids = fields.One2many(
        "cs.quality.question", "clause_id", string="Questions of Scorecards"
    )
    state = fields.Selection(
        [
            ("enforced", "Enforced"),
            ("measured", "Measured Only"),
            ("open", "Not Enforced"),
        ],
        compute="_compute_state",
        search="_search_state",
        help="Enforced: something stops, starts or tells. Measured only: looked at "
        "afterwards. Not enforced: nothing that works now keeps this clause.",
    )

    _code_uniq = models.UniqueIndex(
        "(standard_id, code) WHERE active", "The standard has this clause already."
    )

    @api.depends("code")
    def _compute_display_name(self):
        for clause in self:
            clause.display_name = clause.code

    @api.depends("mechanism_ids.effect", "code", "standard_id.company_id")
    def _compute_state(self):
        asked = self._asked_codes()
        for clause in self:
            effects = set(clause.mechanism_ids.mapped("effect"))
            measured = "measured" in effects or clause.code in asked
            clause.state = "measured" if measured else "open"
            if "enforced" in effects:
                clause.state = "enforced"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        clauses = self.search([("standard_id", "!=", False)])
        return [("id", "in", clauses.filtered(lambda c: c.state in value).ids)]

    @api.model_create_multi
    def create(self, vals_list):
        clauses = super().create(vals_list)
        clauses._check_open()
        return clauses

    def write(self, vals):
        if WORDS & set(vals):
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_open()

    def _check_open(self):
        """What is in force, or was, keeps its words; importing a standard may."""
        if self.env.su or self.env.context.get("cs_importing"):
            return
        for clause in self.filtered(lambda c: c.standard_state != "draft"):
            raise UserError(
                self.env._(
                    "Clause %(clause)s belongs to %(standard)s, which is not a draft: "
                    "make a new version and change it there.",
                    clause=clause.code,
                    standard=clause.standard_id.display_name,
                )
            )

    @api.model
    def _asked_codes(self):
        """Codes of clauses that a scorecard in use asks about, whatever version.

        As superuser: which questions there are is nobody's secret.
        """
        questions = self.env["cs.quality.question"].sudo()
        groups = questions._read_group(
            [
                ("clause_id", "!=", False),
                ("template_id.active", "=", True),
                ("template_id.state", "=", "in_force"),
            ],
            ["clause_id"],
        )
        return {clause.code for (clause,) in groups}
