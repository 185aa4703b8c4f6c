from odoo.tools import SQL


def migrate(cr, version):
    """Levels of a notice are keys of a ladder now, no longer a fixed selection."""
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
