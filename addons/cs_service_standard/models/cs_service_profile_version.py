from odoo import api, fields, models
from odoo.exceptions import UserError

TOKEN = "cs_service_standard.versions"


class CsServiceProfile(models.Model):
    """Every change of figures in force is one version per transaction.

    Tickets follow the figures they were matched under; who is told how many follow
    earlier ones decides whether they move.
    """

    _inherit = "cs.service.profile"

    version = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="Number of the figures in force; every change of a target or of the "
        "fallback calendar makes a new one.",
    )
    version_ids = fields.One2many(
        "cs.profile.version", "profile_id", string="Versions", readonly=True
    )
    version_count = fields.Integer(
        string="Number of Versions", compute="_compute_version_count"
    )

    @api.depends("version_ids")
    def _compute_version_count(self):
        groups = self.env["cs.profile.version"]._read_group(
            [("profile_id", "in", self.ids)], ["profile_id"], ["__count"]
        )
        counts = {profile.id: number for profile, number in groups}
        for profile in self:
            profile.version_count = counts.get(profile._origin.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        profiles = super().create(vals_list)
        profiles._next_version()
        return profiles

    def write(self, vals):
        """What puts figures in force, or out of it, begins or ends a version."""
        if not vals.keys() & {"state", "active", "calendar_id"}:
            return super().write(vals)
        self._ensure_version()
        before = {p.id: (p._is_current(), p.calendar_id) for p in self}
        result = super().write(vals)
        for profile in self:
            was_current, calendar = before[profile.id]
            profile._follow_state(was_current, profile.calendar_id != calendar)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never_used(self):
        """Clocks explain themselves with their profile: it goes by being archived."""
        domain = [("target_id.profile_id", "in", self.ids)]
        clocks = self.env["cs.ticket.clock"].sudo()
        used = clocks.with_context(active_test=False).search(domain, limit=1)
        if used:
            raise UserError(
                self.env._(
                    "Clocks of tickets follow profile %(profile)s, so it cannot be "
                    "deleted: archive it instead, and they are cancelled.",
                    profile=used.target_id.profile_id.display_name,
                )
            )

    def action_cs_versions(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Versions of %s", self.code),
            "res_model": "cs.profile.version",
            "view_mode": "list,form",
            "domain": [("profile_id", "=", self.id)],
        }

    def action_cs_compare(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare Versions of %s", self.code),
            "res_model": "cs.profile.compare",
            "view_mode": "form",
            "target": "new",
            "context": {"default_profile_id": self.id},
        }

    def _is_current(self):
        """Whether the profile is in force as far as its own fields say."""
        self.ensure_one()
        return self.active and self.state == "in_force"

    def _follow_state(self, was_current, calendar_changed):
        if self._is_current() and (not was_current or calendar_changed):
            self._next_version()
            if calendar_changed:
                self.target_ids.filtered(
                    lambda t: t.mode != "elapsed" and not t.calendar_id
                )._stamp_version()
        elif was_current and not self._is_current():
            self.sudo()._end_version()
            self.env["cs.clock.job"]._order_withdrawal(profile=self)

    def _ensure_version(self):
        """Profiles in force before versions were kept begin with the first one."""
        for profile in self:
            if not profile.version and profile._is_current():
                profile._next_version()
                profile._seal_versions()
                self.env.cr.precommit.data[TOKEN].pop(profile.id)

    def _next_version(self):
        """Begin a version of each profile in force: one per transaction.

        :return: number of the (last) profile's version, 0 for a draft
        """
        number = 0
        precommit = self.env.cr.precommit
        if TOKEN not in precommit.data:
            precommit.data[TOKEN] = {}
            precommit.add(self.env["cs.service.profile"]._seal_all)
        begun = precommit.data[TOKEN]
        for profile in self.filtered(lambda p: p._is_current()).sudo():
            number = profile.version
            if not number or begun.get(profile.id) != number:
                number = begun[profile.id] = profile._begin_version()
        return number if self and self[-1]._is_current() else 0

    def _begin_version(self):
        """Runs as superuser: versions are written by nobody."""
        self.ensure_one()
        self._end_version()
        number = self.version + 1
        self.env["cs.profile.version"].create(
            {
                "profile_id": self.id,
                "number": number,
                "valid_from": fields.Datetime.now(),
                "user_id": self.env.uid,
            }
        )
        self.write({"version": number})
        if number == 1:
            self._settle(1)
        return number

    def _end_version(self):
        self.version_ids.filtered(lambda v: not v.valid_to).write(
            {"valid_to": fields.Datetime.now()}
        )

    @api.model
    def _seal_all(self):
        """Before the transaction ends, keep the figures as they have become."""
        begun = self.env.cr.precommit.data.get(TOKEN, {})
        self.sudo().browse(begun).exists()._seal_versions()

    def _seal_versions(self):
        """Keep the figures of the current version as they are now."""
        for profile in self.sudo():
            profile.version_ids.filtered(lambda v, p=profile: v.number == p.version)[
                :1
            ]._seal()

    def _figures(self):
        """The figures of the profile in ids, codes and seconds."""
        self.ensure_one()
        targets = self.target_ids.filtered("active").sorted("id")
        return {
            "calendar": self.calendar_id.id,
            "targets": [target._figures() for target in targets],
        }

    @api.model
    def _calendar_wording(self, old, new):
        calendars = self.env["resource.calendar"].sudo()
        names = [
            calendars.browse(figures.get("calendar") or []).exists().name or "–"
            for figures in (old, new)
        ]
        return self._fields["calendar_id"]._description_string(self.env), names
