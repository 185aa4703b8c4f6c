from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import privacy


class CsPrivacyRequest(models.Model):
    """A customer asks for a copy of his data, or that they are erased (PRV-02).

    A privacy officer checks who asks, decides and carries it out before the
    deadline. What was done stays here, without the data themselves.
    """

    _name = "cs.privacy.request"
    _description = "Privacy Request"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "deadline, id"
    _rec_name = "number"

    number = fields.Char(readonly=True, copy=False, default="/")
    kind = fields.Selection(
        [("access", "Copy of own data"), ("erase", "Erasure of own data")],
        string="Asks For",
        required=True,
        default="access",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Contact", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    received_on = fields.Date(
        string="Received", required=True, default=fields.Date.context_today
    )
    deadline = fields.Date(
        string="Answer Until", compute="_compute_deadline", store=True
    )
    is_late = fields.Boolean(compute="_compute_is_late")
    from_portal = fields.Boolean(
        string="Sent From the Customer's Account", readonly=True
    )
    wording = fields.Text(string="In the Customer's Words")
    state = fields.Selection(
        [
            ("new", "New"),
            ("checked", "Identity Checked"),
            ("approved", "Approved"),
            ("done", "Done"),
            ("refused", "Refused"),
        ],
        string="Status",
        default="new",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    identity = fields.Selection(
        [
            ("account", "Logged in with own account"),
            ("call_back", "Called back on the known number"),
            ("mail", "Answered from the known e-mail address"),
            ("document", "Showed an identity document"),
        ],
        string="Identity Checked By",
        help="How we know that it is really the customer who asks. No copy of a "
        "document is kept.",
    )
    refuse_reason = fields.Text(help="The customer reads it on his page.")
    officer_id = fields.Many2one("res.users", readonly=True)
    done_at = fields.Datetime(readonly=True, copy=False)
    copy_id = fields.Many2one("ir.attachment", readonly=True, copy=False)
    result = fields.Json(readonly=True, copy=False)
    result_text = fields.Text(string="What Was Done", compute="_compute_result_text")
    holds = fields.Text(
        string="Why Not Yet",
        compute="_compute_holds",
        help="What keeps the data from being erased now.",
    )

    _open_uniq = models.UniqueIndex(
        "(partner_id, kind) WHERE state IN ('new', 'checked', 'approved')",
        "This customer has asked for it already: go on with the open request.",
    )
    _number_uniq = models.UniqueIndex("(number)", "This number exists already.")

    @api.depends("received_on", "company_id")
    def _compute_deadline(self):
        """As superuser: an officer of one company need not read its settings."""
        for request in self:
            days = request.company_id.sudo().cs_privacy_days
            start = request.received_on
            request.deadline = start and privacy.deadline(start, days)

    @api.depends("deadline", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for request in self:
            is_open = request.state not in ("done", "refused")
            late = request.deadline and request.deadline < today
            request.is_late = is_open and bool(late)

    @api.depends("result")
    @api.depends_context("lang")
    def _compute_result_text(self):
        """As superuser: names of models are no secret."""
        names = self.env["ir.model"].sudo()
        for request in self:
            counts = request.result or {}
            request.result_text = "\n".join(
                f"{names._get(model).name}: {count}" for model, count in counts.items()
            )

    @api.depends("kind", "state", "partner_id")
    def _compute_holds(self):
        for request in self:
            request.holds = False
            if request.kind == "erase" and request.state in ("checked", "approved"):
                privacy_map = self.env["cs.privacy.map"]
                holds = privacy_map._erasure_holds(request.partner_id)
                request.holds = "\n".join(holds)

    @api.model_create_multi
    def create(self, vals_list):
        """Number them, and tell the officers of the company."""
        # the index must know of an answer of this transaction
        self.flush_model(["state"])
        sequence = self.env["ir.sequence"].sudo()
        vals_list = [
            {**vals, "number": sequence.next_by_code("cs.privacy.request")}
            for vals in vals_list
        ]
        requests = super().create(vals_list)
        requests._ask_officers()
        return requests

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A privacy request is evidence and cannot be deleted.")
        )

    def _ask_officers(self):
        """One to-do for each officer of the company, until the deadline."""
        group = self.env.ref("cs_service_standard.cs_group_privacy_officer")
        users = self.env["res.users"].sudo()
        for request in self:
            domain = [
                ("all_group_ids", "in", group.ids),
                ("company_ids", "in", request.company_id.ids),
                ("share", "=", False),
            ]
            for officer in users.search(domain):
                request.sudo().activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=request.deadline,
                    user_id=officer.id,
                    summary=self.env._("Answer the privacy request %s", request.number),
                )
