from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...engine import sampling


class CsQualitySampleLine(models.Model):
    """A drawn ticket. One that is replaced keeps its row, the reason and the person."""

    _name = "cs.quality.sample.line"
    _description = "Drawn Ticket"
    _order = "sample_id, stratum, rank, id"

    sample_id = fields.Many2one(
        "cs.quality.sample", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="sample_id.company_id", store=True)
    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="restrict"
    )
    agent_id = fields.Many2one("res.users")
    stratum = fields.Char(string="Group", help="Id or code of the group.")
    stratum_name = fields.Char(string="Drawn For", compute="_compute_stratum_name")
    stratum_count = fields.Integer(
        string="Out Of",
        compute="_compute_stratum_count",
        help="Executed tickets of the group.",
    )
    rank = fields.Integer(help="Place among the tickets of the group.")
    check_id = fields.Many2one("cs.quality.check", string="Review", ondelete="restrict")
    reviewer_id = fields.Many2one(related="check_id.reviewer_id")
    check_state = fields.Selection(related="check_id.state", string="Review Status")
    replaces_id = fields.Many2one("cs.quality.sample.line", ondelete="restrict")
    replaced_by_id = fields.Many2one("cs.quality.sample.line", ondelete="restrict")
    reason = fields.Char(string="Reason of the Replacement")
    replaced_user_id = fields.Many2one("res.users", string="Replaced By Whom")
    replaced_at = fields.Datetime(string="Replaced On")
    is_drawn = fields.Boolean(compute="_compute_is_drawn")

    _ticket_uniq = models.UniqueIndex(
        "(sample_id, ticket_id)", "This ticket is part of the draw already."
    )

    @api.depends("replaces_id")
    def _compute_is_drawn(self):
        for line in self:
            line.is_drawn = not line.replaces_id

    @api.depends("stratum", "sample_id.population")
    def _compute_stratum_count(self):
        for line in self:
            population = line.sample_id.population or {}
            line.stratum_count = len(population.get(line.stratum, ()))

    @api.depends("stratum")
    @api.depends_context("lang")
    def _compute_stratum_name(self):
        """The group in words: the ticket knows its own."""
        everybody = self.env._("all tickets")
        plans = self.env["cs.quality.plan"]
        names = dict(plans._fields["stratify"]._description_selection(self.env))
        for line in self:
            kind = line.sample_id.plan_id.stratify
            ticket = line.ticket_id.sudo()
            words = {
                "agent": line.agent_id.name or self.env._("nobody"),
                "team": ticket.team_id.name,
                "type": ticket.type_id.name,
                "channel": ticket.channel_id.name,
            }
            shown = everybody if kind == "all" else names.get(kind, "")
            line.stratum_name = words.get(kind) or shown

    @api.constrains("replaced_by_id", "reason", "replaced_user_id")
    def _check_replacement(self):
        for line in self.filtered("replaced_by_id"):
            if not (line.reason or "").strip() or not line.replaced_user_id:
                raise ValidationError(
                    self.env._(
                        "Ticket %s is replaced only with a reason and by a person.",
                        line.ticket_id.sudo().number,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A drawn ticket stays: replace it and say why."))

    def action_replace(self):
        """Ask for the reason first."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Replace a Drawn Ticket"),
            "res_model": "cs.quality.replace",
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_line_id": self.id},
        }

    def _replace(self, reason):
        """Take the next ticket of the same group; the old row stays (P28).

        As superuser, for a leader who is not the agent: he may not edit draws.
        """
        self.ensure_one()
        number = self.ticket_id.sudo().number
        if not (reason or "").strip():
            raise UserError(self.env._("Say why ticket %s is replaced.", number))
        if self.sudo().agent_id == self.env.user:
            raise UserError(
                self.env._(
                    "Ticket %s is your own work: ask somebody else to replace it.",
                    number,
                )
            )
        line = self.sudo()
        if line.replaced_by_id or line.check_id.state != "todo":
            raise UserError(
                self.env._(
                    "Ticket %s is replaced or reviewed already: it stays as it is.",
                    number,
                )
            )
        new = line._create_substitute()
        line.check_id.write({"state": "cancelled"})
        line.write(
            {
                "replaced_by_id": new.id,
                "reason": reason.strip(),
                "replaced_user_id": self.env.uid,
                "replaced_at": fields.Datetime.now(),
            }
        )
        return new

    def _create_substitute(self):
        """The line of the next ticket in rank."""
        sample = self.sample_id
        ids = (sample.population or {}).get(self.stratum, [])
        taken = set(sample.line_ids.ticket_id.ids)
        ticket_id = sampling.substitute(ids, sample.seed, taken)
        if not ticket_id:
            raise UserError(
                self.env._(
                    "There is no other ticket to take instead of %s: review this one.",
                    self.ticket_id.number,
                )
            )
        rank = sampling.ranked(sample.seed, ids).index(ticket_id) + 1
        vals = {"ticket_id": ticket_id, "stratum": self.stratum, "rank": rank}
        return sample._create_lines([{**vals, "replaces_id": self.id}])
