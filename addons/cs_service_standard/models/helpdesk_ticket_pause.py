from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command

from ..engine.facts import FactKind
from ..engine.targets import Mode
from ..engine.worktime import ELAPSED


class HelpdeskTicket(models.Model):
    """Pausing a ticket: for a reason, on evidence, and never longer than allowed."""

    _inherit = "helpdesk.ticket"

    cs_pause_ids = fields.One2many(
        "cs.ticket.pause",
        "ticket_id",
        string="Pauses",
        copy=False,
        groups="base.group_user",
    )
    cs_pause_id = fields.Many2one(
        "cs.ticket.pause",
        string="Paused",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="The pause this ticket is in; its clocks that may pause stand still.",
    )
    cs_pause_reason_id = fields.Many2one(
        related="cs_pause_id.reason_id",
        string="Pause Reason",
        groups="base.group_user",
    )
    cs_pause_until = fields.Datetime(
        related="cs_pause_id.until", string="Paused Until", groups="base.group_user"
    )
    cs_pause_without_evidence = fields.Boolean(
        related="cs_pause_id.evidence_missing",
        string="Pause without Evidence",
        groups="base.group_user",
    )

    def action_cs_pause(self):
        self.ensure_one()
        return {
            "name": self.env._("Pause"),
            "type": "ir.actions.act_window",
            "res_model": "cs.pause",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id, "dialog_size": "medium"},
        }

    def action_cs_resume(self):
        """Work goes on: clocks run again, the ticket returns to where it was."""
        self.check_access("write")
        self._cs_resume("hand")

    def _cs_ticket_worktime(self, mode=Mode.WORKING_HOURS):
        """How time counts for this ticket; round the clock without a calendar.

        Runs as superuser: due times are the same whoever looks at them.
        """
        self.ensure_one()
        if mode == Mode.ELAPSED:
            return ELAPSED
        ticket, service = self.sudo(), self.env["cs.clock.service"]
        calendar_id, _fallback = service._calendar_of(
            ticket.team_id.id,
            ticket.cs_profile_id.id,
            ticket.company_id.id,
            service._contract_calendar(ticket),
        )
        if not calendar_id:
            return ELAPSED
        calendar = self.env["resource.calendar"].sudo().browse(calendar_id)
        return calendar._cs_worktime(mode)

    @api.model
    def _cs_note(self, changes):
        """Keep on tickets what follows from their facts, as part of the same UPDATE.

        A write would ask everything anew that a change of a ticket can set off.

        :param changes: dict from ticket, as superuser, to values as for ``write``
        """
        names = {name for vals in changes.values() for name in vals}
        for ticket, vals in changes.items():
            for name, value in vals.items():
                field = self._fields[name]
                known = field.convert_to_cache(value, ticket)
                if field.convert_to_cache(ticket[name], ticket) != known:
                    field._update_cache(ticket, known, dirty=True)
        self.browse([ticket.id for ticket in changes]).modified(names)

    def _cs_chosen_reason(self, named=None):
        """Reason of the pause being recorded: the chosen one, else the stage's.

        :param named: id of the reason, when the fact names one
        """
        self.ensure_one()
        reasons = self.env["cs.pause.reason"].sudo()
        named = named if isinstance(named, int) else None
        chosen = named or self.env.context.get("cs_pause_reason")
        reason = reasons.browse(chosen).exists()
        if reason._serves(self.company_id):
            return reason
        stage = self.stage_id
        if stage.cs_phase != "waiting":
            return reasons
        return reasons.browse(reasons._default_id(stage.id, self.company_id.id))

    def _cs_resumed_how(self):
        """How a pause ends that is being ended; a client cannot claim anything."""
        return self.env.context.get("cs_resumes") if self.env.su else None

    def _cs_pause(self, reason, note="", attachments=None):
        """Pause a ticket, or give evidence for the pause it is in.

        Runs as superuser after the right to write the ticket is checked: rows of
        pauses are written by the system alone.

        :param reason: a ``cs.pause.reason``
        :param attachments: ``ir.attachment`` records of the current user
        """
        self.ensure_one()
        self.check_access("write")
        files = attachments or self.env["ir.attachment"]
        files.write({"res_model": self._name, "res_id": self.id})
        pause = self.sudo().cs_pause_id
        if not pause or pause.reason_id != reason:
            self.with_context(cs_pause_reason=reason.id)._cs_stop_for(reason)
            pause = self.sudo().cs_pause_id
        pause.write(
            {
                "evidence_note": "\n".join(filter(None, [pause.evidence_note, note])),
                "attachment_ids": [Command.link(file.id) for file in files],
            }
        )
        self._cs_log_pause(reason, note, files)

    def _cs_stop_for(self, reason):
        """Move to the stage of the reason, or stop the clocks where the ticket is."""
        stage = reason._stage_for(self)
        if stage and stage != self.stage_id:
            self.write({"stage_id": stage.id})
            return
        kinds = [FactKind.RESUMED] if self.sudo().cs_pause_id else []
        origin = self.sudo().cs_pause_id.from_stage_id
        payload = {"from": origin.id} if origin else {}
        self.env["cs.ticket.event"]._record(
            [
                {"ticket_id": self.id, "kind": kind, "payload": payload}
                for kind in [*kinds, FactKind.PAUSED]
            ]
        )

    def _cs_log_pause(self, reason, note, files):
        text = self.env._("Paused: %s", reason.name)
        body = Markup("<b>%s</b><br/>%s") % (text, note or "")
        self.message_post(
            body=body, subtype_xmlid="mail.mt_note", attachment_ids=files.ids
        )

    def _cs_resume(self, how):
        """End the pauses of the tickets; who waited elsewhere goes back.

        Runs as superuser: a customer's message and the scheduler end pauses, too.

        :param str how: ``hand``, ``answer`` or ``automatic``
        """
        paused = self.sudo().filtered("cs_pause_id").with_context(cs_resumes=how)
        back = paused.grouped(lambda ticket: ticket._cs_stage_after_pause())
        for stage, tickets in back.items():
            if stage:
                tickets.write({"stage_id": stage.id})
        paused.filtered("cs_pause_id")._cs_record_fact(FactKind.RESUMED)

    def _cs_stage_after_pause(self):
        """Where the ticket goes back to; none when it never left its stage."""
        self.ensure_one()
        origin = self.cs_pause_id.from_stage_id
        if self.stage_id.cs_phase != "waiting":
            return self.stage_id.browse()
        working = self._cs_working_stages()
        same_team = self.cs_pause_id.team_id == self.team_id
        if origin in working or (same_team and origin._cs_is_for_work()):
            return origin
        return self._cs_stage_to_go_on() if origin else working[:1]

    def _cs_working_stages(self):
        return self.cs_stage_ids.filtered(lambda stage: stage._cs_is_for_work())

    def _cs_stage_to_go_on(self):
        """The stage in which work on a solved ticket is taken up again."""
        self.ensure_one()
        working = self._cs_working_stages()
        doing = working.filtered(lambda stage: stage.cs_phase == "execution")
        return doing[:1] or working[:1]

    def _cs_pass_gates(self, checks=None):
        """Going back to where it was passes no gate a second time.

        A context alone could come from a client: only our own sudo() counts.
        """
        if self._cs_resumed_how():
            return None
        return super()._cs_pass_gates(checks)

    def _cs_portal_call(self):
        """The customer is asked to answer only when it is he who is waited for."""
        call = super()._cs_portal_call()
        pause = self.sudo().cs_pause_id
        if call == "answer" and pause.reason_id:
            return call if pause.reason_id.waits_for_customer else False
        return call
