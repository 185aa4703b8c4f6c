from odoo import fields, models

from ..engine.facts import FactKind

LETTER = "cs_service_standard.mail_template_solution_presented"


class CsSolution(models.Model):
    """Showing a solution to the customer, and making its next version."""

    _inherit = "cs.solution"

    def action_present(self):
        """Check, tell the customer and stop the clock of the proposal, once.

        As superuser beyond the check of access: the letter belongs to managers, and
        a version that was presented is closed to people.
        """
        self.ensure_one()
        self._check_is_current()
        self.check_access("write")
        self._check_presentable()
        now = fields.Datetime.now()
        self.sudo().write(
            {"state": "presented", "presented_at": now, "presented_id": self.env.uid}
        )
        self._record_fact(FactKind.SOLUTION, now)
        self.ticket_id._cs_send_letters(LETTER, self.sudo(), person=True)

    def action_new_version(self):
        """Adjust what was presented: a copy to work on; this one stays as it is."""
        self.ensure_one()
        self.check_access("write")
        return self._next_version()._get_records_action(name=self.env._("Solution"))

    def action_versions(self):
        """All versions of this solution, the newest first."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Versions of the Solution"),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [("ticket_id", "=", self.ticket_id.id)],
            "context": {"create": False},
        }

    def _portal_url(self):
        """Address of the customer's page, for the letter."""
        self.ensure_one()
        return self.ticket_id.sudo()._cs_page_link("solution")

    def _next_version(self):
        """The version after this one, ready to be worked on.

        As superuser: a customer who rejects by his link makes it, too.
        """
        self.ensure_one()
        copy = self.sudo().copy()
        return self.browse(copy.id)

    def _record_fact(self, kind, at, **more):
        """Tell the clocks, once for this version."""
        self.ensure_one()
        if not self.ticket_id._cs_following():
            return
        payload = {"solution": self.id, "version": self.version, **more}
        self.env["cs.ticket.event"]._record(
            [
                {
                    "ticket_id": self.ticket_id.id,
                    "kind": kind.value,
                    "at": at,
                    "payload": payload,
                    "source_key": f"solution:{kind.value}:{self.id}",
                }
            ]
        )
