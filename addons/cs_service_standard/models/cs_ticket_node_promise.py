from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

LETTER_MOVED = "cs_service_standard.mail_template_promise_change"
LETTER_REACHED = "cs_service_standard.mail_template_node_reached"


class CsTicketNode(models.Model):
    """Nodes as the plan the customer sees: kinds, promises kept and moved (EXE-07)."""

    _inherit = "cs.ticket.node"

    kind = fields.Selection(
        [
            ("contact", "Talk with the customer"),
            ("milestone", "Milestone"),
            ("delivery", "Delivery"),
        ],
        default="contact",
        required=True,
        help="Contact: a reminder for us. Milestones and deliveries are the plan the "
        "customer sees.",
    )
    customer_visible = fields.Boolean(
        string="Shown to the Customer",
        compute="_compute_customer_visible",
        store=True,
        readonly=False,
        precompute=True,
        help="Part of the plan on the customer's page. Its day is a promise: moving it "
        "to a later one needs a reason, and the customer is told.",
    )
    tell_reached = fields.Boolean(
        string="Tell When Reached",
        compute="_compute_tell_reached",
        store=True,
        readonly=False,
        precompute=True,
        help="The customer gets a message when the node is done, for example: plan "
        "review passed.",
    )
    reached_told_at = fields.Datetime(
        string="Told That It Is Reached", readonly=True, copy=False
    )
    promised_at = fields.Datetime(
        string="Promised Until",
        readonly=True,
        copy=False,
        help="What the customer was told last.",
    )
    is_delayed = fields.Boolean(
        compute="_compute_is_delayed", help="Later than the customer was told."
    )
    delay_reason = fields.Char(
        string="Reason for the Delay",
        store=False,
        help="In plain words: the customer reads it.",
    )
    change_ids = fields.One2many("cs.promise.change", "node_id", string="Moved")

    @api.depends("kind")
    def _compute_customer_visible(self):
        for node in self:
            node.customer_visible = node.kind != "contact"

    @api.depends("kind")
    def _compute_tell_reached(self):
        for node in self:
            node.tell_reached = node.kind == "milestone"

    @api.depends("date", "hour", "promised_at", "done", "customer_visible")
    def _compute_is_delayed(self):
        for node in self:
            told = node.promised_at and not node.done and node.customer_visible
            node.is_delayed = bool(
                told and node.date and node._over() > node.promised_at
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_no_promise(self):
        """A promise does not vanish: it is kept, or moved with a reason."""
        for node in self.filtered(lambda n: n.promised_at and not n.done):
            if node.customer_visible and node.ticket_id._cs_following():
                raise UserError(
                    self.env._(
                        "The customer of ticket %(ticket)s was told about '%(node)s': "
                        "mark it done, or move its date and say why.",
                        ticket=node.ticket_id.sudo().number,
                        node=node.content,
                    )
                )

    def _settle_promises(self, reason=None):
        """What the customer sees from now on is promised; a delay is told and noted.

        :param reason: why a date told before is moved to a later one
        """
        shown = self.filtered(lambda n: n.customer_visible and not n.done)
        following = shown.ticket_id._cs_following()
        shown = shown.filtered(lambda n: n.ticket_id in following)
        delayed = shown.filtered("is_delayed")
        if delayed:
            delayed._move_promises((reason or "").strip())
        for node in shown:
            over = node._over()
            if node.promised_at != over:
                node.promised_at = over

    def _move_promises(self, reason):
        """Note each broken promise and write to the customer about it."""
        if not reason:
            raise ValidationError(self._reason_wanted())
        changes = self.env["cs.promise.change"]._of_nodes(self, reason)
        if not (self.env.su and self.env.context.get("cs_date_told")):
            self.env["helpdesk.ticket"]._cs_send_notices(LETTER_MOVED, changes)

    def _reason_wanted(self):
        node = self[:1]
        return self.env._(
            "The customer of ticket %(ticket)s was told %(date)s for '%(node)s': write "
            "down why it is moved to a later date.",
            ticket=node.ticket_id.sudo().number,
            date=node._promised_text(self.env.lang),
            node=node.content,
        )

    def _promised_text(self, lang):
        """The day that was promised last, in words."""
        day = self._day_of(self.promised_at)
        return format_date(self.env, day, lang, "full")

    def _day_of(self, over):
        """The day a promise that ends at ``over`` was made for."""
        zone = self.ticket_id._cs_desk_zone()
        local = fields.Datetime.context_timestamp(
            self.with_context(tz=zone), fields.Datetime.subtract(over, seconds=1)
        )
        return local.date()

    def _tell_reached(self):
        """One message per node that the customer waits for."""
        following = self.ticket_id._cs_following()
        reached = self.filtered(
            lambda node: (
                node.tell_reached
                and node.customer_visible
                and not node.reached_told_at
                and node.ticket_id in following
            )
        )
        if not reached:
            return
        self.env["helpdesk.ticket"]._cs_send_notices(LETTER_REACHED, reached)
        reached.reached_told_at = fields.Datetime.now()
