from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..engine import compensation as rules
from ..engine.compensation import Level, State

# fields people write, and the state they write them in
OPEN_IN = {
    "ticket_id": State.DRAFT,
    "kind_id": State.DRAFT,
    "amount": State.DRAFT,
    "reason": State.DRAFT,
    "department_id": State.DRAFT,
    "responsible_id": State.DRAFT,
    "refusal_reason": State.TO_APPROVE,
    "answer_words": State.OFFERED,
    "settled_on": State.ACCEPTED,
    "settlement_ref": State.ACCEPTED,
}
# fields that only the steps of the course write
COURSE = (
    "state",
    "user_id",
    "level",
    "approver_id",
    "decided_id",
    "decided_at",
    "offered_at",
    "answered_at",
    "recorded_id",
)


class CsCompensation(models.Model):
    """What a customer gets for what went wrong, and who answered for it (CMP-07).

    Above the agent's limit it is offered only after somebody else has approved it.
    """

    _name = "cs.compensation"
    _description = "Compensation"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('cs_profile_id', '!=', False)]",
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    team_id = fields.Many2one(related="ticket_id.team_id", store=True)
    customer_id = fields.Many2one(
        related="ticket_id.commercial_partner_id",
        string="Customer",
        store=True,
        groups="helpdesk_mgmt.group_helpdesk_user",
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", compute_sudo=True, store=True
    )
    kind_id = fields.Many2one(
        "cs.compensation.kind",
        string="Compensation",
        required=True,
        ondelete="restrict",
        tracking=True,
    )
    needs_amount = fields.Boolean(related="kind_id.needs_amount")
    amount = fields.Monetary(tracking=True, help="Its value for the customer.")
    reason = fields.Text(
        string="What For", help="What went wrong; the customer reads it."
    )
    department_id = fields.Many2one(
        "cs.department",
        string="Department Responsible",
        domain="[('company_id', 'in', [False, company_id])]",
        help="The department that accepts the responsibility.",
    )
    responsible_id = fields.Many2one(
        "res.users",
        string="Responsibility Accepted By",
        domain="[('share', '=', False)]",
        help="The person who accepts the responsibility for us.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_approve", "To approve"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("offered", "Offered"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("settled", "Settled"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    level = fields.Selection(
        [
            ("agent", "Agent"),
            ("leader", "Team leader"),
            ("manager", "Manager"),
        ],
        string="Level of Decision",
        readonly=True,
        copy=False,
        help="Whose decision it was by the limits of the profile.",
    )
    user_id = fields.Many2one(
        "res.users", string="Asked For By", readonly=True, copy=False, index=True
    )
    approver_id = fields.Many2one(
        "res.users", string="Waits For", readonly=True, copy=False
    )
    decided_id = fields.Many2one(
        "res.users", string="Decided By", readonly=True, copy=False
    )
    decided_at = fields.Datetime(string="Decided", readonly=True, copy=False)
    refusal_reason = fields.Text(string="Reason of the Refusal", copy=False)
    offered_at = fields.Datetime(readonly=True, copy=False)
    answered_at = fields.Datetime(string="Answered", readonly=True, copy=False)
    recorded_id = fields.Many2one(
        "res.users",
        string="Recorded By",
        readonly=True,
        copy=False,
        help="Empty: the customer answered himself.",
    )
    answer_words = fields.Text(string="In the Customer's Words", copy=False)
    settled_on = fields.Date(copy=False, help="Empty: the day you press Settled.")
    settlement_ref = fields.Char(
        string="Reference", copy=False, help="E.g. coupon number or payment reference."
    )
    needs_approval = fields.Boolean(compute="_compute_needs_approval")
    limit_hint = fields.Char(compute="_compute_needs_approval")

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "A compensation must not be negative."
    )

    @api.depends("company_id.currency_id")
    def _compute_currency_id(self):
        for compensation in self:
            company = compensation.company_id or self.env.company
            compensation.currency_id = company.currency_id

    @api.depends("ticket_id", "kind_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for compensation in self:
            compensation.display_name = self.env._(
                "%(kind)s for %(ticket)s",
                kind=compensation.kind_id.name or self.env._("Compensation"),
                ticket=compensation.ticket_id.sudo().number or "",
            )

    @api.depends("amount", "ticket_id", "state")
    @api.depends_context("lang")
    def _compute_needs_approval(self):
        before = self._granted_before()
        for compensation in self:
            level = compensation._level(before.get(compensation._origin.id))
            compensation.needs_approval = level != Level.AGENT
            limit = compensation._profile().compensation_limit
            compensation.limit_hint = self.env._(
                "above your limit of %s for one ticket",
                formatLang(
                    self.env, limit, currency_obj=compensation.sudo().currency_id
                ),
            )

    @api.model_create_multi
    def create(self, vals_list):
        """People begin with a draft, whatever a form or a call says."""
        compensations = super().create(vals_list)
        if not self.env.su:
            for compensation in compensations.sudo():
                begun = compensation.state != State.DRAFT
                if begun or any(compensation[name] for name in COURSE[1:]):
                    compensation._refuse_change()
        return compensations

    def write(self, vals):
        """What was approved stays as it was approved; the system goes on."""
        if not self.env.su:
            self._check_open(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts(self):
        for compensation in self.filtered(lambda c: c.state != State.DRAFT):
            compensation._refuse_change()

    def _check_open(self, vals):
        if vals.keys() & set(COURSE):
            self[:1]._refuse_change()
        for name in vals.keys() & OPEN_IN.keys():
            for compensation in self:
                if compensation.state != OPEN_IN[name]:
                    compensation._refuse_change()

    def _refuse_change(self):
        raise UserError(
            self.env._(
                "%s cannot be changed in this way: use the buttons of the form.",
                self.display_name,
            )
        )

    def _profile(self):
        """The profile of the ticket; as superuser, tells figures of the standard."""
        return self.ticket_id.sudo().cs_profile_id

    def _granted_before(self):
        """What has been granted on the same tickets besides: dict by own id.

        As superuser: a limit counts what colleagues granted as well.
        """
        found = self.sudo().search([("ticket_id", "in", self.ticket_id.ids)])
        by_ticket = found.grouped("ticket_id")
        return {
            compensation._origin.id: rules.granted(
                rules.Grant(State(other.state), Decimal(str(other.amount)))
                for other in by_ticket.get(compensation.ticket_id._origin, [])
                if other != compensation._origin
            )
            for compensation in self
        }

    def _level(self, before=None):
        """Who decides on this compensation by the limits of the profile."""
        self.ensure_one()
        profile = self._profile()
        return rules.level(
            Decimal(str(self.amount or 0)),
            before or Decimal(0),
            Decimal(str(profile.compensation_limit)),
            Decimal(str(profile.compensation_leader_limit)),
        )
