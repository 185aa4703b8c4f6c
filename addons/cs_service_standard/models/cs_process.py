from odoo import api, fields, models


class CsProcess(models.Model):
    """How tickets of some types are worked on, step by step.

    Every ticket of a linked type gets the steps as a checklist; gates and step
    clocks look at them.
    """

    _name = "cs.process"
    _description = "Service Process"
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, help="Short code, e.g. COMPLAINT.")
    description = fields.Text(translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: every company works by this process."
    )
    profile_id = fields.Many2one(
        "cs.service.profile",
        string="Only for Profile",
        check_company=True,
        ondelete="cascade",
        help="Empty: every profile. A process for one profile comes before a process "
        "for all of them.",
    )
    type_ids = fields.Many2many(
        "helpdesk.ticket.type",
        string="Ticket Types",
        help="Tickets of these types follow this process.",
    )
    step_ids = fields.One2many("cs.process.step", "process_id", copy=True)
    step_count = fields.Integer(compute="_compute_step_count", string="Steps")
    tracks_delivery = fields.Boolean(
        string="Watches a Delivery",
        help="Agents note what went wrong with the delivery; some steps are asked for "
        "only then.",
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A process with this code already exists."
    )

    @api.depends("step_ids")
    def _compute_step_count(self):
        for process in self:
            process.step_count = len(process.step_ids)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for process, vals in zip(self, vals_list, strict=True):
            vals.setdefault("code", self.env._("%s-COPY", process.code))
        return vals_list

    @api.model
    def _of_tickets(self, tickets):
        """The process that each ticket follows by its type.

        :return: dict ticket -> ``cs.process`` (empty for a type without process)
        """
        processes = self.search([("type_ids", "in", tickets.type_id.ids)])
        return {
            ticket: processes.filtered(lambda p, t=ticket: p._fits(t)).sorted(
                lambda p: p._rank()
            )[:1]
            for ticket in tickets
        }

    def _fits(self, ticket):
        """Whether a ticket may follow this process; a hook for further conditions."""
        self.ensure_one()
        return (
            ticket.type_id in self.type_ids
            and (not self.company_id or self.company_id == ticket.company_id)
            and (not self.profile_id or self.profile_id == ticket.cs_profile_id)
        )

    def _rank(self):
        """Sort key among fitting processes: the most specific first."""
        self.ensure_one()
        return (not self.profile_id, not self.company_id, self.sequence, self.id)
