import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.policy_diff import same_figures

_logger = logging.getLogger(__name__)
REMARKS = ("sequence", "note", "is_assumed")


class CsServiceProfile(models.Model):
    """A change of a profile in force is prepared as a draft copy of its figures.

    The copy is edited and discussed at leisure; put in force, now or on a date, its
    targets replace those of the original.
    """

    _inherit = "cs.service.profile"

    revises_id = fields.Many2one(
        "cs.service.profile",
        string="Change Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
        help="The profile in force that this draft will change.",
    )
    revision_ids = fields.One2many(
        "cs.service.profile", "revises_id", string="Prepared Changes"
    )
    revision_count = fields.Integer(
        string="Number of Prepared Changes", compute="_compute_revision_count"
    )
    effective_from = fields.Datetime(
        string="In Force From",
        copy=False,
        help="When the prepared figures replace those in force. Empty: as soon as "
        "somebody puts them in force.",
    )
    is_scheduled = fields.Boolean(
        string="Scheduled",
        readonly=True,
        copy=False,
        help="The change comes into force by itself on its date.",
    )
    effective_error = fields.Char(
        string="Why It Could Not Come into Force", readonly=True, copy=False
    )
    revision_changes = fields.Text(
        string="What Will Change", compute="_compute_revision_changes"
    )

    @api.depends("revision_ids")
    def _compute_revision_count(self):
        groups = self._read_group(
            [("revises_id", "in", self.ids)], ["revises_id"], ["__count"]
        )
        counts = {original.id: number for original, number in groups}
        for profile in self:
            profile.revision_count = counts.get(profile._origin.id, 0)

    @api.depends(lambda self: self._revision_triggers())
    @api.depends_context("lang")
    def _compute_revision_changes(self):
        """The prepared figures beside those in force, in words."""
        versions = self.env["cs.profile.version"]
        for profile in self:
            original = profile.revises_id
            if not original or not profile._origin:
                profile.revision_changes = False
                continue
            now = versions.new({"snapshot": original._figures()})
            then = versions.new({"snapshot": profile._origin._figures()})
            lines = [versions._row_text(row) for row in now._compare(then)]
            profile.revision_changes = "\n".join(lines)

    @api.model
    def _revision_triggers(self):
        names = self.env["cs.sla.target"]._figure_names()
        return ["revises_id", "calendar_id", *(f"target_ids.{name}" for name in names)]

    def action_cs_prepare_change(self):
        """A draft with the same figures, to be edited at leisure."""
        self.ensure_one()
        self.check_access("write")
        if not self._is_current() or self.revises_id:
            raise UserError(
                self.env._(
                    "Profile %s is not in force: change its figures directly.",
                    self.display_name,
                )
            )
        revision = self.copy(
            {
                "target_ids": False,
                "gate_ids": False,
                "name": self.name,
                "code": self._free_code(),
            }
        )
        revision.revises_id = self
        self.env["cs.sla.target"].create(
            self.target_ids._prepare_revision_vals(revision)
        )
        return revision._open_form()

    def action_cs_unschedule(self):
        self.write({"is_scheduled": False})

    def action_cs_open_revisions(self):
        self.ensure_one()
        revisions = self.revision_ids
        if len(revisions) == 1:
            return revisions._open_form()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Prepared Changes of %s", self.code),
            "res_model": "cs.service.profile",
            "view_mode": "list,form",
            "domain": [("id", "in", revisions.ids)],
        }

    def action_cs_preview_change(self):
        """Show what the figures would do to the clocks that are open now."""
        self.ensure_one()
        original = self.revises_id
        wizard = self.env["cs.policy.apply"].create(
            {
                "profile_id": (original or self).id,
                "draft_id": self.id if original else False,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open Clocks of %s", (original or self).code),
            "res_model": "cs.policy.apply",
            "view_mode": "form",
            "res_id": wizard.id,
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _preview_targets(self):
        """The targets as the engine knows them.

        Lines of a prepared change that differ in nothing are those of the original.
        """
        self.ensure_one()
        targets = self.target_ids.sudo()
        known = {t.root_key or t.id: t for t in self.revises_id.sudo().target_ids}
        found = []
        for target in targets:
            old = known.get(target.root_key or target.id)
            same = old and same_figures(old._figures(), target._figures())
            found.append((old if same else target)._to_target())
        return found

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "cs.service.profile",
            "view_mode": "form",
            "res_id": self.id,
        }

    def _put_revision_in_force(self):
        """Replace the figures of the original, now or on the date of the change.

        :return: action to show what is in force then
        """
        self.ensure_one()
        if self.effective_from and self.effective_from > fields.Datetime.now():
            self._check_cs_channels()
            self.write({"is_scheduled": True, "effective_error": False})
            cron = self.env.ref("cs_service_standard.ir_cron_clock_job")
            cron.sudo()._trigger(at=self.effective_from)
            return False
        return self._replace_figures()._open_form()

    def _replace_figures(self):
        """Let the lines of the original that differ give way to those of this draft.

        :return: the original
        """
        self.ensure_one()
        original = self.revises_id
        if not original._is_current():
            raise UserError(
                self.env._(
                    "Profile %(original)s is no longer in force, so change "
                    "%(change)s has nothing to replace: put the profile in force "
                    "first.",
                    original=original.display_name,
                    change=self.display_name,
                )
            )
        self._check_cs_channels()
        original._ensure_version()
        mine = {target.root_key or target.id: target for target in self.target_ids}
        same = self.env["cs.sla.target"]
        for target in original.target_ids:
            copy = mine.get(target.root_key or target.id, same)
            if copy and same_figures(target._figures(), copy._figures()):
                target.write({name: copy[name] for name in REMARKS})
                same |= copy
            else:
                target._supersede()
        changed = self.target_ids - same
        if self.calendar_id != original.calendar_id:
            original.calendar_id = self.calendar_id
        changed.write({"profile_id": original.id})
        original.message_post(body=self._prepare_note())
        self.write({"active": False, "is_scheduled": False, "effective_error": False})
        return original

    def _prepare_note(self):
        return self.env._("The figures prepared as %s are in force.", self.code)

    @api.model
    def _put_due_in_force(self):
        """Scheduled changes whose date has come; one that fails says why on itself."""
        due = self.search(
            [
                ("is_scheduled", "=", True),
                ("effective_from", "<=", fields.Datetime.now()),
            ]
        )
        for revision in due:
            try:
                with self.env.cr.savepoint():
                    revision._replace_figures()
            except Exception as error:
                _logger.info("Change %s not in force", revision.code, exc_info=True)
                revision.write(
                    {"is_scheduled": False, "effective_error": str(error)[:500]}
                )
