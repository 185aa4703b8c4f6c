from odoo import api, fields, models
from odoo.exceptions import UserError

from ..wording import listed

CRON = "cs_service_standard.ir_cron_clock_job"


class CsClockJob(models.Model):
    """Work on many open clocks for one reason, done in batches, seen by the manager.

    Policies, working hours and archived targets touch thousands of tickets: a job
    goes through them in the order of their ids and remembers where it was, so that
    it can be killed at any time and run twice without effect.
    """

    _name = "cs.clock.job"
    _description = "Clock Job"
    _order = "id desc"

    kind = fields.Selection(
        [
            ("policy", "Move to the figures in force"),
            ("withdraw", "Cancel clocks of withdrawn targets"),
            ("refold", "Follow edited working hours"),
            ("hours", "Follow other working hours"),
            ("rebuild", "Build all clocks again from facts"),
        ],
        string="Reason",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Done with errors"),
        ],
        string="Status",
        default="pending",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one("res.company", readonly=True)
    profile_id = fields.Many2one(
        "cs.service.profile", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    version = fields.Integer(
        readonly=True, aggregator=None, help="Version that the clocks are moved to."
    )
    scope = fields.Json(readonly=True, help="Ids of what the tickets are found by.")
    scope_text = fields.Char(
        string="Concerns", compute="_compute_scope_text", compute_sudo=True
    )
    user_id = fields.Many2one(
        "res.users", string="Ordered By", readonly=True, ondelete="set null"
    )
    total = fields.Integer(string="Tickets", readonly=True, aggregator=None)
    done = fields.Integer(string="Looked At", readonly=True, aggregator=None)
    moved = fields.Integer(
        string="Clocks Moved", readonly=True, help="Clocks that are not what they were."
    )
    failed = fields.Integer(readonly=True, help="Tickets that could not be worked on.")
    last_ticket_id = fields.Integer(
        readonly=True, aggregator=None, help="Where to go on."
    )
    progress = fields.Float(compute="_compute_progress", aggregator=None)
    started_at = fields.Datetime(readonly=True)
    finished_at = fields.Datetime(string="Finished", readonly=True)
    error = fields.Char(readonly=True, help="Why the job as a whole could not go on.")
    line_ids = fields.One2many(
        "cs.clock.job.line", "job_id", string="Errors", readonly=True
    )

    _waiting_idx = models.Index("(id) WHERE state IN ('pending', 'running')")

    @api.depends("total", "done", "state")
    def _compute_progress(self):
        for job in self:
            part = 100 * job.done / job.total if job.total else 0
            job.progress = 100 if job.state in ("done", "failed") else min(part, 100)

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for job in self:
            job.display_name = f"{kinds.get(job.kind, '')} #{job.id}"

    @api.depends("scope", "profile_id")
    @api.depends_context("lang")
    def _compute_scope_text(self):
        for job in self:
            job.scope_text = listed(self.env, job._scope_names())

    def _scope_names(self):
        """What the job concerns, as it is called today; deleted things by number."""
        self.ensure_one()
        names = [self.profile_id.display_name] if self.profile_id else []
        for key, model in self._scope_models().items():
            ids = (self.scope or {}).get(key) or []
            there = self.env[model].with_context(active_test=False).browse(ids).exists()
            names += there.mapped("display_name")
            names += [f"#{gone}" for gone in ids if gone not in there.ids]
        tickets = (self.scope or {}).get("tickets") or []
        if tickets:
            names.append(self.env._("%(count)s tickets", count=len(tickets)))
        return names

    @api.model
    def _scope_models(self):
        return {
            "targets": "cs.sla.target",
            "calendars": "resource.calendar",
            "teams": "helpdesk.ticket.team",
            "partners": "res.partner",
        }

    def action_retry(self):
        """Work again on the tickets that failed, or go on with a job that stopped."""
        self.check_access("read")
        if not self.env.user.has_group("helpdesk_mgmt.group_helpdesk_manager"):
            raise UserError(self.env._("Ask a helpdesk manager to repeat a clock job."))
        for job in self.sudo().filtered(lambda j: j.state == "failed"):
            job._retry()
        self._trigger()

    def action_open_tickets(self):
        """The tickets that could not be worked on."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tickets with Errors"),
            "res_model": "helpdesk.ticket",
            "view_mode": "list,form",
            "domain": [("id", "in", self.line_ids.ticket_id.ids)],
            "context": {"active_test": False},
        }

    def _retry(self):
        self.ensure_one()
        tickets = self.line_ids.ticket_id.ids
        vals = {"state": "pending", "error": False, "finished_at": False}
        if tickets:
            vals.update(
                scope=dict(self.scope or {}, tickets=tickets),
                last_ticket_id=0,
                failed=0,
                done=self.done - len(tickets),
            )
        self.line_ids.unlink()
        self.write(vals)

    @api.model
    def _trigger(self):
        """Let the scheduler begin as soon as this transaction is over."""
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()
