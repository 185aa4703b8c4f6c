from odoo import api, fields, models
from odoo.exceptions import UserError

from ...wording import listed

# what people enter; the rest follows from the ticket
ENTERED = {"resolution_id", "cause_id", "warranty_months", "summary", "document_ids"}


class CsArchive(models.Model):
    """The entry of one ticket in the dossier of its customer (ACC-01, 02, 05).

    It is prepared while the ticket comes to its end: what the customer is told in
    the summary, how it was solved, why it came up, and the documents.  Archived, it
    is read-only for everybody; when the ticket is closed it is sealed together with
    what was promised and kept.
    """

    _name = "cs.archive"
    _description = "Dossier Entry"
    _order = "id desc"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    team_id = fields.Many2one(
        "helpdesk.ticket.team", compute="_compute_team_id", store=True, readonly=True
    )
    state = fields.Selection(
        [("open", "In Preparation"), ("archived", "Archived")],
        string="Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )
    resolution_id = fields.Many2one(
        "cs.resolution.code",
        string="How It Ended",
        ondelete="restrict",
        help="How it was solved, so that results can be counted.",
    )
    cause_id = fields.Many2one(
        "cs.need.cause",
        string="Root Cause",
        ondelete="restrict",
        help="Why it came up in the first place; the same list as the probable causes "
        "of the needs analysis.",
    )
    needs_warranty = fields.Boolean(related="ticket_id.type_id.cs_needs_warranty")
    warranty_months = fields.Integer(
        string="Warranty (months)",
        help="What the customer gets on this repair; told in the summary.",
    )
    summary = fields.Text(
        string="What Was Done",
        help="One or two sentences for the customer, in the summary and the dossier.",
    )
    told_at = fields.Datetime(string="Summary Given", readonly=True, copy=False)
    told_by = fields.Selection(
        [("mail", "E-mail"), ("person", "In person or by telephone")],
        string="Given By",
        readonly=True,
        copy=False,
    )
    document_ids = fields.One2many(
        "cs.archive.document", "archive_id", string="Documents"
    )
    amendment_ids = fields.One2many(
        "cs.archive.amendment", "archive_id", string="Amendments"
    )
    # as it was when archived
    kind = fields.Selection(
        [("service", "Service"), ("complaint", "Complaint")],
        string="Dossier",
        readonly=True,
        default="service",
        required=True,
    )
    type_id = fields.Many2one("helpdesk.ticket.type", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="restrict"
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index="btree_not_null"
    )
    product_id = fields.Many2one(
        "product.product", string="Product in the Catalogue", readonly=True
    )
    product_name = fields.Char(string="Product", readonly=True)
    product_key = fields.Char(readonly=True, index="btree_not_null")
    received_at = fields.Datetime(string="Received", readonly=True)
    archived_at = fields.Datetime(string="Archived", readonly=True, copy=False)
    archived_by = fields.Many2one("res.users", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Closed", readonly=True, copy=False)
    missing = fields.Char(
        compute="_compute_missing", help="What has to be there before it is archived."
    )

    _open_uniq = models.UniqueIndex(
        "(ticket_id) WHERE sealed_at IS NULL",
        "This ticket has an entry for the dossier already: open it instead.",
    )
    _warranty_positive = models.Constraint(
        "CHECK (warranty_months >= 0)", "The warranty must not be negative."
    )

    @api.depends("ticket_id")
    def _compute_team_id(self):
        """The team at that time: it does not follow the ticket to another one."""
        for entry in self:
            entry.team_id = entry.ticket_id.team_id

    @api.depends("ticket_id")
    def _compute_display_name(self):
        """As superuser: whoever sees the entry may know its number."""
        for entry in self:
            entry.display_name = entry.ticket_id.sudo().number or ""

    @api.depends(
        "resolution_id",
        "cause_id",
        "warranty_months",
        "document_ids.attachment_id",
        "document_ids.file",
    )
    @api.depends_context("lang")
    def _compute_missing(self):
        for entry in self:
            entry.missing = listed(self.env, entry._lacks())

    @api.model_create_multi
    def create(self, vals_list):
        """An entry begins with what is known: product, documents, proposals."""
        # the index must know of a seal of this transaction
        self.flush_model(["sealed_at"])
        ids = [vals.get("ticket_id") for vals in vals_list]
        tickets = self.env["helpdesk.ticket"].sudo().browse(ids)
        pairs = zip(tickets, vals_list, strict=True)
        entries = super().create(
            [{**self._prepare_proposals(ticket), **vals} for ticket, vals in pairs]
        )
        entries._take_over()
        entries._sync_documents()
        return entries

    def write(self, vals):
        """Archived is archived, for managers, too."""
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_of_open(self):
        self._check_open()

    def _check_open(self):
        """Refuse changes of people to what is archived; the system goes on."""
        if self.env.su:
            return
        for entry in self.filtered(lambda e: e.state == "archived"):
            raise UserError(
                self.env._(
                    "The dossier entry of ticket %s is archived: write an amendment "
                    "instead of changing it.",
                    entry.display_name,
                )
            )

    @api.model
    def _prepare_proposals(self, ticket):
        """What the type and the analysis propose: codes, warranty.

        :param ticket: as superuser: its parts and the set-up are read
        """
        kind = ticket.type_id
        causes = ticket.cs_need_ids.cause_ids
        probable = causes if len(causes) == 1 else causes.browse()
        return {
            "resolution_id": kind.cs_resolution_id.id,
            "cause_id": (probable or kind.cs_cause_id).id,
            "warranty_months": kind.cs_warranty_months if kind.cs_needs_warranty else 0,
        }

    def _take_over(self):
        """Write down whose ticket it is and what it is about.

        As superuser: these fields are read-only for people.
        """
        for entry in self.sudo():
            entry.write(entry.ticket_id._cs_prepare_archive_vals())

    def _lacks(self):
        """What is missing before the entry can be archived, in words."""
        self.ensure_one()
        lacks = self._lacks_codes()
        if self.needs_warranty and not self.warranty_months:
            lacks.append(self.env._("months of warranty"))
        open_slots = self.document_ids.filtered(lambda d: d.state == "missing")
        return lacks + [slot._title() for slot in open_slots]

    def _lacks_codes(self):
        self.ensure_one()
        lacks = [] if self.resolution_id else [self.env._("resolution")]
        return lacks if self.cause_id else [*lacks, self.env._("root cause")]
