from odoo import models


class MailScheduledMessage(models.Model):
    """A reply an agent wrote for later is contact when it goes out.

    Mail posts it as a notification, which otherwise is nobody's word.
    """

    _inherit = "mail.scheduled.message"

    def _message_created_hook(self, message):
        result = super()._message_created_hook(message)
        if self.model == "helpdesk.ticket":
            ticket = self.env["helpdesk.ticket"].browse(self.res_id)
            for following in ticket._cs_following():
                following._cs_record_message(message)
        return result
