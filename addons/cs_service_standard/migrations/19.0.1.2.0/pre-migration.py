from odoo.tools import SQL


def migrate(cr, version):
    """Ticket and company of a notice are those of its clock: one check is enough.

    Each notice the scheduler inserts would be checked against three tables otherwise.
    """
    cr.execute(
        SQL(
            """
            ALTER TABLE IF EXISTS cs_clock_notice
            DROP CONSTRAINT IF EXISTS cs_clock_notice_ticket_id_fkey,
            DROP CONSTRAINT IF EXISTS cs_clock_notice_company_id_fkey
            """
        )
    )
