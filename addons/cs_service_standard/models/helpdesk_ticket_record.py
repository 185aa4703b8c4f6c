from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, plaintext2html

from ..engine import phases


class HelpdeskTicket(models.Model):
    """The record of a request: what was said, what it is about, what is promised."""

    _inherit = "helpdesk.ticket"

    cs_phone = fields.Char(
        string="Telephone",
        compute="_compute_cs_phone",
        store=True,
        readonly=False,
        groups="base.group_user",
    )
    cs_industry_id = fields.Many2one(
        related="commercial_partner_id.industry_id", groups="base.group_user"
    )
    cs_company_size = fields.Selection(
        related="commercial_partner_id.cs_company_size", groups="base.group_user"
    )
    cs_verbatim = fields.Text(
        string="Customer's Wording",
        copy=False,
        groups="base.group_user",
        help="The request in the customer's own words; locked once it is classified.",
    )
    cs_verbatim_locked = fields.Boolean(
        string="Wording Is Locked",
        compute="_compute_cs_verbatim_locked",
        groups="base.group_user",
    )
    cs_core_issue = fields.Char(
        string="Core Problem", tracking=True, copy=False, groups="base.group_user"
    )
    cs_occurred_at = fields.Datetime(
        string="Time of Occurrence", copy=False, groups="base.group_user"
    )
    cs_product_id = fields.Many2one(
        "product.product",
        string="Product",
        index="btree_not_null",
        groups="base.group_user",
    )
    cs_product_name = fields.Char(
        string="Product or Service",
        compute="_compute_cs_product_name",
        store=True,
        readonly=False,
        help="As the customer calls it; taken from the product when one is chosen.",
    )
    cs_expected_deadline = fields.Datetime(
        string="Expected Deadline",
        tracking=True,
        copy=False,
        help="By when the customer expects a solution.",
    )
    cs_initial_plan = fields.Text(
        string="Preliminary Plan", copy=False, groups="base.group_user"
    )
    cs_feedback_text = fields.Text(
        string="Customer Feedback",
        copy=False,
        groups="base.group_user",
        help="What the customer said about the result, in the customer's words.",
    )
    cs_feedback_score = fields.Integer(
        string="Satisfaction Score",
        copy=False,
        aggregator="avg",
        groups="base.group_user",
        help="1 (very dissatisfied) to 5 (very satisfied); 0: not asked yet.",
    )
    cs_remark = fields.Char(string="Remark", copy=False, groups="base.group_user")

    _cs_feedback_score_range = models.Constraint(
        "CHECK (cs_feedback_score BETWEEN 0 AND 5)",
        "The satisfaction score goes from 1 to 5.",
    )

    @api.depends("partner_id")
    def _compute_cs_phone(self):
        for ticket in self:
            ticket.cs_phone = ticket.partner_id.phone or ticket.cs_phone

    @api.depends("cs_product_id")
    def _compute_cs_product_name(self):
        for ticket in self:
            name = ticket.cs_product_id.display_name
            ticket.cs_product_name = name or ticket.cs_product_name

    @api.depends("stage_id.cs_phase", "cs_profile_id")
    def _compute_cs_verbatim_locked(self):
        following = self._cs_following()
        for ticket in self:
            phase = ticket.stage_id.cs_phase or phases.INTAKE
            ticket.cs_verbatim_locked = ticket in following and phase != phases.INTAKE

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._cs_with_description(vals) for vals in vals_list])

    def _cs_begin(self, vals_by_id):
        result = super()._cs_begin(vals_by_id)
        if not self.env.user._is_internal():
            self._cs_take_wording()
        return result

    @api.model
    def _cs_known_at_creation(self, vals):
        known = super()._cs_known_at_creation(vals)
        if "cs_phone" not in vals:
            partner_id = vals.get("partner_id")
            partner = partner_id and self.env["res.partner"].browse(partner_id)
            known["cs_phone"] = partner and partner.phone
        if not vals.get("cs_product_id"):
            known["cs_product_name"] = False
        return known

    def write(self, vals):
        if "cs_verbatim" in vals:
            self._cs_refuse_rewording(vals["cs_verbatim"])
        return super().write(vals)

    @api.model
    def _cs_with_description(self, vals):
        """The helpdesk wants a description: the wording serves when there is none."""
        wording = vals.get("cs_verbatim") or vals.get("cs_core_issue")
        if vals.get("description") or not wording:
            return vals
        return dict(vals, description=plaintext2html(wording))

    def _cs_take_wording(self):
        """What customers enter themselves is their wording.

        Runs as superuser: the field is not for customers to read or write.
        """
        for ticket in self.sudo():
            if not ticket.cs_verbatim:
                ticket.cs_verbatim = html2plaintext(ticket.description or "").strip()

    def _cs_refuse_rewording(self, wording):
        for ticket in self._cs_following():
            if not ticket.cs_verbatim_locked or not ticket.cs_verbatim:
                continue
            if ticket.cs_verbatim != wording:
                raise UserError(
                    self.env._(
                        "The customer's wording of ticket %s is locked since it was "
                        "classified: add what is new to the core problem.",
                        ticket.number,
                    )
                )
