from dataclasses import replace

from odoo import api, fields, models

from ..engine.facts import FactKind
from ..engine.instants import from_epoch, to_epoch
from ..engine.targets import Traits, promises
from ..engine.worktime import ELAPSED

AT_ONCE = frozenset({FactKind.RECEIVED, FactKind.QUEUED, FactKind.ARRIVED})


class CsServiceProfile(models.Model):
    """What the profile, as it stands on the screen, would promise to a ticket."""

    _inherit = "cs.service.profile"

    example = fields.Char(
        compute="_compute_example",
        help="One demanding ticket, worked out with the targets below.",
    )

    @api.depends(
        lambda self: (
            "calendar_id",
            *(
                f"target_ids.{name}"
                for name in (
                    *self.env["cs.sla.target"]._condition_fields(),
                    "active",
                    "metric",
                    "limit_value",
                    "limit_unit",
                    "mode",
                    "calendar_id",
                )
            ),
        )
    )
    @api.depends_context("lang", "tz")
    def _compute_example(self):
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        for profile in self:
            values = profile._example_values()
            found = profile._try(values, now)
            profile.example = profile._trial_sentence(values, found, now)

    def _example_values(self):
        """A demanding ticket: the first type and channel that the lines name."""
        lines = self.target_ids._usable()
        types, channels = lines.type_ids._origin, lines.channel_ids._origin
        kinds = lines.filtered(lambda t: t.channel_kind == "instant")
        if not channels and kinds:
            channels = channels.search([("cs_kind", "=", "instant")], limit=1)
        return {
            "type_id": types[:1],
            "channel_id": channels[:1],
            "team_id": self.team_ids._origin[:1],
            "priority": "3",
            "customer_value": "h",
        }

    @api.model
    def _trial_traits(self, values):
        """Traits of a ticket that does not exist; ``values`` as in the trial."""
        nothing = self.env["helpdesk.ticket"]
        channel = values.get("channel_id") or nothing.channel_id
        partner = values.get("partner_id") or nothing.partner_id
        return Traits(
            channel=channel.id or 0,
            kind=channel.cs_kind or "",
            type=(values.get("type_id") or nothing.type_id).id or 0,
            team=(values.get("team_id") or nothing.team_id).id or 0,
            priority=int(values.get("priority") or 0),
            value=values.get("customer_value") or "",
            complexity=values.get("complexity") or "",
            tags=frozenset((values.get("tag_ids") or nothing.tag_ids).ids),
            partner=partner.commercial_partner_id.id or 0,
            green=bool(values.get("green")),
        )

    def _trial_calendar(self, values):
        """Id of the calendar such a ticket would count with, 0: none."""
        self.ensure_one()
        partner = values.get("partner_id")
        contract = partner.commercial_partner_id.cs_calendar_id.id if partner else 0
        team = values.get("team_id")
        company = (team and team.company_id) or self.company_id or self.env.company
        found, _fallback = self.env["cs.clock.service"]._calendar_of(
            team.id if team else False, self._origin.id, company.id, contract or 0
        )
        return found

    def _try(self, values, moment):
        """What would be promised, also by lines that are not saved yet.

        :param values: dict of records and codes, see ``_trial_traits``
        :param moment: naive UTC
        :return: list of dicts ``target``, ``due`` (naive UTC, ``None``: not at once),
            ``others`` (targets that match as well and are due later)
        """
        self.ensure_one()
        lines = list(self.target_ids._usable())
        compiled = []
        for number, line in enumerate(lines):
            target = line._to_target()
            promise = replace(target.promise, id=number)
            compiled.append(replace(target, promise=promise))
        matching = promises(
            compiled, self._trial_traits(values), self._trial_calendar(values)
        )
        found = {}
        for promise in matching:
            due = self._trial_due(promise, moment)
            found.setdefault(promise.metric, []).append((due, lines[promise.id]))
        return self._trial_winners(found)

    @api.model
    def _trial_due(self, promise, moment):
        time = ELAPSED
        if promise.calendar:
            calendar = self.env["resource.calendar"].sudo().browse(promise.calendar)
            time = calendar._cs_worktime(promise.mode)
        due = time.advance(to_epoch(moment), promise.limit)
        return None if due is None else from_epoch(due)

    @api.model
    def _trial_winners(self, found):
        """The earliest line of each metric; what does not run at once has no due."""
        registry = self.env["cs.sla.target"]._metric_registry()
        rows = []
        for metric, options in found.items():
            known = [option for option in options if option[0]] or options
            due, winner = min(known, key=lambda o: (o[0] is None, o[0] or 0))
            starts = registry[metric].starts
            rows.append(
                {
                    "target": winner,
                    "due": due if starts & AT_ONCE else None,
                    "others": [line for _due, line in options if line != winner],
                }
            )
        far = fields.Datetime.to_datetime("9999-01-01")
        return sorted(rows, key=lambda row: (row["due"] or far, row["target"].metric))

    def action_cs_dry_run(self):
        """Replay last month under this profile."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dry run"),
            "res_model": "cs.dry.run",
            "view_mode": "form",
            "context": {
                "default_profile_id": self.id,
                "default_team_ids": self._tried_teams().ids,
            },
        }

    def action_cs_try(self):
        """Choose a ticket and see what is promised to it."""
        self.ensure_one()
        values = self._example_values()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Try it"),
            "res_model": "cs.policy.trial",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_profile_id": self.id,
                "default_channel_id": values["channel_id"].id,
                "default_type_id": values["type_id"].id,
                "default_team_id": self._tried_teams()[:1].id,
            },
        }

    def _tried_teams(self):
        """Teams that follow the profile, or the one it is a change of."""
        return self.team_ids or self.revises_id.team_ids
