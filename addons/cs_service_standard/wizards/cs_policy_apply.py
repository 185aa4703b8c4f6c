from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.policy_move import summarise


class CsPolicyApply(models.TransientModel):
    """Shows what changed figures would do to open clocks, then moves them or not."""

    _name = "cs.policy.apply"
    _description = "Apply Figures to Open Clocks"

    profile_id = fields.Many2one("cs.service.profile", required=True, readonly=True)
    draft_id = fields.Many2one(
        "cs.service.profile",
        string="Prepared Change",
        readonly=True,
        help="Shown only: clocks move after the change has been put in force.",
    )
    version = fields.Integer(readonly=True)
    looked_at = fields.Integer(string="Open Tickets Looked At", readonly=True)
    touched = fields.Integer(
        string="Clocks That Would Change", compute="_compute_totals"
    )
    become_late = fields.Integer(compute="_compute_totals")
    stop_late = fields.Integer(string="Stop Being Late", compute="_compute_totals")
    line_ids = fields.One2many("cs.policy.apply.line", "wizard_id", readonly=True)

    @api.depends("line_ids")
    def _compute_totals(self):
        for wizard in self:
            lines = wizard.line_ids
            wizard.touched = sum(
                line.moved + line.added + line.cancelled for line in lines
            )
            wizard.become_late = sum(lines.mapped("become_late"))
            wizard.stop_late = sum(lines.mapped("stop_late"))

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard._look()
        return wizards

    def action_move(self):
        """Let a job move the open clocks, as they stand when it comes to them."""
        self.ensure_one()
        self._check_manager()
        if self.draft_id:
            raise UserError(
                self.env._(
                    "Change %s is not in force yet: put it in force, then move the "
                    "open clocks.",
                    self.draft_id.display_name,
                )
            )
        profile = self.profile_id
        job = self.env["cs.clock.job"]._request(
            "policy", profile_id=profile.id, version=profile.version
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "cs.clock.job",
            "view_mode": "form",
            "res_id": job.id,
        }

    def action_keep(self):
        """Open clocks keep the figures they were started under."""
        self.ensure_one()
        self._check_manager()
        self.profile_id._settle(self.version)
        return {"type": "ir.actions.act_window_close"}

    def _check_manager(self):
        """Moving clocks is written by the system: only who may edit the profile."""
        self.profile_id.check_access("write")

    def _look(self):
        """Count what would happen, per target; nothing is written but this wizard."""
        self.ensure_one()
        self.profile_id.check_access("write")
        self.version = self.profile_id.version
        service = self.env["cs.clock.service"]
        self.looked_at, found = service._preview(self.profile_id, self.draft_id)
        by_target = {}
        for ticket_id, move in found:
            by_target.setdefault(move.target, []).append((ticket_id, move))
        self.env["cs.policy.apply.line"].create(
            [
                self._prepare_line_vals(target_id, pairs)
                for target_id, pairs in by_target.items()
            ]
        )

    def _prepare_line_vals(self, target_id, pairs):
        summary = summarise(move for _ticket_id, move in pairs)
        names = ("earlier", "later", "moved", "added", "cancelled", "become_late")
        names += ("stop_late", "shift_min", "shift_median", "shift_max")
        return {
            "wizard_id": self.id,
            "target_id": target_id or False,
            "ticket_ids": sorted({ticket_id for ticket_id, _move in pairs}),
            **{name: getattr(summary, name) for name in names},
        }


class CsPolicyApplyLine(models.TransientModel):
    """What would happen to the open clocks of one target."""

    _name = "cs.policy.apply.line"
    _description = "Preview of One Target"
    _order = "become_late desc, moved desc, id"

    wizard_id = fields.Many2one("cs.policy.apply", required=True, ondelete="cascade")
    target_id = fields.Many2one("cs.sla.target", ondelete="cascade")
    target_name = fields.Char(string="Promise", compute="_compute_texts")
    moved = fields.Integer()
    earlier = fields.Integer()
    later = fields.Integer()
    added = fields.Integer(string="New Clocks")
    cancelled = fields.Integer()
    become_late = fields.Integer()
    stop_late = fields.Integer(string="Stop Being Late")
    shift_min = fields.Integer()
    shift_median = fields.Integer()
    shift_max = fields.Integer()
    shift_text = fields.Char(
        string="By How Much",
        compute="_compute_texts",
        help="Smallest, median and largest difference between the due instants.",
    )
    ticket_ids = fields.Json()

    @api.depends("target_id", "shift_min", "shift_median", "shift_max")
    @api.depends_context("lang")
    def _compute_texts(self):
        for line in self:
            target = line.target_id
            short = target._in_short() if target else ""
            line.target_name = short or self.env._("Process step")
            line.shift_text = line.earlier + line.later > 0 and line._spread()

    def action_open_tickets(self):
        """The tickets whose clocks this target would move."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tickets under %s", self.target_name),
            "res_model": "helpdesk.ticket",
            "view_mode": "list,form",
            "domain": [("id", "in", self.ticket_ids or [])],
            "context": {"active_test": False},
        }

    def _spread(self):
        low, middle, high = map(
            self._signed, (self.shift_min, self.shift_median, self.shift_max)
        )
        if low == high:
            return low
        return self.env._(
            "%(low)s to %(high)s, median %(middle)s", low=low, high=high, middle=middle
        )

    def _signed(self, seconds):
        clocks = self.env["cs.ticket.clock"]
        text = clocks._duration(abs(seconds))
        return f"−{text}" if seconds < 0 else f"+{text}"
