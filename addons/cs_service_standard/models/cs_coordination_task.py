from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

ACTIVITY_TASK = "cs_service_standard.mail_activity_type_coordination"
ACTIVITY_PARTNER = "cs_service_standard.mail_activity_type_partner_contact"


class CsCoordinationTask(models.Model):
    """Work on a ticket that somebody else does, and until when he promised it.

    The customer is told the date (CLS-08); a date that passes brings a
    rectification notice (CLS-09).
    """

    _name = "cs.coordination.task"
    _description = "Coordination Task"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "deadline, id"
    _check_company_auto = True

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('cs_profile_id', '!=', False)]",
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    name = fields.Char(
        string="Task",
        required=True,
        tracking=True,
        help="In plain words: the customer reads it.",
    )
    department = fields.Char(
        string="Department or Project Group",
        tracking=True,
        help="The customer reads it.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="External Partner",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="A carrier, supplier or other partner who does the work.",
    )
    deadline = fields.Datetime(
        tracking=True, help="The promised completion; the customer is told this date."
    )
    plan = fields.Text(string="Progress Plan")
    result = fields.Text(tracking=True)
    done_at = fields.Datetime(readonly=True, copy=False, tracking=True)
    told_at = fields.Datetime(
        string="Customer Told",
        readonly=True,
        copy=False,
        help="When the customer was last told the date.",
    )
    state = fields.Selection(
        [("open", "Underway"), ("overdue", "Overdue"), ("done", "Done")],
        compute="_compute_state",
        search="_search_state",
    )
    rectification_ids = fields.One2many("cs.rectification", "task_id")
    is_rectified = fields.Boolean(
        compute="_compute_is_rectified",
        store=True,
        help="A rectification notice for this deadline has been issued.",
    )
    error = fields.Char(
        readonly=True,
        copy=False,
        help="Why the rectification notice could not be issued; tried again with "
        "every run.",
    )

    _open_idx = models.Index(
        "(deadline) WHERE done_at IS NULL AND is_rectified IS NOT TRUE"
    )

    @api.depends("deadline", "done_at")
    def _compute_state(self):
        now = fields.Datetime.now()
        for task in self:
            if task.done_at:
                task.state = "done"
            else:
                late = task.deadline and task.deadline < now
                task.state = "overdue" if late else "open"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        unfinished = Domain("done_at", "=", False)
        late = Domain("deadline", "<", fields.Datetime.now())
        domains = {
            "done": ~unfinished,
            "overdue": unfinished & late,
            "open": unfinished & ~late,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("deadline", "rectification_ids.deadline")
    def _compute_is_rectified(self):
        for task in self:
            broken = task.rectification_ids.mapped("deadline")
            task.is_rectified = bool(task.deadline) and task.deadline in broken

    @api.constrains("name", "deadline")
    def _check_deadline(self):
        """Watches the name, which is always given, unlike a missing deadline."""
        for task in self.filtered(lambda t: not t.deadline):
            raise ValidationError(
                self.env._(
                    "Task '%(task)s' of ticket %(ticket)s has no deadline: enter the "
                    "date by which it was promised.",
                    task=task.name,
                    ticket=task.ticket_id.sudo().number,
                )
            )

    @api.constrains("name", "department", "user_id", "partner_id")
    def _check_somebody(self):
        for task in self:
            if not (task.department or task.user_id or task.partner_id):
                raise ValidationError(
                    self.env._(
                        "Nobody is named for task '%(task)s': enter a department, a "
                        "responsible user or an external partner.",
                        task=task.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks._announce()
        tasks._schedule_activities()
        tasks._link_partners()
        return tasks

    def write(self, vals):
        """A new date is a new promise: the customer is told again."""
        moved = self.browse()
        if vals.get("deadline"):
            deadline = fields.Datetime.to_datetime(vals["deadline"])
            moved = self.filtered(lambda t: not t.done_at and t.deadline != deadline)
        result = super().write(vals)
        moved._announce()
        if "partner_id" in vals:
            self._link_partners()
        return result

    def action_done(self):
        for task in self.filtered(lambda t: not (t.result or "").strip()):
            raise UserError(
                self.env._(
                    "Write down the result of task '%(task)s' before marking it done.",
                    task=task.name,
                )
            )
        self.write({"done_at": fields.Datetime.now(), "error": False})
        self.activity_feedback([ACTIVITY_TASK], only_automated=False)
        self.activity_unlink([ACTIVITY_PARTNER], only_automated=False)
        self._tell_owner()

    def action_reopen(self):
        self.write({"done_at": False})
        self._schedule_activities()
