from datetime import datetime, time

from odoo import SUPERUSER_ID, api, fields, models, modules
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..engine import numbering


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
        for sequence in self.filtered(lambda s: s.code == "cs.ticket.number"):
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

    def _cs_next_of_day(self, day, count):
        """Take ``count`` numbers of one local day, in one query.

        :param date day: local day of the desk
        :return: list of formatted numbers
        """
        self.ensure_one()
        name = f"ir_sequence_{self.id:03d}_{self._cs_range_of_day(day):03d}"
        rows = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", name, count)
        )
        prefix, suffix = self._cs_affixes(day)
        serials = [serial for (serial,) in rows]
        return numbering.numbers(serials, prefix, self.padding, suffix)

    def _cs_affixes(self, day):
        midnight = datetime.combine(day, time.min)
        return self._get_prefix_suffix(date=midnight, date_range=midnight)

    def _cs_range_of_day(self, day):
        """Id of the range of ``day``; a new one gets a transaction of its own.

        Made in the caller's transaction it would stay invisible to everybody else
        until that ends, and a second one would break on the unique constraint.  The
        caller may not see the row, but PostgreSQL's sequences know no snapshot.
        """
        known = self._cs_find_range(day)
        if known or not self._cs_range_apart():
            return (known or self._cs_create_range(day)).id
        with self.env.registry.cursor() as cr:
            # each statement must see what others committed while we waited
            cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            lock = f"cs_service_standard.range.{self.id}"
            cr.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [lock])
            aside = self.with_env(api.Environment(cr, SUPERUSER_ID, {})).exists()
            if aside:
                known = aside._cs_find_range(day) or aside._cs_create_range(day)
                return known.id
        # this transaction made the sequence itself: nobody else knows it yet
        return self._cs_create_range(day).id

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
