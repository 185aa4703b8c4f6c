from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """What form and queue show besides the ticket's own entries."""

    _inherit = "helpdesk.ticket"

    cs_is_workable = fields.Boolean(
        string="Can Be Worked On",
        compute="_compute_cs_is_workable",
        groups="base.group_user",
        help="An open ticket of a standard: its buttons and panels are shown.",
    )
    cs_channel_kind = fields.Selection(
        [
            ("phone", "Telephone"),
            ("instant", "Instant"),
            ("deferred", "Deferred"),
            ("on_site", "On site"),
        ],
        string="Kind of Channel",
        compute="_compute_cs_channel_kind",
        groups="base.group_user",
    )
    cs_waits_for = fields.Selection(
        [
            ("customer", "Waits for the customer"),
            ("receiver", "Waits to be taken over"),
            ("owner", "Nobody has it yet"),
            ("department", "Waits for another department"),
        ],
        string="Waits For",
        compute="_compute_cs_waits_for",
        compute_sudo=True,
        groups="base.group_user",
        help="Whose turn it is; empty: the owner's.",
    )

    @api.depends("cs_profile_id", "stage_id")
    def _compute_cs_is_workable(self):
        following = self._cs_following()
        for ticket in self:
            ticket.cs_is_workable = (
                ticket in following and ticket._origin and not ticket.stage_id.closed
            )

    @api.depends("channel_id.cs_kind", "channel_id.cs_is_phone")
    def _compute_cs_channel_kind(self):
        for ticket in self:
            channel = ticket.channel_id
            ticket.cs_channel_kind = "phone" if channel.cs_is_phone else channel.cs_kind

    @api.depends(
        "stage_id",
        "user_id",
        "cs_profile_id",
        "cs_handover_pending",
        "cs_task_ids.done_at",
    )
    def _compute_cs_waits_for(self):
        """Tasks may be of departments the reader cannot see; tells only that one is."""
        workable = self.filtered("cs_is_workable")
        (self - workable).cs_waits_for = False
        for ticket in workable:
            if ticket.cs_phase == "waiting":
                ticket.cs_waits_for = "customer"
            elif ticket.cs_handover_pending:
                ticket.cs_waits_for = "receiver"
            elif not ticket.user_id:
                ticket.cs_waits_for = "owner"
            else:
                open_task = any(not task.done_at for task in ticket.cs_task_ids)
                ticket.cs_waits_for = "department" if open_task else False

    @api.depends("cs_clock_ids.warn_at", "cs_pause_id.reason_id")
    @api.depends_context("lang")
    def _compute_cs_due_badge(self):
        """Also when to warn, so that queue and form turn amber together, and why."""
        result = super()._compute_cs_due_badge()
        for ticket in self:
            due = ticket.cs_next_due_at
            following = ticket.cs_clock_ids.filtered(
                lambda clock, due=due: clock.state == "running" and clock.due_at == due
            )
            warn = due and following[:1].warn_at
            ticket.cs_due_badge = {
                **ticket.cs_due_badge,
                "warn": fields.Datetime.to_string(warn) or False,
                "reason": ticket.cs_sla_state == "paused"
                and ticket.sudo().cs_pause_id.reason_id.name,
            }
        return result
