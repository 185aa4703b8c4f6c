from odoo import models


class CsQualityCheck(models.Model):
    """What others think of the work: kept back until the own marks are saved."""

    _inherit = "cs.quality.check"

    def _acceptances(self):
        """Answered acceptance forms of the ticket, as superuser: the newest first."""
        forms = self.env["cs.acceptance"].sudo()
        if not self.ticket_id:
            return forms
        domain = [("ticket_id", "=", self.ticket_id.id), ("score", "!=", False)]
        return forms.search(domain, order="id desc")

    def _telling_files(self):
        """Documents that tell what others think of the work; a hook."""
        return self._acceptances().document_id

    def _other_marks(self):
        """The agent's own score and the customer's, as superuser: now they may be told.

        :return: list of [who, mark]
        """
        marks = []
        own = self.sudo().search(
            [
                ("ticket_id", "=", self.ticket_id.id),
                ("ticket_id", "!=", False),
                ("method", "=", "self"),
                ("state", "=", "done"),
                ("has_score", "=", True),
            ],
            limit=1,
        )
        if own and self.method != "self":
            marks.append([self.env._("Agent"), f"{own.score:.0f}"])
        form = self._acceptances()[:1]
        if form:
            score = self.env._("%s of 5", form.score)
            marks.append([self.env._("Customer"), score])
        return marks
