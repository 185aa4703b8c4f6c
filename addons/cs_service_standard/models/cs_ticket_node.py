from odoo import api, fields, models

from ..engine.promised_day import PromisedDay

PROMISE = ("date", "hour", "customer_visible", "done", "delay_reason")


class CsTicketNode(models.Model):
    """A later moment of service that was promised: on which day, and what (REC-11).

    Each node has an activity of who is responsible; done there is done here. Nodes
    the customer sees are the plan of his request (EXE-02).
    """

    _name = "cs.ticket.node"
    _description = "Service Node"
    _inherit = ["cs.execution.part"]
    _order = "done, date, hour, id"
    _rec_name = "content"

    date = fields.Date(required=True)
    hour = fields.Float(
        string="Time",
        aggregator=None,
        help="Time of the day in the service hours' time zone; 0: any time that day.",
    )
    content = fields.Char(
        string="What",
        required=True,
        help="For example: feedback on progress. The customer reads it when the node "
        "is shown to him.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="Empty: the owner of the ticket, whoever that is.",
    )
    done = fields.Boolean()
    done_at = fields.Datetime(string="Done On", readonly=True, copy=False)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, index="btree_not_null"
    )
    state = fields.Selection(
        [("planned", "Planned"), ("late", "Late"), ("done", "Done")],
        compute="_compute_state",
        search="_search_state",
    )

    _hour_of_day = models.Constraint(
        "CHECK (hour >= 0 AND hour < 24)", "The time lies between 0:00 and 23:59."
    )

    @api.depends("date", "hour", "done")
    def _compute_state(self):
        now = fields.Datetime.now()
        for node in self:
            if node.done:
                node.state = "done"
            else:
                late = node.date and node._over() <= now
                node.state = "late" if late else "planned"

    @api.model
    def _search_state(self, operator, value):
        """Late to the day: the hour of a node is for those who read it."""
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        domains = {
            "done": [("done", "=", True)],
            "late": [("done", "=", False), ("date", "<", today)],
            "planned": [("done", "=", False), ("date", ">=", today)],
        }
        return fields.Domain.OR(domains[key] for key in value if key in domains)

    @api.model_create_multi
    def create(self, vals_list):
        nodes = super().create(vals_list)
        nodes.filtered(lambda node: not node.done)._plan()
        nodes._settle_promises()
        return nodes

    def write(self, vals):
        """Keep the activities in step, and note when a node was done."""
        before = self.filtered("done")
        result = super().write(vals)
        finished = (self - before).filtered("done")
        if finished:
            super(CsTicketNode, finished).write({"done_at": fields.Datetime.now()})
            finished._open_activities().action_feedback()
            finished._tell_reached()
        reopened = before.filtered(lambda node: not node.done)
        if reopened:
            super(CsTicketNode, reopened).write({"done_at": False})
            reopened._plan()
        if {"date", "content", "user_id"} & set(vals):
            (self - finished - reopened)._move_activities()
        if set(PROMISE) & set(vals):
            self._settle_promises(vals.get("delay_reason"))
        return result

    def unlink(self):
        self._open_activities().unlink()
        return super().unlink()

    def action_done(self):
        self.write({"done": True})

    def _promised_day(self):
        """The day as it is promised now, in the time zone of the desk."""
        self.ensure_one()
        return PromisedDay(self.date, self.hour, self.ticket_id._cs_desk_zone())

    def _over(self):
        """The instant (naive UTC) at which the node is late."""
        return self._promised_day().over.replace(tzinfo=None)

    def _person(self):
        """Who looks after the node."""
        self.ensure_one()
        return self.user_id or self.ticket_id._cs_person_in_charge()

    def _open_activities(self):
        """Activities of the nodes that are still to do.

        Runs as superuser: whoever may change the node may move its activity, also
        when it is another person's.
        """
        return self.sudo().activity_id.filtered("active")

    def _move_activities(self):
        for node in self.filtered(lambda node: not node.done):
            vals = {"date_deadline": node.date, "summary": node.content}
            node._open_activities().write(dict(vals, user_id=node._person().id))

    def _plan(self):
        """Give each node an activity on its day, for who is responsible."""
        model = self.env["ir.model"]._get("helpdesk.ticket")
        todo = self.env.ref("mail.mail_activity_data_todo")
        activities = self.env["mail.activity"].create(
            [
                {
                    "res_model_id": model.id,
                    "res_id": node.ticket_id.id,
                    "activity_type_id": todo.id,
                    "summary": node.content,
                    "date_deadline": node.date,
                    "user_id": node._person().id,
                    "automated": True,
                }
                for node in self
            ]
        )
        for node, activity in zip(self, activities, strict=True):
            node.activity_id = activity

    def _follow_owner(self):
        """Hand open activities to the present owner of the ticket."""
        mine = self.filtered(lambda node: not node.user_id)
        for ticket, nodes in mine.grouped("ticket_id").items():
            activities = nodes._open_activities()
            activities.write({"user_id": ticket._cs_person_in_charge().id})
