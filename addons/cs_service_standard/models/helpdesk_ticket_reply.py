from odoo import api, models
from odoo.tools import ormcache


class MailAlias(models.Model):
    """Addresses of teams are kept in memory, see below."""

    _name = "mail.alias"
    _inherit = ["mail.alias", "cs.cached.mixin"]


class MailAliasDomain(models.Model):
    _name = "mail.alias.domain"
    _inherit = ["mail.alias.domain", "cs.cached.mixin"]


class HelpdeskTicketTeam(models.Model):
    """Where answers to the tickets of a team go."""

    _inherit = "helpdesk.ticket.team"

    @api.model
    @ormcache(cache="stable")
    def _cs_reply_addresses(self):
        """Address of each team that has one, by id of the team.

        As superuser: who writes on a ticket need not see the address book.
        """
        aliases = self.env["mail.alias"].sudo()
        found = aliases.search(
            [
                ("alias_domain_id", "!=", False),
                ("alias_parent_model_id.model", "=", self._name),
                ("alias_parent_thread_id", "!=", False),
                ("alias_name", "!=", False),
            ]
        )
        # the first one counts, as in the search for one team
        return {
            alias.alias_parent_thread_id: alias.alias_full_name
            for alias in reversed(found)
        }

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """The team's own address, else what its company has.

        Odoo searches all aliases anew for each message on each ticket.
        """
        if not self:
            return super()._notify_get_reply_to_batch(defaults, author_ids)
        addresses = self._cs_reply_addresses()
        found = {}
        for team in self:
            author_id = (author_ids or {}).get(team.id, False)
            address = addresses.get(team.id)
            if address:
                formatted = team._notify_get_reply_to_formatted_email
                found[team.id] = formatted(address, author_id=author_id)
                continue
            company = team.sudo().company_id or self.env.company
            nobody = super(HelpdeskTicketTeam, self.browse().with_company(company))
            default = (defaults or {}).get(team.id, False)
            reply_to = nobody._notify_get_reply_to_batch(
                {False: default}, {False: author_id}
            )
            found[team.id] = reply_to[False]
        return found


class HelpdeskTicket(models.Model):
    """What the first message of a ticket answers."""

    _inherit = "helpdesk.ticket"

    def _message_compute_parent_id(self, parent_id):
        """A ticket known to have no messages has none that could be answered."""
        known = self._fields["message_ids"]._get_cache(self.env)
        if not parent_id and known.get(self.id) == ():
            return False
        return super()._message_compute_parent_id(parent_id)
