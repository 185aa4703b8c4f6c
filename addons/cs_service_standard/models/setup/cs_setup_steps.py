from odoo import api, models

STEPS = (
    *("hours", "channels", "teams", "people", "standard", "urgent", "alarm"),
    *("languages", "privacy", "survey", "review", "done"),
)


class CsSetupAssistant(models.Model):
    """From question to question, back and forth."""

    _inherit = "cs.setup.assistant"

    @api.model
    def action_cs_open_assistant(self):
        """The assistant of the company, begun when there is none yet."""
        company = self.env.company
        assistant = self.search([("company_id", "=", company.id)], limit=1)
        if not assistant:
            assistant = self.create(self._prepare_start(company))
            assistant._propose_people()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Set-up Assistant"),
            "res_model": self._name,
            "res_id": assistant.id,
            "views": [(False, "form")],
        }

    def action_next(self):
        self._go(1)

    def action_back(self):
        self._go(-1)

    def _go(self, by):
        for assistant in self:
            place = STEPS.index(assistant.step) + by
            assistant.step = STEPS[max(0, min(place, STEPS.index("review")))]
