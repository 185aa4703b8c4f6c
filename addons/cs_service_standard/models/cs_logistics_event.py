from odoo import api, fields, models
from odoo.exceptions import ValidationError

LETTER = "cs_service_standard.mail_template_logistics"


class CsLogisticsEvent(models.Model):
    """News of goods on their way; each is told to the customer at once (EXE-06).

    Told is told: a wrong one is put right by the next one.
    """

    _name = "cs.logistics.event"
    _description = "Logistics Event"
    _inherit = ["cs.execution.part"]
    _order = "at desc, id desc"
    _rec_name = "kind"

    _begins_execution = True

    kind = fields.Selection(
        [
            ("dispatched", "Dispatched"),
            ("collected", "Collected by the carrier"),
            ("transit", "On its way"),
            ("delivered", "Delivered"),
            ("exception", "Something went wrong"),
        ],
        string="News",
        default="dispatched",
        required=True,
    )
    at = fields.Datetime(string="When", default=fields.Datetime.now, required=True)
    carrier_id = fields.Many2one("cs.carrier", ondelete="restrict")
    number = fields.Char(
        string="Tracking Number", help="As the carrier gave it, for example SF10086."
    )
    tracking_url = fields.Char(
        string="Tracking Page", compute="_compute_tracking_url", compute_sudo=True
    )
    note = fields.Char(
        help="What the customer should know besides: how many parcels, what went "
        "wrong and what happens now."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Entered By",
        readonly=True,
        default=lambda self: self.env.user,
    )

    @api.depends("carrier_id", "number")
    def _compute_tracking_url(self):
        for event in self:
            event.tracking_url = event.carrier_id._link_to(event.number)

    @api.model
    def default_get(self, fields_list):
        """The next news is of the same parcel."""
        defaults = super().default_get(fields_list)
        ticket_id = defaults.get("ticket_id")
        sheet_id = defaults.get("execution_id")
        if ticket_id or sheet_id:
            last = self.search(
                [("ticket_id", "=", ticket_id)]
                if ticket_id
                else [("execution_id", "=", sheet_id)],
                limit=1,
            )
            if last:
                defaults["carrier_id"] = last.carrier_id.id
                defaults["number"] = last.number
                defaults["kind"] = "transit"
        return defaults

    @api.constrains("kind", "carrier_id", "number", "note")
    def _check_whole(self):
        for event in self:
            if event.kind == "dispatched" and not event.carrier_id:
                raise ValidationError(event._carrier_wanted())
            if event.kind == "dispatched" and not (event.number or "").strip():
                raise ValidationError(
                    self.env._(
                        "Goods of ticket %(ticket)s are dispatched: enter the tracking "
                        "number of %(carrier)s, the customer gets it.",
                        ticket=event.ticket_id.sudo().number,
                        carrier=event.carrier_id.name,
                    )
                )
            if event.kind == "exception" and not (event.note or "").strip():
                raise ValidationError(
                    self.env._(
                        "Write down what went wrong with the delivery of ticket "
                        "%(ticket)s and what happens now; the customer reads it.",
                        ticket=event.ticket_id.sudo().number,
                    )
                )

    def _carrier_wanted(self):
        return self.env._(
            "Goods of ticket %(ticket)s are dispatched: say with which carrier.",
            ticket=self.ticket_id.sudo().number,
        )

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._tell_customer()
        events.execution_id._follow_goods()
        return events

    def _tell_customer(self):
        """A letter with number and link, as the system's own message."""
        following = self.ticket_id._cs_following()
        told = self.filtered(lambda event: event.ticket_id in following)
        if told:
            self.env["helpdesk.ticket"]._cs_send_notices(LETTER, told)

    def _kind_text(self):
        """The news in the words and the language of the reader."""
        self.ensure_one()
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]
