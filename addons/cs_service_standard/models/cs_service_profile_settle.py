from odoo import api, fields, models
from odoo.tools import SQL


class CsServiceProfile(models.Model):
    """Open clocks under earlier figures, until somebody decides about them."""

    _inherit = "cs.service.profile"

    settled_version = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="Up to this version somebody has decided what happens to open clocks.",
    )
    stale_clocks = fields.Integer(
        string="Open Clocks under Earlier Figures",
        compute="_compute_stale_clocks",
        compute_sudo=True,
        help="Open clocks whose target has changed since they were started.",
    )
    is_unsettled = fields.Boolean(
        string="Open Clocks to Decide On",
        compute="_compute_stale_clocks",
        compute_sudo=True,
        help="Figures have changed and nobody has decided about the open clocks.",
    )
    job_count = fields.Integer(
        string="Clock Jobs at Work", compute="_compute_job_count", compute_sudo=True
    )

    @api.depends("version", "settled_version", "state", "target_ids.version")
    def _compute_stale_clocks(self):
        asked = self.filtered(
            lambda p: p.state == "in_force" and p.settled_version < p.version
        )
        counts = asked._count_stale_clocks()
        for profile in self:
            stale = counts.get(profile._origin.id, 0)
            profile.stale_clocks = stale
            profile.is_unsettled = profile in asked and (
                bool(stale) or profile._origin._has_earlier_tickets()
            )

    def _count_stale_clocks(self):
        """Open clocks under earlier figures, by profile id."""
        if not self.ids:
            return {}
        self.env["cs.ticket.clock"].flush_model()
        self.env["cs.sla.target"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT clock.profile_id, count(*)
                     FROM cs_ticket_clock clock
                     JOIN cs_sla_target target ON target.id = clock.target_id
                    WHERE clock.state IN ('running', 'paused')
                      AND clock.profile_id IN %s
                      AND (NOT target.active OR
                           COALESCE(clock.version, 0) <> COALESCE(target.version, 0))
                 GROUP BY clock.profile_id""",
                tuple(self.ids),
            )
        )
        return dict(rows)

    def _has_earlier_tickets(self):
        """Whether open tickets are older than the first version not decided on."""
        self.ensure_one()
        begun = self.version_ids.filtered(lambda v: v.number > self.settled_version)
        if not begun:
            return False
        domain = [
            ("cs_profile_id", "=", self.id),
            ("stage_id.closed", "=", False),
            ("cs_received_at", "<", min(begun.mapped("valid_from"))),
        ]
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        return bool(tickets.search(domain, limit=1))

    @api.depends_context("uid")
    def _compute_job_count(self):
        groups = self.env["cs.clock.job"]._read_group(
            [("profile_id", "in", self.ids), ("state", "in", ("pending", "running"))],
            ["profile_id"],
            ["__count"],
        )
        counts = {profile.id: number for profile, number in groups}
        for profile in self:
            profile.job_count = counts.get(profile._origin.id, 0)

    def action_cs_jobs(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_service_standard.cs_clock_job_action"
        )
        return dict(action, domain=[("profile_id", "=", self.id)])

    def _settle(self, version):
        """Somebody has decided about the open clocks, up to this version."""
        for profile in self.sudo():
            profile.settled_version = max(profile.settled_version, version)
