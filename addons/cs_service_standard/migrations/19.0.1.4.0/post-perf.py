from odoo.tools import SQL


def migrate(cr, version):
    """Drop what each new fact and clock paid for and nobody used.

    Clocks are found by their unique key, and the company of a fact or clock is that
    of its ticket, whose key holds for both.
    """
    cr.execute("DROP INDEX IF EXISTS cs_ticket_clock__ticket_id_index")
    for table in ("cs_ticket_clock", "cs_ticket_event"):
        cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s",
                SQL.identifier(table),
                SQL.identifier(f"{table}_company_id_fkey"),
            )
        )
