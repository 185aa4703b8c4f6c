from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..engine.silence import Act

BATCH = 100
AUTOMATIC = {"headers": repr({"Auto-Submitted": "auto-generated"})}


class HelpdeskTicket(models.Model):
    """The scheduler of silence: reminds once, then closes; in every team."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _cron_cs_silence(self):
        """Handle silent tickets of all teams; harmless to run twice or to kill."""
        cron = self.env["ir.cron"]
        tickets = self.search(self._cs_silence_domain(), order="id")
        cron._commit_progress(remaining=len(tickets))
        for ids in split_every(BATCH, tickets.ids):
            chunk = self.browse(ids).try_lock_for_update()
            chunk.filtered("cs_silent_since")._cs_handle_silence()
            if not cron._commit_progress(len(ids)):
                return

    @api.model
    def _cs_silence_domain(self):
        """Open tickets whose customer was asked, under a profile that counts days."""
        profiles = self.env["cs.service.profile"].search(
            [
                ("id", "in", list(self.env["cs.service.profile"]._in_force_ids())),
                "|",
                ("silence_remind_days", ">", 0),
                ("silence_close_days", ">", 0),
            ]
        )
        return [
            ("cs_silent_since", "!=", False),
            ("cs_profile_id", "in", profiles.ids),
            ("stage_id.closed", "=", False),
        ]

    def _cs_handle_silence(self):
        """One ticket that cannot be handled does not stop the others."""

        def keep(ticket, error):
            ticket.cs_silence_error = str(error)[:250]

        self.env["cs.job.mixin"]._act_on_all(
            self, lambda tickets: tickets._cs_act_on_silence(), keep
        )

    def _cs_act_on_silence(self):
        acts = self._cs_silence_acts()
        acts[Act.REMIND]._cs_remind_silent()
        acts[Act.CLOSE]._cs_close_silent()
        self.filtered("cs_silence_error").cs_silence_error = False

    def _cs_remind_silent(self):
        """Remind by letter; who cannot be reached so is a to-do of the owner."""
        if not self:
            return
        todo = self.browse()
        for profile, tickets in self.grouped("cs_profile_id").items():
            template = profile.silence_reminder_template_id
            todo |= tickets - tickets._cs_send_about_silence(template)
        self.env["mail.activity"].create(
            [ticket._cs_prepare_reminding_vals() for ticket in todo]
        )
        self.write({"cs_silence_reminded_at": fields.Datetime.now()})

    def _cs_prepare_reminding_vals(self):
        self.ensure_one()
        person = self._cs_first_reachable(self.user_id, self.team_id.user_id)
        reader = self.with_context(lang=person.lang, tz=person.tz)
        summary = reader.env._("%s: remind the customer, he is silent", self.number)
        return reader._cs_prepare_todo_vals(person, summary)

    def _cs_send_about_silence(self, template):
        """Send a letter to the customers who have an address; return their tickets."""
        reached = self.filtered(lambda ticket: ticket._cs_reply_address())
        if not template or not reached:
            return self.browse()
        template.with_context(cs_no_contact=True).send_mail_batch(
            reached.ids, email_values=AUTOMATIC
        )
        return reached

    def _cs_close_silent(self):
        """Close the tickets, say so to customer and colleagues, keep the reason."""
        silent = self.sudo().with_context(cs_closes_silent=True)
        for profile, tickets in silent.grouped("cs_profile_id").items():
            days = profile.silence_close_days
            tickets.cs_closed_for_silence = True
            for stage, group in tickets.grouped(
                lambda t: t._cs_closing_stage()
            ).items():
                group.write({"stage_id": stage.id})
            tickets._cs_send_about_silence(profile.silence_closing_template_id)
            body = self.env._(
                "Closed for silence: the customer has not answered for %s working "
                "days. His answer reopens the ticket.",
                days,
            )
            tickets._message_log_batch(bodies=dict.fromkeys(tickets.ids, body))

    def _cs_closing_stage(self):
        """The stage in which a request of this team is closed."""
        self.ensure_one()
        closing = self.cs_stage_ids.filtered(lambda s: s._cs_outcome() == "closed")
        if not closing:
            raise UserError(
                self.env._(
                    "Ticket %s cannot be closed: give its team a closed stage.",
                    self.number,
                )
            )
        return closing[:1]

    def _cs_pass_gates(self, checks=None):
        """Who is silent cannot give what a gate asks for."""
        if self.env.su and self.env.context.get("cs_closes_silent"):
            return None
        return super()._cs_pass_gates(checks)

    def _track_template(self, tracking):
        """One letter at the end: ours says why, the stage's would not."""
        letters = super()._track_template(tracking)
        ticket = self[:1].sudo()
        silent = "stage_id" in letters and ticket.cs_closed_for_silence
        if silent and ticket.cs_profile_id.silence_closing_template_id:
            letters.pop("stage_id")
        return letters
