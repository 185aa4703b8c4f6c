from itertools import count

from odoo import api, fields, models
from odoo.tools import ormcache


class CsServiceProfile(models.Model):
    """A written standard in figures: targets, gates and rules of one company.

    A team without a profile works as if this addon were not installed
    (architecture section 3, rule 9).
    """

    _name = "cs.service.profile"
    _description = "Service Profile"
    _inherit = ["mail.thread", "cs.cached.mixin"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, help="Short code, e.g. STD.")
    description = fields.Text(translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        help="Empty: every company may use this profile.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "In force")],
        default="draft",
        required=True,
        copy=False,
        tracking=True,
        help="Only a profile in force starts clocks and guards stages.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Fallback Calendar",
        help="Counts working time for teams without service hours of their own.",
    )
    manager_id = fields.Many2one(
        "res.users",
        string="Service Manager",
        default=lambda self: self.env.user.filtered("active"),
        help="Told about breaches when a ticket has neither owner nor team leader.",
    )
    target_ids = fields.One2many(
        "cs.sla.target", "profile_id", string="Targets", copy=True
    )
    gate_ids = fields.One2many("cs.gate", "profile_id", string="Gates", copy=True)
    team_ids = fields.One2many("helpdesk.ticket.team", "cs_profile_id", string="Teams")

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A profile with this code already exists."
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for profile in self:
            parts = filter(None, (profile.code, profile.name))
            profile.display_name = " · ".join(parts)

    def copy_data(self, default=None):
        """A copy is a draft with a name and a code of its own."""
        vals_list = super().copy_data(default)
        for profile, vals in zip(self, vals_list, strict=True):
            if not vals.get("code"):
                vals["code"] = profile._free_code()
                vals["name"] = self.env._("%s (copy)", vals["name"])
        return vals_list

    def _free_code(self):
        """The next code like this one that no profile of any company has."""
        self.ensure_one()
        profiles = self.sudo().with_context(active_test=False)
        like = [("code", "=like", f"{self.code}-%")]
        taken = set(profiles.search(like).mapped("code"))
        return next(
            code
            for number in count(2)
            if (code := f"{self.code}-{number}") not in taken
        )

    def _is_in_force(self):
        """Whether the profile (may be empty) starts clocks; costs no query."""
        return self.id in self._in_force_ids()

    @api.model
    @ormcache(cache="stable")
    def _in_force_ids(self):
        """Ids of the profiles in force, cached: asked for every ticket."""
        return frozenset(self.sudo().search([("state", "=", "in_force")]).ids)

    @api.model
    def _compiled_rungs(self, ladder_id):
        """Levels of a ladder for the engine; ``()``: warning and breach; a hook."""
        return ()

    @api.model
    @ormcache("profile_id", cache="stable")
    def _compiled_targets(self, profile_id):
        """Targets of a profile as the engine knows them."""
        targets = self.env["cs.sla.target"].sudo()
        return tuple(
            target._to_target()
            for target in targets.search([("profile_id", "=", profile_id)])
        )
