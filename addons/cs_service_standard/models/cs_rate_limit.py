import time

from odoo import api, fields, models
from odoo.tools import SQL, hmac

KEEP_SECONDS = 86400


class CsRateLimit(models.Model):
    """How often one person or address used a public form within a window of time.

    Rows are counted in a transaction of their own, so that a refused or failed
    request counts too. Network addresses are kept as keyed hashes only.
    """

    _name = "cs.rate.limit"
    _description = "Use of a Public Form"
    _log_access = False
    _rec_name = "key"

    key = fields.Char(required=True)
    slot = fields.Integer(required=True, help="Start of the window, epoch seconds.")
    hits = fields.Integer(required=True)

    _key_slot_uniq = models.UniqueIndex(
        "(key, slot)", "One row counts each person or address per window."
    )

    @api.model
    def _hit(self, scope, limits, window=3600):
        """Count one use and say how long to wait before the next.

        :param str scope: which form, e.g. ``request``
        :param dict limits: identity (``user:7``, ``ip:...``) -> uses per window; 0 is
            no limit
        :param int window: length of the window in seconds
        :return: seconds until the window ends when a limit is exceeded, else 0
        """
        limits = {
            self._key(scope, who): limit for who, limit in limits.items() if limit
        }
        if not limits:
            return 0
        now = int(time.time())
        slot = now - now % window
        hits = self._count(sorted(limits), slot)
        if all(hits[key] <= limit for key, limit in limits.items()):
            return 0
        return slot + window - now

    @api.model
    def _key(self, scope, who):
        if who.startswith("ip:"):
            who = "ip:" + hmac(self.env(su=True), "cs_rate_limit", who)[:32]
        return f"{scope}:{who}"

    @api.model
    def _count(self, keys, slot):
        """Add one use to each key (sorted, so that two requests never deadlock)."""
        rows = SQL(", ").join(SQL("(%s, %s, 1)", key, slot) for key in keys)
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    """
                    INSERT INTO cs_rate_limit AS used (key, slot, hits) VALUES %s
                    ON CONFLICT (key, slot) DO UPDATE SET hits = used.hits + 1
                    RETURNING key, hits
                    """,
                    rows,
                )
            )
            return dict(cr.fetchall())

    @api.autovacuum
    def _gc_windows(self):
        limit = int(time.time()) - KEEP_SECONDS
        self.sudo().search([("slot", "<", limit)], limit=100000).unlink()
