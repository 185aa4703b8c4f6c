from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.facts import FactKind


class CsCoordination(models.Model):
    """A need that touches several departments, from the meeting to the delivery.

    One leader, one meeting, duties with dates, a report, and the dates for the
    customer (XDP-01 to XDP-06). Its beginning is the fact the meeting clock counts
    from.
    """

    _name = "cs.coordination"
    _description = "Coordination"
    _inherit = ["mail.thread", "cs.untold.mixin"]
    _order = "flagged_at desc, id desc"
    _check_company_auto = True

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('cs_profile_id', '!=', False)]",
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    state = fields.Selection(
        [("meeting", "Meeting"), ("confirmed", "Under way"), ("done", "Done")],
        string="Status",
        default="meeting",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    need = fields.Text(
        string="What Is Needed",
        compute="_compute_need",
        store=True,
        readonly=False,
        help="In your words; the report opens with it.",
    )
    leader_id = fields.Many2one(
        "res.users",
        compute="_compute_leader_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        check_company=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who brings the departments together: the first responder of the ticket, "
        "unless somebody else is named.",
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Participants",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Colleagues who take part in the meeting.",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="External Partners",
        help="Suppliers, carriers and others who take part; not the customer.",
    )
    flagged_at = fields.Datetime(
        string="Begun",
        required=True,
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
        help="When it was found that several departments are needed.",
    )
    plan_due = fields.Datetime(
        compute="_compute_dues",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
        help="Proposed from the figures of the profile in working days; the customer "
        "is told this date.",
    )
    delivery_due = fields.Datetime(
        compute="_compute_dues",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
        help="Proposed from the figures of the profile in working days; the customer "
        "is told this date.",
    )
    duty_ids = fields.One2many("cs.coordination.duty", "coordination_id", "Duties")
    task_ids = fields.One2many("cs.coordination.task", "coordination_id", "Tasks")

    _one_open = models.UniqueIndex(
        "(ticket_id) WHERE state <> 'done'",
        "This ticket is being coordinated already: open that coordination.",
    )

    @api.depends("ticket_id.number")
    def _compute_display_name(self):
        for coordination in self:
            number = coordination.ticket_id.sudo().number or ""
            coordination.display_name = self.env._("Coordination %s", number)

    @api.depends("ticket_id")
    def _compute_need(self):
        for coordination in self.filtered(lambda c: not c.need):
            ticket = coordination.ticket_id.sudo()
            coordination.need = ticket.cs_core_issue or ticket.name

    @api.depends("ticket_id")
    def _compute_leader_id(self):
        """As superuser: whoever coordinates need not know the first responder."""
        for coordination in self.filtered(lambda c: not c.leader_id):
            ticket = coordination.ticket_id.sudo()
            people = ticket.cs_first_responder_id, ticket.user_id
            here = [user for user in people if user.active and not user.share]
            coordination.leader_id = here[0] if here else self.env.user

    @api.depends("ticket_id", "flagged_at")
    def _compute_dues(self):
        for coordination in self:
            ticket, start = coordination.ticket_id, coordination.flagged_at
            profile = ticket.sudo().cs_profile_id
            for name, days in (
                ("plan_due", profile.coordination_plan_days),
                ("delivery_due", profile.coordination_delivery_days),
            ):
                due = ticket and start and days
                coordination[name] = due and ticket._cs_working_after(
                    start, days * 86400
                )

    @api.constrains("ticket_id")
    def _check_ticket(self):
        following = self.ticket_id._cs_following()
        for coordination in self.filtered(lambda c: c.ticket_id not in following):
            raise ValidationError(
                self.env._(
                    "Ticket %s follows no service profile: give its team one first.",
                    coordination.ticket_id.sudo().number,
                )
            )

    @api.constrains("flagged_at", "plan_due", "delivery_due")
    def _check_dues(self):
        for coordination in self:
            start, plan = coordination.flagged_at, coordination.plan_due
            delivery = coordination.delivery_due
            if (plan or start) < start or (delivery or plan or start) < (plan or start):
                raise ValidationError(
                    self.env._(
                        "%(coordination)s: the plan comes after the beginning, the "
                        "delivery not before the plan.",
                        coordination=coordination.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Its beginning is a fact; people begin now."""
        if not self.env.su:
            now = fields.Datetime.now()
            vals_list = [{**vals, "flagged_at": now} for vals in vals_list]
        coordinations = super().create(vals_list)
        coordinations._record_facts(FactKind.FLAGGED, "flagged_at")
        return coordinations

    def write(self, vals):
        """A ticket cannot be exchanged: its clocks count from this coordination."""
        if "ticket_id" in vals and any(
            c.ticket_id.id != vals["ticket_id"] for c in self
        ):
            raise UserError(
                self.env._("%s stays with its ticket.", self[:1].display_name)
            )
        return super().write(vals)

    def _record_facts(self, kind, field):
        """One fact per coordination at the instant in ``field``."""
        self.env["cs.ticket.event"]._record(
            [
                {
                    "ticket_id": coordination.ticket_id.id,
                    "kind": kind.value,
                    "at": coordination[field],
                    "payload": {"coordination": coordination.id},
                }
                for coordination in self
            ]
        )

    def action_open_assessments(self):
        self.ensure_one()
        return self.ticket_id.action_cs_open_assessments()
