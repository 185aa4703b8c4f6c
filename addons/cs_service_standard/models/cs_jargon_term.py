from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from ..engine import jargon


class CsJargonTerm(models.Model):
    """A word of the trade that customers do not know, and how to say it plainly."""

    _name = "cs.jargon.term"
    _description = "Jargon"
    _order = "name, id"

    name = fields.Char(string="Term", required=True, help="E.g. RMA.")
    plain = fields.Char(
        string="Say Instead",
        required=True,
        translate=True,
        help="In the words of a customer, in each language you write to him.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: every company avoids this term."
    )

    _name_uniq = models.UniqueIndex(
        "(lower(name), COALESCE(company_id, 0))", "This term is in the list already."
    )

    @api.model
    def _find_in(self, body, company, lang=None):
        """The terms that stand in a text, as they come.

        :param body: HTML
        :param company: whose terms
        :param lang: language of the reader, for the suggested words
        """
        text = html2plaintext(body or "", include_references=False).strip()
        if not text:
            return self.browse()
        ours = Domain("company_id", "in", [False, company.id])
        terms = self.with_context(lang=lang or self.env.lang).sudo().search(ours)
        by_name = {term.name: term for term in terms}
        names = jargon.found(text, by_name)
        return terms.browse([by_name[name].id for name in names])
