import codecs

from odoo import models

from ..engine.auto_reply import is_auto_reply


class MailThread(models.AbstractModel):
    """Letters nobody wrote, and letters nobody can read."""

    _inherit = "mail.thread"

    def _message_route_process(self, message, message_dict, routes):
        """Hand on ``cs_auto_reply`` in the context of an automatic answer.

        The headers are gone once the message reaches its record, and without them
        an absence notice looks like the customer's own words.
        """
        if is_auto_reply({name: str(value) for name, value in message.items()}):
            self = self.with_context(cs_auto_reply=True)
        return super()._message_route_process(message, message_dict, routes)

    def _message_parse_extract_payload(self, message, message_dict, **kwargs):
        """Read text in an unknown character set as UTF-8: no letter is lost."""
        for part in message.walk():
            charset = part.get_content_charset()
            if part.get_content_maintype() == "text" and not _is_known(charset):
                part.set_param("charset", "utf-8")
        return super()._message_parse_extract_payload(message, message_dict, **kwargs)


def _is_known(charset):
    try:
        return not charset or bool(codecs.lookup(charset))
    except (LookupError, ValueError):
        return False
