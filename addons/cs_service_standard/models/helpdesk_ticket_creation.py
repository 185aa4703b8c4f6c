from odoo import api, models
from odoo.tools import ormcache

CREATED = "helpdesk_mgmt.hlp_tck_created"


class HelpdeskTicket(models.Model):
    """A new ticket: what is known of it at once, and what happens to it first.

    Each stored field computed on its own costs as much as a tenth of the row, and
    most answers are plain before there is one. And each step that follows a creation
    would ask again which of the tickets follow a standard.
    """

    _inherit = "helpdesk.ticket"

    @api.model
    def _create(self, data_list):
        """Write known answers with the row; their fields need not be computed."""
        asker = self.sudo()
        answered = []
        for data in data_list:
            stored, protected = data["stored"], data["protected"]
            known = asker._cs_known_at_creation(stored)
            fields_ = {self._fields[name] for name in known} - protected
            stored.update((field.name, known[field.name]) for field in fields_)
            protected |= fields_
            answered.append((protected, fields_))
        tickets = super()._create(data_list)
        for protected, fields_ in answered:
            protected -= fields_  # what changes from now on changes them, too
        return tickets

    @api.model
    def _cs_known_at_creation(self, vals):
        """Answers of stored computes that follow from the values of a new ticket.

        A hook: say nothing about a field whose compute would have to search. All
        fields of one compute are answered, or none.

        :param dict vals: stored values of the ticket, defaults included
        :return: dict from the name of a field to its value as for ``create``
        """
        known = {}
        if not vals.get("user_id"):
            known["user_id"] = False
        if "stage_id" in vals:
            stages = self.env["helpdesk.ticket.stage"]
            known["unattended"] = stages.browse(vals["stage_id"] or []).unattended
        partner_id = vals.get("partner_id")
        partner = partner_id and self.env["res.partner"].browse(partner_id)
        known["commercial_partner_id"] = partner and partner.commercial_partner_id.id
        return known

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        following = tickets._cs_following()
        if following:
            following._cs_begin(dict(zip(tickets._ids, vals_list, strict=True)))
        return tickets

    def _creation_subtype(self):
        """The helpdesk's, which asks for each new ticket whether it still exists."""
        subtypes = self.env["mail.message.subtype"]
        found = self.env["ir.model.data"]._xmlid_to_res_id(CREATED)
        return subtypes.browse(found) if found else super()._creation_subtype()

    @ormcache("self.env.lang", cache="stable")
    def _creation_message(self):
        """Odoo's, which names the model but not the ticket: remembered."""
        return super()._creation_message()

    def _cs_begin(self, vals_by_id):
        """What happens first to new tickets that follow a standard; a hook.

        Of what was said of them before, nobody has been told yet.

        :param vals_by_id: values each ticket was created with, by id
        """
