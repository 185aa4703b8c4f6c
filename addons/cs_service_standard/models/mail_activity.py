from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """A done activity finishes the service node it stands for.

        Runs as superuser on the nodes: whoever may finish the activity may.
        """
        nodes = self.env["cs.ticket.node"].sudo()
        nodes = nodes.search([("activity_id", "in", self.ids), ("done", "=", False)])
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if nodes:
            nodes.write({"done": True})
        return result
