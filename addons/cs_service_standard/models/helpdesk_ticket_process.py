from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """The checklist of the ticket: the steps of the process its type follows."""

    _inherit = "helpdesk.ticket"

    cs_process_id = fields.Many2one(
        "cs.process",
        string="Process",
        compute="_compute_cs_process_id",
        store=True,
        index="btree_not_null",
        copy=False,
        groups="base.group_user",
        help="The steps tickets of this type go through.",
    )
    cs_step_ids = fields.One2many(
        "cs.ticket.step",
        "ticket_id",
        string="Checklist",
        copy=False,
        groups="base.group_user",
    )
    cs_current_step_id = fields.Many2one(
        "cs.ticket.step",
        string="Next Step",
        compute="_compute_cs_steps",
        groups="base.group_user",
    )
    cs_step_hint = fields.Text(
        string="How to Do It",
        compute="_compute_cs_steps",
        groups="base.group_user",
    )
    cs_step_summary = fields.Char(
        string="Steps", compute="_compute_cs_steps", groups="base.group_user"
    )
    cs_tracks_delivery = fields.Boolean(
        related="cs_process_id.tracks_delivery", groups="base.group_user"
    )
    cs_logistics_anomaly = fields.Selection(
        [
            ("delay", "Delayed"),
            ("lost", "Lost"),
            ("damaged", "Damaged on arrival"),
            ("wrong", "Wrong or incomplete goods"),
            ("refused", "Refused or not received"),
        ],
        string="Delivery Anomaly",
        tracking=True,
        copy=False,
        groups="base.group_user",
        help="What went wrong with the delivery; adds the steps for it.",
    )

    @api.depends("type_id", "cs_profile_id", "company_id")
    def _compute_cs_process_id(self):
        """Decided by the type, and only for tickets that follow a standard."""
        found = self.env["cs.process"]._of_tickets(self._cs_following())
        for ticket in self:
            ticket.cs_process_id = found.get(ticket)

    @api.depends("cs_step_ids.state", "cs_step_ids.sequence")
    def _compute_cs_steps(self):
        for ticket in self:
            steps = ticket.cs_step_ids
            ended = steps.filtered(lambda s: s.state != "open")
            ticket.cs_current_step_id = steps._current()
            ticket.cs_step_hint = ticket.cs_current_step_id.help
            ticket.cs_step_summary = f"{len(ended)} / {len(steps)}" if steps else False

    @api.model
    def _cs_known_at_creation(self, vals):
        known = super()._cs_known_at_creation(vals)
        if self._cs_is_plain(known) or not vals.get("type_id"):
            known["cs_process_id"] = False
        return known

    def _cs_begin(self, vals_by_id):
        """New tickets get the steps of their process; imported history does not."""
        result = super()._cs_begin(vals_by_id)
        if not self._cs_is_backdated():
            self._cs_sync_steps()
        return result

    def write(self, vals):
        """Also a change through a compute (team, profile) changes the steps."""
        if self._cs_is_backdated() or not (vals.keys() & self._cs_process_triggers()):
            return super().write(vals)
        tickets = self.sudo()
        keyed = tickets if vals.keys() & self._cs_process_keys() else self.browse()
        before = {ticket: ticket._cs_step_key() for ticket in keyed}
        closed = tickets.filtered(lambda t: t.stage_id.closed)
        result = super().write(vals)
        changed = keyed.filtered(lambda t: t._cs_step_key() != before[t])
        reopened = closed.filtered(lambda t: not t.stage_id.closed)
        if changed:
            changed._cs_sync_steps()
        if reopened:
            reopened._cs_restart_steps()
        return result

    @api.model
    def _cs_process_keys(self):
        """Fields whose change may change which steps a ticket has."""
        return self._cs_process_triggers() - {"stage_id"}

    @api.model
    def _cs_process_triggers(self):
        """Fields whose change may change the steps of a ticket."""
        return {
            "type_id",
            "team_id",
            "user_id",
            "company_id",
            "stage_id",
            "cs_profile_id",
            "cs_logistics_anomaly",
        }

    def _cs_step_key(self):
        """What decides which steps a ticket has."""
        self.ensure_one()
        return self.cs_process_id, bool(self.cs_logistics_anomaly)

    def _cs_wanted_steps(self):
        """The process steps a ticket goes through; a hook for further conditions."""
        self.ensure_one()
        steps = self.cs_process_id.step_ids
        if self.cs_logistics_anomaly:
            return steps
        return steps.filtered(lambda step: not step.anomaly_only)

    def _cs_sync_steps(self):
        """Give the tickets the steps of their process.

        Open steps of a former process go, finished ones stay.  As superuser: the
        steps follow from the type, whoever sets it (portal, mail, another team);
        nothing is shown to him.
        """
        tickets = self.sudo().filtered(lambda t: t.cs_process_id or t.cs_step_ids)
        if not tickets:
            return
        wanted = {ticket: ticket._cs_wanted_steps() for ticket in tickets}
        stale = tickets.cs_step_ids.filtered(
            lambda s: s.state == "open" and s.step_id not in wanted[s.ticket_id]
        )
        stale._record_end("removed")
        stale.unlink()
        known = {(step.ticket_id, step.step_id) for step in tickets.cs_step_ids}
        self.env["cs.ticket.step"].sudo().create(
            [
                {"ticket_id": ticket.id, "step_id": step.id}
                for ticket, steps in wanted.items()
                for step in steps
                if (ticket, step) not in known
            ]
        )
        tickets._cs_enter_steps()

    def _cs_restart_steps(self):
        """Reopening ended the clocks of open steps: start the current one again."""
        steps = self.sudo().cs_step_ids.filtered(lambda step: step.state == "open")
        steps.write({"entered_at": False})
        self._cs_enter_steps()

    def _cs_enter_steps(self):
        """Enter the current step of open tickets, once per step.

        As superuser, for the same reason as ``_cs_sync_steps``.
        """
        tickets = self.sudo().filtered(lambda t: not t.closed)
        now = tickets.cs_step_ids._current()
        now.filtered(lambda step: not step.entered_at)._enter()
