from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_list

# what comes of the declaration alone
DECLARED = {"state", "done_by", "done_at"}


class CsSelfCheck(models.Model):
    """Tier 1: the executor checks his own work and proves it (QAC-01).

    One that is done stays as it was. After a rework it counts no more and the next
    one is written.
    """

    _name = "cs.self.check"
    _description = "Self-Check"
    _order = "ticket_id, id desc"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('cs_profile_id', '!=', False)]",
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    team_id = fields.Many2one(
        "helpdesk.ticket.team", compute="_compute_team_id", store=True, readonly=True
    )
    state = fields.Selection(
        [("draft", "To Do"), ("done", "Done")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    evidence_ids = fields.One2many(
        "cs.self.check.evidence", "self_check_id", copy=False
    )
    statement = fields.Text(
        string="Remarks", help="Anything a colleague should know; not required."
    )
    done_by = fields.Many2one("res.users", readonly=True, copy=False)
    done_at = fields.Datetime(string="Done On", readonly=True, copy=False)

    _draft_uniq = models.UniqueIndex(
        "(ticket_id) WHERE state = 'draft'",
        "This ticket has an open self-check already: finish that one.",
    )

    @api.depends("ticket_id")
    def _compute_team_id(self):
        """The team at that time: it does not follow the ticket to another one."""
        for check in self:
            check.team_id = check.ticket_id.team_id

    @api.depends("ticket_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for check in self:
            number = check.ticket_id.sudo().number or ""
            check.display_name = self.env._("Self-check of %s", number)

    @api.model
    def default_get(self, fields_list):
        """A new one has a place for each evidence the type asks for."""
        values = super().default_get(fields_list)
        ticket_id = self.env.context.get("default_ticket_id")
        if ticket_id and "evidence_ids" in fields_list:
            ticket = self.env["helpdesk.ticket"].browse(ticket_id)
            kinds = ticket.type_id.sudo().cs_evidence_kind_ids
            values["evidence_ids"] = [
                Command.create({"kind_id": kind.id}) for kind in kinds
            ]
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_may_set(vals)
        return super().create(vals_list)

    def write(self, vals):
        """What was declared stays as it was declared."""
        self._check_may_set(vals)
        self._check_is_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts(self):
        self._check_is_draft()

    def action_done(self):
        """The work was checked and this is the proof.

        As superuser, once the user may write: nobody declares by writing fields.
        """
        for check in self:
            missing = check._missing()
            if missing:
                raise UserError(check._missing_text(missing))
        self.check_access("write")
        self._check_is_draft()
        self.sudo().write(
            {
                "state": "done",
                "done_by": self.env.uid,
                "done_at": fields.Datetime.now(),
            }
        )
        # a new one may be opened at once: only one of them is a draft
        self.flush_recordset(["state"])

    def _missing(self):
        """Kinds of evidence the type asks for and nobody has added yet."""
        self.ensure_one()
        given = self.evidence_ids.filtered("is_given").kind_id
        return self.ticket_id.type_id.sudo().cs_evidence_kind_ids - given

    def _missing_text(self, kinds):
        self.ensure_one()
        return self.env._(
            "Ticket %(ticket)s: %(kinds)s missing. Add it to the self-check.",
            ticket=self.ticket_id.sudo().number,
            kinds=format_list(self.env, kinds.mapped("name")),
        )

    @api.model
    def _check_may_set(self, vals):
        if DECLARED & set(vals) and not self.env.su:
            raise AccessError(
                self.env._("A self-check is done by its button, with its evidence.")
            )

    def _check_is_draft(self):
        """Refuse changes of people to what is done; the system goes on."""
        if self.env.su:
            return
        for check in self.filtered(lambda c: c.state != "draft"):
            raise UserError(
                self.env._(
                    "%s is done and stays as it is: open a new one from the ticket.",
                    check.display_name,
                )
            )
