from odoo import api, fields, models

SUMS = ("cs_next_due_at", "cs_next_metric", "cs_sla_state")


class HelpdeskTicket(models.Model):
    """The clocks of a ticket, summed up for queues and for the form."""

    _inherit = "helpdesk.ticket"

    cs_clock_ids = fields.One2many(
        "cs.ticket.clock",
        "ticket_id",
        string="Clocks",
        copy=False,
        groups="base.group_user",
    )
    cs_next_due_at = fields.Datetime(
        string="Due Next",
        compute="_compute_cs_next_due",
        store=True,
        index="btree_not_null",
        groups="base.group_user",
        help="The next instant at which something promised to the customer is due.",
    )
    cs_next_metric = fields.Char(
        string="Metric Due Next",
        compute="_compute_cs_next_due",
        store=True,
        groups="base.group_user",
    )
    cs_sla_state = fields.Selection(
        [
            ("none", "No SLA"),
            ("running", "Running"),
            ("paused", "Paused"),
            ("done", "Done"),
        ],
        string="SLA",
        compute="_compute_cs_next_due",
        store=True,
        groups="base.group_user",
    )
    cs_is_late = fields.Boolean(
        string="Late",
        compute="_compute_cs_is_late",
        search="_search_cs_is_late",
        groups="base.group_user",
    )
    cs_clock_strip = fields.Json(
        compute="_compute_cs_clock_strip",
        groups="base.group_user",
        string="Clock Strip",
    )
    cs_due_badge = fields.Json(
        compute="_compute_cs_due_badge", groups="base.group_user", string="Next"
    )

    @api.model
    def _cs_known_at_creation(self, vals):
        """A ticket is there before its clocks, which tell it."""
        known = super()._cs_known_at_creation(vals)
        known |= {"cs_next_due_at": False, "cs_next_metric": False}
        return known | {"cs_sla_state": "none"}

    @api.depends("cs_clock_ids.due_at", "cs_clock_ids.state")
    def _compute_cs_next_due(self):
        for ticket in self:
            clocks = ticket.cs_clock_ids
            ticket.update(
                self._cs_prepare_next_due(
                    [(c.state, c.due_at, c.id, c.metric) for c in clocks]
                )
            )

    @api.model
    def _cs_prepare_next_due(self, clocks):
        """What the clocks of a ticket sum up to.

        :param clocks: list of (state, due instant or none, order, metric)
        """
        states = {state for state, *_rest in clocks}
        due = [rest for state, *rest in clocks if state == "running" and rest[0]]
        due_at, _order, metric = min(due, default=(False, 0, False))
        if "running" in states:
            state = "running"
        elif states:
            state = "paused" if "paused" in states else "done"
        else:
            state = "none"
        return dict(zip(SUMS, (due_at, metric, state), strict=True))

    @api.depends("cs_next_due_at")
    def _compute_cs_is_late(self):
        now = fields.Datetime.now()
        for ticket in self:
            ticket.cs_is_late = bool(
                ticket.cs_next_due_at and ticket.cs_next_due_at < now
            )

    @api.model
    def _search_cs_is_late(self, operator, value):
        """Late at this moment, also when the scheduler stands still."""
        if operator not in ("in", "not in"):
            return NotImplemented
        late = fields.Domain("cs_next_due_at", "<", fields.Datetime.now())
        return late if (True in value) == (operator == "in") else ~late

    @api.depends("cs_clock_ids.state", "cs_clock_ids.due_at")
    def _compute_cs_clock_strip(self):
        """What the clock strip shows: open clocks first, then verdicts."""
        for ticket in self:
            clocks = ticket.cs_clock_ids.filtered(lambda c: c.state != "cancelled")
            ticket.cs_clock_strip = [clock._to_strip() for clock in clocks._in_strip()]

    @api.depends("cs_next_due_at", "cs_next_metric", "cs_sla_state")
    def _compute_cs_due_badge(self):
        metrics = dict(self.env["cs.sla.target"]._selection_metric())
        for ticket in self:
            ticket.cs_due_badge = {
                "state": ticket.cs_sla_state or "none",
                "label": metrics.get(ticket.cs_next_metric, ""),
                "due": fields.Datetime.to_string(ticket.cs_next_due_at) or False,
                "phase": ticket.stage_id.cs_phase or "",
            }
