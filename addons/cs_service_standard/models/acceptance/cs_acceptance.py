from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.masking import MaskKind

SCORES = [
    ("1", "1 – Very dissatisfied"),
    ("2", "2 – Dissatisfied"),
    ("3", "3 – Neither"),
    ("4", "4 – Satisfied"),
    ("5", "5 – Very satisfied"),
]
OPEN = ("draft", "sent")


class CsAcceptance(models.Model):
    """Service acceptance form: the customer signs for what he got (QAC-03).

    It says the result, how he rates it and what is agreed for later. What was signed
    or refused stays as it is; after rework a new form is begun.
    """

    _name = "cs.acceptance"
    _description = "Service Acceptance Form"
    _inherit = ["cs.masking.mixin"]
    _order = "id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        readonly=True,
        ondelete="cascade",
        domain="[('cs_profile_id', '!=', False)]",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "With the Customer"),
            ("accepted", "Accepted"),
            ("tacit", "Accepted by Silence"),
            ("rejected", "Not Accepted"),
            ("withdrawn", "Withdrawn"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    result = fields.Text(
        help="What was done and what came out of it; the customer reads and signs it.",
    )
    agreement = fields.Text(
        string="Later Service",
        help="What is agreed for afterwards, for example the warranty or the next "
        "service. Empty: the customer is asked for it when he signs.",
    )
    score = fields.Selection(SCORES, string="Satisfaction", readonly=True, copy=False)
    comment = fields.Text(
        string="Customer's Words",
        readonly=True,
        copy=False,
        help="What he adds, or why he does not accept.",
    )
    way = fields.Selection(
        [
            ("portal", "On his page"),
            ("tablet", "On our device"),
            ("phone", "By telephone"),
            ("log", "In a logged contact"),
        ],
        string="How Answered",
        readonly=True,
        copy=False,
    )
    signed_by = fields.Char(readonly=True, copy=False)
    signed_at = fields.Datetime(
        string="Answered On", readonly=True, copy=False, index="btree_not_null"
    )
    signature = fields.Image(max_width=1024, max_height=1024, readonly=True, copy=False)
    wording = fields.Text(
        string="Said on the Telephone",
        readonly=True,
        copy=False,
        help="The words with which the customer accepted.",
    )
    recorded_id = fields.Many2one(
        "res.users",
        string="Recorded By",
        readonly=True,
        copy=False,
        help="Empty: the customer answered himself.",
    )

    _open_uniq = models.UniqueIndex(
        "(ticket_id) WHERE state IN ('draft', 'sent')",
        "This ticket has an open acceptance form: use it, or withdraw it first.",
    )
    _ticket_idx = models.Index("(ticket_id)")

    @api.model
    def default_get(self, fields_list):
        """A new form begins with what is known of the result."""
        values = super().default_get(fields_list)
        ticket_id = self.env.context.get("default_ticket_id")
        if ticket_id and "result" in fields_list and not values.get("result"):
            ticket = self.env["helpdesk.ticket"].browse(ticket_id)
            values["result"] = ticket._cs_known_result()
        return values

    @api.depends("ticket_id")
    def _compute_display_name(self):
        for form in self:
            form.display_name = self.env._(
                "Acceptance %s", form.ticket_id.sudo().number or ""
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody begins with an answer: forms are sent and signed by their buttons."""
        if not self.env.su:
            begun = {"ticket_id", "result", "agreement"}
            vals_list = [
                {name: vals[name] for name in vals if name in begun}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        """What the customer has got, and what he signed, stays as it was seen."""
        if not self.env.su:
            self._check_is_draft()
            vals = {
                name: vals[name] for name in vals if name in ("result", "agreement")
            }
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts(self):
        if not self.env.su:
            self._check_is_draft()

    @api.model
    def _cs_masked_fields(self):
        return super()._cs_masked_fields() | {"signed_by": MaskKind.NAME}

    @api.model
    def _cs_mask_applies(self):
        return self.env["helpdesk.ticket"]._cs_mask_applies()

    def _cs_mask_filter(self):
        """Who may not see the customer of the ticket does not see who signed."""
        hidden = self.sudo().ticket_id.with_env(self.env)._cs_mask_filter()
        return self.filtered(lambda form: form.sudo().ticket_id in hidden)

    def _check_is_draft(self):
        for form in self.filtered(lambda form: form.state != "draft"):
            raise UserError(
                self.env._(
                    "%s has gone to the customer: withdraw it and begin a new one to "
                    "change it.",
                    form.display_name,
                )
            )

    def _signer_shown(self):
        """Who signed, as documents may tell it."""
        self.ensure_one()
        form = self.sudo()
        if form.ticket_id.company_id.cs_mask_contacts:
            return form._cs_mask_value("signed_by", form.signed_by or "")
        return form.signed_by or ""
