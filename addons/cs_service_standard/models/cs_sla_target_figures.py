from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from ..engine.policy_diff import same_figures

PLAIN = frozenset({"boolean", "char", "integer", "float", "selection", "many2one"})
NO_FIGURE = frozenset(
    {
        "company_id",
        "is_assumed",
        "note",
        "profile_id",
        "root_key",
        "sequence",
        "superseded",
        "version",
    }
)


class CsSlaTarget(models.Model):
    """A target knows the version its figures came with, and what became of it."""

    _inherit = "cs.sla.target"

    version = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="Version of the profile with which these figures came into force.",
    )
    root_key = fields.Integer(
        copy=False, help="Id of the target of which this one is a revised copy."
    )
    superseded = fields.Boolean(
        string="Replaced by a Revision",
        readonly=True,
        copy=False,
        help="Open clocks keep this target until somebody moves them.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        targets._stamp_version()
        return targets

    def write(self, vals):
        """A change of figures is a new version; a withdrawn line is heard no more."""
        if vals.keys() <= NO_FIGURE - {"profile_id"}:
            return super().write(vals)
        self.profile_id._ensure_version()
        before, owner = self._figures_by_id(), {t.id: t.profile_id for t in self}
        profiles, active = self.profile_id, self.filtered("active")
        result = super().write(vals)
        changed = self._changed_since(before)
        changed |= self.filtered(lambda t: t.profile_id != owner[t.id])
        changed._stamp_version()
        (profiles - self.profile_id)._next_version()
        gone = active.filtered(lambda t: not t.active and not t.superseded)
        gone._withdraw_clocks()
        return result

    def unlink(self):
        profiles = self.profile_id
        profiles._ensure_version()
        result = super().unlink()
        profiles.exists()._next_version()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never_used(self):
        """Clocks explain themselves with their target: it goes by being archived."""
        clock = (
            self.env["cs.ticket.clock"]
            .sudo()
            .search([("target_id", "in", self.ids)], limit=1)
        )
        if clock:
            raise UserError(
                self.env._(
                    "Clocks of tickets follow '%(target)s' of profile %(profile)s, so "
                    "it cannot be deleted: archive it instead, and they are "
                    "cancelled.",
                    target=clock.target_id.display_name,
                    profile=clock.target_id.profile_id.display_name,
                )
            )

    def action_cs_archive(self):
        """Withdraw the targets; also from inside the list of a profile."""
        self.action_archive()

    def _policy_version(self):
        """Of this line, not of the profile: an edit of another line moves nothing."""
        return self.version

    @api.model
    def _figure_names(self):
        """Fields whose change is a change of policy; extended with the fields."""
        return [
            name
            for name, field in self._fields.items()
            if field.store
            and name not in NO_FIGURE
            and name not in models.MAGIC_COLUMNS
            and (field.type in PLAIN or self._is_listed_figure(field))
        ]

    @api.model
    def _is_listed_figure(self, field):
        return field.type == "many2many" or (field.type == "one2many" and field.copy)

    def _figures_by_id(self):
        return {target.id: target._figures() for target in self}

    def _changed_since(self, before):
        """The targets whose figures differ from what they were."""
        return self.filtered(lambda t: not same_figures(before[t.id], t._figures()))

    def _figures(self):
        """The line in ids, codes and numbers: what a version keeps of it."""
        self.ensure_one()
        line = {"id": self.id, "key": self.root_key or self.id}
        for name in self._figure_names():
            line[name] = self._plain_figure(self._fields[name], self[name])
        return line

    @api.model
    def _plain_figure(self, field, value):
        if field.type == "many2one":
            return value.id
        if field.type == "many2many":
            return sorted(value.ids)
        if field.type == "one2many":
            return [self._plain_row(field, row) for row in value]
        return value

    @api.model
    def _plain_row(self, field, row):
        """A line of a line; its own id says nothing."""
        return {
            name: row[name].id if other.type == "many2one" else row[name]
            for name, other in row._fields.items()
            if other.store
            and other.type in PLAIN
            and name not in models.MAGIC_COLUMNS
            and name != field.inverse_name
        }

    def _stamp_version(self):
        """Give targets of profiles in force the version they changed with."""
        for profile, targets in self.grouped("profile_id").items():
            number = profile._next_version()
            if number:
                targets.write({"version": number})

    def _withdraw_clocks(self):
        """Nothing is said about their open clocks any more; a job cancels them."""
        if self:
            self.env["cs.clock.job"]._order_withdrawal(targets=self)

    @api.model
    @ormcache(cache="stable")
    def _withdrawn_ids(self):
        """Ids of lines that were archived and not replaced: they hold no longer."""
        lines = self.sudo().with_context(active_test=False)
        gone = [("active", "=", False), ("superseded", "=", False)]
        return tuple(lines.search(gone, order="id").ids)

    def _prepare_revision_vals(self, profile):
        """Copies for a revision that remember what they are copies of."""
        vals_list = self.copy_data({"profile_id": profile.id})
        for target, vals in zip(self, vals_list, strict=True):
            vals["root_key"] = target.root_key or target.id
        return vals_list

    def _supersede(self):
        """Archive replaced lines; their open clocks keep them until they are moved."""
        self.write({"superseded": True, "active": False})
