from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.facts import FactKind
from ...engine.phases import place

LETTER = "cs_service_standard.mail_template_acceptance"
DAY = 86400


class CsAcceptance(models.Model):
    """Putting the form to the customer, and taking it back."""

    _inherit = "cs.acceptance"

    sent_at = fields.Datetime(string="Sent", readonly=True, copy=False)
    sent_id = fields.Many2one("res.users", string="Sent By", readonly=True, copy=False)
    remind_at = fields.Datetime(string="Reminder On", readonly=True, copy=False)
    reminded_at = fields.Datetime(string="Reminded", readonly=True, copy=False)
    tacit_at = fields.Datetime(
        string="Silence Accepts On",
        readonly=True,
        copy=False,
        help="Without a word of the customer until then the result is accepted by "
        "silence. Empty: silence never accepts.",
    )

    def action_send(self):
        """Ask the customer to look at the result and to sign, by letter and page.

        As superuser beyond the check of access: the letter belongs to managers, and
        what was sent is closed to people.
        """
        self.ensure_one()
        self.check_access("write")
        self._check_is_draft()
        self._check_result()
        ticket = self.ticket_id
        self._check_address(ticket.sudo())
        ticket._cs_enter_acceptance()
        now = fields.Datetime.now()
        form = self.sudo()
        form.write(
            {
                "state": "sent",
                "sent_at": now,
                "sent_id": self.env.uid,
                **form._prepare_deadlines(now),
            }
        )
        self._record_fact(FactKind.ACCEPTANCE, now)
        ticket._cs_send_letters(LETTER, form)

    def action_withdraw(self):
        """The form no longer holds: nobody signs it, a new one may be begun."""
        for form in self:
            form.check_access("write")
            form._check_is_open()
        self._withdraw()

    def action_sign(self):
        """The customer is here or on the telephone: he says yes or no to us."""
        self.ensure_one()
        self._check_is_open()
        self._check_result()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What the Customer Says"),
            "res_model": "cs.acceptance.sign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_acceptance_id": self.id},
        }

    @api.model
    def _open_of(self, tickets):
        """The open forms of some tickets, as superuser."""
        known = tickets._origin.sudo().cs_acceptance_ids
        return known.filtered(lambda form: form.state in ("draft", "sent"))

    def _withdraw(self):
        """As superuser: forms are taken back when the work goes back, too."""
        forms = self.sudo().filtered(lambda form: form.state in ("draft", "sent"))
        forms.write({"state": "withdrawn"})
        # a new form may follow at once
        forms.flush_recordset(["state"])

    def _check_is_open(self):
        for form in self.filtered(lambda form: form.state not in ("draft", "sent")):
            raise UserError(
                self.env._(
                    "%s has been answered or withdrawn: begin a new one.",
                    form.display_name,
                )
            )

    def _check_result(self):
        if not (self.result or "").strip():
            raise UserError(
                self.env._(
                    "%s: write down the result first, the customer signs for it.",
                    self.display_name,
                )
            )

    def _check_address(self, ticket):
        if not (ticket.partner_id.email or ticket.partner_email):
            raise UserError(
                self.env._(
                    "Ticket %s has no e-mail address of the customer: enter it, or let "
                    "him sign on your device or accept by telephone.",
                    ticket.number,
                )
            )

    def _prepare_deadlines(self, sent_at):
        """When the customer is reminded and when his silence accepts, if it may.

        Both are fixed when the form is sent: the letter tells them.
        """
        self.ensure_one()
        profile = self.ticket_id.cs_profile_id
        if not profile.tacit_allowed:
            return {"tacit_at": False, "remind_at": False}
        days, before = profile.tacit_days, profile.tacit_reminder_days
        after = self.ticket_id._cs_working_after
        tacit_at = after(sent_at, days * DAY, profile.tacit_mode)
        remind_at = before and after(sent_at, (days - before) * DAY, profile.tacit_mode)
        return {"tacit_at": tacit_at, "remind_at": remind_at}

    def _record_fact(self, kind, at, **more):
        """Tell the clocks, once for this form."""
        self.ensure_one()
        if not self.ticket_id._cs_following():
            return
        self.env["cs.ticket.event"]._record(
            [
                {
                    "ticket_id": self.ticket_id.id,
                    "kind": kind.value,
                    "at": at,
                    "payload": {"acceptance": self.id, **more},
                    "source_key": f"acceptance:{kind.value}:{self.id}",
                }
            ]
        )

    def _portal_url(self):
        """Address of the customer's page, for the letters."""
        self.ensure_one()
        return self.ticket_id.sudo()._cs_page_link("acceptance")

    def _tacit_day(self):
        """The last day to answer, in the customer's words, for the letters."""
        self.ensure_one()
        ticket = self.ticket_id
        return self.tacit_at and ticket._cs_when(
            self.tacit_at, ticket._cs_reader_zone()
        )


class HelpdeskTicket(models.Model):
    """A ticket whose result is put to the customer stands in acceptance."""

    _inherit = "helpdesk.ticket"

    def _cs_enter_acceptance(self):
        """Go on to acceptance, if the ticket is not there yet; its gates decide."""
        self.ensure_one()
        if place(self.sudo().stage_id.cs_phase) >= place("acceptance"):
            return
        stages = self.cs_stage_ids.filtered(lambda s: s.cs_phase == "acceptance")
        if stages:
            self.stage_id = stages.sorted(lambda s: (s.sequence, s.id))[0]
