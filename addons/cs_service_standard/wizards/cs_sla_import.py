from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine.sla_import import limits, read_domain
from ..models.cs_sla_target_import import POLICY
from ..wording import listed

CODE = "IMPORTED"


class CsSlaImport(models.TransientModel):
    """Turns the policies of helpdesk_mgmt_sla into a draft profile, to be reviewed.

    Policies stay as they are: both addons may run side by side. What a target cannot
    express is listed, never guessed.
    """

    _name = "cs.sla.import"
    _description = "Import of SLA Policies"

    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )
    line_ids = fields.One2many("cs.sla.import.line", "import_id")
    installed = fields.Boolean(compute="_compute_installed")
    has_lost = fields.Boolean(compute="_compute_has_lost")

    @api.depends("company_id")
    def _compute_installed(self):
        self.installed = self.env["cs.sla.target"]._foreign_policies() is not None

    @api.depends("line_ids.lost")
    def _compute_has_lost(self):
        for wizard in self:
            wizard.has_lost = any(wizard.line_ids.mapped("lost"))

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard._read_policies()
        return wizards

    @api.model
    def action_cs_open(self):
        wizard = self.create({})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import SLA Policies"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _policies(self, company=None):
        """Active policies of a company; nothing where the addon is not installed."""
        targets = self.env["cs.sla.target"]
        policies = targets._foreign_policies()
        if policies is None:
            return targets
        company = company or self.env.company
        domain = [("company_id", "in", [False, company.id])]
        return policies.sudo().search(domain, order="id")

    @api.model
    def _policies_to_import(self, company=None):
        """Those of which no target has been made yet; archived ones count as made."""
        policies = self._policies(company)
        targets = self.env["cs.sla.target"].sudo().with_context(active_test=False)
        keys = {f"{POLICY},{policy.id}": policy.id for policy in policies}
        made = targets.search([("imported_from", "in", [*keys])])
        done = {keys[key] for key in made.mapped("imported_from")}
        return policies.filtered(lambda policy: policy.id not in done)

    def _read_policies(self):
        lines = self.env["cs.sla.import.line"]
        for policy in self._policies_to_import(self.company_id):
            lines.create(
                [{"import_id": self.id, **vals} for vals in self._prepare_lines(policy)]
            )

    def _prepare_lines(self, policy):
        """One line per working calendar of the teams the policy is for."""
        teams = self._teams_of(policy)
        company_hours = self.company_id.resource_calendar_id
        known = [
            (team.id, calendar.id, calendar.hours_per_day)
            for team in teams
            for calendar in (team.resource_calendar_id or company_hours,)
        ]
        known = known or [(0, company_hours.id, company_hours.hours_per_day)]
        found = limits(policy.days, policy.hours, known)
        named = bool(policy.team_ids) or len(found) > 1
        return [self._prepare_line(policy, limit, named) for limit in found]

    def _teams_of(self, policy):
        domain = [
            ("use_sla", "=", True),
            ("company_id", "in", [False, self.company_id.id]),
        ]
        if policy.team_ids:
            domain.append(("id", "in", policy.team_ids.ids))
        return self.env["helpdesk.ticket.team"].sudo().search(domain)

    def _prepare_line(self, policy, limit, named):
        metric, lost = self._metric_of(policy)
        conditions, more = self._conditions_of(policy)
        lost += more
        if named and any(limit.teams):
            conditions["team_ids"] = list(limit.teams)
        if policy.ignore_stage_ids.filtered(lambda s: s.cs_phase != "waiting"):
            lost.append(
                self.env._(
                    "Pauses in %(stages)s: mark these stages as waiting.",
                    stages=listed(self.env, policy.ignore_stage_ids.mapped("name")),
                )
            )
        if not limit.seconds:
            lost.append(self.env._("It has no limit: enter days or hours there."))
        return {
            "policy_key": f"{POLICY},{policy.id}",
            "name": policy.name,
            "selected": bool(limit.seconds and policy.stage_id),
            "metric": metric,
            "hours": limit.seconds / 3600,
            "calendar_id": limit.calendar,
            "pausable": bool(policy.ignore_stage_ids),
            "conditions": conditions,
            "lost": "\n".join(lost),
        }

    def _metric_of(self, policy):
        """What reaching the stage of a policy means here: (metric, remarks)."""
        stage = policy.stage_id
        if not stage:
            return "resolution", [
                self.env._("It names no stage, so it counts as kept at once.")
            ]
        outcome = stage._cs_outcome()
        if outcome in ("resolved", "closed"):
            return "resolution", []
        if outcome == "cancelled":
            return "resolution", [
                self.env._(
                    "Stage %(stage)s cancels the ticket: that keeps no promise here.",
                    stage=stage.name,
                )
            ]
        metric = (
            "solution_proposed" if stage.cs_phase == "solution" else "first_contact"
        )
        labels = dict(self.env["cs.sla.target"]._selection_metric())
        return metric, [
            self.env._(
                "Ends in stage %(stage)s there; here it ends with the fact itself "
                "(%(metric)s). Choose what is meant.",
                stage=stage.name,
                metric=labels[metric],
            )
        ]

    def _conditions_of(self, policy):
        """Conditions of a target from tags and filter: (dict, remarks)."""
        conditions, lost = {}, []
        try:
            terms = literal_eval(policy.domain or "[]")
            reading = read_domain(terms)
        except (ValueError, SyntaxError, TypeError):
            lost.append(self.env._("Filter: %(filter)s", filter=policy.domain))
            reading = read_domain([])
        conditions |= {name: sorted(ids) for name, ids in reading.sets.items()}
        if reading.asks_priority:
            conditions["priority_min"] = str(reading.priority_min)
            conditions["priority_max"] = str(reading.priority_max)
        if reading.lost:
            whole = any(isinstance(term, str) for term in reading.lost)
            text = policy.domain if whole else listed(self.env, reading.lost)
            lost.append(self.env._("Filter: %(filter)s", filter=text))
        if policy.tag_ids:
            conditions["tag_ids"] = policy.tag_ids.ids
        if policy.category_ids:
            lost.append(
                self.env._(
                    "Only for categories %(names)s: use types instead.",
                    names=listed(self.env, policy.category_ids.mapped("name")),
                )
            )
        return conditions, lost

    def action_import(self):
        """Make the chosen lines targets of a draft profile, each policy once."""
        self.ensure_one()
        waiting = {
            f"{POLICY},{policy.id}"
            for policy in self._policies_to_import(self.company_id)
        }
        chosen = self.line_ids.filtered(
            lambda line: line.selected and line.policy_key in waiting
        )
        if not chosen:
            raise UserError(
                self.env._(
                    "Nothing to import: choose a policy that is not imported yet."
                )
            )
        profile = self._draft_profile()
        self.env["cs.sla.target"].create(
            [line._prepare_target() | {"profile_id": profile.id} for line in chosen]
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "cs.service.profile",
            "res_id": profile.id,
            "views": [(False, "form")],
        }

    def _draft_profile(self):
        """The draft of earlier imports, else a new one; never one in force."""
        profiles = self.env["cs.service.profile"].with_context(active_test=False)
        mine = [("company_id", "=", self.company_id.id)]
        like = [*mine, ("code", "=like", f"{CODE}%")]
        found = profiles.search(like, order="id")
        draft = found.filtered(lambda p: p.state == "draft" and p.active)[:1]
        if draft:
            return draft
        return profiles.create(
            {
                "name": self.env._("Imported SLA policies"),
                "code": found[:1]._free_code() if found else CODE,
                "company_id": self.company_id.id,
                "calendar_id": self.company_id.resource_calendar_id.id,
            }
        )


