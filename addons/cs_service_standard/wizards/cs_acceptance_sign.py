from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.facts import FactKind
from ..models.acceptance.cs_acceptance import SCORES

MEDIUM = {"tablet": "visit", "phone": "call"}


class CsAcceptanceSign(models.TransientModel):
    """The customer answers in our presence: he signs on our device, or on the phone.

    The device is given to him, so it asks in words meant for him.
    """

    _name = "cs.acceptance.sign"
    _description = "What the Customer Says"

    acceptance_id = fields.Many2one("cs.acceptance", required=True, readonly=True)
    result = fields.Text(related="acceptance_id.result")
    way = fields.Selection(
        [("tablet", "He is here"), ("phone", "On the telephone")],
        string="The Customer",
        default="tablet",
        required=True,
    )
    answer = fields.Selection(
        [("yes", "Yes"), ("no", "No")], string="Is the result right?", required=True
    )
    score = fields.Selection(SCORES, string="How satisfied are you?")
    agreement = fields.Text(
        string="Later Service",
        compute="_compute_agreement",
        store=True,
        readonly=False,
        help="What is agreed for afterwards, for example the warranty.",
    )
    has_agreement = fields.Boolean(compute="_compute_has_agreement")
    comment = fields.Text(string="What We Should Know")
    reason = fields.Text(string="What Is Not Right?")
    signed_by = fields.Char(string="Name")
    signature = fields.Image(max_width=1024, max_height=1024)
    wording = fields.Text(
        string="Words of the Customer",
        help="What he said on the telephone, for example: Yes, the machine runs, I "
        "accept it.",
    )
    at = fields.Datetime(string="When", default=fields.Datetime.now, required=True)

    @api.depends("acceptance_id")
    def _compute_agreement(self):
        for wizard in self:
            wizard.agreement = wizard.acceptance_id.agreement

    @api.depends("acceptance_id")
    def _compute_has_agreement(self):
        for wizard in self:
            wizard.has_agreement = bool(wizard.acceptance_id.agreement)

    def action_confirm(self):
        """Take the answer down, and that somebody of us spoke with the customer."""
        self.ensure_one()
        form = self.acceptance_id
        form.check_access("write")
        form._check_is_open()
        at = self.at if self.way == "phone" else fields.Datetime.now()
        self._check_at(at)
        if self.answer == "yes":
            form.ticket_id._cs_enter_acceptance()
        # whoever records a refusal may not see the ticket afterwards
        self._note_contact(at)
        if self.answer == "yes":
            form._accept(self.way, at, **self._prepare_signature())
        else:
            form._reject(self.way, self.reason, at)
        return {"type": "ir.actions.act_window_close"}

    def _prepare_signature(self):
        here = self.way == "tablet"
        return {
            "score": self.score,
            "agreement": self.agreement,
            "comment": self.comment,
            "signed_by": (self.signed_by or "").strip(),
            "signature": here and self.signature,
            "wording": not here and (self.wording or "").strip(),
        }

    def _check_at(self, at):
        ticket = self.acceptance_id.ticket_id
        begun = self.acceptance_id.sent_at or ticket.cs_received_at
        if at > fields.Datetime.now() or (begun and at < begun):
            raise UserError(
                self.env._(
                    "The customer of ticket %s answered after he was asked and not in "
                    "the future: correct the time.",
                    ticket.number,
                )
            )

    def _note_contact(self, at):
        """It is a contact in which the customer heard the result (EXE-09)."""
        ticket = self.acceptance_id.ticket_id
        if not ticket._cs_following():
            return
        ticket._cs_record_fact(
            FactKind.CONTACT,
            at=at,
            payload={
                "medium": MEDIUM[self.way],
                "purpose": "result",
                "satisfied": self.answer,
            },
        )
        sheet = ticket._cs_executions(create=True)[ticket.id]
        sheet._note_told(at, self.answer)
        ticket._cs_set_first_responder(self.env.user)
