from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class CsQualityCalibration(models.Model):
    """Several reviewers mark the same tickets, each without seeing the others' marks.

    Shows where they read the scorecard differently; no agent's figure changes.
    """

    _name = "cs.quality.calibration"
    _description = "Calibration Session"
    _order = "due_date desc, id desc"

    name = fields.Char(
        required=True, default=lambda self: self.env._("Calibration session")
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    template_id = fields.Many2one(
        "cs.quality.template",
        string="Scorecard",
        required=True,
        ondelete="restrict",
        domain="[('state', '=', 'in_force')]",
    )
    ticket_ids = fields.Many2many(
        "helpdesk.ticket",
        string="Tickets",
        domain="[('company_id', '=', company_id)]",
        help="All reviewers mark each of them. Kappa means something from about ten "
        "tickets on.",
    )
    reviewer_ids = fields.Many2many(
        "res.users",
        string="Reviewers",
        domain="[('share', '=', False)]",
        help="Two or more. Nobody marks own tickets.",
    )
    due_date = fields.Date(string="Review Until", default=fields.Date.context_today)
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Marking"), ("done", "Compared")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    check_ids = fields.One2many("cs.quality.check", "calibration_id", readonly=True)
    progress = fields.Char(compute="_compute_progress")
    line_ids = fields.One2many(
        "cs.quality.calibration.line", "calibration_id", readonly=True
    )

    @api.depends("check_ids.state")
    def _compute_progress(self):
        for session in self:
            checks = session.sudo().check_ids
            done = checks.filtered(lambda check: check.state == "done")
            session.progress = checks and self.env._(
                "%(done)s of %(all)s reviews done", done=len(done), all=len(checks)
            )

    def write(self, vals):
        """Who could end a session by hand would see marks before giving his own."""
        if not self.env.su and {"state", "line_ids", "check_ids"} & set(vals):
            raise AccessError(
                self.env._(
                    "The course of %s is not entered: use its buttons.",
                    self[:1].display_name,
                )
            )
        return super().write(vals)

    def action_start(self):
        """Give every reviewer a review of every ticket."""
        self.ensure_one()
        self._check_may_start()
        self.env["cs.quality.check"].create(
            [
                {
                    "calibration_id": self.id,
                    "method": "calibration",
                    "ticket_id": ticket.id,
                    "template_id": self.template_id.id,
                    "reviewer_id": reviewer.id,
                    "due_date": self.due_date,
                }
                for ticket in self.ticket_ids
                for reviewer in self.reviewer_ids
            ]
        )
        self.sudo().state = "running"

    def action_compare(self):
        """Compare what was marked; tickets that not everybody marked do not count."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "draft":
            raise UserError(self.env._("Start %s first.", self.name))
        self._write_lines()
        self.sudo().check_ids.filtered(
            lambda check: check.state == "todo"
        ).state = "cancelled"
        self.sudo().state = "done"

    def action_open_checks(self):
        """The reviews of this session, as far as one may see them."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "cs.quality.check",
            "view_mode": "list,form",
            "domain": [("calibration_id", "=", self.id)],
        }

    def _check_may_start(self):
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("%s has been started already.", self.name))
        if len(self.reviewer_ids) < 2 or not self.ticket_ids:
            raise UserError(
                self.env._("%s needs at least one ticket and two reviewers.", self.name)
            )
        for ticket in self.ticket_ids.filtered("user_id"):
            if ticket.user_id in self.reviewer_ids:
                raise UserError(
                    self.env._(
                        "Ticket %(ticket)s is the own work of %(person)s: leave out "
                        "the ticket or the reviewer.",
                        ticket=ticket.number,
                        person=ticket.user_id.name,
                    )
                )

    def _write_lines(self):
        """One line per question.

        As superuser: from now on everybody may see what the others marked.
        """
        session = self.sudo()
        table = session._marks_by_question()
        session.line_ids = [
            Command.clear(),
            *(
                Command.create(
                    self.env["cs.quality.calibration.line"]._prepare_vals(
                        question, table[question]
                    )
                )
                for question in session.template_id.question_ids
            ),
        ]

    def _marks_by_question(self):
        """Marks of tickets that every reviewer has done, in the order of reviewers.

        :return: dict by question of lists (one per ticket) of mark records
        """
        done = self.check_ids.filtered(lambda check: check.state == "done")
        people = len(self.reviewer_ids)
        rows = [
            checks.sorted(lambda check: check.reviewer_id.id)
            for checks in done.grouped("ticket_id").values()
            if len(checks) == people
        ]
        marks = {
            (mark.check_id.id, mark.question_id.id): mark for mark in done.mark_ids
        }
        return {
            question: [
                [
                    marks.get((check.id, question.id), done.mark_ids.browse())
                    for check in row
                ]
                for row in rows
            ]
            for question in self.template_id.question_ids
        }


class CsQualityCheck(models.Model):
    """Reviews of a calibration teach reviewers: they are nobody's figure (P30)."""

    _inherit = "cs.quality.check"

    calibration_id = fields.Many2one(
        "cs.quality.calibration", index="btree_not_null", ondelete="cascade"
    )
    method = fields.Selection(
        selection_add=[("calibration", "Calibration")],
        ondelete={"calibration": "cascade"},
    )

    @api.model
    def _average_domain(self):
        return [*super()._average_domain(), ("calibration_id", "=", False)]
