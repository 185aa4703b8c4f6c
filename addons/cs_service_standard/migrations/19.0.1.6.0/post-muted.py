def migrate(cr, version):
    """Mute the clocks of archived tickets.

    The scheduler no longer looks at the ticket of each due clock.
    """
    cr.execute(
        """UPDATE cs_ticket_clock AS clock SET next_event_at = NULL
             FROM helpdesk_ticket AS ticket
            WHERE ticket.id = clock.ticket_id AND ticket.active IS NOT TRUE
              AND clock.next_event_at IS NOT NULL"""
    )
