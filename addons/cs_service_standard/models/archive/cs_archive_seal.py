from odoo import fields, models
from odoo.exceptions import UserError

from ...engine.archive import Promise, differences, digest, fingerprint, kept_share
from ...wording import listed

ERASABLE = ("summary", "documents")


class CsArchive(models.Model):
    """The seal: entry, documents and promises as they were when the ticket closed.

    The contents carry ids, codes and digests, nothing personal, so that they outlive
    a customer's right to be forgotten.
    """

    _inherit = "cs.archive"

    sealed_at = fields.Datetime(string="Sealed", readonly=True, copy=False)
    seal = fields.Char(
        string="Seal (SHA-256)",
        readonly=True,
        copy=False,
        help="Digest of the sealed contents; changes when anything in them changes.",
    )
    contents = fields.Json(string="Sealed Contents", readonly=True, copy=False)
    promises_kept = fields.Char(
        compute="_compute_promises_kept", help="Promises kept, of those that ended."
    )
    erased_at = fields.Datetime(
        string="Texts Erased",
        readonly=True,
        copy=False,
        help="The customer asked for it; the figures and the seal stay.",
    )

    def _compute_promises_kept(self):
        for entry in self:
            rows = (entry.contents or {}).get("promises") or []
            kept, ended = kept_share([Promise(**row) for row in rows])
            words = self.env._("%(kept)s of %(all)s", kept=kept, all=ended)
            entry.promises_kept = words if ended else False

    def action_check_seal(self):
        """Say whether entry and documents are as they were sealed."""
        self.ensure_one()
        self.ticket_id._cs_file_now()
        if not self.seal:
            raise UserError(
                self.env._(
                    "The entry of ticket %s is sealed when the ticket is closed.",
                    self.display_name,
                )
            )
        found = self._broken_parts()
        if found:
            text = self.env._("Not as sealed: %s", listed(self.env, found))
        else:
            text = self.env._("The seal is intact: nothing has been changed.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if found else "success",
                "message": text,
                "sticky": bool(found),
            },
        }

    def _broken_parts(self):
        """Names of the sealed parts that differ; those erased on request do not count.

        As superuser: the reader need not own the documents.
        """
        self.ensure_one()
        entry = self.sudo()
        if digest(entry.contents or {}) != entry.seal:
            return (self.env._("sealed contents"),)
        # clocks live on when a ticket is reopened: sealed is how they stood
        sealed = {k: v for k, v in entry.contents.items() if k != "promises"}
        changed = differences(sealed, entry._seal_contents())
        left_out = ERASABLE if entry.erased_at else ()
        return tuple(name for name in changed if name not in left_out)

    def _seal(self):
        """Seal archived entries of tickets that are closed now, once.

        As superuser: the system seals, whoever closes the ticket.
        """
        entries = self.sudo().filtered(lambda e: e.state == "archived" and not e.seal)
        now = fields.Datetime.now()
        promises = entries._promises()
        for entry in entries:
            # sealed are the contents with the instant of the seal
            closed_at = entry.ticket_id.closed_date or now
            entry.write({"sealed_at": now, "closed_at": closed_at})
            contents = entry._seal_contents()
            contents["promises"] = promises.get(entry.ticket_id.id, [])
            entry.write({"contents": contents, "seal": digest(contents)})

    def _seal_contents(self):
        """What is sealed, besides the promises, as plain values."""
        self.ensure_one()
        instant = fields.Datetime.to_string
        names = ("resolution_id", "cause_id", "type_id", "product_id", "partner_id")
        return {
            **{name: self[name].id for name in names},
            "ticket": self.ticket_id.number,
            "kind": self.kind,
            "warranty": self.warranty_months,
            "summary": fingerprint(self.summary),
            "product": fingerprint(self.product_name),
            "received": instant(self.received_at) or "",
            "told": instant(self.told_at) or "",
            "archived": instant(self.archived_at) or "",
            "archived_by": self.archived_by.id,
            "sealed": instant(self.sealed_at) or "",
            "closed": instant(self.closed_at) or "",
            "documents": {
                slot.kind: slot._digest() or slot.reason or ""
                for slot in self.document_ids
            },
        }

    def _promises(self):
        """How the clocks of the tickets stand: list of plain values by ticket id."""
        clocks = self.env["cs.ticket.clock"].sudo()
        instant = fields.Datetime.to_string
        found = {}
        for clock in clocks.search_fetch(
            [("ticket_id", "in", self.ticket_id.ids), ("state", "!=", "cancelled")],
            ["ticket_id", "metric", "cycle", "state", "due_at", "stopped_at"],
            order="ticket_id, metric, cycle",
        ):
            promise = Promise(
                metric=clock.metric,
                cycle=clock.cycle,
                state=clock.state,
                due=instant(clock.due_at) or "",
                stopped=instant(clock.stopped_at) or "",
            )
            found.setdefault(clock.ticket_id.id, []).append(promise.as_plain())
        return found
