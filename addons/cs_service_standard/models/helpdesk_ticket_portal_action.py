from urllib.parse import urlencode

from odoo import api, models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """What a customer may do on the page of his request: confirm, choose, sign.

    Each action is a method named here; the page shows the block of the one that is
    asked for now, and the same route serves those with an account and those who come
    by the link of a letter.
    """

    _inherit = "helpdesk.ticket"

    def _cs_portal_blocks(self):
        """What is shown of each part of the life below the promises; a hook.

        Called as superuser.

        Templates begin with a heading of level 2 (below it 3).

        :return: list of dicts: ``sequence``; ``template`` (XML id) and ``values`` it
            reads; ``call``: one sentence that asks the customer for something now, or
            nothing; ``button`` and ``anchor``: where the call leads; ``done`` and
            ``title``: the block only tells what is over and is folded under this title
        """
        self.ensure_one()
        return []

    def _cs_portal_actions(self):
        """Method by code of the form that calls it; a hook.

        A method gets the posted values (texts) and the uploaded files, works as
        superuser on this one ticket, raises ``UserError`` with a sentence for the
        customer, and returns the sentence that thanks him.
        """
        return {}

    def _cs_portal_act(self, code, values, files):
        """Do what a form of the page asks for.

        :raises UserError: with what the customer should do instead
        """
        self.ensure_one()
        method = self._cs_portal_actions().get(code)
        if not method or not self._cs_following():
            raise UserError(self.env._("This is not possible any more."))
        return getattr(self, method)(values, files)

    def _cs_portal_open_actions(self):
        """Codes of the forms for everybody who reads the page, not for deciding."""
        return frozenset()

    def _cs_portal_may_act(self, user, by_link, code=None):
        """Whether a visitor may decide for the customer.

        :param user: the user of the request
        :param bool by_link: he came with the token of this ticket
        :param code: of the form he has sent
        """
        self.ensure_one()
        if code in self._cs_portal_open_actions():
            return True
        if self.partner_id and user.partner_id == self.partner_id:
            return True
        # agents read the customer's link in the chatter: it is not theirs to use
        return by_link and not user._is_internal()

    @api.model
    def _cs_portal_url(self, ticket_id, **query):
        """Address of the customer's page of a ticket, without the host."""
        url = f"/my/ticket/{ticket_id}"
        return f"{url}?{urlencode(query)}" if query else url
