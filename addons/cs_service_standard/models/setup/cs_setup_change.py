from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command

from .cs_setup_steps import STEPS

ICONS = {
    "create": "fa-plus-circle text-success",
    "change": "fa-pencil text-primary",
    "note": "fa-exclamation-triangle text-warning",
}
LINE = Markup("<li class='mb-2'><i class='fa fa-fw %s me-1'></i>%s</li>")
LIST = Markup("<ul class='list-unstyled mb-0'>%s</ul>")
PART = Markup("<h4 class='mt-3'>%s</h4>%s")
# what a later answer needs is made first
ORDER = (
    *("hours", "channels", "standard", "people", "teams", "urgent", "alarm"),
    *("languages", "privacy", "survey"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that will be made or changed, in words and as a deed."""

    kind: str
    text: str
    act: Callable[[], Any]


class CsSetupAssistant(models.Model):
    """What an answer will make, said before it is made; and making it.

    Each question has a method ``_changes_<step>`` that compares its answer with what
    there is: the page shows what it returns, applying does it.  So the second time
    nothing is left to do.  Another addon extends these methods.
    """

    _inherit = "cs.setup.assistant"

    preview = fields.Html(
        string="What This Will Do", compute="_compute_preview", sanitize=False
    )

    @api.depends_context("lang")
    @api.depends(lambda self: self._answers())
    def _compute_preview(self):
        for assistant in self:
            if assistant.step == "review":
                assistant.preview = assistant._tell_all()
            else:
                assistant.preview = assistant._tell(assistant.step)

    @api.model
    def _answers(self):
        """Names of all fields somebody answers; a dependency of the preview."""
        skipped = {"preview", *models.MAGIC_COLUMNS}
        own = [
            name
            for name, field in self._fields.items()
            if field.store and field.type != "one2many" and name not in skipped
        ]
        teams = ("name", "tier", "type_ids", "team_id")
        people = ("name", "email", "user_id", "role_id", "team_line_ids")
        return (
            *own,
            *(f"team_line_ids.{name}" for name in teams),
            *(f"person_line_ids.{name}" for name in people),
        )

    def _tell(self, step):
        changes = self._changes(step)
        if not changes:
            return step in ORDER and Markup("<p class='text-muted mb-0'>%s</p>") % (
                self.env._("Nothing to change: it is so already.")
            )
        lines = (LINE % (ICONS[change.kind], change.text) for change in changes)
        return LIST % Markup("").join(lines)

    def _tell_all(self):
        names = dict(self._fields["step"]._description_selection(self.env))
        parts = [
            PART % (names[step], self._tell(step))
            for step in STEPS
            if step in ORDER and self._changes(step)
        ]
        return Markup("").join(parts) or self._tell(ORDER[0])

    def _changes(self, step):
        """What is left to do for an answer; nothing on a page without question."""
        self.ensure_one()
        return getattr(self, f"_changes_{step}")() if step in ORDER else []

    def action_apply(self):
        """Make all of it, or nothing when one thing fails; then look at the health."""
        for assistant in self:
            for step in ORDER:
                for change in assistant._changes(step):
                    change.act()
                self.env.flush_all()
            assistant.write({"step": "done", "applied_at": fields.Datetime.now()})
            assistant._look_at_health()

    @api.model
    def _change(self, record, vals, text, keep=None):
        """The change of a record to values, empty when it has them already.

        :param record: empty: it will be created
        :param vals: values as for create; many2many as a list of ids
        :param keep: function of the created record
        """
        wanted = {
            name: value
            for name, value in vals.items()
            if not record or self._differs(record, name, value)
        }
        if not wanted:
            return []
        for name, value in wanted.items():
            if record._fields[name].type == "many2many":
                wanted[name] = [Command.set(value)]
        if record:
            return [Change("change", text, lambda: record.write(wanted))]

        def create():
            made = record.create(wanted)
            if keep:
                keep(made)

        return [Change("create", text, create)]

    @api.model
    def _differs(self, record, name, value):
        current = record[name]
        match record._fields[name].type:
            case "many2many":
                return set(current.ids) != set(value)
            case "many2one":
                return current.id != value
            case "one2many":
                return True
            case "html":
                return str(current or "") != str(value or "")
        return (current or False) != (value or False)

    @api.model
    def _note(self, text):
        """Something that applying leaves to people."""
        return [Change("note", text, lambda: None)]

    @api.model
    def _deed(self, kind, text, act):
        """A change that is more than values of a record."""
        return [Change(kind, text, act)]
