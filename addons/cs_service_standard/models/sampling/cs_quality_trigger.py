from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsQualityTrigger(models.Model):
    """What makes a ticket be reviewed for a reason, outside of the random sample.

    A sample of ten per cent does not find what is rare; what must never happen is
    looked for here. These reviews never enter an average (P29).
    """

    _name = "cs.quality.trigger"
    _description = "Trigger of Reviews"
    _inherit = ["cs.job.mixin"]
    _order = "sequence, id"

    name = fields.Char(
        required=True, translate=True, help="Stands on the review as its reason."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        "_selection_kind",
        string="Review After",
        required=True,
        default="complaint",
    )
    max_score = fields.Integer(
        string="Score Up To", default=2, help="The customer gave this score or less."
    )
    words = fields.Text(
        help="One word or phrase a line. Upper and lower case do not matter."
    )
    team_ids = fields.Many2many(
        "helpdesk.ticket.team",
        string="Teams",
        domain="[('company_id', 'in', [False, company_id])]",
        help="Empty: all teams with a profile.",
    )
    template_id = fields.Many2one(
        "cs.quality.template",
        string="Scorecard",
        domain="[('company_id', 'in', [False, company_id])]",
        help="Empty: the one that suits the ticket.",
    )
    reviewer_ids = fields.Many2many(
        "res.users",
        string="Reviewers",
        domain="[('share', '=', False)]",
        help="Empty: the leader of the team.",
    )
    due_days = fields.Integer(string="Days to Review", default=3)
    checked_at = fields.Datetime(
        string="Looked At Until",
        readonly=True,
        copy=False,
        help="What happened before is not looked at again.",
    )
    message_seen = fields.Integer(
        readonly=True, copy=False, help="Id of the last message looked at."
    )
    check_ids = fields.One2many("cs.quality.check", "trigger_id", string="Reviews")
    check_count = fields.Integer(
        string="Reviews So Far", compute="_compute_check_count"
    )
    error = fields.Char(
        string="Failed",
        readonly=True,
        copy=False,
        help="Why the rule could not be applied; tried again with every run.",
    )

    _days_positive = models.Constraint(
        "CHECK (due_days >= 0)", "The number of days must not be negative."
    )

    @api.model
    def _selection_kind(self):
        """Events that call for a review; each has a method ``_find_<code>``; a hook."""
        return [
            ("score", self.env._("A low score of the customer")),
            ("complaint", self.env._("A complaint")),
            ("dissatisfied", self.env._("A customer who is not satisfied")),
            ("reopened", self.env._("A ticket that was reopened")),
            ("keyword", self.env._("Words of the customer")),
            ("red_line", self.env._("Red line: words we never write")),
        ]

    def _compute_check_count(self):
        groups = self.env["cs.quality.check"]._read_group(
            [("trigger_id", "in", self.ids)], ["trigger_id"], ["__count"]
        )
        counts = {trigger.id: count for trigger, count in groups}
        for trigger in self:
            trigger.check_count = counts.get(trigger.id, 0)

    @api.constrains("kind", "words")
    def _check_words(self):
        for trigger in self:
            if trigger.kind in ("keyword", "red_line") and not trigger._words():
                raise ValidationError(
                    self.env._(
                        'Trigger "%s" needs at least one word to look for.',
                        trigger.name,
                    )
                )

    @api.constrains("kind", "max_score")
    def _check_max_score(self):
        for trigger in self:
            if trigger.kind == "score" and not 1 <= trigger.max_score <= 5:
                raise ValidationError(
                    self.env._(
                        'Trigger "%s": the score lies between 1 and 5.', trigger.name
                    )
                )

    def action_open_checks(self):
        """The reviews this rule asked for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reviews"),
            "res_model": "cs.quality.check",
            "view_mode": "list,form",
            "domain": [("trigger_id", "=", self.id)],
        }

    def _words(self):
        """The words looked for, in lower case."""
        lines = (self.words or "").splitlines()
        return [word for line in lines if (word := " ".join(line.lower().split()))]
