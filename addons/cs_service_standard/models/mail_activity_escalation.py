from odoo import models


class MailActivity(models.Model):
    """Ticking off the to-do of an escalation answers it."""

    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Acknowledge what the to-do told, for whom it was told.

        Runs as superuser on the notices: whoever may finish the to-do may answer.
        """
        kind = self.env["helpdesk.ticket"]._cs_todo_type()
        done = [
            (activity.res_id, activity.user_id.id)
            for activity in self
            if activity.activity_type_id.id == kind
            and activity.res_model == "helpdesk.ticket"
        ]
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if done:
            self._cs_acknowledge(done)
        return result

    def _cs_acknowledge(self, done):
        tickets = [ticket_id for ticket_id, _user_id in done]
        notices = self.env["cs.clock.notice"].sudo()
        told = notices.search(
            [
                ("clock_id.ticket_id", "in", tickets),
                ("acknowledged_at", "=", False),
            ]
        ).filtered(
            lambda notice: any(
                (notice.ticket_id.id, user.id) in done
                for user in notice.recipient_ids.user_id
            )
        )
        if told:
            told._acknowledge(self.env.user)
