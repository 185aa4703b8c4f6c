from odoo import models

from ..engine.auto_reply import is_auto_reply


class MailThread(models.AbstractModel):
    """Tells the record that gets a letter whether a human wrote it."""

    _inherit = "mail.thread"

    def _message_route_process(self, message, message_dict, routes):
        """Hand on ``cs_auto_reply`` in the context of an automatic answer.

        The headers are gone once the message reaches its record, and without them
        an absence notice looks like the customer's own words.
        """
        if is_auto_reply({name: str(value) for name, value in message.items()}):
            self = self.with_context(cs_auto_reply=True)
        return super()._message_route_process(message, message_dict, routes)
