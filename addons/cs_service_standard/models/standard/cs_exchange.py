from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...engine.exchange import LANGUAGE, Kind

MANAGER = "helpdesk_mgmt.group_helpdesk_manager"
# model, field of its parent, area; in the order in which they refer to each other
MODELS = (
    ("resource.calendar", None, "calendars"),
    ("resource.calendar.attendance", "calendar_id", "calendars"),
    ("cs.sla.ladder", None, "ladders"),
    ("cs.sla.ladder.level", "ladder_id", "ladders"),
    ("cs.service.profile", None, "profiles"),
    ("cs.sla.target", "profile_id", "profiles"),
    ("cs.sla.share", "target_id", "profiles"),
    ("cs.gate", "profile_id", "profiles"),
    ("cs.priority.rule", None, "priorities"),
    ("cs.process", None, "processes"),
    ("cs.process.step", "process_id", "processes"),
    ("cs.need.question.set", None, "questions"),
    ("cs.need.question", "set_id", "questions"),
    ("cs.solution.template", None, "solutions"),
    ("cs.solution.template.line", "template_id", "solutions"),
    ("cs.standard", None, "standard"),
    ("cs.standard.clause", "standard_id", "standard"),
    ("cs.quality.template", None, "scorecards"),
    ("cs.quality.question", "template_id", "scorecards"),
    ("cs.quality.plan", None, "plans"),
    ("cs.standard.mechanism", "clause_id", "standard"),
)
# found again by name; those of the first kind are made when somebody ticks them
CREATABLE = (
    "helpdesk.ticket.category",
    "helpdesk.ticket.channel",
    "helpdesk.ticket.stage",
    "helpdesk.ticket.tag",
    "helpdesk.ticket.team",
    "helpdesk.ticket.type",
)
NAMED = (
    *CREATABLE,
    "cs.compensation.kind",
    "cs.department",
    "cs.evidence.kind",
    "cs.ivr.option",
    "cs.need.cause",
    "cs.need.choice",
    "cs.pause.reason",
    "cs.quality.cause",
    "cs.quality.trigger",
    "cs.role",
    "mail.template",
)
# decided here, not in the file: whose it is, whether it is in force and since when
SKIPPED = {
    "company_id",
    "state",
    "revises_id",
    "replaces_id",
    "effective_from",
    "effective_date",
    "review_date",
    "version",
    "begins_on",
    "refreshed_to",
}
KINDS = {
    "boolean": Kind.FLAG,
    "integer": Kind.NUMBER,
    "float": Kind.NUMBER,
    "monetary": Kind.NUMBER,
    "char": Kind.TEXT,
    "text": Kind.TEXT,
    "html": Kind.TEXT,
    "selection": Kind.TEXT,
    "date": Kind.TEXT,
    "reference": Kind.ANY_LINK,
    "many2one": Kind.LINK,
    "many2many": Kind.LINKS,
}


class CsExchange(models.AbstractModel):
    """A whole standard as one file that can be carried to another database.

    People, customers, products and messages are never part of it.
    """

    _name = "cs.exchange"
    _description = "Exchange of a Standard"

    @api.model
    def _models(self):
        """Models of a standard in order: list of (model, parent field, area)."""
        return [row for row in MODELS if row[0] in self.env]

    @api.model
    def _areas(self):
        """What can be taken from a file by itself: dict from code to label."""
        return {
            "standard": self.env._("Standard and clauses"),
            "profiles": self.env._("Profiles, targets, gates"),
            "ladders": self.env._("Escalation ladders"),
            "priorities": self.env._("Priority rules"),
            "processes": self.env._("Processes"),
            "questions": self.env._("Question sets"),
            "solutions": self.env._("Solution templates"),
            "scorecards": self.env._("Scorecards"),
            "plans": self.env._("Sampling plans"),
            "calendars": self.env._("Service hours"),
        }

    @api.model
    def _area_of(self):
        return {model: area for model, _parent, area in self._models()}

    @api.model
    def _creatable(self):
        """Models of which something that is missing is made, by its name alone."""
        return CREATABLE

    @api.model
    def _named(self):
        return {model for model in NAMED if model in self.env}

    @api.model
    def _shapes(self):
        return {model: self._shape(model) for model, *_rest in self._models()}

    @api.model
    def _shape(self, model):
        """Fields of a model that go into the file: dict from name to kind."""
        shape = {}
        for name, field in self.env[model]._fields.items():
            kind = self._kind_of(field)
            if kind and self._is_exchanged(name, field):
                shape[name] = kind
        return shape

    @api.model
    def _is_exchanged(self, name, field):
        """What somebody types in; nothing that follows, and nothing of this place."""
        if (
            not field.store
            or field.related
            or name in (*SKIPPED, *models.MAGIC_COLUMNS)
        ):
            return False
        if field.readonly or field.company_dependent:
            return False
        if field.type in ("many2one", "many2many"):
            known = {model for model, *_rest in self._models()} | self._named()
            return field.comodel_name in known
        return True

    @api.model
    def _kind_of(self, field):
        if field.type in ("char", "text") and field.translate:
            return Kind.TERMS
        return KINDS.get(field.type)

    @api.model
    def _domain_of(self, model):
        """Records of a model that belong to the standard of this company.

        A promise to one customer, or a set for one product, is no part of a standard.
        """
        domain = Domain.TRUE
        fields_ = self.env[model]._fields
        if "company_id" in fields_:
            domain &= Domain("company_id", "in", [self.env.company.id, False])
        for name in ("partner_ids", "product_ids", "revises_id"):
            if name in fields_:
                domain &= Domain(name, "=", False)
        if "profile_id" in fields_:
            domain &= ~Domain("profile_id.revises_id", "!=", False)
        return domain

    @api.model
    def _languages(self):
        """Languages texts are carried in: those in use, and that of the program."""
        return {code for code, _name in self.env["res.lang"].get_installed()} | {
            LANGUAGE
        }

    @api.model
    def _check_manager(self):
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only managers of the helpdesk carry a standard in or out.")
            )
