from odoo.tools import SQL


def migrate(cr, version):
    """Levels of a notice are keys of a ladder now, its ticket that of its clock."""
    cr.execute(
        SQL(
            """
            DELETE FROM ir_model_fields_selection
            WHERE field_id IN (
                SELECT id FROM ir_model_fields
                WHERE model = 'cs.clock.notice' AND name = 'level'
            )
            """
        )
    )
    cr.execute(
        SQL(
            """
            ALTER TABLE IF EXISTS cs_clock_notice
            DROP CONSTRAINT IF EXISTS cs_clock_notice_ticket_id_fkey,
            DROP CONSTRAINT IF EXISTS cs_clock_notice_company_id_fkey
            """
        )
    )
