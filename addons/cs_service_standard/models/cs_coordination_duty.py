from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CsCoordinationDuty(models.Model):
    """What one department does, who answers for it and until when (XDP-03, XDP-06).

    Agreed in the meeting and named in the report; the work itself is the task that is
    given out when the coordination is confirmed.
    """

    _name = "cs.coordination.duty"
    _description = "Duty of a Department"
    _order = "sequence, id"
    _check_company_auto = True

    coordination_id = fields.Many2one(
        "cs.coordination", required=True, index=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(
        related="coordination_id.ticket_id", store=True, index=True
    )
    company_id = fields.Many2one(related="coordination_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    department_id = fields.Many2one(
        "cs.department", required=True, ondelete="restrict", check_company=True
    )
    name = fields.Char(
        string="Duty", required=True, help="In plain words: the customer reads it."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="The head of the department, unless somebody else is named.",
    )
    deadline = fields.Datetime(
        compute="_compute_deadline",
        store=True,
        precompute=True,
        readonly=False,
        help="The delivery date of the coordination, unless an earlier one is agreed.",
    )
    task_id = fields.Many2one(
        "cs.coordination.task", readonly=True, copy=False, ondelete="set null"
    )

    @api.depends("department_id")
    def _compute_user_id(self):
        for duty in self:
            duty.user_id = duty.department_id.manager_id or duty.user_id

    @api.depends("coordination_id")
    def _compute_deadline(self):
        for duty in self.filtered(lambda d: not d.deadline):
            duty.deadline = duty.coordination_id.delivery_due

    @api.constrains("deadline", "coordination_id")
    def _check_deadline(self):
        for duty in self:
            begun = duty.coordination_id.flagged_at
            if duty.deadline and duty.deadline < begun:
                raise ValidationError(
                    self.env._(
                        "Duty '%s' ends before its coordination began: enter a later "
                        "deadline.",
                        duty.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        duties = super().create(vals_list)
        duties._check_open()
        duties.coordination_id._withdraw_report()
        return duties

    def write(self, vals):
        if vals.keys() - {"task_id"}:
            self._check_open()
            self.coordination_id._withdraw_report()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._check_open()
        self.coordination_id._withdraw_report()

    def _check_open(self):
        """What was agreed is changed on the task, where it is announced."""
        for duty in self.filtered(lambda d: d.coordination_id.state != "meeting"):
            raise UserError(
                self.env._(
                    "Duty '%(duty)s' has been given out: change its task on ticket "
                    "%(ticket)s instead.",
                    duty=duty.name,
                    ticket=duty.ticket_id.sudo().number,
                )
            )

    def _lacking(self):
        """What the duties lack before they can be given out, in words."""
        found = [
            self.env._("who is responsible for '%s'", duty.name)
            for duty in self.filtered(lambda d: not d.user_id)
        ]
        return found + [
            self.env._("the deadline of '%s'", duty.name)
            for duty in self.filtered(lambda d: not d.deadline)
        ]

    def _prepare_task_vals(self):
        self.ensure_one()
        return {
            "ticket_id": self.ticket_id.id,
            "coordination_id": self.coordination_id.id,
            "name": self.name,
            "department_id": self.department_id.id,
            "user_id": self.user_id.id,
            "deadline": self.deadline,
        }
