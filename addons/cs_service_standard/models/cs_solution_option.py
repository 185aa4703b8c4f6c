from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import format_date

from ..engine import solution as rules


class CsSolutionOption(models.Model):
    """One way to meet the need, as the customer compares it with others (SOL-09)."""

    _name = "cs.solution.option"
    _description = "Option of a Solution"
    _inherit = "cs.solution.part.mixin"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(string="Option", required=True, help="E.g. Repair at your home.")
    steps = fields.Text(
        string="What We Do", help="One step per line; the customer reads it."
    )
    effect = fields.Text(
        string="Expected Effect", help="What the customer gains; he reads it."
    )
    promised_date = fields.Date(string="Ready On", help="The day the customer is told.")
    is_recommended = fields.Boolean(string="Recommended")
    chosen = fields.Boolean(readonly=True, copy=False)
    haste = fields.Selection(
        [
            ("no", "No"),
            ("surcharge", "Expedite surcharge"),
            ("package", "Annual package"),
        ],
        string="Expedited Against",
        default="no",
        required=True,
        help="How the customer pays for haste.",
    )
    haste_offered = fields.Boolean(compute="_compute_haste_offered")
    line_ids = fields.One2many(
        "cs.solution.line", "option_id", string="Resources and Cost", copy=True
    )
    cost_total = fields.Monetary(
        string="Total Cost", compute="_compute_costs", store=True
    )
    extra_cost = fields.Monetary(
        compute="_compute_costs", store=True, help="Overtime and outsourcing."
    )
    base_price = fields.Monetary(
        string="Price before Haste",
        compute="_compute_base_price",
        store=True,
        readonly=False,
        help="What the customer pays without surcharge or package; filled with the "
        "cost he bears.",
    )
    percent = fields.Float(
        string="Surcharge (%)", compute="_compute_percent", store=True, digits=(5, 2)
    )
    package_price = fields.Monetary(compute="_compute_percent", store=True)
    price = fields.Monetary(
        string="Price to the Customer", compute="_compute_price", store=True
    )
    feasible_date = fields.Date(
        string="Possible From",
        compute="_compute_feasible_date",
        help="When people, material and money are all there.",
    )
    approved_for = fields.Char(readonly=True, copy=False)
    date_approved_id = fields.Many2one(
        "res.users",
        string="Date Approved By",
        readonly=True,
        copy=False,
        help="The manager who answers for a day before everything is there.",
    )
    issue = fields.Char(compute="_compute_issue")

    @api.depends("solution_id.ticket_id")
    def _compute_haste_offered(self):
        for option in self:
            profile = option.solution_id._profile()
            option.haste_offered = bool(
                profile.expedite_percent or profile.expedite_package
            )

    @api.depends("line_ids.amount", "line_ids.kind")
    def _compute_costs(self):
        for option in self:
            costs = option._to_costs()
            option.cost_total = float(rules.total(costs))
            option.extra_cost = float(rules.extra(costs))

    @api.depends("line_ids.amount", "line_ids.charged")
    def _compute_base_price(self):
        for option in self:
            option.base_price = float(rules.charged(option._to_costs()))

    @api.depends("haste")
    def _compute_percent(self):
        """Kept as it was offered, whatever the profile says later."""
        for option in self:
            profile = option.solution_id._profile()
            hurried, package = option.haste == "surcharge", option.haste == "package"
            option.percent = hurried and profile.expedite_percent
            option.package_price = package and profile.expedite_package_price

    @api.depends("base_price", "percent", "package_price")
    def _compute_price(self):
        for option in self:
            price = rules.surcharged(
                _decimal(option.base_price), _decimal(option.percent)
            )
            price = float(price) + option.package_price
            currency = option.currency_id
            option.price = currency.round(price) if currency else price

    @api.depends("line_ids.available_from")
    def _compute_feasible_date(self):
        for option in self:
            option.feasible_date = rules.feasible(
                option.line_ids.mapped("available_from")
            )

    @api.depends(
        "promised_date",
        "line_ids.available_from",
        "approved_for",
        "haste",
        "solution_id.is_hardware",
        "solution_id.stock_ok",
        "solution_id.lead_time_days",
    )
    @api.depends_context("lang")
    def _compute_issue(self):
        for option in self:
            option.issue = ". ".join(option._issues())

    def _to_costs(self):
        return [
            rules.Cost(line.kind, _decimal(line.amount), line.charged)
            for line in self.line_ids
        ]

    def _date_key(self):
        """The promise and what it rests on: another one has to be approved anew."""
        self.ensure_one()
        return f"{self.promised_date} {self.feasible_date}"

    def _is_date_open(self):
        """Whether a day is promised before everything is there, and nobody agreed."""
        self.ensure_one()
        early = rules.is_overcommitted(self.promised_date, self.feasible_date)
        return early and self.approved_for != self._date_key()

    def _issues(self):
        """What stands against offering this option, in words."""
        self.ensure_one()
        found = []
        delivery = self.solution_id._delivery_date()
        promised = self.promised_date and format_date(self.env, self.promised_date)
        if self._is_date_open():
            found.append(
                self.env._(
                    "%(option)s is promised for %(promised)s but possible from "
                    "%(possible)s only: move the date or ask a manager to approve it",
                    option=self.name,
                    promised=promised,
                    possible=format_date(self.env, self.feasible_date),
                )
            )
        if rules.is_overcommitted(self.promised_date, delivery):
            found.append(
                self.env._(
                    "%(option)s is promised for %(promised)s but the goods come on "
                    "%(possible)s: move the date",
                    option=self.name,
                    promised=promised,
                    possible=format_date(self.env, delivery),
                )
            )
        if self.haste == "surcharge" and not self.percent:
            found.append(
                self.env._("%s: the profile names no expedite surcharge", self.name)
            )
        return found


def _decimal(amount):
    return Decimal(str(amount or 0.0))
