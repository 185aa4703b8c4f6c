from odoo import api, fields, models


class CsCentreOption(models.Model):
    """One possible answer about a service centre, or one point of its check-lists.

    An answer may say which request types, channels or customers it means; going live
    then brings them to life (CCS-02, CCS-03, CCS-06).
    """

    _name = "cs.centre.option"
    _description = "Answer about the Service Centre"
    _order = "section, sequence, id"

    section = fields.Selection(
        [
            ("who", "Who is served"),
            ("what", "What is offered"),
            ("which", "Which media"),
            ("night", "Day and night: what it takes"),
            ("link", "Six key links"),
            ("step", "Five steps"),
        ],
        required=True,
        default="what",
    )
    sequence = fields.Integer(default=10, help="The order in the list.")
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    type_ids = fields.Many2many(
        "helpdesk.ticket.type",
        "cs_centre_option_type_rel",
        string="Request Types",
        context={"active_test": False},
        help="Put to use when a service centre that offers this goes live.",
    )
    channel_ids = fields.Many2many(
        "helpdesk.ticket.channel",
        "cs_centre_option_channel_rel",
        string="Channels",
        context={"active_test": False},
        help="Put to use when a service centre with this medium goes live; out of use "
        "when it does without.",
    )
    is_vip = fields.Boolean(
        string="VIP Customers", help="Served by experts: a routing rule is proposed."
    )

    @api.model
    def _of(self, section):
        return self.search([("section", "=", section)])
