from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import solution as rules

OPEN_FIELDS = {"is_current", "state"}


class CsSolution(models.Model):
    """One version of what we offer a customer, with options, risks and consent.

    One version of a ticket is the current one. A rejected or adjusted version stays
    as it was seen and is copied as the next.
    """

    _name = "cs.solution"
    _description = "Solution"
    _order = "ticket_id, version desc"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('cs_profile_id', '!=', False)]",
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    team_id = fields.Many2one(related="ticket_id.team_id", store=True)
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", compute_sudo=True
    )
    version = fields.Integer(readonly=True, copy=False, default=1)
    is_current = fields.Boolean(
        string="Current Version", readonly=True, copy=False, default=True
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("presented", "Presented"),
            ("accepted", "Accepted"),
            ("rejected", "Rejected"),
            ("replaced", "Replaced"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    template_id = fields.Many2one(
        "cs.solution.template",
        string="Begins With",
        domain="[('company_id', 'in', [False, company_id])]",
        help="Fills in steps and asks for what solutions of this kind need.",
    )
    fit_note = fields.Text(
        string="Why It Fits",
        help="How the solution meets the need of this customer; colleagues read it.",
    )
    option_ids = fields.One2many(
        "cs.solution.option", "solution_id", string="Options", copy=True
    )
    risk_ids = fields.One2many(
        "cs.solution.risk", "solution_id", string="Risks", copy=True
    )
    item_ids = fields.One2many(
        "cs.solution.item", "solution_id", string="Inputs and Documents", copy=True
    )
    is_hardware = fields.Boolean(
        string="Hardware",
        compute="_compute_is_hardware",
        store=True,
        readonly=False,
        help="Goods have to be delivered.",
    )
    stock_ok = fields.Boolean(
        string="Stock Confirmed",
        help="The supplier has confirmed stock and delivery time.",
    )
    stock_checked_on = fields.Date(
        string="Confirmed On",
        compute="_compute_stock_checked_on",
        store=True,
        readonly=False,
        help="The delivery time counts from this day.",
    )
    lead_time_days = fields.Integer(
        string="Delivery Time (days)", help="Calendar days until the goods are here."
    )
    delivery_date = fields.Date(
        string="Goods Here From", compute="_compute_delivery_date"
    )
    presented_at = fields.Datetime(string="Presented", readonly=True, copy=False)
    presented_id = fields.Many2one(
        "res.users", string="Presented By", readonly=True, copy=False
    )

    _version_uniq = models.UniqueIndex(
        "(ticket_id, version)", "This version of the solution exists already."
    )
    _current_uniq = models.UniqueIndex(
        "(ticket_id) WHERE is_current",
        "A ticket has one current solution: open it instead of a new one.",
    )
    _lead_time_positive = models.Constraint(
        "CHECK (lead_time_days >= 0)", "The delivery time must not be negative."
    )

    @api.model
    def default_get(self, fields_list):
        """The form offers haste from the start to a customer in a hurry (NED-03)."""
        values = super().default_get(fields_list)
        ticket_id = self.env.context.get("default_ticket_id")
        if ticket_id and "option_ids" in fields_list and not values.get("option_ids"):
            ticket = self.env["helpdesk.ticket"].browse(ticket_id)
            values["option_ids"] = self._prepare_first_options(ticket)
        return values

    @api.depends("company_id")
    def _compute_currency_id(self):
        for solution in self:
            company = solution.company_id or self.env.company
            solution.currency_id = company.currency_id

    @api.depends("version", "ticket_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for solution in self:
            solution.display_name = self.env._(
                "%(ticket)s, version %(version)s",
                ticket=solution.ticket_id.sudo().number or "",
                version=solution.version,
            )

    @api.depends("template_id")
    def _compute_is_hardware(self):
        for solution in self:
            solution.is_hardware = solution.template_id.is_hardware

    @api.depends("stock_ok")
    def _compute_stock_checked_on(self):
        today = fields.Date.context_today(self)
        for solution in self:
            known = solution.stock_checked_on or today
            solution.stock_checked_on = solution.stock_ok and known

    @api.depends("is_hardware", "stock_checked_on", "lead_time_days")
    def _compute_delivery_date(self):
        for solution in self:
            solution.delivery_date = solution._delivery_date()

    @api.model_create_multi
    def create(self, vals_list):
        """Number the versions; the new one of a ticket is the current one."""
        ids = {vals.get("ticket_id") for vals in vals_list} - {None, False}
        older = self.sudo().search([("ticket_id", "in", list(ids))])
        versions = {}
        for solution in older:
            key = solution.ticket_id.id
            versions[key] = max(versions.get(key, 0), solution.version)
        older.filtered("is_current")._retire()
        prepared = []
        for vals in vals_list:
            key = vals.get("ticket_id")
            versions[key] = versions.get(key, 0) + 1
            prepared.append({**vals, "version": versions[key]})
        return super().create(prepared)

    def write(self, vals):
        """What a customer has seen stays as he saw it."""
        self._check_is_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts(self):
        self._check_is_draft()

    def _retire(self):
        """No longer current: unanswered versions are replaced, others stay."""
        self.write({"is_current": False})
        self.filtered(lambda s: s.state in ("draft", "presented")).write(
            {"state": "replaced"}
        )
        self.flush_recordset(["is_current"])

    def _check_is_draft(self):
        """Refuse changes of people to what was presented; the system goes on."""
        if self.env.su:
            return
        for solution in self.filtered(lambda s: s.state != "draft"):
            raise UserError(
                self.env._(
                    "Solution %s is no draft any more: make a new version to change "
                    "it.",
                    solution.display_name,
                )
            )

    def _profile(self):
        """The profile of the ticket; as superuser, tells figures of the standard."""
        return self.ticket_id.sudo().cs_profile_id

    def _delivery_date(self):
        """When goods are here, if any are needed and promised by the supplier."""
        if not self.is_hardware or not self.stock_ok:
            return False
        return rules.feasible([], self.stock_checked_on, self.lead_time_days)
