from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from ...engine import acceptance as rules
from ...engine.facts import FactKind

BATCH = 100
REMINDER = "cs_service_standard.mail_template_acceptance_reminder"


class CsAcceptance(models.Model):
    """A customer who says nothing: reminded first, then taken to have accepted.

    Only where the profile says so. Silence is recorded as silence; it never makes a
    satisfied customer. Who has written meanwhile is not silent.
    """

    _inherit = "cs.acceptance"

    error = fields.Char(
        string="Not Done by Itself",
        readonly=True,
        copy=False,
        help="Why no reminder was sent, or why silence does not accept; tried again "
        "with every run.",
    )

    _remind_idx = models.Index(
        "(remind_at) WHERE state = 'sent' AND reminded_at IS NULL"
    )
    _tacit_idx = models.Index("(tacit_at) WHERE state = 'sent'")

    @api.model
    def _cron_silence(self):
        """Remind, and accept for who stays silent; harmless to run twice or to kill."""
        now = fields.Datetime.now()
        sent = Domain("state", "=", "sent") & Domain(
            "ticket_id.cs_profile_id.state", "=", "in_force"
        )
        remind = (
            sent & Domain("reminded_at", "=", False) & Domain("remind_at", "<=", now)
        )
        # reminded first: whoever gets a late reminder gets his time to answer
        self._do_in_batches(remind, lambda forms: forms._remind())
        self._do_in_batches(
            sent & Domain("tacit_at", "<=", now), lambda forms: forms._accept_silently()
        )

    @api.model
    def _do_in_batches(self, domain, act):
        """Do something to all forms of a domain, going past those that fail."""
        cron = self.env["ir.cron"]
        forms = self.search(domain, order="id")
        cron._commit_progress(remaining=len(forms))
        for ids in split_every(BATCH, forms.ids):
            due = self.browse(ids).try_lock_for_update().filtered_domain(domain)
            self.env["cs.job.mixin"]._act_on_all(due, act, _keep_error)
            if not cron._commit_progress(len(ids)):
                return

    def _remind(self):
        """One reminder for each; late ones leave the customer the time of the rest."""
        now = fields.Datetime.now()
        for form in self:
            notice = timedelta(days=form.ticket_id.cs_profile_id.tacit_reminder_days)
            known = rules.Deadlines(form.remind_at or None, form.tacit_at or None)
            form.tacit_at = rules.after_reminder(known, now, notice) or False
        self.write({"reminded_at": now, "error": False})
        self.ticket_id._cs_send_letters(REMINDER, self)

    def _accept_silently(self):
        """Close the forms of who said nothing at all since he was asked."""
        spoken = self._spoken_since()
        self.filtered(lambda form: form.id in spoken)._ask_who_wrote()
        silent = self.filtered(lambda form: form.id not in spoken)
        waiting = silent.filtered(lambda form: form.remind_at and not form.reminded_at)
        for form in silent - waiting:
            form.write({"state": "tacit", "signed_at": form.tacit_at, "error": False})
            form._after_yes(rules.TACIT, form.tacit_at)
            form._note_silence()
            form._file_document()

    def _spoken_since(self):
        """Ids of the forms whose customer wrote after they were sent."""
        events = self.env["cs.ticket.event"].sudo()
        last = dict(
            events._read_group(
                [
                    ("ticket_id", "in", self.ticket_id.ids),
                    ("kind", "=", FactKind.CUSTOMER.value),
                ],
                ["ticket_id"],
                ["at:max"],
            )
        )
        return {
            form.id
            for form in self
            if (at := last.get(form.ticket_id)) and at > form.sent_at
        }

    def _ask_who_wrote(self):
        """Silence does not count for them: their owner asks them."""
        for form in self.filtered("tacit_at"):
            ticket = form.ticket_id
            person = ticket._cs_first_reachable(ticket.user_id, ticket.team_id.user_id)
            reader = ticket.with_context(lang=person.lang, tz=person.tz)
            text = reader.env._(
                "%s: the customer wrote instead of accepting. Ask him.", ticket.number
            )
            self.env["mail.activity"].create(reader._cs_prepare_todo_vals(person, text))
            form.write({"tacit_at": False, "error": text})

    def _note_silence(self):
        self.ensure_one()
        self.ticket_id._message_log(
            body=self.env._(
                "Accepted by silence: the customer did not answer the acceptance form."
            ),
            author_id=self.env.ref("base.partner_root").id,
        )


def _keep_error(form, error):
    form.write({"error": str(error)[:250]})
