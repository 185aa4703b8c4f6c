from odoo.tools import SQL


def migrate(cr, version):
    """Mute the clocks of archived tickets, and drop what nobody asks of a notice.

    The scheduler no longer looks at the ticket of each due clock. Its notices are
    found by their clock, or by the ticket while they wait for an answer; notices,
    clocks and facts go together.
    """
    cr.execute(
        """UPDATE cs_ticket_clock AS clock SET next_event_at = NULL
             FROM helpdesk_ticket AS ticket
            WHERE ticket.id = clock.ticket_id AND ticket.active IS NOT TRUE
              AND clock.next_event_at IS NOT NULL"""
    )
    cr.execute("DROP INDEX IF EXISTS cs_clock_notice__ticket_id_index")
    for column in ("clock_id", "cause_id"):
        cr.execute(
            SQL(
                "ALTER TABLE cs_clock_notice DROP CONSTRAINT IF EXISTS %s",
                SQL.identifier(f"cs_clock_notice_{column}_fkey"),
            )
        )
