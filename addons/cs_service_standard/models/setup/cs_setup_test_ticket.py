from odoo import models
from odoo.tools import SQL


class CsSlaReport(models.Model):
    """The test ticket of the set-up counts in no figure."""

    _inherit = "cs.sla.report"
    _depends = {"cs.setup.assistant": ["test_ticket_id"]}

    @property
    def _table_query(self):
        return SQL(
            """%s
            WHERE NOT EXISTS (
                SELECT FROM cs_setup_assistant setup
                WHERE setup.test_ticket_id = c.ticket_id
            )""",
            super()._table_query,
        )