class CsSlaImportLine(models.TransientModel):
    """One future target, shown with what it cannot take over."""

    _name = "cs.sla.import.line"
    _description = "Line of an SLA Import"

    import_id = fields.Many2one("cs.sla.import", required=True, ondelete="cascade")
    policy_key = fields.Char(required=True, readonly=True)
    selected = fields.Boolean(
        string="Take Over", help="Only ticked lines are imported."
    )
    name = fields.Char(string="Policy", readonly=True)
    metric = fields.Selection(
        selection=lambda self: self.env["cs.sla.target"]._selection_metric(),
        string="What It Measures",
        required=True,
        help="What the policy measures here; check it against its stage.",
    )
    hours = fields.Float(string="Working Hours", readonly=True)
    calendar_id = fields.Many2one("resource.calendar", readonly=True)
    pausable = fields.Boolean(string="Pauses While Waiting", readonly=True)
    conditions = fields.Json()
    lost = fields.Text(string="Not Taken Over", readonly=True)

    def _prepare_target(self):
        self.ensure_one()
        vals = dict(self.conditions or {})
        for name in [name for name in vals if name.endswith("_ids")]:
            vals[name] = [Command.set(self._existing(name, vals[name]))]
        calendar = self.calendar_id
        return vals | {
            "metric": self.metric,
            "limit_value": self.hours,
            "limit_unit": "hour",
            "mode": "working_hours",
            "calendar_id": calendar.id if calendar._cs_can_carry_clock() else False,
            "pausable": self.pausable,
            "note": self.name,
            "imported_from": self.policy_key,
        }

    def _existing(self, name, ids):
        """A filter may name records that are gone."""
        model = self.env["cs.sla.target"]._fields[name].comodel_name
        return self.env[model].browse(ids).exists().ids
