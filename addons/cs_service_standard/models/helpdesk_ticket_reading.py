from odoo import api, models

# what rows of a ticket name most: read together, not one by one
NAMED = frozenset(
    {
        "cs.compensation.kind",
        "cs.gate",
        "cs.logistics.event",
        "cs.process",
        "cs.process.step",
        "cs.service.profile",
        "cs.sla.target",
        "helpdesk.ticket.channel",
        "helpdesk.ticket.stage",
        "helpdesk.ticket.team",
        "helpdesk.ticket.type",
        "res.company",
        "res.currency",
        "res.users",
        "resource.calendar",
    }
)
MAGIC = ("create_uid", "write_uid")


class HelpdeskTicket(models.Model):
    """The form of a ticket shows rows of two dozen tables and reads them together."""

    _inherit = "helpdesk.ticket"

    @api.model_create_multi
    def create(self, vals_list):
        """Read at once what every creation asks for, one after the other."""
        everything = self.sudo().env
        teams = everything["helpdesk.ticket.team"].browse(
            {vals["team_id"] for vals in vals_list if vals.get("team_id")}
        )
        begun = {vals["stage_id"] for vals in vals_list if vals.get("stage_id")}
        stages = everything["helpdesk.ticket.stage"].browse(
            begun
            or {t.with_env(self.env)._cs_first_stage_id() for t in teams} - {False}
        )
        known = [everything.user.partner_id, everything.company]
        self.env["cs.reading.service"]._read(others=[teams, stages, *known])
        return super().create(vals_list)

    def web_read(self, specification):
        if "cs_life" in specification:
            self._cs_read_ahead(specification)
        return super().web_read(specification)

    def _cs_read_ahead(self, names):
        """Read what the form is about to ask for, in three statements.

        Tickets as superuser, as what is computed of them needs all their columns. What
        the user may see is checked by the reading that follows.
        """
        tickets = self._origin
        reading = self.env["cs.reading.service"]
        stored = [self._fields[name] for name in names if name in self._fields]
        shown = [f.name for f in stored if f.type == "one2many" and f.store]
        known = tickets.sudo().with_context(active_test=False)
        lists = [*self._cs_life_lists(), "message_follower_ids"]
        # what the user is shown is read with his rights
        lists = [name for name in lists if name not in shown]
        reading._read([(tickets, shown), (known, lists)], [known])
        named = known._cs_records_named([*shown, *lists])
        reading._read(known._cs_life_lists_below(), named.values())
        partners = known.partner_id | named["res.users"].partner_id
        calendars = named["cs.service.profile"].calendar_id
        calendars |= named["helpdesk.ticket.team"].cs_calendar_id
        reading._read(
            others=[partners, calendars | known.company_id.resource_calendar_id]
        )

    def _cs_records_named(self, lists):
        """What tickets and the rows of their lists point to, by model."""
        named = {name: self.env[name] for name in NAMED}
        named["helpdesk.ticket.stage"] |= self.cs_stage_ids
        named["cs.gate"] |= self._cs_gates_of(self.cs_profile_id)
        for records in (self, *(self[name] for name in lists)):
            for name, field in self._cs_names_of(records):
                named[field.comodel_name] |= records[name]
        return named

    @api.model
    def _cs_names_of(self, records):
        return [
            (name, field)
            for name, field in records._fields.items()
            if field.type == "many2one"
            and field.store
            and field.prefetch
            and field.comodel_name in NAMED
            and name not in MAGIC
        ]
