from odoo import api, fields, models
from odoo.exceptions import ValidationError

ACTIVITY = "cs_service_standard.mail_activity_type_assessment"


class CsCoordinationAssessment(models.Model):
    """Whether one department thinks a need feasible (NED-07).

    An innovative need wants the verdict of several departments before anybody offers
    a solution.
    """

    _name = "cs.coordination.assessment"
    _description = "Feasibility Assessment"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "ticket_id desc, id"
    _rec_name = "department_id"
    _check_company_auto = True

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('cs_profile_id', '!=', False)]",
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    department_id = fields.Many2one(
        "cs.department", required=True, ondelete="restrict", check_company=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Assessor",
        compute="_compute_user_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="The head of the department, unless somebody else is named.",
    )
    question = fields.Text(
        string="What to Assess",
        compute="_compute_question",
        store=True,
        readonly=False,
        help="The assessor need not read the ticket: say here what it is about.",
    )
    verdict = fields.Selection(
        [
            ("feasible", "Feasible"),
            ("conditions", "Feasible with conditions"),
            ("not_feasible", "Not feasible"),
        ],
        copy=False,
        tracking=True,
    )
    note = fields.Text(
        string="Reasons and Conditions",
        help="Needed unless it is simply feasible.",
    )
    answered_at = fields.Datetime(string="Assessed", readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        "res.users", string="Assessed By", readonly=True, copy=False
    )

    _once = models.UniqueIndex(
        "(ticket_id, department_id)",
        "This department has been asked already: open its assessment.",
    )

    @api.depends("department_id")
    def _compute_user_id(self):
        for assessment in self:
            head = assessment.department_id.manager_id
            assessment.user_id = head or assessment.user_id

    @api.depends("ticket_id")
    def _compute_question(self):
        """As superuser: what is known about the need belongs to the question."""
        for assessment in self.filtered(lambda a: not a.question):
            ticket = assessment.ticket_id.sudo()
            assessment.question = ticket.cs_core_issue or ticket.name

    @api.constrains("verdict", "note")
    def _check_note(self):
        for assessment in self.filtered("verdict"):
            if assessment.verdict != "feasible" and not (assessment.note or "").strip():
                raise ValidationError(
                    self.env._(
                        "Say why or under which conditions: the verdict of "
                        "%(department)s on ticket %(ticket)s needs a note.",
                        department=assessment.department_id.name,
                        ticket=assessment.ticket_id.sudo().number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        assessments = super().create(vals_list)
        answered = assessments.filtered("verdict")
        answered._note_answer()
        (assessments - answered)._schedule_activities()
        return assessments

    def write(self, vals):
        fresh = self.browse()
        if vals.get("verdict"):
            fresh = self.filtered(lambda a: a.verdict != vals["verdict"])
        result = super().write(vals)
        if "user_id" in vals:
            self.activity_unlink([ACTIVITY], only_automated=False)
            self.filtered(lambda a: not a.verdict)._schedule_activities()
        if fresh:
            fresh._note_answer()
            fresh._tell_owner()
        return result

    def _note_answer(self):
        if not self:
            return
        self.write(
            {"answered_at": fields.Datetime.now(), "answered_by_id": self.env.uid}
        )
        self.activity_feedback([ACTIVITY], only_automated=False)

    def _schedule_activities(self):
        """The request to assess is a to-do of the assessor."""
        self.env["mail.activity"].create(
            [a._prepare_activity_vals() for a in self if a.user_id]
        )

    def _prepare_activity_vals(self):
        self.ensure_one()
        zone = self.with_context(tz=self.user_id.tz, lang=self.user_id.lang)
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": self.env.ref(ACTIVITY).id,
            "summary": zone.env._("Is this feasible? %s", self.ticket_id.sudo().number),
            "user_id": self.user_id.id,
            "date_deadline": fields.Date.context_today(zone),
        }

    def _tell_owner(self):
        """Put the verdict on the ticket and notify its owner.

        As superuser: the assessor of another department need not read tickets.
        """
        verdicts = dict(self._fields["verdict"]._description_selection(self.env))
        for assessment in self:
            ticket = assessment.ticket_id.sudo()
            ticket.with_context(cs_no_contact=True).message_post(
                body=self.env._(
                    "%(department)s: %(verdict)s. %(note)s",
                    department=assessment.department_id.name,
                    verdict=verdicts[assessment.verdict],
                    note=assessment.note or "",
                ),
                author_id=self.env.user.partner_id.id,
                partner_ids=ticket.user_id.partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )
