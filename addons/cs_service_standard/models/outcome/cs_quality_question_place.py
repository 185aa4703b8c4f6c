from odoo import models

from ...engine.scorecard import FULL, is_bad, share


class CsQualityQuestion(models.Model):
    """Where a mark stands on the common scale, so that questions can be compared."""

    _inherit = "cs.quality.question"

    def _place_of(self, value, failed=False):
        """Place of a mark on the scale 0 to 100, and whether it is a bad one.

        A critical question is 0 or 100.
        """
        self.ensure_one()
        if self.critical:
            return (0.0 if failed else 100.0), failed
        mark = self._to_mark(value)
        return float(FULL * share(mark)), is_bad(mark, self.template_id.bad_below)
