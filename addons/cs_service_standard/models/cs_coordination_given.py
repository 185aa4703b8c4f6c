from odoo import api, fields, models

from ..engine.facts import FactKind


class CsCoordinationTask(models.Model):
    """Tasks that were given out by a coordination, and the news they bring (XDP-07)."""

    _name = "cs.coordination.task"
    _inherit = ["cs.coordination.task", "cs.untold.mixin"]

    coordination_id = fields.Many2one(
        "cs.coordination",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    department_id = fields.Many2one(
        "cs.department",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    department = fields.Char(
        compute="_compute_department",
        store=True,
        readonly=False,
    )

    waits_for_name = fields.Char(
        string="Whose Work", compute="_compute_waits_for_name", compute_sudo=True
    )

    @api.depends("department_id", "department", "user_id", "partner_id")
    def _compute_waits_for_name(self):
        """Whose work it is, in one word, for colleagues."""
        for task in self:
            task.waits_for_name = (
                task.department
                or task.user_id.name
                or self.env._("an external partner")
            )

    @api.depends("department_id")
    def _compute_department(self):
        """The words the customer reads: a department, or a project group by name."""
        for task in self:
            task.department = task.department_id.name or task.department

    @api.model_create_multi
    def create(self, vals_list):
        """Tasks given out together are announced together, by one letter."""
        tasks = super().create(vals_list)
        given = tasks.filtered("coordination_id")
        if given:
            given._trigger_overdue()
        return tasks

    def write(self, vals):
        """What a department writes down is news for the customer."""
        news = self.browse()
        for name in {"plan", "result"} & vals.keys():
            news |= self.filtered(lambda t, n=name: (t[n] or "") != (vals[n] or ""))
        result = super().write(vals)
        if news:
            news._mark_untold()
        if "done_at" in vals and self.coordination_id:
            self.coordination_id._finish()
        return result

    def _announce(self):
        together = self.filtered(lambda t: t.coordination_id and not t._is_announced())
        return super(CsCoordinationTask, self - together)._announce()

    def _is_announced(self):
        """Whether the letter with all dates has gone out already."""
        self.ensure_one()
        return bool(self.coordination_id.sudo().told_at)

    def _heard_at(self):
        """Last contact of a person with the customer of each ticket."""
        domain = [
            ("ticket_id", "in", self.ticket_id.ids),
            ("kind", "=", FactKind.CONTACT.value),
        ]
        rows = self.env["cs.ticket.event"]._read_group(
            domain, ["ticket_id"], ["at:max"]
        )
        return {ticket.id: at for ticket, at in rows}

    def _untold_seconds(self):
        self.ensure_one()
        hours = self.ticket_id.sudo().cs_profile_id.coordination_feedback_hours
        return round(3600 * hours)

    def _untold_summary(self, reader):
        return reader.env._(
            "%(ticket)s: tell the customer what is new: %(task)s",
            ticket=self.ticket_id.number,
            task=self.name,
        )

    def _untold_cron(self):
        return "cs_service_standard.ir_cron_task_untold"


class CsCoordinationDuty(models.Model):
    _inherit = "cs.coordination.duty"

    def _current_deadline(self):
        """The date of the task once the duty was given out: it may have moved."""
        self.ensure_one()
        return self.task_id.deadline or self.deadline
