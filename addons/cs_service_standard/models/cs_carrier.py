from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import ValidationError

PLACE = "{number}"


class CsCarrier(models.Model):
    """Who transports goods, and where his customers follow them on the way (EXE-06)."""

    _name = "cs.carrier"
    _description = "Carrier"
    _order = "sequence, name, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: every company sends with this carrier."
    )
    tracking_url = fields.Char(
        string="Tracking Page",
        help="Address of the page where a parcel is followed; {number} stands for its "
        "number. Example: https://www.example.com/track?parcel={number}",
    )

    @api.constrains("tracking_url")
    def _check_tracking_url(self):
        for carrier in self.filtered("tracking_url"):
            url = carrier.tracking_url
            if PLACE not in url or not url.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._(
                        "Tracking page of %(carrier)s: begin with https:// and write "
                        "{number} where the number of the parcel belongs.",
                        carrier=carrier.name,
                    )
                )

    def _link_to(self, number):
        """Address where the parcel with this number is followed, if there is one."""
        if not (self.tracking_url and number):
            return False
        return self.tracking_url.replace(PLACE, quote(number.strip(), safe=""))
