from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CsStandard(models.Model):
    """Versions: draft, planned, in force, retired; and the review twice a year."""

    _inherit = "cs.standard"

    def action_new_version(self):
        """A draft with the same clauses, to be changed at leisure."""
        self.ensure_one()
        draft = self.copy(
            {
                "name": self.name,
                "version": self._last_version() + 1,
                "replaces_id": self.id,
                "responsible_id": self.responsible_id.id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    def action_compare(self):
        """What this version changes against the one before."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare Versions"),
            "res_model": "cs.standard.compare",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_old_id": self.replaces_id.id,
                "default_new_id": self.id,
            },
        }

    def action_put_in_force(self):
        """Now, or by itself on its day; the version before ends."""
        today = fields.Date.context_today(self)
        for standard in self:
            if standard.state not in ("draft", "planned"):
                raise UserError(
                    self.env._(
                        "%s is no draft: make a new version of it.",
                        standard.display_name,
                    )
                )
            if not standard.clause_ids:
                raise UserError(
                    self.env._(
                        "%s has no clauses yet: add some before it comes into force.",
                        standard.display_name,
                    )
                )
        later = self.filtered(lambda s: s.effective_date and s.effective_date > today)
        later.write({"state": "planned"})
        (self - later)._come_into_force(today)

    def action_back_to_draft(self):
        self.filtered(lambda s: s.state == "planned").write({"state": "draft"})

    def action_retire(self):
        self.filtered(lambda s: s.state == "in_force").write(
            {"state": "retired", "retired_date": fields.Date.context_today(self)}
        )

    def action_reviewed(self):
        """The standard was looked through: the next review is due in half a year."""
        for standard in self:
            standard.review_date = standard._next_review(standard.review_months)
        self.activity_feedback(["cs_service_standard.mail_activity_type_standard"])

    def _last_version(self):
        self.ensure_one()
        family = self.with_context(active_test=False)._family()
        return max(family.mapped("version"))

    def _family(self):
        """All versions of the standard, of its company."""
        self.ensure_one()
        found, known = self, self
        while found:
            around = Domain("id", "in", found.replaces_id.ids)
            around |= Domain("replaces_id", "in", found.ids)
            found = self.search(around) - known
            known |= found
        return known

    def _come_into_force(self, today):
        for standard in self:
            before = standard._family() - standard
            before.filtered(lambda s: s.state == "in_force").write(
                {"state": "retired", "retired_date": today}
            )
            standard.write(
                {
                    "state": "in_force",
                    "effective_date": standard.effective_date or today,
                    "retired_date": False,
                    "review_error": False,
                }
            )

    @api.model
    def _cron_standard(self):
        """Planned versions begin, reviews fall due; harmless to run twice."""
        today = fields.Date.context_today(self)
        planned = self.search(
            [("state", "=", "planned"), ("effective_date", "<=", today)],
            order="effective_date, version",
        )
        job = self.env["cs.job.mixin"]
        job._act_on_all(
            planned, lambda some: some._come_into_force(today), self._keep_error
        )
        due = self.search([("state", "=", "in_force"), ("review_date", "<=", today)])
        job._act_on_all(due, lambda some: some._ask_for_review(), self._keep_error)

    @api.model
    def _keep_error(self, standard, error):
        standard.review_error = str(error)[:250]

    def _ask_for_review(self):
        """One activity for each, as long as nobody says it is done."""
        kind = self.env.ref("cs_service_standard.mail_activity_type_standard")
        asked = self.activity_ids.filtered(lambda a: a.activity_type_id == kind)
        for standard in self.browse(set(self.ids) - set(asked.mapped("res_id"))):
            user = standard.responsible_id
            standard.activity_schedule(
                activity_type_id=kind.id,
                date_deadline=standard.review_date,
                user_id=(user if user.active else self.env.ref("base.user_admin")).id,
                summary=self.env._("Look through the standard"),
            )
        self.filtered("review_error").write({"review_error": False})
