from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

BATCH = 100


class HelpdeskTicket(models.Model):
    """Closed tickets get their line in the dossier by a job of every minute.

    Sealing reads the documents, the clocks and the parts of a ticket: work that whoever
    closes it need not wait for.  Who needs the line before has it made at once.
    """

    _inherit = "helpdesk.ticket"

    cs_filing_by_id = fields.Many2one(
        "res.users",
        string="To Be Filed For",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_system",
        help="Who closed the ticket, until the dossier of its customer has its line.",
    )
    cs_filing_error = fields.Char(
        string="Dossier Line Failed",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Why the ticket has no line in the dossier of its customer.",
    )

    def write(self, vals):
        """Whoever closes a ticket, and however: it becomes due for its line.

        One that is reopened before has the line of its first closing made now.
        """
        if "stage_id" not in vals:
            return super().write(vals)
        target = self.sudo()._cs_stage_ahead(vals)
        before = {ticket.id: ticket.stage_id._cs_outcome() for ticket in self.sudo()}
        if target._cs_outcome() != "closed":
            self._cs_file_now()
        result = super().write(vals)
        self.filtered(lambda t: before[t.id] != "closed")._cs_plan_filing()
        return result

    def _cs_begin(self, vals_by_id):
        result = super()._cs_begin(vals_by_id)
        if not self._cs_is_backdated():
            self._cs_plan_filing()
        return result

    def _cs_plan_filing(self):
        """Those that are closed and follow a standard become due.

        As superuser, past what follows a write: it is no change anybody made.
        """
        closed = self.sudo().filtered(lambda t: t.stage_id._cs_outcome() == "closed")
        due = closed._cs_following() if closed else closed
        models.BaseModel.write(due, {"cs_filing_by_id": self.env.uid})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_archived(self):
        """What is in a dossier is evidence, also before the job has come by.

        As superuser: who may delete a ticket need not see its entries.
        """
        self._cs_file_now()
        entries = self.env["cs.archive"].sudo().search([("ticket_id", "in", self.ids)])
        for entry in entries.filtered(lambda e: e.state == "archived"):
            raise UserError(
                self.env._(
                    "Ticket %s is in the dossier of its customer and cannot be "
                    "deleted.",
                    entry.display_name,
                )
            )
        entries.unlink()

    @api.model
    def _cron_cs_file(self):
        """File what was closed; harmless to run twice or to kill."""
        due = self.sudo().with_context(active_test=False)
        count = due.search_count(due._cs_filing_domain())
        self.env["ir.cron"]._commit_progress(remaining=count)
        self.env["cs.job.mixin"]._repeat_step(due._cs_file_batch)

    @api.model
    def _cs_filing_domain(self):
        """Tickets that are due, except those that failed and wait for somebody."""
        return Domain("cs_filing_by_id", "!=", False) & Domain(
            "cs_filing_error", "=", False
        )

    def _cs_file_batch(self):
        """File the next tickets nobody else works on; return how many."""
        tickets = self.search(self._cs_filing_domain(), limit=BATCH, order="id")
        tickets = tickets.try_lock_for_update(allow_referencing=True)
        tickets._cs_file_safely()
        return len(tickets)

    def _cs_file_now(self):
        """Have lines made that are due, for whoever needs them before the job comes.

        As superuser: the system files, whoever is looking.
        """
        self.sudo().filtered("cs_filing_by_id")._cs_file_safely()

    def _cs_file_safely(self):
        """File all at once; one that cannot be filed says so and stays due."""

        def keep(ticket, error):
            models.BaseModel.write(ticket, {"cs_filing_error": str(error)[:250]})

        self.env["cs.job.mixin"]._act_on_all(
            self, lambda tickets: tickets._cs_file_for_closers(), keep
        )

    def _cs_file_for_closers(self):
        """The line of a ticket is made in the name and language of who closed it."""
        for closer, tickets in self.grouped("cs_filing_by_id").items():
            named = tickets.with_user(closer).with_context(lang=closer.lang).sudo()
            closed = named.filtered(lambda t: t.stage_id._cs_outcome() == "closed")
            closed._cs_following()._cs_file_in_dossier()
        done = {"cs_filing_by_id": False, "cs_filing_error": False}
        models.BaseModel.write(self, done)

    def action_cs_file_again(self):
        """Try again to make the line that failed."""
        self.check_access("write")
        self._cs_file_now()

    def _cs_file_in_dossier(self):
        """A line in the dossier for each closed ticket, sealed (ACC-03, ACC-05).

        What was not prepared, on the short path or without gates, is entered with
        what the type proposes.  Called as superuser: also a customer who closes his
        ticket comes here.
        """
        entries = self.env["cs.archive"].with_context(active_test=False)
        latest = self._cs_archives()
        ready = entries.concat(*(e for e in latest.values() if not e.sealed_at))
        missing = self.browse(
            ticket.id for ticket in self if ticket.id not in latest
        ) | self._cs_sealed_long_ago(latest)
        still_open = ready.filtered(lambda entry: entry.state == "open")
        still_open._sync_documents()
        # new entries have their documents already
        new = entries.create([{"ticket_id": ticket.id} for ticket in missing])
        (still_open | new)._set_archived()
        (ready | new)._seal()

    def _cs_sealed_long_ago(self, latest):
        """Tickets that were reopened since their entry was sealed."""
        kept = {key: entry for key, entry in latest.items() if entry.sealed_at}
        begun = self.env["cs.gate"]._work_since(list(kept))
        return self.browse(
            key
            for key, entry in kept.items()
            if key in begun and begun[key] > entry.archived_at
        )
