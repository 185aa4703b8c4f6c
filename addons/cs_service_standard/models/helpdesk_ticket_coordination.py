from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """The work on a ticket that others do, and what the customer hears of it."""

    _inherit = "helpdesk.ticket"

    cs_task_ids = fields.One2many(
        "cs.coordination.task",
        "ticket_id",
        string="Coordination Tasks",
        copy=False,
        groups="base.group_user",
    )
    cs_late_task_count = fields.Integer(
        string="Late Tasks",
        compute="_compute_cs_late_task_count",
        groups="base.group_user",
    )
    cs_vendor_ids = fields.Many2many(
        "res.partner",
        "helpdesk_ticket_cs_vendor_rel",
        string="External Partners",
        copy=False,
        groups="base.group_user",
        help="Carriers, suppliers and others who take part in solving this ticket.",
    )

    @api.depends("cs_task_ids.done_at", "cs_task_ids.deadline")
    def _compute_cs_late_task_count(self):
        for ticket in self:
            late = ticket.cs_task_ids.filtered(lambda task: task.state == "overdue")
            ticket.cs_late_task_count = len(late)

    def action_cs_open_tasks(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_service_standard.cs_coordination_task_action"
        )
        return dict(
            action,
            domain=[("ticket_id", "=", self.id)],
            context={"default_ticket_id": self.id},
        )

    def _cs_tell_customer(self, body, subject):
        """Post a public message and send it to the customer, known or not.

        As superuser: whoever promises a date need not read the ticket.

        :param Markup body: what the customer reads
        """
        self.ensure_one()
        ticket = self.sudo()
        return ticket.message_post(
            body=body,
            subject=subject,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=ticket.partner_id.ids,
            outgoing_email_to=not ticket.partner_id and ticket.partner_email,
        )
