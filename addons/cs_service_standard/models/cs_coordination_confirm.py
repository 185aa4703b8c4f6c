from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.coordination import MIN_DUTIES
from ..wording import listed

REPORT = "cs_service_standard.cs_requirement_report_action"
LETTER = "cs_service_standard.mail_template_coordination_expectation"
# what the report tells
REPORTED = {"need", "conclusion", "leader_id", "plan_due", "delivery_due"}
DATES = {"plan_due", "delivery_due"}


class CsCoordination(models.Model):
    """What comes out of the meeting: report, duties as tasks, dates for the customer.

    XDP-02, XDP-03, XDP-05.
    """

    _inherit = "cs.coordination"

    conclusion = fields.Text(
        string="What Was Found",
        help="What the departments found out and decided; part of the report.",
    )
    report_id = fields.Many2one(
        "ir.attachment",
        string="Requirement Analysis Report",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="Filed on the ticket. When the form changes, it is written anew.",
    )
    confirmed_at = fields.Datetime(string="Given Out", readonly=True, copy=False)
    told_at = fields.Datetime(
        string="Customer Told",
        readonly=True,
        copy=False,
        help="When the customer was told these dates.",
    )

    @api.constrains("state")
    def _check_confirmed(self):
        for coordination in self.filtered(lambda c: c.state != "meeting"):
            lacking = coordination._lacking()
            if lacking:
                raise ValidationError(
                    self.env._(
                        "%(coordination)s cannot be given out yet. Missing: "
                        "%(missing)s.",
                        coordination=coordination.display_name,
                        missing=listed(self.env, lacking),
                    )
                )

    def write(self, vals):
        """Confirming gives the work out, however it is done; dates are promises."""
        confirmed = self.filtered(lambda c: c.state == "confirmed")
        if REPORTED & vals.keys():
            self._withdraw_report()
        confirming = self.browse()
        if vals.get("state") == "confirmed":
            confirming = self.filtered(lambda c: c.state == "meeting")
        moved = confirmed._with_other_dates(vals)
        result = super().write(vals)
        if confirming:
            confirming._give_out()
        if moved:
            moved.write({"told_at": False})
            moved._mark_untold()
        return result

    def action_report(self):
        """File the Requirement Analysis Report on the ticket."""
        for coordination in self:
            lacking = coordination._lacking(report=False)
            if lacking:
                raise UserError(
                    self.env._(
                        "The report of %(coordination)s cannot be written yet. "
                        "Missing: %(missing)s.",
                        coordination=coordination.display_name,
                        missing=listed(self.env, lacking),
                    )
                )
            ticket = coordination.ticket_id
            name = self.env._("Requirement Analysis Report %s", ticket.sudo().number)
            report = ticket._cs_file_report(
                REPORT, coordination, name, lang=self.env.user.lang, internal=True
            )
            coordination.report_id = report and coordination._file_for_agents(report)

    def _file_for_agents(self, report):
        """The report at the ticket, with a note: it names people, no customer sees it.

        As superuser: a page of anybody else would be stored as plain text.
        """
        ticket = self.ticket_id
        values = {"res_model": ticket._name, "res_id": ticket.id}
        filed = report.with_user(SUPERUSER_ID).copy(values)
        ticket.sudo().with_context(cs_no_contact=True).message_post(
            body=report.name,
            attachment_ids=filed.ids,
            author_id=self.env.user.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )
        return self.env["ir.attachment"].browse(filed.ids)

    def action_confirm(self):
        self.check_access("write")
        self.write({"state": "confirmed"})

    def action_tell_customer(self):
        """Propose the letter with the dates; it can be changed before it is sent."""
        self.ensure_one()
        return {
            "name": self.env._("Tell the Customer"),
            "type": "ir.actions.act_window",
            "res_model": "cs.coordination.letter",
            "view_mode": "form",
            "target": "new",
            "context": {"default_coordination_id": self.id},
        }

    def action_open_report(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.report_id.id}?download=1",
            "target": "new",
        }

    def _lacking(self, report=True):
        """What a coordination lacks before its duties are given out, in words."""
        self.ensure_one()
        found = []
        if not self.held_at:
            found.append(self.env._("the meeting"))
        if len(self.duty_ids) < MIN_DUTIES:
            found.append(self.env._("at least %s duties", MIN_DUTIES))
        found += self.duty_ids._lacking()
        found += [
            self._fields[name]._description_string(self.env)
            for name in ("plan_due", "delivery_due")
            if not self[name]
        ]
        if report and not self.report_id:
            found.append(self._fields["report_id"]._description_string(self.env))
        return found

    def _with_other_dates(self, vals):
        dates = {
            name: fields.Datetime.to_datetime(vals[name])
            for name in DATES & vals.keys()
        }
        return self.filtered(lambda c: any(c[n] != at for n, at in dates.items()))

    def _withdraw_report(self):
        """A report that says something else than the form is none."""
        stale = self.filtered(lambda c: c.state == "meeting" and c.report_id)
        if stale:
            stale.write({"report_id": False})

    def _give_out(self):
        """A task per duty; from now on the customer waits for the dates.

        The tasks are not announced one by one: the letter tells all dates at once.
        """
        self.write({"confirmed_at": fields.Datetime.now()})
        duties = self.duty_ids.filtered(lambda duty: not duty.task_id)
        tasks = self.env["cs.coordination.task"].create(
            [duty._prepare_task_vals() for duty in duties]
        )
        for duty, task in zip(duties, tasks, strict=True):
            duty.task_id = task
        self._mark_untold()

    def _told(self):
        """The customer knows the dates, of the whole and of every duty."""
        now = fields.Datetime.now()
        self.write({"told_at": now, "untold_since": False, "untold_error": False})
        # as superuser: the tasks may be of departments the user does not see
        self.sudo().task_ids.filtered(lambda t: not t.done_at).write({"told_at": now})

    def _finish(self):
        """Over when every task is done, and open again when one is reopened.

        As superuser: whoever finishes the last task need not write coordinations.
        """
        for coordination in self.sudo():
            tasks = coordination.task_ids
            over = bool(tasks) and all(tasks.mapped("done_at"))
            if over and coordination.state == "confirmed":
                coordination.state = "done"
            elif not over and coordination.state == "done":
                coordination.state = "confirmed"

    def _untold_seconds(self):
        self.ensure_one()
        return 60 * self.ticket_id.sudo().cs_profile_id.coordination_tell_minutes

    def _untold_summary(self, reader):
        return reader.env._(
            "%s: tell the customer until when the departments deliver",
            self.ticket_id.number,
        )

    def _untold_cron(self):
        return "cs_service_standard.ir_cron_coordination_untold"
