from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

BATCH = 100
DAY = timedelta(days=1)
LETTER = "cs_service_standard.mail_template_node_reminder"


class CsTicketNode(models.Model):
    """The scheduler of reminders: the customer hears once that a day comes near."""

    _inherit = "cs.ticket.node"

    remind_days = fields.Integer(
        string="Remind (days before)",
        compute="_compute_remind_days",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        help="So many calendar days before its day the customer is reminded once. "
        "0: never.",
    )
    remind_on = fields.Date(
        compute="_compute_remind_on",
        store=True,
        help="The day of the reminder that is still to come.",
    )
    reminded_for = fields.Date(
        readonly=True,
        copy=False,
        help="The day of which the customer was reminded; a moved day is a new one.",
    )
    error = fields.Char(
        string="Not Reminded",
        readonly=True,
        copy=False,
        help="Why the reminder could not be sent; tried again with every run.",
    )

    _remind_idx = models.Index("(remind_on) WHERE remind_on IS NOT NULL")
    _remind_positive = models.Constraint(
        "CHECK (remind_days >= 0)", "Remind 0 or more days before."
    )

    @api.depends("kind")
    def _compute_remind_days(self):
        for node in self:
            profile = node.ticket_id.sudo().cs_profile_id
            delivery = node.kind == "delivery"
            node.remind_days = profile.node_remind_days if delivery else 0

    @api.depends("date", "remind_days", "customer_visible", "done", "reminded_for")
    def _compute_remind_on(self):
        for node in self:
            wanted = node.remind_days and node.customer_visible and not node.done
            if wanted and node.date and node.reminded_for != node.date:
                node.remind_on = node.date - node.remind_days * DAY
            else:
                node.remind_on = False

    @api.model
    def _remind_domain(self):
        """Nodes whose day may have come somewhere on earth, of tickets at work."""
        today = fields.Datetime.now().date()
        return (
            Domain("remind_on", "<=", today + DAY)
            & Domain("date", ">=", today - DAY)
            & Domain("ticket_id.active", "=", True)
            & Domain("ticket_id.stage_id.closed", "=", False)
            & Domain("ticket_id.stage_id.cs_phase", "not in", ("closed", "cancelled"))
            & Domain("ticket_id.cs_profile_id.state", "=", "in_force")
        )

    @api.model
    def _cron_remind(self):
        """Send the reminders that are due; harmless to run twice or to kill."""
        cron = self.env["ir.cron"]
        now = fields.Datetime.now()
        due = self.search(self._remind_domain()).filtered(lambda n: n._remind_now(now))
        cron._commit_progress(remaining=len(due))
        for ids in split_every(BATCH, due.ids):
            nodes = self.browse(ids).try_lock_for_update()
            nodes.filtered("remind_on")._remind()
            if not cron._commit_progress(len(ids)):
                return

    def _remind_now(self, now):
        """Whether the hour has come, and the day has not passed yet."""
        self.ensure_one()
        hour = self.ticket_id.cs_profile_id.node_remind_hour
        at = self._promised_day().reminder(self.remind_days, hour)
        return at.replace(tzinfo=None) <= now < self._over()

    def _remind(self):
        """One node that fails does not stop the others."""

        def keep(node, error):
            node.write({"error": str(error)[:250]})

        self.env["cs.job.mixin"]._act_on_all(
            self, lambda nodes: nodes._send_reminders(), keep
        )

    def _send_reminders(self):
        tickets = self.env["helpdesk.ticket"]
        tickets._cs_send_notices(LETTER, self)
        for node in self:
            node.reminded_for = node.date
        self.filtered("error").write({"error": False})

    def _days_left(self):
        """Calendar days until the node, as the letter counts them."""
        self.ensure_one()
        zone = self.with_context(tz=self.ticket_id._cs_desk_zone())
        return (self.date - fields.Date.context_today(zone)).days

    def _reminder_title(self):
        """How many days are left, in the reader's words."""
        days = self._days_left()
        if days > 1:
            return self.env._("%s days to go", days)
        return self.env._("Tomorrow") if days == 1 else self.env._("Today")

    def _next_shown(self):
        """The next node of the plan after this one that the customer sees."""
        self.ensure_one()
        ahead = self.ticket_id.sudo().cs_node_ids - self
        ahead = ahead.filtered(lambda n: n.customer_visible and not n.done)
        return ahead.sorted(lambda n: (n.date, n.hour))[:1]
