from odoo import fields, models
from odoo.exceptions import UserError


class CsNeedAnalysis(models.Model):
    """What the customer does with his need on the page of his request."""

    _inherit = "cs.need.analysis"

    def _confirm_by_link(self, revision):
        """The customer said yes on his page.

        :param int revision: of the text that he read
        """
        self.ensure_one()
        self._check_read(revision)
        self._set_confirmed("email", fields.Datetime.now(), False)

    def _object_by_link(self, revision, text):
        """The customer said what is different: the analysis is taken up again."""
        self.ensure_one()
        self._check_read(revision)
        self.write({"state": "open", "asked_at": False, "objection": text})
        ticket = self.ticket_id
        ticket.message_post(
            body=text,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=ticket.partner_id.id or False,
            email_from=ticket.partner_id.email_formatted or ticket.partner_email,
        )

    def _check_read(self, revision):
        """The customer answers what he read, not what was written since."""
        if self.state != "complete" or not self.asked_at:
            raise UserError(self.env._("There is nothing to confirm at the moment."))
        if revision != self.revision:
            raise UserError(
                self.env._(
                    "We have changed the text in the meantime: please read it again."
                )
            )

    def _page_link(self):
        """Address of the customer's page, for the letter."""
        self.ensure_one()
        return self.ticket_id.sudo()._cs_page_link("cs_need")
