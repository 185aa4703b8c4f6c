from odoo import fields, models
from odoo.tools import format_list

ASKED = ("execution", "quality", "acceptance", "followup")


class HelpdeskTicket(models.Model):
    """The self-check of a ticket: which one counts, and its card in the course."""

    _inherit = "helpdesk.ticket"

    cs_self_check_ids = fields.One2many(
        "cs.self.check",
        "ticket_id",
        string="Self-Checks",
        copy=False,
        groups="base.group_user",
    )

    def _cs_self_checks(self):
        """The self-check that counts now, done or open: dict by ticket id.

        One that was done before the work went back counts no more.
        """
        checks = self.sudo()._origin.cs_self_check_ids
        back = self.env["cs.gate"]._work_went_back(checks.ticket_id.ids)
        found = {}
        for check in checks.sorted("id"):
            since = back.get(check.ticket_id.id)
            if check.state == "draft" or not since or check.done_at >= since:
                found[check.ticket_id.id] = check
        return found

    def action_cs_open_selfcheck(self):
        """The self-check that counts, or a new one."""
        self.ensure_one()
        found = self._cs_self_checks().get(self.id, self.env["cs.self.check"])
        return self._cs_open_part(
            found.sudo(False), "cs.self.check", self.env._("Self-Check")
        )

    def _cs_life_codes(self):
        return [*super()._cs_life_codes(), "selfcheck"]

    def _cs_life_lists(self):
        return [*super()._cs_life_lists(), "cs_self_check_ids"]

    def _cs_life_selfcheck(self):
        checks = self._cs_self_checks()
        parts = {
            ticket.id: ticket._cs_prepare_selfcheck_part(checks.get(ticket.id))
            for ticket in self
        }
        return {ticket_id: part for ticket_id, part in parts.items() if part}

    def _cs_prepare_selfcheck_part(self, check):
        """The card of the self-check; nothing where none is asked for."""
        self.ensure_one()
        kinds = self.type_id.cs_evidence_kind_ids
        asked = self.cs_path != "short" and kinds and self.cs_phase in ASKED
        if not (asked or check):
            return None
        given = check.evidence_ids.filtered("is_given").kind_id if check else kinds[:0]
        done = bool(check) and check.state == "done"
        words = {True: self.env._("provided"), False: self.env._("missing")}
        lines = [[kind.name, words[kind in given]] for kind in kinds | given]
        if done:
            lines.append([self.env._("Checked by"), check.done_by.name])
        again = not check and self.cs_self_check_ids
        todo = self.env._("Again, after the rework") if again else self.env._("To do")
        return {
            "title": self.env._("Self-check"),
            "phase": "quality",
            "state": "done" if done else "open" if check else "todo",
            "state_text": self.env._("Done") if done else todo,
            "lines": lines,
            "action": "action_cs_open_selfcheck",
            "action_label": self.env._("Open"),
            "next": asked and not done and self._cs_selfcheck_order(kinds - given),
        }

    def _cs_selfcheck_order(self, missing):
        if not missing:
            return self.env._("Finish the self-check")
        names = format_list(self.env, missing.mapped("name"))
        return self.env._("Check your own work and add: %s", names)
