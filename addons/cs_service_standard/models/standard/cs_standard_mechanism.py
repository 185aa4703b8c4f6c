from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError

RANK = {"enforced": 2, "measured": 1}


class CsStandardMechanism(models.Model):
    """What keeps a clause: a record of this database, or a function that is built in.

    It is alive as long as its record is: a gate that is switched off keeps nothing.
    """

    _name = "cs.standard.mechanism"
    _description = "Mechanism of a Clause"
    _order = "clause_id, sequence, id"

    clause_id = fields.Many2one(
        "cs.standard.clause", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="clause_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("enforced", "Enforces"),
            ("measured", "Only measures"),
            ("supporting", "Helps"),
        ],
        default="enforced",
        required=True,
        help="What it does while it works: stops, starts or tells somebody; counts "
        "afterwards; or only helps.",
    )
    reference = fields.Reference(
        "_selection_reference", string="Record", help="Empty: built in."
    )
    function = fields.Char(
        string="Built In", translate=True, help="What the program does, in words."
    )
    effect = fields.Selection(
        [
            ("enforced", "Enforces"),
            ("measured", "Only measures"),
            ("none", "Nothing now"),
        ],
        string="Works Now",
        compute="_compute_effect",
        help="What it does as things are: an archived or switched off record does "
        "nothing, a gate that warns only counts as measuring.",
    )
    label = fields.Char(compute="_compute_effect", string="What")

    _something = models.Constraint(
        "CHECK (reference IS NOT NULL OR function IS NOT NULL)",
        "A mechanism names a record or says in words what is built in.",
    )

    @api.model
    def _selection_reference(self):
        """Models that can keep a clause; an extension adds its own."""
        names = self._reference_models()
        known = self.env["ir.model"].sudo().search([("model", "in", names)])
        return [(model.model, model.name) for model in known]

    @api.model
    def _reference_models(self):
        return [
            "cs.compensation.kind",
            "cs.gate",
            "cs.ivr.option",
            "cs.need.question.set",
            "cs.priority.rule",
            "cs.process",
            "cs.quality.plan",
            "cs.quality.template",
            "cs.quality.trigger",
            "cs.role",
            "cs.service.profile",
            "cs.sla.ladder",
            "cs.sla.target",
            "cs.solution.template",
            "helpdesk.ticket.channel",
            "helpdesk.ticket.team",
            "helpdesk.ticket.type",
            "mail.template",
            "resource.calendar",
        ]

    @api.constrains("reference", "function")
    def _check_something(self):
        for mechanism in self:
            if not mechanism.reference and not (mechanism.function or "").strip():
                raise ValidationError(
                    self.env._(
                        "Clause %s: choose the record that keeps it, or say what is "
                        "built in.",
                        mechanism.clause_id.code,
                    )
                )

    @api.depends("kind", "reference", "function")
    @api.depends_context("lang", "uid")
    def _compute_effect(self):
        alive = self._alive_records()
        for mechanism in self:
            name = mechanism._reference_key()
            record = alive.get(name) if name else None
            mechanism.label = (
                mechanism.function
                if not name
                else record["name"]
                if record
                else self.env._("Gone")
            )
            allowed = record["effect"] if record else "enforced" if not name else "none"
            rank = min(RANK.get(mechanism.kind, 0), RANK.get(allowed, 0))
            mechanism.effect = {2: "enforced", 1: "measured"}.get(rank, "none")

    def _reference_key(self):
        """(model, id) of the record, read without loading it; or ``None``."""
        self.ensure_one()
        record = self.reference
        return (record._name, record.id) if record else None

    def _alive_records(self):
        """Name and effect of each record that is referred to, in a query per model.

        As superuser: a reader of the manual sees what keeps a clause by name, also
        where he may not open the record.
        """
        ids = {}
        for mechanism in self.sudo():
            key = mechanism._reference_key()
            if key:
                ids.setdefault(key[0], set()).add(key[1])
        found = {}
        for model, wanted in ids.items():
            records = self.env[model].sudo().browse(wanted).exists()
            for record in records.with_context(cs_with_condition=True):
                found[model, record.id] = {
                    "name": record.display_name,
                    "effect": self._effect_of(record),
                }
        return found

    @api.model
    def _effect_of(self, record):
        """What a record does at most, as it is now: enforced, measured or none."""
        if "active" in record._fields and not record.active:
            return "none"
        if record._name == "cs.gate" and record.mode == "off":
            return "none"
        if record._name in ("cs.service.profile", "cs.quality.template"):
            profile = record
        else:
            profile = record["profile_id"] if "profile_id" in record._fields else None
        # a process without a profile serves all of them
        if profile and not (profile.active and profile.state == "in_force"):
            return "none"
        if record._name == "cs.gate" and record.mode == "warn":
            return "measured"
        return "enforced"

    def action_open(self):
        self.ensure_one()
        if not self.reference:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": self.reference._name,
            "res_id": self.reference.id,
            "view_mode": "form",
            "views": [[False, "form"]],
        }

    def _ids_by_model(self):
        """Ids of the records these mechanisms refer to: dict from model to set."""
        found = defaultdict(set)
        for mechanism in self:
            key = mechanism._reference_key()
            if key:
                found[key[0]].add(key[1])
        return found
