from odoo import models


class CsQualityCheck(models.Model):
    """The ticket beside the scorecard: as the customer lived it, read-only."""

    _inherit = "cs.quality.check"

    def _to_screen_subject(self):
        """What the review is about: ``ticket``, ``entries``, ``clocks``, ``files``."""
        self.ensure_one()
        ticket = self.ticket_id
        if not ticket:
            subject = {"ticket": False, "entries": [], "clocks": []}
            subject["team"] = self.team_id.name or ""
        else:
            ticket.check_access("read")
            subject = {
                "ticket": self._to_screen_ticket(),
                "entries": self._screen_entries(),
                "clocks": self._screen_clocks(),
                "team": ticket.team_id.name or "",
            }
        files = self._evidence_files()
        subject["files"] = [
            {"id": file.id, "name": file.name, "mimetype": file.mimetype or ""}
            for file in files
        ]
        return subject

    def _evidence_files(self):
        """Files that belong to what is reviewed, without those that tell marks of
        others; a hook.

        As superuser: whoever may read the ticket reads its files.
        """
        self.ensure_one()
        files = self.env["ir.attachment"].sudo()
        owners = [(self._name, self.ids)]
        if self.ticket_id:
            owners.append((self.ticket_id._name, self.ticket_id.ids))
        found = files.union(
            *(
                files.search([("res_model", "=", model), ("res_id", "in", ids)])
                for model, ids in owners
            )
        )
        return found - self._telling_files()

    def _has_evidence(self):
        """Whether there is a clock, a message or a file to point to."""
        self.ensure_one()
        ticket = self.ticket_id.sudo()
        return bool(
            ticket.cs_clock_ids
            or self._evidence_files()
            or (ticket and ticket._cs_public_messages())
        )

    def _to_screen_ticket(self):
        ticket = self.ticket_id
        return {
            "id": ticket.id,
            "number": ticket.number,
            "name": ticket._cs_mask_text(ticket.name),
            "customer": ticket.cs_name_masked or "",
            "type": ticket.type_id.name or "",
            "channel": ticket.channel_id.name or "",
            "stage": ticket.stage_id.name or "",
        }

    def _screen_entries(self):
        """What happened and was said, oldest first, without contact data.

        As superuser, like the customer's page that tells the same story.
        """
        ticket = self.ticket_id.sudo()
        zone = self.env.user.tz or ticket._cs_reader_zone()
        spoken = ticket._cs_spoken_messages()
        entries = ticket._cs_history_notes()
        for message in ticket._cs_public_messages():
            kind, author = ticket._cs_history_author(message, False)
            if kind == "us" and message.id not in spoken:
                kind = "letter"
            # that it is about this ticket is known here
            subject = message.subject or ""
            about = ticket.number and ticket.number in subject
            entries.append(
                {
                    "at": message.date,
                    "kind": kind,
                    "icon": "fa-envelope-o",
                    "author": author,
                    "text": "" if about else subject,
                    "body": message.body,
                    "message": message.id,
                }
            )
        entries.sort(key=lambda entry: entry["at"])
        return [self._screen_entry(entry, ticket, zone) for entry in entries]

    def _screen_entry(self, entry, ticket, zone):
        return {
            "when": ticket._cs_when(entry["at"], zone),
            "kind": entry["kind"],
            "icon": entry["icon"],
            "author": entry["author"],
            "text": ticket._cs_mask_text(entry["text"]),
            "body": str(ticket._cs_mask_text(entry["body"]) or ""),
            "message": entry.get("message", False),
        }

    def _screen_clocks(self):
        """What was promised and what came of it."""
        ticket = self.ticket_id
        clocks = ticket.cs_clock_ids._in_strip()
        states = dict(clocks._fields["state"]._description_selection(self.env))
        zone = self.env.user.tz or ticket._cs_reader_zone()
        return [
            {
                "id": clock.id,
                "label": clock.display_name,
                "state": clock.state,
                "text": states.get(clock.state, clock.state),
                "due": ticket._cs_when(clock.due_at, zone) if clock.due_at else "",
                "stopped": ticket._cs_when(clock.stopped_at, zone)
                if clock.stopped_at
                else "",
            }
            for clock in clocks
        ]
