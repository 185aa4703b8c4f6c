from odoo import fields, models


class CsIvrOption(models.Model):
    """What a key of the telephone menu stands for, so that nobody asks twice.

    The telephone system itself stays outside; the agent enters the key that the
    caller pressed, or an integration does.
    """

    _name = "cs.ivr.option"
    _description = "Telephone Menu Option"
    _order = "key, sequence, id"
    _rec_name = "label"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    key = fields.Char(required=True, help="The key the caller presses, e.g. 2.")
    label = fields.Char(
        string="Announcement", required=True, translate=True, help="E.g. fault repair."
    )
    type_id = fields.Many2one("helpdesk.ticket.type", required=True)
    team_id = fields.Many2one(
        "helpdesk.ticket.team", help="Empty: the team of the type."
    )
    channel_id = fields.Many2one(
        "helpdesk.ticket.channel",
        domain=[("cs_is_phone", "=", True)],
        help="Empty: any telephone channel.",
    )
    company_id = fields.Many2one("res.company", help="Empty: every company.")

    _key_uniq = models.UniqueIndex(
        "(key, COALESCE(channel_id, 0), COALESCE(company_id, 0)) WHERE active",
        "This key already has a meaning on this channel.",
    )

    def _cs_option_of(self, key, channel, company):
        """The option a key stands for; the most specific one wins."""
        options = self.search(
            [
                ("key", "=", (key or "").strip()),
                ("channel_id", "in", [False, channel.id]),
                ("company_id", "in", [False, company.id]),
            ]
        )
        return options.sorted(lambda o: (not o.channel_id, not o.company_id))[:1]
