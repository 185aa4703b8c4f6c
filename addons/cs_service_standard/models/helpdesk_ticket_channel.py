from odoo import api, fields, models

from ..wording import listed

RESPONSE_METRICS = ("answer", "reception", "first_response", "next_reply")


class HelpdeskTicketChannel(models.Model):
    """A way to reach the company, with its scope and its promise (INT-01, INT-02)."""

    _inherit = "helpdesk.ticket.channel"

    cs_kind = fields.Selection(
        [("instant", "Instant"), ("deferred", "Deferred"), ("on_site", "On site")],
        string="Kind",
        help="Instant: the customer waits for the answer (chat, telephone). "
        "Deferred: the customer writes and goes on (mail, form, letter). "
        "On site: somebody stands in front of somebody.",
    )
    cs_scope = fields.Text(
        string="Service Scope",
        translate=True,
        help="What customers may ask for over this channel.",
    )
    cs_reply_rule = fields.Text(
        string="Response Rule",
        translate=True,
        help="What customers may expect, in their words; shown to them.",
    )
    cs_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Service Hours",
        check_company=True,
        help="Empty: the hours of the team.",
    )
    cs_is_phone = fields.Boolean(string="Telephone")
    cs_number = fields.Char(string="Telephone Number")
    cs_mobile_reachable = fields.Boolean(
        string="Reachable From Mobiles",
        compute="_compute_cs_mobile_reachable",
        store=True,
        readonly=False,
        help="Toll-free 800 numbers cannot be dialled from mobile telephones.",
    )
    cs_target_ids = fields.Many2many(
        "cs.sla.target",
        string="Response Targets",
        compute="_compute_cs_target_ids",
        help="Targets of profiles in force that name this channel or its kind, or that "
        "hold for everybody on all channels.",
    )

    @api.depends("cs_number")
    def _compute_cs_mobile_reachable(self):
        for channel in self:
            digits = "".join(sign for sign in channel.cs_number or "" if sign.isdigit())
            channel.cs_mobile_reachable = not digits.startswith("800")

    @api.depends("cs_kind")
    def _compute_cs_target_ids(self):
        targets = self.env["cs.sla.target"].search(
            [
                ("metric", "in", RESPONSE_METRICS),
                ("profile_id.state", "=", "in_force"),
            ]
        )
        for channel in self:
            channel.cs_target_ids = channel._cs_response_targets(targets)

    def _cs_response_targets(self, targets):
        """Those of ``targets`` that promise a response over this channel.

        By its name, by its kind, or to everybody over every channel.
        """
        self.ensure_one()
        return targets.filtered(
            lambda target: (
                target.metric in RESPONSE_METRICS
                and (
                    self._origin in target.channel_ids
                    or (self.cs_kind and target.channel_kind == self.cs_kind)
                    or target._is_for_all_channels()
                )
            )
        )

    @api.model
    def _cs_phone_coverage_warning(self, company):
        """What is wrong with the telephone numbers of a company (INT-15).

        :return: one sentence for the administrator, or ``False``
        """
        phones = self.search(
            [("cs_is_phone", "=", True), ("company_id", "in", [False, company.id])]
        )
        if not phones or any(phones.mapped("cs_mobile_reachable")):
            return False
        return self.env._(
            "There is no phone channel reachable from mobiles: add a second number "
            "to %(channels)s.",
            channels=listed(self.env, phones.mapped("name")),
        )
