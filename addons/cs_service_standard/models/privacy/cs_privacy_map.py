from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

MODULE = "cs_service_standard"
TEXTS = ("char", "text", "html")
FILES = ("binary", "image")
# what the customer said or gave himself: emptied, not only scrubbed
OWN_WORDS = {
    "helpdesk.ticket": {
        "description",
        "partner_email",
        "email_cc",
        "cs_phone",
        "cs_verbatim",
        "cs_feedback_text",
    },
    "cs.need.analysis": {"objection", "confirmed_with", "steps", "understanding"},
    "cs.need.answer": {"text"},
    "cs.solution": {"reason_text"},
    "cs.compensation": {"answer_words"},
    "cs.acceptance": {"comment", "signed_by", "wording"},
    "cs.archive": {"summary"},
    "cs.key.account": {"service_plan"},
    "cs.account.note": {"text"},
}
# codes, numbers of ours and digests: they name nobody
CODES = {
    "helpdesk.ticket": {
        "number",
        "access_token",
        "cs_consent_version",
        "cs_next_metric",
        "cs_product_name",
    },
    "cs.acceptance": {"document_hash"},
    "cs.archive": {"seal", "product_name", "product_key"},
    "cs.archive.document": {"checksum"},
    "cs.quality.sample.line": {"stratum"},
    "cs.progress.update": {"seed"},
}
# rows of the engine and logs: ids and codes by contract
FACTS = {
    "cs.ticket.event",
    "cs.ticket.clock",
    "cs.clock.usage",
    "cs.clock.notice",
    "cs.clock.notice.recipient",
    "cs.clock.job.line",
    "cs.dry.run.clock",
    "cs.reveal.log",
    "cs.privacy.request",
}
# about the work of colleagues: erased from like all, not part of a copy
ABOUT_STAFF = ("cs.quality.", "cs.breach.", "cs.nonconformity", "cs.ticket.handover")


class CsPrivacyMap(models.AbstractModel):
    """Where this addon holds what belongs to a person (PRV-02).

    Every text and file of a record that hangs on a ticket counts as personal unless
    it is listed as a code: what a later version adds is covered before anybody
    thinks of it.
    """

    _name = "cs.privacy.map"
    _description = "Map of Personal Data"

    @api.model
    def _persons(self, partner):
        """The contact and its addresses, not the colleagues in its company."""
        addresses = partner.with_context(active_test=False).child_ids
        return partner | addresses.filtered(
            lambda child: child.type != "contact" and not child.is_company
        )

    @api.model
    def _tickets(self, persons):
        """Tickets of these contacts, and those sent from their address alone."""
        keys = {email_normalize(email) for email in persons.mapped("email") if email}
        alone = Domain("partner_id", "=", False) & Domain(
            "cs_email_key", "in", list(keys - {False})
        )
        domain = Domain("partner_id", "in", persons.ids) | alone
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        return tickets.search(domain, order="id")

    @api.model
    def _sources(self, persons, tickets):
        """Records that hold something of these persons: dict from model to records.

        As superuser, of all teams and companies: a right of the person.
        """
        found = {"helpdesk.ticket": tickets}
        for model, name in self._links().items():
            records = self.env[model].sudo().with_context(active_test=False)
            owners = persons if name in ("partner_id", "customer_id") else tickets
            parent = records._fields[name].comodel_name
            if parent not in ("helpdesk.ticket", "res.partner"):
                owners = found.get(parent, self.env[parent])
            found[model] = records.search([(name, "in", owners.ids)], order="id")
        return found

    @api.model
    def _links(self):
        """The way from each model to its ticket or contact: model to field name.

        Parents come before their children.
        """
        models_ = [
            name
            for name, model in self.env.items()
            if model._original_module == MODULE
            and model._auto
            and not (model._abstract or model._transient or name in FACTS)
        ]
        known, links = {"helpdesk.ticket", "res.partner"}, {}
        grown = True
        while grown:
            grown = False
            for name in models_:
                field = name not in known and self._link_of(name, known)
                if field:
                    links[name] = field
                    known.add(name)
                    grown = True
        return links

    @api.model
    def _link_of(self, model, known):
        """The field by which a record belongs to a ticket, contact or their parts."""
        fields_ = self.env[model]._fields
        if "ticket_id" in fields_ and fields_["ticket_id"].store:
            return "ticket_id"
        for name, field in fields_.items():
            if (
                field.type == "many2one"
                and field.store
                and field.comodel_name in known
                and field.ondelete == "cascade"
            ):
                return name
        if model == "cs.key.account":
            return "partner_id"
        return None

    @api.model
    def _personal_fields(self, model):
        """Fields that may name somebody, and what an erasure does to each.

        :return: dict from field name to ``empty``, ``scrub`` or ``drop`` (files)
        """
        own, codes = OWN_WORDS.get(model, set()), CODES.get(model, set())
        result = {}
        for name, field in self.env[model]._fields.items():
            if not field.store and not (field.type in FILES and field.attachment):
                continue
            if name in codes or field.related or (field.compute and field.readonly):
                continue
            if field.type in FILES:
                result[name] = "drop"
            elif field.type in TEXTS and not field.translate:
                result[name] = "empty" if name in own else "scrub"
        return result
