from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import groupby

PERIODS = ("month", "quarter", "year", "running")


class CsStandard(models.Model):
    """The standard as a manual that can be read: chapters, clauses, what keeps them."""

    _inherit = "cs.standard"

    @api.model
    @api.readonly
    def get_manual(self, standard_id=None, period="month"):
        """Everything the manual shows, in a number of queries that does not grow.

        :param standard_id: id of a standard; ``None``: the one in force
        :param period: month, quarter or year (the last that is over), or running
        """
        if period not in PERIODS:
            raise UserError(self.env._("Choose a month, a quarter or a year."))
        standards = self.search([("state", "!=", "draft")], order="state, version desc")
        drafts = self.search([("state", "=", "draft")], order="name, version desc")
        standards |= drafts
        chosen = standards.filtered(lambda s: s.id == standard_id)
        chosen = chosen or standards[:1]
        return {
            "standards": [{"id": s.id, "name": s.display_name} for s in standards],
            "standard": chosen._to_manual(period) if chosen else None,
            "period": period,
            "period_text": self.env["cs.standard.clause"]._period_words(period),
        }

    def _to_manual(self, period):
        self.ensure_one()
        clauses = self.clause_ids
        rows = clauses._figure_rows(period)
        chapters = [
            {
                "name": chapter,
                "clauses": [c._to_manual(rows.get(c.id)) for c in members],
            }
            for chapter, members in groupby(clauses, lambda c: c.chapter or "")
        ]
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.display_name,
            "state": self.state,
            "state_text": states[self.state],
            "effective_date": self.effective_date,
            "review_date": self.review_date,
            "min_count": self.min_count,
            "has_figures": bool(rows),
            "chapters": chapters,
        }


class CsStandardClause(models.Model):
    """A clause as the manual shows it."""

    _inherit = "cs.standard.clause"

    def _to_manual(self, figures):
        self.ensure_one()
        return {
            "id": self.id,
            "code": self.code,
            "text": self.name,
            "original": self.original or "",
            "obligation": self.obligation,
            "state": self.state,
            "figures": figures or None,
            "kept_words": self._kept_words(figures) if figures else "",
            "mechanisms": [m._to_manual() for m in self.mechanism_ids],
            "questions": len(self.question_ids),
        }


class CsStandardMechanism(models.Model):
    """What keeps a clause, as the manual shows it."""

    _inherit = "cs.standard.mechanism"

    def _to_manual(self):
        self.ensure_one()
        key = self._reference_key()
        return {
            "id": self.id,
            "label": self.label,
            "effect": self.effect,
            "model": key[0] if key else "",
            "res_id": key[1] if key else 0,
            "kind": self._kind_words(key),
        }

    def _kind_words(self, key):
        """What kind of thing it is: target, gate, ...; built in."""
        if not key:
            return self.env._("Built in")
        return self.env["ir.model"].sudo()._get(key[0]).name
