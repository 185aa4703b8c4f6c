"""Tickets at their end with entries for the dossier, shared by the tests of both."""

from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command

from .record_common import RecordCase

DOCUMENTS = {
    "need": "Need confirmation letter",
    "solution": "Solution description",
    "acceptance": "Acceptance report",
}
RECEIVED = datetime(2023, 10, 9, 2)


class ArchiveCase(RecordCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        cls.repaired = env["cs.resolution.code"].create(
            {"name": "Mended", "customer_text": "Your device has been repaired."}
        )
        cls.cause, cls.other_cause = env["cs.need.cause"].create(
            [{"name": "Door lock"}, {"name": "Hose"}]
        )
        types = env["helpdesk.ticket.type"]
        cls.type_full = types.create(
            {"name": "Mend it", "cs_path": "full", "cs_needs_warranty": True}
        )
        cls.type_wish = types.create({"name": "Wish", "cs_path": "full"})
        cls.type_short = types.create({"name": "Ask it", "cs_path": "short"})
        cls.type_complaint = types.create(
            {"name": "Complain", "cs_path": "full", "cs_is_complaint": True}
        )

    @classmethod
    def _ticket(cls, **vals):
        with freeze_time(RECEIVED):
            return cls._create_ticket(
                **{
                    "partner_id": cls.customer.id,
                    "user_id": cls.agent_li.id,
                    "type_id": cls.type_full.id,
                    "cs_product_name": "Washing machine W100",
                    **vals,
                }
            )

    @classmethod
    def _entry(cls, ticket, coded=True, **vals):
        """The entry as Li begins it on the card; with codes unless said otherwise."""
        ticket = ticket.with_user(cls.agent_li)
        action = ticket.action_cs_open_closing()
        entry = cls.env["cs.archive"].with_user(cls.agent_li).browse(action["res_id"])
        if coded:
            codes = {"resolution_id": cls.repaired.id, "cause_id": cls.cause.id}
            months = {"warranty_months": 12} if entry.needs_warranty else {}
            vals = {**codes, **months, **vals}
        if vals:
            entry.write(vals)
        return entry

    @classmethod
    def _upload(cls, entry, *kinds):
        """Papers for some slots, or for all of them."""
        for slot in entry.document_ids:
            if slot.kind in (kinds or DOCUMENTS):
                slot.write({"file": "c2lnbmVk", "file_name": f"{slot.kind}.pdf"})

    @classmethod
    def _complete(cls, ticket, **vals):
        entry = cls._entry(ticket, **vals)
        cls._upload(entry)
        return entry

    @classmethod
    def _archived(cls, at="2023-10-09 08:45:00", **vals):
        """A closed ticket in the dossier."""
        names = ("cause_id", "resolution_id", "summary")
        own = {name: vals.pop(name) for name in names if name in vals}
        ticket = cls._ticket(**vals)
        entry = cls._complete(ticket, **own)
        with freeze_time(at):
            entry.action_told()
            entry.action_archive_entry()
            cls._close(ticket)
        return entry

    @classmethod
    def _close(cls, ticket, user=None):
        """Li closes it, or ``user`` does, and the job of that minute files it."""
        ticket.with_user(user or cls.agent_li).stage_id = cls.stages["closed"]
        ticket._cs_file_now()

    @classmethod
    def _analysis(cls, ticket, *causes):
        return cls.env["cs.need.analysis"].create(
            {
                "ticket_id": ticket.id,
                "cause_ids": [Command.set([cause.id for cause in causes])],
            }
        )
