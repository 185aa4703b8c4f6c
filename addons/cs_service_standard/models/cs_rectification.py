from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..wording import listed

ACTIVITY = "cs_service_standard.mail_activity_type_rectification"
LETTER = "cs_service_standard.mail_template_rectification"


class CsRectification(models.Model):
    """Notice that a promised date was broken, put to the manager in charge.

    It is closed with a cause, an action and a message to the customer (CLS-09).
    """

    _name = "cs.rectification"
    _description = "Rectification Notice"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, deadline desc, id desc"

    task_id = fields.Many2one(
        "cs.coordination.task", required=True, readonly=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(related="task_id.ticket_id", store=True, index=True)
    company_id = fields.Many2one(related="task_id.company_id", store=True)
    deadline = fields.Datetime(string="Broken Deadline", required=True, readonly=True)
    manager_id = fields.Many2one(
        "res.users",
        string="Manager in Charge",
        tracking=True,
        domain="[('share', '=', False)]",
    )
    state = fields.Selection(
        [("open", "Underway"), ("closed", "Closed")],
        default="open",
        required=True,
        copy=False,
        tracking=True,
    )
    cause = fields.Text(help="Why the date was not kept.")
    action = fields.Text(help="What is done so that it does not happen again.")
    customer_message = fields.Text(
        string="Message to the Customer",
        help="Posted on the ticket and sent to the customer when the notice is closed.",
    )
    closed_at = fields.Datetime(readonly=True, copy=False)
    closed_by = fields.Many2one("res.users", readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(task_id, deadline)", "A broken deadline gets one rectification notice."
    )

    @api.depends("task_id.name", "ticket_id.number")
    def _compute_display_name(self):
        for notice in self:
            task = notice.task_id.sudo()
            notice.display_name = f"{task.ticket_id.number}: {task.name}"

    @api.constrains("state", "cause", "action", "customer_message")
    def _check_closed(self):
        for notice in self.filtered(lambda n: n.state == "closed"):
            lacking = notice._lacking()
            if lacking:
                raise ValidationError(
                    self.env._(
                        "Notice '%(notice)s' cannot be closed: fill in %(fields)s.",
                        notice=notice.display_name,
                        fields=listed(self.env, lacking),
                    )
                )

    def write(self, vals):
        """Closing tells the customer, however the notice is closed."""
        closing = self.browse()
        if vals.get("state") == "closed":
            closing = self.filtered(lambda notice: notice.state == "open")
        result = super().write(vals)
        closing._conclude()
        return result

    def action_close(self):
        self.write({"state": "closed"})

    def _lacking(self):
        """Labels of the entries a closed notice must have."""
        self.ensure_one()
        labels = self.fields_get(["cause", "action", "customer_message"], ["string"])
        return [
            label["string"]
            for name, label in labels.items()
            if not (self[name] or "").strip()
        ]

    def _conclude(self):
        if not self:
            return
        self.write({"closed_at": fields.Datetime.now(), "closed_by": self.env.uid})
        for notice in self:
            notice.ticket_id._cs_send_letters(LETTER, notice, person=True)
        self.activity_feedback([ACTIVITY], only_automated=False)

    def _put_to_manager(self):
        """One activity per notice, due today."""
        self.env["mail.activity"].create(
            [notice._prepare_activity_vals() for notice in self if notice.manager_id]
        )

    def _prepare_activity_vals(self):
        manager = self.manager_id
        zone = self.with_context(tz=manager.tz, lang=manager.lang)
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": self.env.ref(ACTIVITY).id,
            "summary": zone.env._("%s: promised date not kept", self.display_name),
            "user_id": manager.id,
            "date_deadline": fields.Date.context_today(zone),
        }
