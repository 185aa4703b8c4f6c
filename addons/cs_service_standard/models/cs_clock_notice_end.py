from odoo import api, models


class CsClockNotice(models.Model):
    """A notice goes with its clock, a clock with its ticket.

    No key of the database sees to it: it would be looked up for each notice that the
    sweep puts in, a tenth of its time, while the same statement marks and locks the
    clock.
    """

    _inherit = "cs.clock.notice"

    @api.model
    def _of(self, name, ids):
        """Notices by clock or by ticket, whoever asks: superuser.

        :param name: ``clock_id`` or ``clock_id.ticket_id``: both have an index
        """
        return self.sudo().search([(name, "in", ids)])


class CsTicketClock(models.Model):
    """What facts no longer speak of goes with all that was said about it."""

    _inherit = "cs.ticket.clock"

    def unlink(self):
        """Take the notices along."""
        notices = self.env["cs.clock.notice"]._of("clock_id", self.ids)
        result = super().unlink()
        notices.unlink()
        return result


class HelpdeskTicket(models.Model):
    """The database deletes the clocks of a ticket, of which nobody else hears."""

    _inherit = "helpdesk.ticket"

    def unlink(self):
        """Take the notices of the clocks along."""
        notices = self.env["cs.clock.notice"]._of("clock_id.ticket_id", self.ids)
        result = super().unlink()
        notices.unlink()
        return result
