import base64
from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.call_log import Flaw, read_calls
from ..engine.duplicates import phone_key
from ..engine.facts import FactKind

NAMED = 5


class CsCallImport(models.TransientModel):
    """Calls of yesterday from the list of a telephone system (CCS-07).

    Each answered call becomes a request with its ring and its answer as facts, so
    that its clock tells whether it was picked up in time.  The same list again makes
    nothing new.
    """

    _name = "cs.call.import"
    _description = "Import of Calls"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    channel_id = fields.Many2one(
        "helpdesk.ticket.channel",
        string="Telephone Line",
        required=True,
        default=lambda self: self.env["cs.call.intake"]._default_channel(),
        domain="[('cs_is_phone', '=', True),"
        " ('company_id', 'in', [False, company_id])]",
    )
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        required=True,
        domain="[('cs_profile_id', '!=', False),"
        " ('company_id', 'in', [False, company_id])]",
        help="The team that answered.",
    )
    tz = fields.Selection(
        lambda self: self.env["cs.setup.assistant"]._selection_tz(),
        string="Time Zone of the List",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
    )
    file = fields.Binary(
        string="List of Calls",
        required=True,
        attachment=False,
        help="Comma-separated, with the columns number, started and answered; times "
        "like 2023-10-09 08:00:05.",
    )

    def action_import(self):
        """Make a request of each answered call that is not here yet."""
        self.ensure_one()
        calls = self._read()
        answered = [call for call in calls if call.answered]
        known = self._known(answered)
        new = [call for call in answered if self._key(call) not in known]
        tickets = self.env["helpdesk.ticket"].create(
            [self._prepare_ticket_vals(call) for call in new]
        )
        self._record(tickets, new)
        return self._tell(tickets, len(calls), len(answered) - len(new))

    def _read(self):
        try:
            text = base64.b64decode(self.file).decode("utf-8")
        except UnicodeDecodeError as error:
            raise UserError(
                self.env._("The list of calls is not text in UTF-8: save it as such.")
            ) from error
        calls, problems = read_calls(text)
        if problems:
            told = "\n".join(self._word(problem) for problem in problems[:NAMED])
            raise UserError(
                self.env._(
                    "Nothing was imported, correct the list first (%(count)s):\n"
                    "%(told)s",
                    count=len(problems),
                    told=told,
                )
            )
        return calls

    def _word(self, problem):
        words = {"line": problem.line, "text": problem.text}
        match problem.flaw:
            case Flaw.COLUMN:
                return self.env._("Line %(line)s: missing column %(text)s", **words)
            case Flaw.ORDER:
                return self.env._(
                    "Line %(line)s: answered at %(text)s, before it rang", **words
                )
        return self.env._("Line %(line)s: '%(text)s' is not a time", **words)

    @api.model
    def _to_utc(self, moment, zone):
        local = moment.replace(tzinfo=ZoneInfo(zone))
        return local.astimezone(UTC).replace(tzinfo=None)

    def _key(self, call):
        return phone_key(call.number), self._to_utc(call.answered, self.tz)

    def _known(self, calls):
        """Calls that are tickets of this line already."""
        if not calls:
            return set()
        moments = [self._to_utc(call.answered, self.tz) for call in calls]
        tickets = self.env["helpdesk.ticket"].search_fetch(
            [
                ("channel_id", "=", self.channel_id.id),
                ("company_id", "=", self.company_id.id),
                ("cs_received_at", ">=", min(moments)),
                ("cs_received_at", "<=", max(moments)),
            ],
            ["cs_phone", "cs_received_at"],
        )
        return {
            (phone_key(ticket.sudo().cs_phone), ticket.cs_received_at)
            for ticket in tickets
        }

    def _prepare_ticket_vals(self, call):
        name = self.env._("Call of %s", call.started.strftime("%Y-%m-%d %H:%M"))
        return {
            "name": name,
            "description": name,
            "company_id": self.company_id.id,
            "channel_id": self.channel_id.id,
            "team_id": self.team_id.id,
            "user_id": False,
            "cs_phone": call.number,
            "cs_received_at": self._to_utc(call.answered, self.tz),
        }

    def _record(self, tickets, calls):
        """Ring and answer as facts of each ticket (RSP-04)."""
        self.env["cs.ticket.event"]._record(
            [
                {
                    "ticket_id": ticket.id,
                    "kind": kind,
                    "at": self._to_utc(moment, self.tz),
                }
                for ticket, call in zip(tickets, calls, strict=True)
                for kind, moment in (
                    (FactKind.QUEUED, call.started),
                    (FactKind.ANSWERED, call.answered),
                )
            ]
        )

    def _tell(self, tickets, count, known):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(new)s of %(count)s calls imported, %(known)s known already",
                new=len(tickets),
                count=count,
                known=known,
            ),
            "res_model": "helpdesk.ticket",
            "view_mode": "list,form",
            "domain": [("id", "in", tickets.ids)],
        }
