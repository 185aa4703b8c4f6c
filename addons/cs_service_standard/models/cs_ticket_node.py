from odoo import api, fields, models


class CsTicketNode(models.Model):
    """A later moment of service that was promised: on which day, and what (REC-11).

    Each node has an activity of the ticket's owner; done there is done here.
    """

    _name = "cs.ticket.node"
    _description = "Service Node"
    _order = "done, date, id"
    _rec_name = "content"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(required=True)
    content = fields.Char(required=True, help="For example: feedback on progress.")
    done = fields.Boolean()
    done_at = fields.Datetime(readonly=True, copy=False)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, index="btree_not_null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        nodes = super().create(vals_list)
        nodes.filtered(lambda node: not node.done)._plan()
        return nodes

    def write(self, vals):
        """Keep the activities in step, and note when a node was done."""
        before = self.filtered("done")
        result = super().write(vals)
        finished = (self - before).filtered("done")
        if finished:
            super(CsTicketNode, finished).write({"done_at": fields.Datetime.now()})
            finished._open_activities().action_feedback()
        reopened = before.filtered(lambda node: not node.done)
        if reopened:
            super(CsTicketNode, reopened).write({"done_at": False})
            reopened._plan()
        if {"date", "content"} & set(vals):
            for node in self - finished - reopened:
                node._open_activities().write(
                    {"date_deadline": node.date, "summary": node.content}
                )
        return result

    def unlink(self):
        self._open_activities().unlink()
        return super().unlink()

    def _open_activities(self):
        """Activities of the nodes that are still to do.

        Runs as superuser: whoever may change the node may move its activity, also
        when it is another person's.
        """
        return self.sudo().activity_id.filtered("active")

    def _plan(self):
        """Give each node an activity on its day, for the owner of the ticket."""
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
                    "user_id": node.ticket_id._cs_person_in_charge().id,
                    "automated": True,
                }
                for node in self
            ]
        )
        for node, activity in zip(self, activities, strict=True):
            node.activity_id = activity

    def _follow_owner(self):
        """Hand open activities to the present owner of the ticket."""
        for ticket, nodes in self.grouped("ticket_id").items():
            activities = nodes._open_activities()
            activities.write({"user_id": ticket._cs_person_in_charge().id})
