import logging
from datetime import datetime, time

from psycopg2 import OperationalError
from psycopg2.pool import PoolError

from odoo import SUPERUSER_ID, api, fields, models, modules
from odoo.exceptions import ValidationError
from odoo.tools import SQL, ormcache

from ..engine import numbering

_logger = logging.getLogger(__name__)

CODE = "cs.ticket.number"


class IrSequence(models.Model):
    """Serials that restart each local day, taken in bulk and without waiting.

    Odoo's own date ranges span a year and follow the day in UTC, and two first
    numbers of a day taken at once would collide on the new range.
    """

    _inherit = "ir.sequence"

    @api.constrains("code", "implementation", "prefix", "suffix")
    def _check_cs_daily(self):
        """A daily sequence that repeats itself would make intake fail."""
        days = [fields.Date.to_date(day) for day in ("2023-01-01", "2023-01-02")]
        days += [fields.Date.to_date(day) for day in ("2023-02-01", "2024-01-01")]
        for sequence in self.filtered(lambda s: s.code == CODE):
            texts = {sequence._cs_affixes(day) for day in days}
            if len(texts) < len(days) or sequence.implementation != "standard":
                raise ValidationError(
                    self.env._(
                        "Sequence %s restarts each day: give it the implementation "
                        "Standard and a prefix with year, month and day, such as "
                        "%%(range_year)s%%(range_month)s%%(range_day)s.",
                        sequence.name,
                    )
                )

    def _cs_next_of_day(self, day, count, company=None):
        """Take ``count`` serials of one local day, in one query.

        :param date day: local day of the desk
        :param company: company whose tickets must not have the number already, as an
            import may have left them
        :return: list of formatted numbers, fewer than ``count`` when some were used
        """
        self.ensure_one()
        rows = self._cs_draw(day, count, company)
        if not rows:
            # the range of a new day, which this transaction may not see
            range_id = SQL("(SELECT %s AS id) AS r", self._cs_range_of_day(day))
            rows = self._cs_draw(day, count, company, range_id)
        prefix, suffix, padding = self._cs_format_of_day(day)
        serials = [serial for serial, used in rows if not used]
        return numbering.numbers(serials, prefix, padding, suffix)

    def _cs_draw(self, day, count, company, day_range=None):
        """Serials of the range of a day and whether each is used; none without range.

        :param day_range: an ``SQL`` for the range, where it is known
        """
        prefix, suffix, padding = self._cs_format_of_day(day)
        number = SQL(
            "%s || lpad(s.n::text, greatest(%s, length(s.n::text)), '0') || %s",
            prefix,
            padding,
            suffix,
        )
        tickets = self.env["helpdesk.ticket"].sudo()
        tickets.flush_model(["number", "company_id", "cs_profile_id"])
        return self.env.execute_query(
            SQL(
                """SELECT s.n, EXISTS (
                       SELECT FROM helpdesk_ticket t
                        WHERE t.company_id = %s AND t.number = %s
                          AND t.cs_profile_id IS NOT NULL AND t.number <> '/')
                     FROM (
                       SELECT nextval(%s || CASE WHEN r.id < 1000
                                            THEN lpad(r.id::text, 3, '0')
                                            ELSE r.id::text END) AS n
                         FROM %s, generate_series(1, %s)) s""",
                company and company.id,
                number,
                f"ir_sequence_{self.id:03d}_",
                day_range or self._cs_range_query(day),
                count,
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("code") == CODE for vals in vals_list):
            self.env.registry.clear_cache("stable")
        return super().create(vals_list)

    def write(self, vals):
        if CODE in (vals.get("code"), *self.mapped("code")):
            self.env.registry.clear_cache("stable")
        return super().write(vals)

    def unlink(self):
        if CODE in self.mapped("code"):
            self.env.registry.clear_cache("stable")
        return super().unlink()

    @api.model
    @ormcache("company_id", cache="stable")
    def _cs_number_sequence_id(self, company_id):
        """Id of the sequence of a company: its own, else the common one, else none.

        Cached, as the format is: asked for every batch of tickets.
        """
        domain = [("code", "=", CODE), ("company_id", "in", [False, company_id])]
        own = {sequence.company_id.id: sequence.id for sequence in self.search(domain)}
        return own.get(company_id) or own.get(False) or False

    @ormcache("self.id", "day", cache="stable")
    def _cs_format_of_day(self, day):
        """What is around the serials of a day, and how many digits they have."""
        return (*self._cs_affixes(day), self.padding)

    def _cs_affixes(self, day):
        midnight = datetime.combine(day, time.min)
        return self._get_prefix_suffix(date=midnight, date_range=midnight)

    def _cs_range_of_day(self, day):
        """Id of the range of ``day``; a new one gets a transaction of its own.

        Made in the caller's transaction it would stay invisible to everybody else
        until that ends, and a second one would break on the unique constraint.  The
        caller may not see the row, but PostgreSQL's sequences know no snapshot.
        Intake goes on without a second connection, at the price of that risk.
        """
        known = self._cs_range_id(day)
        if not known and self._cs_range_apart():
            try:
                known = self._cs_range_aside(day)
            except (OperationalError, PoolError):
                _logger.warning("No second connection for %s", self, exc_info=True)
        return known or self._cs_create_range(day).id

    def _cs_range_id(self, day):
        """``_cs_find_range`` for every new ticket; sequences need no more than ids."""
        rows = self.env.execute_query(
            SQL("SELECT r.id FROM %s", self._cs_range_query(day))
        )
        return rows[0][0] if rows else False

    def _cs_range_query(self, day):
        return SQL(
            """(SELECT id FROM ir_sequence_date_range
                 WHERE sequence_id = %s AND date_from = %s AND date_to = %s
                 LIMIT 1) AS r""",
            self.id,
            day,
            day,
        )

    def _cs_range_aside(self, day):
        """Id of the range of ``day``, found or made on a connection of its own.

        Empty when this transaction made the sequence: nobody else knows it yet.
        """
        with self.env.registry.cursor() as cr:
            # each statement must see what others committed while we waited
            cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            cr.execute("SET LOCAL lock_timeout = '5s'")
            lock = f"cs_service_standard.range.{self.id}"
            cr.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [lock])
            aside = self.with_env(api.Environment(cr, SUPERUSER_ID, {})).exists()
            if not aside:
                return False
            return (aside._cs_find_range(day) or aside._cs_create_range(day)).id

    def _cs_range_apart(self):
        """Whether new ranges get their own transaction; tests keep to theirs."""
        return not modules.module.current_test

    def _cs_find_range(self, day):
        return (
            self.env["ir.sequence.date_range"]
            .sudo()
            .search(
                [
                    ("sequence_id", "=", self.id),
                    ("date_from", "=", day),
                    ("date_to", "=", day),
                ],
                limit=1,
            )
        )

    def _cs_create_range(self, day):
        return (
            self.env["ir.sequence.date_range"]
            .sudo()
            .create({"sequence_id": self.id, "date_from": day, "date_to": day})
        )
