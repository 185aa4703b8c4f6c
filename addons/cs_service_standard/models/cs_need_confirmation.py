from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError

from ..engine.facts import FactKind

REPORT = "cs_service_standard.cs_need_analysis_action_letter"
TEMPLATE = "cs_service_standard.mail_template_need_confirmation"


class CsNeedAnalysis(models.Model):
    """The customer confirms where his need begins and ends, by telephone or e-mail."""

    _inherit = "cs.need.analysis"

    revision = fields.Integer(
        readonly=True, copy=False, help="Goes up whenever the customer's text changes."
    )
    asked_at = fields.Datetime(
        string="Asked by E-mail",
        readonly=True,
        copy=False,
        help="When the customer was sent our understanding to confirm.",
    )
    objection = fields.Text(
        string="What the Customer Says Is Different",
        readonly=True,
        copy=False,
    )
    confirmed_by = fields.Selection(
        [("email", "E-mail"), ("phone", "Telephone")], readonly=True, copy=False
    )
    confirmed_at = fields.Datetime(readonly=True, copy=False)
    confirmed_with = fields.Char(
        readonly=True,
        copy=False,
        help="Who confirmed by telephone.",
    )
    letter_id = fields.Many2one(
        "ir.attachment", string="Confirmation Letter", readonly=True, copy=False
    )

    def _set_complete(self):
        for analysis in self:
            analysis.write(
                {
                    "state": "complete",
                    "revision": analysis.revision + 1,
                    "objection": False,
                }
            )

    def action_change(self):
        """Take the analysis up again; what was confirmed has to be confirmed anew."""
        self.write(
            {
                "state": "open",
                "asked_at": False,
                "confirmed_by": False,
                "confirmed_at": False,
                "confirmed_with": False,
            }
        )

    def action_ask(self):
        """Send the customer our understanding with the link to confirm it."""
        for analysis in self:
            analysis._check_waiting()
            ticket = analysis.ticket_id.sudo()
            if not (ticket.partner_id.email or ticket.partner_email):
                raise UserError(
                    self.env._(
                        "Ticket %s has no e-mail address of the customer: enter it, or "
                        "confirm the need by telephone.",
                        ticket.number,
                    )
                )
        self.ticket_id._cs_send_letters(TEMPLATE, self)
        self.write({"asked_at": fields.Datetime.now()})

    def action_confirm_by_phone(self):
        self.ensure_one()
        self._check_waiting()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Confirmed by Telephone"),
            "res_model": "cs.need.confirm",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_analysis_id": self.id,
                "default_name": self.ticket_id.cs_name_masked,
            },
        }

    def action_letter(self):
        """Open the letter that was filed; file it if that was not possible before."""
        self.ensure_one()
        if not self.letter_id:
            self._file_letter()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.letter_id.id}",
            "target": "new",
        }

    def _check_waiting(self):
        """Only what is complete and not yet confirmed can be confirmed."""
        self.ensure_one()
        ticket = self.ticket_id.sudo()
        if self.state == "open":
            raise UserError(
                self.env._(
                    "The analysis of ticket %s is in work: complete it first.",
                    ticket.number,
                )
            )
        if self.state == "confirmed":
            raise UserError(
                self.env._("The need of ticket %s is confirmed.", ticket.number)
            )

    def _confirm_by_phone(self, at, name):
        """The customer said yes on the telephone: a contact like any other.

        :param at: naive UTC datetime of the call
        :param name: who said it
        """
        self.ensure_one()
        self._check_waiting()
        self._check_first_contact()
        self.ticket_id._cs_record_fact(
            FactKind.CONTACT, at=at, payload={"medium": "call", "details": True}
        )
        self.ticket_id._cs_set_first_responder(self.env.user)
        self._set_confirmed("phone", at, name)

    def _check_first_contact(self):
        """What the first contact must settle is settled in its own dialogue."""
        ticket = self.ticket_id
        log = self.env["cs.contact.log"].new({"ticket_id": ticket.id})
        if log.urgency != "other":
            raise UserError(
                self.env._(
                    "Ticket %s waits for its first contact: log the contact on the "
                    "ticket first, then the confirmation.",
                    ticket.number,
                )
            )

    def _set_confirmed(self, medium, at, name):
        """Keep who confirmed how and when, and file the letter about it."""
        self.write(
            {
                "state": "confirmed",
                "confirmed_by": medium,
                "confirmed_at": at,
                "confirmed_with": name,
            }
        )
        self._file_letter()
        mediums = dict(self._fields["confirmed_by"]._description_selection(self.env))
        # visitors may not attach what others made
        self.ticket_id.with_user(SUPERUSER_ID).message_post(
            body=self.env._("Need confirmed: %s", mediums[medium]),
            subtype_xmlid="mail.mt_note",
            author_id=self.ticket_id._cs_note_author(),
            attachment_ids=self.letter_id.ids,
        )

    def _file_letter(self):
        """Keep what was confirmed as a document of the ticket."""
        self.ensure_one()
        letter = self.ticket_id._cs_file_report(REPORT, self, self._letter_title())
        self.sudo().letter_id = letter

    def _letter_title(self):
        """Name of the letter, in the language it is written in."""
        ticket = self.ticket_id.sudo()
        theirs = self.with_context(lang=ticket.partner_id.lang or self.env.lang)
        return theirs.env._("Need confirmation %s", ticket.number)
