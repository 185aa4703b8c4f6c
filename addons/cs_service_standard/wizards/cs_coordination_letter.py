from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..models.cs_coordination_confirm import LETTER


class CsCoordinationLetter(models.TransientModel):
    """The letter that tells the customer the dates, to look at before it is sent.

    XDP-05: proposed from the template, in the customer's language.
    """

    _name = "cs.coordination.letter"
    _description = "Tell the Customer the Dates"

    coordination_id = fields.Many2one("cs.coordination", required=True, readonly=True)
    customer = fields.Char(compute="_compute_customer", string="To")
    subject = fields.Char(
        compute="_compute_letter",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    body = fields.Html(
        compute="_compute_letter",
        store=True,
        precompute=True,
        readonly=False,
        sanitize_style=True,
    )

    @api.depends("coordination_id")
    def _compute_customer(self):
        for letter in self:
            letter.customer = letter.coordination_id.ticket_id.cs_name_masked

    @api.depends("coordination_id")
    def _compute_letter(self):
        """As superuser: templates belong to managers."""
        template = self.env.ref(LETTER).sudo()
        found = template._generate_template(
            self.coordination_id.ids, ("subject", "body_html")
        )
        for letter in self:
            texts = found.get(letter.coordination_id.id, {})
            letter.subject = texts.get("subject")
            letter.body = texts.get("body_html")

    def action_send(self):
        """Send it as the message of a person: the customer has been contacted."""
        self.ensure_one()
        coordination = self.coordination_id
        coordination.check_access("write")
        if coordination.state == "meeting":
            raise UserError(
                self.env._(
                    "Give out the duties of %s first: until then the dates may change.",
                    coordination.display_name,
                )
            )
        if is_html_empty(self.body):
            raise UserError(
                self.env._("Write the letter of %s first.", coordination.display_name)
            )
        coordination.ticket_id._cs_tell_customer(self.body, self.subject)
        coordination._told()
        return {"type": "ir.actions.act_window_close"}
