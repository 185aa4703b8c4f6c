from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..engine.duplicates import MIN_DIGITS, phone_key
from ..engine.facts import FactKind


class CsCallIntake(models.TransientModel):
    """An incoming call becomes a ticket: a few fields while the customer speaks.

    A telephone system may create the same record and call ``action_create_ticket``.
    """

    _name = "cs.call.intake"
    _description = "Incoming Call"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    channel_id = fields.Many2one(
        "helpdesk.ticket.channel",
        string="Line",
        required=True,
        default=lambda self: self._default_channel(),
        domain=[("cs_is_phone", "=", True)],
    )
    caller_number = fields.Char(string="Caller's Number")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
    )
    partner_name = fields.Char(
        string="Caller's Name",
        compute="_compute_partner_name",
        store=True,
        readonly=False,
    )
    ivr_key = fields.Char(string="Key Pressed")
    ivr_option_id = fields.Many2one(
        "cs.ivr.option", string="Announcement", compute="_compute_ivr_option_id"
    )
    type_id = fields.Many2one(
        "helpdesk.ticket.type",
        compute="_compute_from_option",
        store=True,
        readonly=False,
    )
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        compute="_compute_from_option",
        store=True,
        readonly=False,
        help="Empty: the team of the type.",
    )
    answered_at = fields.Datetime(
        string="Picked Up", required=True, default=fields.Datetime.now
    )
    ring_count = fields.Integer(string="Rings")
    ring_seconds = fields.Integer(
        string="Seconds Until Picked Up",
        compute="_compute_ring_seconds",
        store=True,
        readonly=False,
        help="From the telephone system, or the rings times the length of a ring.",
    )
    core_issue = fields.Char(string="Core Problem", required=True)
    verbatim = fields.Text(
        string="Customer's Wording", help="What the customer says, word for word."
    )

    @api.model
    def _default_channel(self):
        phone = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_channel_phone", raise_if_not_found=False
        )
        if phone and phone.has_access("read") and phone.active:
            return phone
        return self.env["helpdesk.ticket.channel"].search(
            [("cs_is_phone", "=", True)], limit=1
        )

    @api.depends("caller_number")
    def _compute_partner_id(self):
        for call in self:
            call.partner_id = call._find_caller() or call.partner_id

    @api.depends("partner_id")
    def _compute_partner_name(self):
        for call in self:
            call.partner_name = call.partner_id.name or call.partner_name

    @api.depends("ivr_key", "channel_id", "company_id")
    def _compute_ivr_option_id(self):
        for call in self:
            call.ivr_option_id = self.env["cs.ivr.option"]._cs_option_of(
                call.ivr_key, call.channel_id, call.company_id
            )

    @api.depends("ivr_option_id")
    def _compute_from_option(self):
        for call in self:
            option = call.ivr_option_id
            call.type_id = option.type_id or call.type_id
            default_team = option.type_id.cs_default_team_id
            call.team_id = option.team_id or default_team or call.team_id

    @api.depends("ring_count", "team_id", "type_id", "company_id")
    def _compute_ring_seconds(self):
        for call in self:
            if call.ring_count:
                call.ring_seconds = call.ring_count * call._ring_cycle()

    @api.constrains("ring_seconds", "ring_count")
    def _check_rings(self):
        for call in self:
            if call.ring_seconds < 0 or call.ring_count < 0:
                raise ValidationError(
                    self.env._("A call cannot be answered before it rings.")
                )

    def action_create_ticket(self):
        """Create the ticket of the call and open it.

        Runs as sudo after the right to create tickets is checked: whoever takes a
        call may register it for another team. He follows what he registered.
        """
        self.ensure_one()
        tickets = self.env["helpdesk.ticket"]
        tickets.check_access("create")
        ticket = tickets.sudo().create(self._prepare_ticket_vals())
        self._record_call(ticket)
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": ticket.id,
            "view_mode": "form",
        }

    def _record_call(self, ticket):
        """Ring and answer as facts of the ticket (RSP-04, RSP-05)."""
        moments = {
            FactKind.QUEUED: self._ring_start(),
            FactKind.ANSWERED: self.answered_at,
        }
        if ticket._cs_following():
            self.env["cs.ticket.event"]._record(
                [
                    {"ticket_id": ticket.id, "kind": kind, "at": at}
                    for kind, at in moments.items()
                ]
            )

    def _prepare_ticket_vals(self):
        """Values of the ticket; others may add what their telephone system knows.

        Reads the customer as sudo: the ticket gets the real contact, masked there.
        """
        partner = self.partner_id.sudo()
        return {
            "name": self.core_issue,
            "description": Markup("<p>%s</p>") % (self.verbatim or self.core_issue),
            "channel_id": self.channel_id.id,
            "company_id": self.company_id.id,
            "type_id": self.type_id.id,
            "team_id": self.team_id.id,
            "partner_id": partner.id,
            "partner_name": partner.name or self.partner_name,
            "partner_email": partner.email,
            "cs_phone": self.caller_number or partner.phone,
            "cs_core_issue": self.core_issue,
            "cs_verbatim": self.verbatim,
            "cs_received_at": self.answered_at,
        }

    def _ring_start(self):
        return self.answered_at - timedelta(seconds=self.ring_seconds)

    def _ring_cycle(self):
        """Seconds per ring, by the profile the ticket will follow."""
        team = self.team_id or self.type_id.cs_default_team_id
        profile = team.sudo()._cs_profile_of(self.company_id.sudo())
        return profile.ring_cycle_seconds or 5

    def _find_caller(self):
        """The customer with this telephone number, however it is written.

        Compares as sudo, since numbers may be masked; returns only whom the user may
        read.
        """
        partners = self.env["res.partner"]
        key = phone_key(self.caller_number)
        if not key:
            return partners
        spaced = "%".join(key[-MIN_DIGITS:])
        found = partners.sudo().search(
            Domain("phone", "=like", f"%{spaced}%"), order="id"
        )
        same = found.filtered(lambda p: phone_key(p.phone) == key)
        return same.with_env(self.env)._filtered_access("read")[:1]
