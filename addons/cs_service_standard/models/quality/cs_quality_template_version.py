from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CsQualityTemplate(models.Model):
    """Versions of a scorecard, and which one a review is marked by."""

    _inherit = "cs.quality.template"

    def action_put_in_force(self):
        """Effective at once; the version before it is retired."""
        for template in self:
            template._check_complete()
        before = self.previous_id.filtered(lambda one: one.state == "in_force")
        before.state = "retired"
        self.state = "in_force"

    def action_retire(self):
        self.state = "retired"

    def action_new_version(self):
        """A draft with the same questions; reviews keep the version they have."""
        self.ensure_one()
        draft = self.search(
            [("previous_id", "=", self.id), ("state", "=", "draft")], limit=1
        )
        if not draft:
            draft = self.copy(
                {"name": self.name, "version": self.version + 1, "previous_id": self.id}
            )
        return draft._get_records_action(name=self.env._("New Version"))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_force(self):
        kept = self.filtered(lambda template: template.state == "in_force")
        if kept:
            raise UserError(
                self.env._("Scorecard %s is in force: retire it.", kept[0].display_name)
            )

    @api.model
    def _start_seeded(self, names):
        """Put scorecards of ours in force that never were; again it changes nothing."""
        module = "cs_service_standard"
        for name in names:
            template = self.env.ref(f"{module}.{name}", raise_if_not_found=False)
            if template and template.state == "draft":
                template.action_put_in_force()

    @api.model
    def _for_reviews(self, checks):
        """The scorecard each new review is marked by, as a list; a hook.

        The first in force whose conditions hold, by company, type, team and way.

        :param checks: list of (ticket record, team record, method, company id)
        """
        companies = {company for _ticket, _team, _method, company in checks}
        domain = Domain("state", "=", "in_force") & Domain(
            "company_id", "in", [*companies, False]
        )
        templates = self.search(domain)
        none = self.browse()
        return [
            next((one for one in templates if one._fits(*check)), none)
            for check in checks
        ]

    def _fits(self, ticket, team, method, company_id):
        """Whether this scorecard is meant for such a review."""
        self.ensure_one()
        return (
            self.company_id.id in (company_id, False)
            and self.method in (method, False)
            and (not self.type_ids or ticket.type_id in self.type_ids)
            and (not self.team_ids or team in self.team_ids)
        )
