from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import format_date

from ..wording import listed

CAUSES = ("staffing", "system")


class CsOverrunReview(models.Model):
    """Too many late responses on one channel: why, and what is done (RSP-24).

    Opened by the nightly check, once per channel, company and period.
    """

    _name = "cs.overrun.review"
    _description = "Overrun Review"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, date_to desc, id desc"

    channel_id = fields.Many2one(
        "helpdesk.ticket.channel", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    late_count = fields.Integer(string="Late", readonly=True)
    clock_count = fields.Integer(
        string="Responses",
        readonly=True,
        help="Promises of a response on this channel that were decided in the period.",
    )
    rate = fields.Float(
        string="Overrun (%)", digits=(5, 2), readonly=True, aggregator="avg"
    )
    threshold = fields.Float(
        string="Accepted (%)", digits=(5, 2), readonly=True, aggregator=None
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        tracking=True,
        domain="[('share', '=', False)]",
        help="Who checks the causes.",
    )
    deadline = fields.Date(tracking=True, help="Until when the causes are checked.")
    state = fields.Selection(
        [("open", "Under review"), ("closed", "Closed")],
        string="Status",
        default="open",
        required=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many(
        "cs.overrun.review.line", "review_id", string="Possible Causes"
    )
    closed_at = fields.Datetime(readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(channel_id, company_id, date_from, date_to)",
        "This period of the channel is under review already.",
    )

    @api.depends("channel_id.name", "date_from", "date_to")
    def _compute_display_name(self):
        for review in self:
            first = format_date(self.env, review.date_from)
            last = format_date(self.env, review.date_to)
            days = first if first == last else f"{first} – {last}"
            review.display_name = f"{review.channel_id.name}, {days}"

    @api.constrains("state", "line_ids")
    def _check_closed(self):
        for review in self.filtered(lambda r: r.state == "closed"):
            lacking = review.line_ids.filtered(lambda line: not line._is_answered())
            if lacking:
                raise ValidationError(
                    self.env._(
                        "Review '%(review)s' cannot be closed: say what you found "
                        "about %(causes)s.",
                        review=review.display_name,
                        causes=listed(self.env, lacking.mapped("display_name")),
                    )
                )

    def write(self, vals):
        """Closing ends the to-do of whoever was asked."""
        closing = self.browse()
        if vals.get("state") == "closed":
            closing = self.filtered(lambda review: review.state == "open")
        result = super().write(vals)
        if closing:
            super(CsOverrunReview, closing).write({"closed_at": fields.Datetime.now()})
            closing.activity_feedback(
                ["mail.mail_activity_data_todo"], only_automated=False
            )
        return result

    def action_close(self):
        self.write({"state": "closed"})

    def action_open_clocks(self):
        """The late responses of the period."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "cs.sla.report",
            "view_mode": "list,pivot,graph",
            "domain": self._get_clock_domain() + [("broken", "=", 1)],
        }

    def _get_clock_domain(self):
        """What the rate was counted over."""
        self.ensure_one()
        channels = self.env["helpdesk.ticket.channel"]
        zone = self.company_id.sudo().resource_calendar_id.tz or "UTC"
        start = channels._cs_midnight(self.date_from, zone)
        end = channels._cs_midnight(self.date_to + timedelta(days=1), zone)
        return [
            ("channel_id", "=", self.channel_id.id),
            ("company_id", "=", self.company_id.id),
            ("metric", "in", channels._cs_overrun_metrics()),
            ("judged_at", ">=", fields.Datetime.to_string(start)),
            ("judged_at", "<", fields.Datetime.to_string(end)),
        ]

    @api.model
    def _open(self, overruns):
        """Reviews for what is not under review yet.

        :param overruns: dict (channel, company, first day, last day) -> ``Share``
        :return: the new reviews
        """
        if not overruns:
            return self
        known = self.search(
            [
                ("channel_id", "in", [channel.id for channel, *_key in overruns]),
                ("date_from", ">=", min(key[2] for key in overruns)),
            ]
        )
        done = {(r.channel_id, r.company_id, r.date_from, r.date_to) for r in known}
        reviews = self.create(
            [
                self._prepare_review_vals(*key, late)
                for key, late in overruns.items()
                if key not in done
            ]
        )
        reviews._put_to_responsible()
        reviews._cs_after_open()
        return reviews

    @api.model
    def _prepare_review_vals(self, channel, company, first, last, late):
        responsible = self._responsible(channel, company)
        today = fields.Date.context_today(self.with_context(tz=responsible.tz))
        return {
            "channel_id": channel.id,
            "company_id": company.id,
            "date_from": first,
            "date_to": last,
            "late_count": late.k,
            "clock_count": late.n,
            "rate": late.percent,
            "threshold": channel.cs_overrun_percent,
            "user_id": responsible.id,
            "deadline": today + timedelta(days=channel.cs_overrun_days),
            "line_ids": [Command.create({"cause": cause}) for cause in CAUSES],
        }

    @api.model
    def _responsible(self, _channel, company):
        """Service manager of the company's profile, else whoever runs the system."""
        manager = company.cs_profile_id.manager_id
        able = manager.active and not manager.share and company in manager.company_ids
        return manager if able else self.env.ref("base.user_admin")

    def _put_to_responsible(self):
        """One to-do per review, due when the review is."""
        model_id = self.env["ir.model"]._get_id(self._name)
        self.env["mail.activity"].create(
            [review._prepare_activity_vals(model_id) for review in self]
        )

    def _prepare_activity_vals(self, model_id):
        reader = self.with_context(lang=self.user_id.lang, tz=self.user_id.tz)
        return {
            "res_model_id": model_id,
            "res_id": self.id,
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            "summary": reader.env._(
                "%(review)s: %(late)s of %(all)s responses were late",
                review=reader.display_name,
                late=self.late_count,
                all=self.clock_count,
            ),
            "user_id": self.user_id.id,
            "date_deadline": self.deadline,
        }

    def _cs_after_open(self):
        """Hook: a higher addon starts its improvement loop for new reviews."""
