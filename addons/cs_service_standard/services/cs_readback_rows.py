from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..engine.instants import to_epoch
from ..engine.readback import Change
from ..engine.speech import Message

TRACKED = {
    "stage_id": "stage",
    "user_id": "user",
    "team_id": "team",
    "priority": "priority",
    "duplicate_id": "duplicate",
}
KINDS = ("value_integer", "value_char")
MESSAGE_COLUMNS = (
    "id",
    "res_id",
    "date",
    "message_type",
    "subtype_id",
    "is_internal",
    "mail_activity_type_id",
    "author_id",
    "email_from",
)


class CsReadbackService(models.AbstractModel):
    """Messages and tracked changes of a batch of tickets."""

    _inherit = "cs.readback.service"

    @api.model
    def _message_rows(self, tickets):
        """Everything posted on the tickets, as dicts, in one query."""
        messages = self.env["mail.message"].sudo()
        query = messages._search(
            [("model", "=", "helpdesk.ticket"), ("res_id", "in", tickets.ids)],
            order="id",
        )
        columns = [SQL.identifier(messages._table, name) for name in MESSAGE_COLUMNS]
        return [
            dict(zip(MESSAGE_COLUMNS, row, strict=True))
            for row in self.env.execute_query(query.select(*columns))
        ]

    @api.model
    def _messages(self, rows, people):
        """Dict ticket id -> messages that may count."""
        subtypes = self.env["mail.message.subtype"].sudo()
        internal = set(subtypes.search([("internal", "=", True)]).ids)
        activities = self.env["mail.activity.type"].sudo()
        activities = activities.with_context(active_test=False)
        calls = set(activities.search([("category", "=", "phonecall")]).ids)
        found = defaultdict(list)
        for row in rows:
            author = people["partners"].get(row["author_id"])
            email = "" if author else people["normalize"](row["email_from"])
            found[row["res_id"]].append(
                Message(
                    id=row["id"],
                    at=to_epoch(row["date"]),
                    kind=row["message_type"],
                    internal=bool(row["is_internal"] or row["subtype_id"] in internal),
                    call=row["mail_activity_type_id"] in calls,
                    author=author,
                    email=email,
                    sender=people["senders"].get(email, 0),
                )
            )
        return found

    @api.model
    def _changes(self, rows, people):
        """Dict ticket id -> tracked changes."""
        by_message = {row["id"]: row for row in rows}
        labels, found = self._priority_keys(), defaultdict(list)
        for value in self._tracked(list(by_message)):
            row = by_message[value.mail_message_id.id]
            author = people["partners"].get(row["author_id"])
            name = value.field_id.name
            found[row["res_id"]].append(
                Change(
                    id=value.id,
                    at=to_epoch(row["date"]),
                    name=TRACKED[name],
                    old=self._tracked_value(value, name, "old", labels),
                    new=self._tracked_value(value, name, "new", labels),
                    user=author.user if author else 0,
                )
            )
        return found

    @api.model
    def _tracked(self, message_ids):
        """Tracked values of the fields that make facts, in one query."""
        fields_of = self.env["ir.model.fields"]
        field_ids = [fields_of._get("helpdesk.ticket", name).id for name in TRACKED]
        values = self.env["mail.tracking.value"].sudo()
        columns = [f"{age}_{kind}" for age in ("old", "new") for kind in KINDS]
        return values.search_fetch(
            [("mail_message_id", "in", message_ids), ("field_id", "in", field_ids)],
            ["mail_message_id", "field_id", *columns],
            order="id",
        )

    @api.model
    def _tracked_value(self, value, name, age, labels):
        """An id, or the key behind the label of a selection."""
        if name == "priority":
            return labels.get(value[f"{age}_value_char"])
        return value[f"{age}_value_integer"]

    @api.model
    def _priority_keys(self):
        """Keys of the priority by the labels under which they may have been kept."""
        field = self.env["helpdesk.ticket"]._fields["priority"]
        found = {}
        for code, _name in self.env["res.lang"].get_installed():
            env = self.with_context(lang=code).env
            for key, label in field._description_selection(env):
                found[label] = found[key] = key
        return found
