from odoo import models


class CsQualityMark(models.Model):
    """What a mark still needs before it may be saved for good."""

    _inherit = "cs.quality.mark"

    def _faults(self):
        """Sentences on marks that are not complete, in the order of the questions."""
        proven = self.filtered("evidence_file_id").check_id
        files = {check: check._evidence_files() for check in proven}
        return [
            self.env._(
                "%(question)s: %(fault)s", question=mark.display_name, fault=text
            )
            for mark in self
            for text in mark._faults_of_one(files.get(mark.check_id, ()))
        ]

    def _faults_of_one(self, files):
        self.ensure_one()
        faults = []
        if self._is_bad():
            faults = [
                text
                for missing, text in (
                    (not self.comment, self.env._("a comment is missing")),
                    (not self.cause_id, self.env._("a cause is missing")),
                    (self._lacks_evidence(), self.env._("evidence is missing")),
                )
                if missing
            ]
        if not self._is_evidence_of_ticket(files):
            faults.append(self.env._("the evidence belongs to another ticket"))
        return faults

    def _lacks_evidence(self):
        """Whether evidence is asked for and there is something to point to."""
        self.ensure_one()
        return (
            self.question_id.evidence_required
            and not self._evidence()
            and self.check_id._has_evidence()
        )

    def _evidence(self):
        """The message, clock or file that proves this mark."""
        self.ensure_one()
        return (
            self.evidence_message_id or self.evidence_clock_id or self.evidence_file_id
        )

    def _is_evidence_of_ticket(self, files):
        """Whether the evidence belongs to what was reviewed."""
        ticket = self.check_id.ticket_id
        message = self.evidence_message_id
        return not (
            (message and (message.model, message.res_id) != (ticket._name, ticket.id))
            or (self.evidence_clock_id and self.evidence_clock_id.ticket_id != ticket)
            or (self.evidence_file_id and self.evidence_file_id not in files)
        )
