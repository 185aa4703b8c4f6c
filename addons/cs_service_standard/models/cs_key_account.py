from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

ACTIVITY = "cs_service_standard.mail_activity_type_account_contact"


class CsKeyAccount(models.Model):
    """The file of a customer the company lives from (REC-15).

    Who looks after him, how often we speak, how his business develops, and the plan
    and process that hold for him alone.
    """

    _name = "cs.key.account"
    _description = "Key Account"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "next_contact_on, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    owner_id = fields.Many2one(
        "res.users",
        string="Account Owner",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        tracking=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Is reminded when the next contact is due.",
    )
    segment_id = fields.Many2one(related="partner_id.cs_segment_id", store=True)
    state_id = fields.Many2one(related="partner_id.state_id", string="Area", store=True)
    contact_every = fields.Integer(
        string="Contact Every (Days)",
        default=30,
        required=True,
        help="At the latest so many days after the last contact the owner is asked to "
        "get in touch.",
    )
    last_contact_on = fields.Date(
        string="Last Contact",
        readonly=True,
        copy=False,
        help="The latest of: contact noted here, reply or call on a ticket.",
    )
    next_contact_on = fields.Date(
        string="Next Contact", compute="_compute_next_contact_on", store=True
    )
    service_plan = fields.Html(
        sanitize_attributes=True,
        help="What was agreed with this customer beyond the standard. Documents are "
        "attached below.",
    )
    note_ids = fields.One2many("cs.account.note", "account_id", string="Notes")
    process_ids = fields.One2many(
        "cs.process", compute="_compute_process_ids", string="Own Processes"
    )

    _once = models.UniqueIndex(
        "(partner_id, company_id)", "This customer has a key account file already."
    )
    _rhythm = models.Constraint(
        "CHECK (contact_every > 0)", "Enter after how many days a contact is due."
    )

    @api.depends("last_contact_on", "contact_every", "create_date")
    def _compute_next_contact_on(self):
        for account in self:
            last = account.last_contact_on or fields.Date.context_today(account)
            account.next_contact_on = last + timedelta(days=account.contact_every)

    def _compute_process_ids(self):
        found = self.env["cs.process"].search(
            [("partner_id", "in", self.partner_id.ids)]
        )
        for account in self:
            account.process_ids = found.filtered(
                lambda process, account=account: (
                    process.partner_id == account.partner_id
                )
            )

    def action_open_tickets(self):
        self.ensure_one()
        return self.partner_id.action_cs_service_history()

    @api.model
    def _cron_contacts(self):
        """Note what was said on tickets, then ask owners for contacts that are due.

        Running it twice adds nothing: a customer with an open reminder gets no other.
        """
        accounts = self.search([("active", "=", True)])
        accounts._note_contacts()
        today = fields.Date.context_today(self)
        due = accounts.filtered(lambda account: account.next_contact_on <= today)
        kind = self.env.ref(ACTIVITY)
        asked = due.activity_ids.filtered(lambda a: a.activity_type_id == kind)
        free = due.filtered(lambda account: not account.activity_ids & asked)
        model_id = self.env["ir.model"]._get_id(self._name)
        self.env["mail.activity"].create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": account.id,
                    "activity_type_id": kind.id,
                    "user_id": account.owner_id.id,
                    "date_deadline": today,
                }
                for account in free
            ]
        )

    def _note_contacts(self):
        """Take over the latest contact on a ticket of each customer, in one query.

        As superuser: the owner of the account need not read the tickets; only the day
        shows.
        """
        rows = (
            self.env["cs.ticket.event"]
            .sudo()
            ._read_group(
                Domain("kind", "=", "contact")
                & Domain("ticket_id.commercial_partner_id", "in", self.partner_id.ids),
                ["ticket_id"],
                ["at:max"],
            )
        )
        latest = {}
        for ticket, at in rows:
            partner = ticket.commercial_partner_id
            latest[partner] = max(at.date(), latest.get(partner, at.date()))
        for account in self:
            found = latest.get(account.partner_id)
            if found and (
                not account.last_contact_on or found > account.last_contact_on
            ):
                account.last_contact_on = found
