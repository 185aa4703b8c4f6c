from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...engine.sampling import spread

BY_TICKET = ("sample", "targeted")


class CsQualityCheck(models.Model):
    """Where a review comes from, who may do it, and what was heard or seen."""

    _inherit = "cs.quality.check"

    sample_id = fields.Many2one(
        "cs.quality.sample",
        string="Draw",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    trigger_id = fields.Many2one(
        "cs.quality.trigger",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The rule that asked for this review.",
    )
    cross_audit = fields.Boolean(
        string="By Another Team",
        help="The reviewer belongs to no team whose work he reviews here.",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Recordings and Files",
        help="The recording that is reviewed, or what a mystery shopper brought along.",
    )

    _trigger_uniq = models.UniqueIndex(
        "(trigger_id, ticket_id) WHERE trigger_id IS NOT NULL",
        "This rule has asked for a review of this ticket already.",
    )

    @api.constrains("ticket_id", "team_id", "method")
    def _check_subject(self):
        """A shopper's visit has no ticket, but always a team (QAC-07)."""
        for check in self:
            if not check.ticket_id and check.method in BY_TICKET:
                raise ValidationError(
                    self.env._(
                        'A review of the kind "%s" needs its ticket.',
                        check._method_name(),
                    )
                )
            if not check.ticket_id and not check.team_id:
                raise ValidationError(
                    self.env._(
                        'Choose ticket or team for the review of the kind "%s".',
                        check._method_name(),
                    )
                )

    @api.constrains("cross_audit", "reviewer_id", "team_id")
    def _check_cross_audit(self):
        """Teams check each other (QAC-09)."""
        crossed = self.filtered(lambda c: c.cross_audit and c.reviewer_id and c.team_id)
        teams = crossed._teams_of(crossed.reviewer_id)
        for check in crossed.filtered(lambda c: c.state == "todo"):
            if check.team_id.id in teams[check.reviewer_id.id]:
                raise ValidationError(
                    self.env._(
                        "%(person)s belongs to %(team)s: this review is for another "
                        "team. Choose another reviewer.",
                        person=check.reviewer_id.name,
                        team=check.team_id.name,
                    )
                )

    def _evidence_files(self):
        """Recordings of the review, and what the executor proved his work with."""
        evidence = self.ticket_id.sudo().cs_self_check_ids.evidence_ids
        recordings = self.sudo().attachment_ids
        return super()._evidence_files() | recordings | evidence._files()

    def _method_name(self):
        self.ensure_one()
        return dict(self._fields["method"]._description_selection(self.env))[
            self.method
        ]

    @api.model
    def _teams_of(self, users):
        """Ids of the teams each user belongs to or leads: dict of sets by user id.

        As superuser: teams of other companies count as well.
        """
        teams = self.env["helpdesk.ticket.team"].sudo()
        found = {user.id: set() for user in users}
        domain = ["|", ("user_id", "in", users.ids), ("user_ids", "in", users.ids)]
        for team in teams.search(domain) if users else teams:
            for user in (team.user_id | team.user_ids) & users:
                found[user.id].add(team.id)
        return found

    def _give_to_reviewers(self, reviewers):
        """Spread reviews evenly, nobody gets his own work.

        :param reviewers: whom to choose from; none: the leader of the team (of other
            teams, for a cross-audit), else a quality reviewer; nobody able: it stays
            open for whoever takes it
        """
        leaders = reviewers or self._leaders()
        group = self.env.ref("cs_service_standard.cs_group_quality_reviewer")
        others = reviewers or group.sudo().all_user_ids.filtered(
            lambda user: user.active and not user.share
        )
        teams = self._teams_of(leaders | others)
        able = {
            check.id: [
                check._able(check._asked_first(reviewers, leaders), teams),
                check._able(others, teams),
            ]
            for check in self
        }
        users = self.env["res.users"]
        given = {}
        for check_id, user_id in spread(able).items():
            given.setdefault(user_id, []).append(check_id)
        for user_id, ids in given.items():
            if user_id:
                self.browse(ids).write({"reviewer_id": users.browse(user_id).id})

    def _leaders(self):
        """Leaders of these teams, of all teams where they check each other."""
        teams = self.team_id
        if any(self.mapped("cross_audit")):
            domain = [("company_id", "in", [False, *self.company_id.ids])]
            teams |= self.env["helpdesk.ticket.team"].sudo().search(domain)
        return teams.sudo().user_id.filtered("active")

    def _asked_first(self, reviewers, leaders):
        self.ensure_one()
        if reviewers or self.cross_audit:
            return reviewers or leaders
        return self.team_id.sudo().user_id & leaders

    def _able(self, users, teams):
        """Ids of those among ``users`` who may do this review."""
        self.ensure_one()
        own = self.agent_id | self.ticket_id.sudo().user_id
        return {
            user.id
            for user in users - own
            if self.company_id in user.sudo().company_ids
            and not (self.cross_audit and self.team_id.id in teams[user.id])
        }
