from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from ...engine.facts import FactKind

# what is committed late carries an earlier instant than what was seen already
OVERLAP = timedelta(hours=2)
OVERLAP_MESSAGES = 1000


class CsQualityTrigger(models.Model):
    """The scheduler of triggers: one review per ticket and rule, ever."""

    _inherit = "cs.quality.trigger"

    @api.model
    def _cron_apply(self):
        """Ask for the reviews that are called for; harmless to run twice."""
        cron = self.env["ir.cron"]
        triggers = self.search([("active", "=", True)])
        cron._commit_progress(remaining=len(triggers))
        for trigger in triggers:
            trigger.try_lock_for_update()._apply_safely()
            if not cron._commit_progress(1):
                return

    def _apply_safely(self):
        """One rule that fails does not stop the others."""

        def keep(trigger, error):
            trigger.write({"error": str(error)[:250]})

        self._act_on_all(self, lambda triggers: triggers._apply(), keep)

    def _apply(self):
        """Reviews of the tickets each rule has found since it last looked."""
        now = fields.Datetime.now()
        seen = self._last_message_id()
        for trigger in self:
            since = (trigger.checked_at or trigger.create_date) - OVERLAP
            trigger._create_checks(trigger._find(since, now))
        self.write(
            {
                "checked_at": now,
                "message_seen": seen,
                "error": False,
            }
        )

    @api.model
    def _last_message_id(self):
        messages = self.env["mail.message"].sudo()
        return messages.search([("id", ">", 0)], order="id desc", limit=1).id

    def _find(self, since, until):
        """Tickets this rule is about, among what happened meanwhile."""
        self.ensure_one()
        tickets = self.env["helpdesk.ticket"].sudo()
        ids = getattr(self, f"_find_{self.kind}")(since, until)
        domain = (
            Domain("id", "in", list(ids))
            & Domain("company_id", "=", self.company_id.id)
            & Domain("cs_profile_id", "!=", False)
            & Domain("duplicate_id", "=", False)
        )
        if self.team_ids:
            domain &= Domain("team_id", "in", self.team_ids.ids)
        return tickets.search(domain) - self.sudo().check_ids.ticket_id

    def _create_checks(self, tickets):
        """Targeted reviews, with the rule as their reason."""
        today = fields.Datetime.now().date()
        common = {
            "trigger_id": self.id,
            "method": "targeted",
            "reason": self.name,
            "due_date": today + timedelta(days=self.due_days),
        }
        if self.template_id:
            common["template_id"] = self.template_id.id
        checks = self.env["cs.quality.check"].sudo()
        checks = checks.create([{**common, "ticket_id": t.id} for t in tickets])
        checks._give_to_reviewers(self.reviewer_ids)
        return checks

    def _find_score(self, since, until):
        """Tickets whose customer gave a low score; a hook for other scores."""
        tickets = self.env["helpdesk.ticket"].sudo()
        found = tickets.search(
            [
                ("cs_feedback_score", ">", 0),
                ("cs_feedback_score", "<=", self.max_score),
                ("write_date", ">=", since),
            ]
        )
        return set(found.ids) | self._find_acceptance_score(since, until)

    def _find_acceptance_score(self, since, until):
        """Tickets whose acceptance form was signed with a low score."""
        low = [str(score) for score in range(1, self.max_score + 1)]
        domain = [("score", "in", low), ("signed_at", ">=", since)]
        forms = self.env["cs.acceptance"].sudo()
        return set(forms.search_fetch(domain, ["ticket_id"]).ticket_id.ids)

    def _find_complaint(self, since, until):
        tickets = self.env["helpdesk.ticket"].sudo()
        domain = [("type_id.cs_is_complaint", "=", True), ("create_date", ">=", since)]
        return set(tickets.search(domain).ids)

    def _find_dissatisfied(self, since, until):
        return self._find_facts(FactKind.DISSATISFIED, since, until)

    def _find_reopened(self, since, until):
        return self._find_facts(FactKind.REOPENED, since, until)

    def _find_facts(self, kind, since, until):
        events = self.env["cs.ticket.event"].sudo()
        domain = [
            ("kind", "=", kind.value),
            ("company_id", "=", self.company_id.id),
            ("at", ">=", since),
            ("at", "<=", until),
        ]
        return set(events.search_fetch(domain, ["ticket_id"]).ticket_id.ids)

    def _find_keyword(self, since, until):
        """Tickets on which a customer wrote one of the words."""
        return self._find_words(since, lambda author: not self._is_ours(author))

    def _find_red_line(self, since, until):
        """Tickets on which one of us wrote one of the words to the customer."""
        return self._find_words(since, self._is_ours)

    @api.model
    def _is_ours(self, author):
        """Whether somebody with an account of our desk wrote it."""
        return bool(author) and not author.partner_share

    def _find_words(self, since, is_meant):
        """Tickets with the words in a message: the text counts, not its mark-up."""
        words = self._words()
        messages = self.env["mail.message"].sudo()
        said = Domain.OR(Domain("body", "ilike", word) for word in words)
        found = messages.search_fetch(
            Domain("model", "=", "helpdesk.ticket")
            & Domain("message_type", "in", ("comment", "email"))
            & Domain("is_internal", "=", False)
            & Domain("id", ">", self.message_seen - OVERLAP_MESSAGES)
            & Domain("date", ">=", since)
            & said,
            ["body", "author_id", "res_id"],
        )
        return {
            message.res_id
            for message in found
            if is_meant(message.author_id) and self._says(message.body, words)
        }

    @api.model
    def _says(self, body, words):
        text = html2plaintext(body or "", include_references=False)
        plain = " ".join(text.lower().split())
        return any(word in plain for word in words)
