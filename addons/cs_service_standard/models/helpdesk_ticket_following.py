from odoo import fields, models
from odoo.tools import clean_context, html2plaintext


class HelpdeskTicket(models.Model):
    """A ticket that goes on as another: linked both ways, nothing is lost."""

    _inherit = "helpdesk.ticket"

    cs_previous_id = fields.Many2one(
        "helpdesk.ticket",
        string="Continues",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
        help="The closed ticket on which the customer wrote after the time for "
        "reopening.",
    )
    cs_following_ids = fields.One2many(
        "helpdesk.ticket",
        "cs_previous_id",
        string="Continued By",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )

    def _cs_same_customers(self):
        """The original of a merged ticket, if it is the same customer's.

        Somebody else must not read what this customer writes.
        """
        original = self.duplicate_id
        mine, theirs = self.commercial_partner_id, original.commercial_partner_id
        same = (
            mine == theirs
            if mine or theirs
            else (self.cs_email_key and self.cs_email_key == original.cs_email_key)
        )
        return original if same else original.browse()

    def _cs_open_following(self):
        """The latest ticket that continues this one, while it is worked on."""
        following = self.cs_following_ids.sorted("id")
        return following.filtered(lambda t: not t.stage_id._cs_outcome())[-1:]

    def _cs_continue(self, message):
        """A new ticket with the words of the customer, linked to this one."""
        self.ensure_one()
        context = dict(clean_context(self.env.context), mail_create_nosubscribe=True)
        tickets = self.with_env(self.env(context=context)).with_company(self.company_id)
        ticket = tickets.create(self._cs_prepare_following_vals(message))
        message.sudo().attachment_ids.copy(
            {"res_model": self._name, "res_id": ticket.id}
        )
        ticket.message_subscribe(message.author_id.ids)
        ticket._message_log(body=self.env._("Continues ticket %s.", self.number))
        self._message_log(
            body=self.env._(
                "The customer wrote after the time for reopening: ticket %s.",
                ticket.number,
            )
        )
        ticket._cs_acknowledge()
        return ticket

    def _cs_prepare_following_vals(self, message):
        """Values of the ticket that continues this one; a hook."""
        self.ensure_one()
        text = html2plaintext(message.body or "", include_references=False).strip()
        return {
            "name": self.name,
            "description": message.body or self._cs_no_text(),
            "cs_verbatim": text,
            "partner_id": self.partner_id.id,
            "partner_name": self.partner_name,
            "partner_email": self.partner_email,
            "cs_phone": self.cs_phone,
            "team_id": self.team_id.id,
            "type_id": self.type_id.id,
            "category_id": self.category_id.id,
            "channel_id": self._cs_channel_of_message(message).id,
            "company_id": self.company_id.id,
            "user_id": False,
            "cs_previous_id": self.id,
        }

    def _cs_channel_of_message(self, message):
        name = "email" if message.message_type == "email" else "web"
        channel = self.env.ref(
            f"helpdesk_mgmt.helpdesk_ticket_channel_{name}", raise_if_not_found=False
        )
        return channel or self.channel_id

    def _cs_take_over(self, message, seen):
        """Hear what was written to another ticket as if it were written to this one."""
        self.ensure_one()
        context = dict(clean_context(self.env.context), cs_passed_on=seen)
        copies = message.sudo().attachment_ids.copy(
            {"res_model": self._name, "res_id": self.id}
        )
        self.with_env(self.env(context=context)).message_post(
            body=message.body,
            subject=message.subject,
            author_id=message.author_id.id,
            email_from=message.email_from,
            message_type=message.message_type,
            subtype_xmlid="mail.mt_comment",
            attachment_ids=copies.ids,
        )
