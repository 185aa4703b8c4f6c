from odoo import api, fields, models

from ..engine.policy_diff import Kind, difference


class CsProfileVersion(models.Model):
    """The figures of a profile as they held from one instant to the next.

    Written once per transaction that changes them, so that a verdict of last year
    can be explained with the figures of last year.
    """

    _name = "cs.profile.version"
    _description = "Profile Version"
    _order = "number desc, id desc"
    _log_access = False
    _rec_name = "number"

    profile_id = fields.Many2one(
        "cs.service.profile", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True)
    number = fields.Integer(required=True, aggregator=None)
    valid_from = fields.Datetime(
        required=True, help="New tickets follow these figures from this instant."
    )
    valid_to = fields.Datetime(
        help="Empty: these figures are in force. Clocks that were started under them "
        "keep them until somebody moves them."
    )
    user_id = fields.Many2one("res.users", string="Changed By", ondelete="set null")
    snapshot = fields.Json(help="The figures in ids, codes and seconds.")
    changes = fields.Text(
        string="What Changed", compute="_compute_changes", compute_sudo=True
    )

    _number_uniq = models.UniqueIndex(
        "(profile_id, number)", "This profile has a version with this number already."
    )

    @api.depends("number", "profile_id")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(profile)s, version %(number)s",
                profile=version.profile_id.code,
                number=version.number,
            )

    @api.depends("snapshot", "number")
    @api.depends_context("lang")
    def _compute_changes(self):
        """In the reader's words; names of records as they are called today."""
        family = self.search([("profile_id", "in", self.profile_id.ids)])
        known = {(item.profile_id.id, item.number): item for item in family}
        for version in self:
            before = known.get((version.profile_id.id, version.number - 1))
            version.changes = version._describe_since(before)

    def _describe_since(self, before):
        self.ensure_one()
        if not before:
            return self.env._("First version.")
        rows = before._compare(self)
        return "\n".join(self._row_text(row) for row in rows) or self.env._(
            "Put in force again with the same figures."
        )

    def _row_text(self, row):
        if row["kind"] == Kind.ADDED:
            return self.env._("Added: %(line)s", line=row["line"])
        if row["kind"] == Kind.REMOVED:
            return self.env._("Withdrawn: %(line)s", line=row["line"])
        parts = [f"{name}: {old} → {new}" for name, old, new in row["values"]]
        return f"{row['line']}: " + "; ".join(parts)

    def _compare(self, later):
        """What differs between two versions, in the reader's words.

        :param later: the version to compare with
        :return: list of dicts with ``kind``, ``line`` (its name) and ``values``:
            list of (label, before, after)
        """
        self.ensure_one()
        wording = self.env["cs.sla.target"]._figure_wording
        old, new = self.snapshot or {}, later.snapshot or {}
        rows = []
        if old.get("calendar") != new.get("calendar"):
            profile = self.env["cs.service.profile"]
            label, values = profile._calendar_wording(old, new)
            rows.append(
                {
                    "kind": Kind.CHANGED,
                    "line": self.env._("Profile"),
                    "values": [(label, *values)],
                }
            )
        for change in difference(old.get("targets", ()), new.get("targets", ())):
            line, values = wording(change)
            rows.append({"kind": change.kind, "line": line, "values": values})
        return rows

    def _seal(self):
        """Keep the figures as they are now: at the end of the changing transaction."""
        for version in self:
            version.snapshot = version.profile_id._figures()
