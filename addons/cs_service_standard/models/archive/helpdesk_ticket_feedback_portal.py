from odoo import models
from odoo.exceptions import UserError

SCORES = ("1", "2", "3", "4", "5")


class HelpdeskTicket(models.Model):
    """The customer reads the service summary on his page and says how it was."""

    _inherit = "helpdesk.ticket"

    def _cs_portal_actions(self):
        return super()._cs_portal_actions() | {"feedback": "_cs_portal_feedback"}

    def _cs_portal_blocks(self):
        blocks = super()._cs_portal_blocks()
        entry = self._cs_archives().get(self.id)
        if not entry or not entry.told_at:
            return blocks
        given = self.cs_feedback_score or self.cs_feedback_text
        block = {
            "sequence": 70,
            "template": "cs_service_standard.portal_summary",
            "values": {
                "text": entry.resolution_id.customer_text,
                "summary": entry.summary,
                "warranty": entry.warranty_months,
                "asks": not given,
                "scores": list(zip(SCORES, self._cs_score_words(), strict=True)),
            },
        }
        return [*blocks, block]

    def _cs_score_words(self):
        return (
            self.env._("very dissatisfied"),
            self.env._("dissatisfied"),
            self.env._("so-so"),
            self.env._("satisfied"),
            self.env._("very satisfied"),
        )

    def _cs_portal_feedback(self, values, files):
        """Keep what the customer says, once."""
        score, words = values.get("score"), (values.get("words") or "").strip()
        if self.cs_feedback_score or self.cs_feedback_text:
            raise UserError(self.env._("Thank you, you have told us already."))
        if score not in SCORES:
            raise UserError(self.env._("Choose how satisfied you are."))
        self.write({"cs_feedback_score": int(score), "cs_feedback_text": words})
        return self.env._("Thank you for telling us.")
