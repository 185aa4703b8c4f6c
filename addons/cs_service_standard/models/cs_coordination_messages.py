from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date, format_time

from .cs_coordination_task import ACTIVITY_PARTNER, ACTIVITY_TASK


class CsCoordinationTask(models.Model):
    """Who hears what about a task: the customer, who does it, the ticket's owner."""

    _inherit = "cs.coordination.task"

    deadline_for_customer = fields.Char(
        compute="_compute_deadline_for_customer",
        help="The deadline in the time zone and language of the customer.",
    )

    @api.depends("deadline", "ticket_id.partner_id", "ticket_id.team_id")
    def _compute_deadline_for_customer(self):
        for task in self:
            ticket = task.ticket_id.sudo()
            customer, team = ticket.partner_id, ticket.team_id
            zone = customer.tz or team.cs_calendar_id.tz or self.env.user.tz or "UTC"
            lang = customer.lang or self.env.lang
            task.deadline_for_customer = False
            if task.deadline:
                there = fields.Datetime.context_timestamp(
                    task.with_context(tz=zone), task.deadline
                )
                day = format_date(self.env, there.date(), lang, "long")
                time = format_time(self.env, task.deadline, zone, "short", lang)
                task.deadline_for_customer = f"{day}, {time}"

    def _announce(self):
        """Tell the customer until when the work will be done (CLS-08).

        The message does not count as a contact: it is written by the system.
        """
        tasks = self.filtered(lambda t: t.ticket_id._cs_following() and not t.done_at)
        if not tasks:
            return
        template = self.env.ref("cs_service_standard.mail_template_coordination_task")
        texts = template.sudo()._generate_template(tasks.ids, ("subject", "body_html"))
        for task in tasks:
            task.ticket_id.with_context(cs_no_contact=True)._cs_tell_customer(
                texts[task.id]["body_html"], texts[task.id]["subject"]
            )
        tasks.write({"told_at": fields.Datetime.now()})
        tasks._trigger_overdue()

    def _trigger_overdue(self):
        """Wake the scheduler right after each deadline instead of polling for it."""
        cron = self.env.ref("cs_service_standard.ir_cron_coordination_overdue")
        at = [deadline + timedelta(seconds=1) for deadline in self.mapped("deadline")]
        cron.sudo()._trigger(at=at)

    def _schedule_activities(self):
        """One activity per task: do it, or keep in touch with the partner who does."""
        self.env["mail.activity"].create(
            [task._prepare_activity_vals() for task in self]
        )

    def _person(self):
        """Who looks after the task: the responsible user, else the ticket's owner."""
        self.ensure_one()
        return self.user_id or self.ticket_id.sudo().user_id or self.create_uid

    def _prepare_activity_vals(self):
        kind = self.env.ref(ACTIVITY_PARTNER if self.partner_id else ACTIVITY_TASK)
        person = self._person()
        zone = self.with_context(tz=person.tz)
        due = fields.Datetime.context_timestamp(zone, self.deadline).date()
        if self.partner_id:
            first = fields.Date.context_today(zone) + timedelta(days=kind.delay_count)
            due = min(due, first)
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": kind.id,
            "summary": self.name,
            "user_id": person.id,
            "date_deadline": due,
        }

    def _link_partners(self):
        """Name the partners on their tickets.

        As superuser: the person of another department need not write tickets.
        """
        for ticket, tasks in self.sudo().grouped("ticket_id").items():
            new = tasks.partner_id - ticket.cs_vendor_ids
            if new:
                ticket.cs_vendor_ids += new

    def _tell_owner(self):
        """Put the result on the ticket and notify its owner.

        As superuser: the person of another department need not read tickets.
        """
        for task in self:
            ticket = task.ticket_id.sudo()
            ticket.message_post(
                body=self.env._(
                    "Task '%(task)s' is done: %(result)s",
                    task=task.name,
                    result=task.result,
                ),
                author_id=self.env.user.partner_id.id,
                partner_ids=ticket.user_id.partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )
