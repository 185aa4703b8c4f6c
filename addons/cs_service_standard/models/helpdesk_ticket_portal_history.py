from datetime import timedelta

from lxml import html
from markupsafe import Markup

from odoo import models
from odoo.tools import is_html_empty

from ..engine.facts import FactKind
from ..engine.progress_line import STEP_OF_PHASE

PUBLIC = ("comment", "email", "email_outgoing", "auto_comment", "out_of_office")
TOGETHER = timedelta(minutes=1)


class HelpdeskTicket(models.Model):
    """What has happened, as the customer reads it: people's words and plain notes.

    Letters that went out with an event are kept behind it, so that nothing is told
    twice.
    """

    _inherit = "helpdesk.ticket"

    def _cs_portal_history(self, zone, you):
        """Everything that happened and was said, the newest first.

        Called as superuser.

        :param str zone: name of the reader's time zone
        :param bool you: whether the reader is the customer himself
        :return: list of dicts: ``when``, ``kind`` (``you``, ``us``, ``other``,
            ``letter``, ``note``), ``icon``, ``author``, ``text``, ``body``, ``files``
        """
        self.ensure_one()
        notes = self._cs_history_notes()
        talk = self._cs_history_talk(you)
        entries = [*notes, *_with_letters(notes, talk)]
        entries.sort(key=lambda entry: entry["at"], reverse=True)
        for entry in entries:
            entry["when"] = self._cs_when(entry["at"], zone)
        return entries

    def _cs_public_messages(self):
        return self.env["mail.message"].search(
            [
                ("model", "=", self._name),
                ("res_id", "=", self.id),
                ("message_type", "in", PUBLIC),
                ("subtype_id", "=", self.env.ref("mail.mt_comment").id),
                ("is_internal", "=", False),
            ],
            order="date desc, id desc",
        )

    def _cs_history_talk(self, you):
        """What was said and written to each other."""
        spoken = self._cs_spoken_messages()
        talk = []
        for message in self._cs_public_messages():
            kind, author = self._cs_history_author(message, you)
            if kind == "us" and message.id not in spoken:
                kind = "letter"
            entry = _note(message.date, "fa-envelope-o", message.subject or "")
            entry.update(
                kind=kind,
                author=author,
                body=_without_keys(message.body),
                files=_links(message.attachment_ids),
            )
            talk.append(entry)
        return talk

    def _cs_spoken_messages(self):
        """Ids of messages that a person of ours wrote, unlike those of templates."""
        return {
            (event.payload or {}).get("message")
            for event in self.cs_event_ids
            if event.kind == FactKind.CONTACT
        }

    def _cs_history_author(self, message, you):
        """Who speaks, in the reader's words; of us no name but the contact person's."""
        author, reader = message.author_id, self.env.user.partner_id
        if author == reader and reader.partner_share:
            return "you", self.env._("You")
        if self._cs_is_customer(author, message.email_from):
            if author and author != self.partner_id:
                return "other", self.env._("A colleague of the customer")
            if you:
                return "you", self.env._("You")
            return "other", self.cs_name_masked or self.env._("The customer")
        if author and not author.partner_share:
            contact = self.user_id.partner_id == author and author.name
            return "us", contact or self.team_id.name or self.company_id.name
        return "other", self.env._("Somebody else")

    def _cs_history_notes(self):
        """What happened, from facts and from the parts of the life; a hook."""
        received = self.cs_received_at or self.create_date
        first = _note(received, "fa-inbox", self.env._("We received your request"))
        first["body"] = "" if is_html_empty(self.description) else self.description
        return [first, *self._cs_notes_of_facts(), *self._cs_notes_of_parts()]

    def _cs_fact_words(self):
        """Icon and words of the facts that a customer is told of."""
        return {
            FactKind.SOLUTION: (
                "fa-lightbulb-o",
                self.env._("We proposed a solution"),
            ),
            FactKind.CONSENT: (
                "fa-check",
                self.env._("Our solution was agreed to"),
            ),
            FactKind.REJECTED: (
                "fa-undo",
                self.env._("Another solution was asked for"),
            ),
            FactKind.RESOLVED: ("fa-check", self.env._("We finished the work")),
            FactKind.DISSATISFIED: (
                "fa-undo",
                self.env._("We heard that it is not right yet"),
            ),
            FactKind.REOPENED: (
                "fa-repeat",
                self.env._("We took your request up again"),
            ),
            FactKind.CLOSED: ("fa-flag-checkered", self.env._("Request closed")),
            FactKind.CANCELLED: ("fa-times", self.env._("Request cancelled")),
        }

    def _cs_notes_of_facts(self):
        words, names = self._cs_fact_words(), self._cs_step_names()
        notes, here = [], "received"
        for event in self.cs_event_ids.sorted(lambda event: (event.at, event.id)):
            payload = event.payload or {}
            if event.kind in words:
                notes.append(_note(event.at, *words[event.kind]))
            elif event.kind == FactKind.CONTACT and not payload.get("message"):
                text = self.env._("We got in touch with you")
                notes.append(_note(event.at, "fa-comments-o", text))
            elif event.kind == FactKind.STAGE:
                step = STEP_OF_PHASE.get(payload.get("phase"))
                if step and step != here:
                    here = step
                    if step not in ("received", "done"):
                        text = self.env._("Step reached: %s", names[step])
                        notes.append(_note(event.at, "fa-arrow-right", text))
        return notes


def _note(at, icon, text):
    return {
        "at": at,
        "kind": "note",
        "icon": icon,
        "author": "",
        "text": text,
        "body": "",
        "files": [],
    }


def _links(attachments):
    """Links to files that work without an account."""
    attachments.generate_access_token()
    return [
        {
            "name": file.name,
            "url": f"/web/content/{file.id}?access_token={file.access_token}"
            "&download=true",
        }
        for file in attachments
    ]


def _with_letters(notes, talk):
    """What was said, without the letters that now stand behind their event."""
    free = [note for note in notes if not note["body"]]
    said = []
    for entry in talk:
        near = [n for n in free if abs(n["at"] - entry["at"]) <= TOGETHER]
        if entry["kind"] != "letter" or not near:
            said.append(entry)
            continue
        note = min(near, key=lambda n: abs(n["at"] - entry["at"]))
        note.update(body=entry["body"], files=entry["files"])
        free.remove(note)
    return said


def _without_keys(body):
    """A letter without its button: whoever reads it here is on the page already."""
    if not body or "/my/ticket/" not in body:
        return body
    tree = html.fragment_fromstring(body, create_parent="div")
    for link in tree.xpath("//a[contains(@href, '/my/ticket/')]"):
        link.drop_tree()
    return Markup(html.tostring(tree, encoding="unicode"))
