from collections import defaultdict
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import ormcache

from ..engine import numbering

UTC = ZoneInfo("UTC")


class HelpdeskTicket(models.Model):
    """A number of date and serial for tickets that follow a standard (REC-05)."""

    _inherit = "helpdesk.ticket"

    _cs_number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE cs_profile_id IS NOT NULL AND number <> '/'",
        "This ticket number exists already in this company.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Number the whole batch at once: the helpdesk would do it one by one."""
        return super().create(self._cs_numbered(vals_list))

    def _prepare_ticket_number(self, values):
        """Copies take their number here, not in ``create``."""
        if not self:
            return super()._prepare_ticket_number(values)
        vals = {
            "team_id": self.team_id.id,
            "company_id": self.company_id.id,
            **values,
            "number": "/",
        }
        number = self._cs_numbered([vals])[0]["number"]
        return super()._prepare_ticket_number(values) if number == "/" else number

    @api.model
    def _cs_numbered(self, vals_list):
        """Copies of ``vals_list``, numbered where the ticket will follow a profile."""
        vals_list = [dict(vals) for vals in vals_list]
        wanted = defaultdict(list)
        now = fields.Datetime.now().replace(tzinfo=UTC)
        in_force = self.env["cs.service.profile"]._in_force_ids()
        for vals, (team, company) in zip(
            vals_list, self._cs_desks(vals_list), strict=True
        ):
            profile = team._cs_profile_of(company)
            if profile.id in in_force and vals.get("number", "/") == "/":
                zone = ZoneInfo(self._cs_zone_name(team.id, company.id))
                wanted[company, numbering.local_day(now, zone)].append(vals)
        sequences = self._cs_number_sequences([company for company, _day in wanted])
        for (company, day), chosen in wanted.items():
            numbers = self._cs_take_numbers(sequences, company, day, len(chosen))
            for vals, number in zip(chosen, numbers, strict=False):
                vals["number"] = number
        return vals_list

    @api.model
    def _cs_desks(self, vals_list):
        """Team and company each new ticket will have, as the helpdesk decides them.

        Runs as superuser: a customer who writes may not read the team.
        """
        teams = self.env["helpdesk.ticket.team"].sudo()
        open_ended = any(
            "team_id" not in vals
            or not (vals.get("company_id") or teams.browse(vals["team_id"]).company_id)
            for vals in vals_list
        )
        asked = ["team_id", "user_id", "company_id"] if open_ended else []
        defaults = self.default_get(asked) if asked else {}
        users = self.env["res.users"].sudo()
        companies = self.env["res.company"].sudo()
        desks = []
        for vals in vals_list:
            known = defaults | vals
            team = teams.browse(known.get("team_id"))
            if "team_id" not in known:
                team = users.browse(known.get("user_id")).helpdesk_team_ids[:1]
            company = companies.browse(known.get("company_id"))
            desks.append((team, team.company_id or company or self.env.company))
        return desks

    @api.model
    @ormcache("team_id", "company_id", "self.env.uid", cache="stable")
    def _cs_zone_name(self, team_id, company_id):
        """``_cs_local_zone`` by ids, cached: asked for every batch of tickets."""
        team = self.env["helpdesk.ticket.team"].sudo().browse(team_id or [])
        company = self.env["res.company"].sudo().browse(company_id)
        return self._cs_local_zone(team, company)

    @api.model
    def _cs_local_zone(self, team, company):
        """Name of the time zone in which the desk's day begins; a hook.

        :param team: team of the ticket, may be empty
        :param company: company of the ticket
        """
        return (
            team.cs_calendar_id.tz
            or company.resource_calendar_id.tz
            or self.env.user.tz
            or "UTC"
        )

    @api.model
    def _cs_number_sequences(self, companies):
        """The sequence of each company: its own, else the common one.

        Runs as superuser: whoever may open a ticket may number it.
        """
        sequences = self.env["ir.sequence"].sudo()
        return {
            c: sequences.browse(sequences._cs_number_sequence_id(c.id))
            for c in companies
        }

    @api.model
    def _cs_take_numbers(self, sequences, company, day, count):
        """Free numbers of a day; none when the sequence was deleted.

        Numbers that an import has used already are skipped.
        """
        sequence = sequences[company]
        free = []
        while sequence and len(free) < count:
            free += sequence._cs_next_of_day(day, count - len(free), company)
        return free
