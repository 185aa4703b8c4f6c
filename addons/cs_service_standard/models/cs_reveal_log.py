from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError


class CsRevealLog(models.Model):
    """Who looked at whose contact data, when: append-only (REC-06, PRV-03).

    A row also opens the data: until ``until`` its user reads the ticket unmasked.
    Rows name the fields that were shown, never their values.
    """

    _name = "cs.reveal.log"
    _description = "Reveal of Contact Data"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "at desc, id desc"
    _mail_post_access = "read"

    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    at = fields.Datetime(required=True, string="Revealed")
    until = fields.Datetime(required=True, string="Visible Until")
    ticket_id = fields.Many2one("helpdesk.ticket", ondelete="set null")
    number = fields.Char(
        string="Ticket Number", help="Stays when the ticket is deleted."
    )
    partner_id = fields.Many2one("res.partner", string="Contact", ondelete="set null")
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    field_names = fields.Char(string="Fields")
    alert = fields.Boolean(
        string="Above Limit",
        help="With this reveal the user passed the daily limit; privacy officers "
        "were alerted.",
    )

    _user_ticket_idx = models.Index("(user_id, ticket_id, until)")
    _user_day_idx = models.Index("(user_id, company_id, at)")

    @api.depends("number", "user_id")
    def _compute_display_name(self):
        for log in self:
            log.display_name = f"{log.number} · {log.user_id.name}"

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("The log of reveals cannot be changed: it is evidence.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("The log of reveals cannot be deleted: it is evidence.")
        )

    @api.model
    def _revealed(self, tickets):
        """The tickets that the current user has opened and may still read unmasked.

        Runs as superuser: a decision about the reader's own rows.
        """
        return (
            self.sudo()
            .search_fetch(
                [
                    ("user_id", "=", self.env.uid),
                    ("ticket_id", "in", tickets.ids),
                    ("until", ">", fields.Datetime.now()),
                ],
                ["ticket_id"],
            )
            .ticket_id.with_env(self.env)
        )

    @api.model
    def _log(self, tickets, names):
        """Write down that the current user reveals tickets; alert above the limit.

        Runs as superuser: nobody may write the log by hand.
        """
        now = fields.Datetime.now()
        logs = self.sudo().with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True
        )
        vals_list = []
        for company, chosen in tickets.sudo().grouped("company_id").items():
            passing = self._passing(company, now)
            until = now + timedelta(minutes=company.cs_reveal_minutes)
            vals_list += [
                {
                    "user_id": self.env.uid,
                    "at": now,
                    "until": until,
                    "ticket_id": ticket.id,
                    "number": ticket.number,
                    "partner_id": ticket.partner_id.id,
                    "company_id": company.id,
                    "field_names": ", ".join(names),
                    "alert": position == passing,
                }
                for position, ticket in enumerate(chosen, start=1)
            ]
        logs = logs.create(vals_list)
        logs.filtered("alert")._alert_officers()
        return logs

    @api.model
    def _passing(self, company, now):
        """Which of the next reveals passes the limit for the first time today.

        :return: 1 for the next one, 0 for none
        """
        limit = company.cs_reveal_limit
        zone = ZoneInfo(company.resource_calendar_id.tz or "UTC")
        today = now.replace(tzinfo=UTC).astimezone(zone).date()
        start = datetime.combine(today, time.min, zone).astimezone(UTC)
        mine = [
            ("user_id", "=", self.env.uid),
            ("company_id", "=", company.id),
            ("at", ">=", start.replace(tzinfo=None)),
        ]
        logs = self.sudo()
        if limit <= 0 or logs.search_count([*mine, ("alert", "=", True)], limit=1):
            return 0
        return max(limit + 1 - logs.search_count(mine), 1)

    def _alert_officers(self):
        """Ask every privacy officer of the company to look into it."""
        group = self.env.ref("cs_service_standard.cs_group_privacy_officer")
        for log in self:
            officers = self.env["res.users"].search(
                [
                    ("all_group_ids", "in", group.ids),
                    ("company_ids", "in", log.company_id.ids),
                ]
            )
            for officer in officers - log.user_id or officers:
                log.activity_schedule(
                    "mail.mail_activity_data_warning",
                    user_id=officer.id,
                    summary=self.env._("Many reveals of contact data"),
                    note=self.env._(
                        "%(user)s revealed the contact data of more than %(limit)s "
                        "tickets today. Ask why.",
                        user=log.user_id.name,
                        limit=log.company_id.cs_reveal_limit,
                    ),
                )
