from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import solution as rules
from ..engine.facts import FactKind

LETTER = "cs_service_standard.report_cs_solution_letter"
REVIEW = "cs_service_standard.mail_activity_type_solution_review"


class CsSolution(models.Model):
    """The customer's answer: consent to one option, or a rejection with its reason."""

    _inherit = "cs.solution"

    consent_medium = fields.Selection(
        [
            ("portal", "Customer page"),
            ("phone", "Telephone"),
            ("mail", "E-mail"),
            ("visit", "Visit"),
            ("paper", "Paper"),
        ],
        string="Answered By",
        readonly=True,
        copy=False,
    )
    answered_at = fields.Datetime(string="Answered", readonly=True, copy=False)
    recorded_id = fields.Many2one(
        "res.users",
        string="Recorded By",
        readonly=True,
        copy=False,
        help="Empty: the customer answered himself.",
    )
    chosen_id = fields.Many2one(
        "cs.solution.option", string="Chosen Option", readonly=True, copy=False
    )
    reason_id = fields.Many2one("cs.solution.reason", readonly=True, copy=False)
    reason_text = fields.Text(
        string="In the Customer's Words", readonly=True, copy=False
    )
    previous_words = fields.Char(compute="_compute_previous_words", compute_sudo=True)

    @api.depends("ticket_id", "version")
    def _compute_previous_words(self):
        """Why the version before was rejected, for whoever works on this one."""
        self.previous_words = False
        rejected = self.search(
            [("ticket_id", "in", self.ticket_id.ids), ("state", "=", "rejected")]
        )
        by_place = {(s.ticket_id.id, s.version): s for s in rejected}
        for solution in self:
            place = (solution.ticket_id.id, solution.version - 1)
            if before := by_place.get(place):
                words = [before.reason_id.name, before.reason_text]
                solution.previous_words = ": ".join(text for text in words if text)

    def _accept(self, option, medium, at=None):
        """The customer agrees to one option; only now it may be carried out.

        As superuser: the customer himself comes here by his link.

        :param option: of this solution
        :param medium: how he said so
        :param at: when, naive UTC; now by default
        """
        solution = self._prepare_answer()
        if option.solution_id != solution:
            raise UserError(self.env._("Choose one of the options."))
        at = at or fields.Datetime.now()
        option.sudo().chosen = True
        solution._write_answer("accepted", medium, at, chosen_id=option.id)
        self._record_fact(FactKind.CONSENT, at, option=option.id)
        solution._promise_day(option.sudo())
        name = self.env._(
            "Solution %(ticket)s, version %(version)s",
            ticket=solution.ticket_id.number,
            version=solution.version,
        )
        solution.ticket_id._cs_file_report(LETTER, solution, name)

    def _reject(self, reason, words, medium, at=None):
        """The customer wants another solution; its next version is begun.

        As superuser: the customer himself comes here by his link.
        """
        solution = self._prepare_answer()
        words = (words or "").strip()
        if not reason or not words:
            raise UserError(
                self.env._("Choose a reason and say in a few words what is not right.")
            )
        at = at or fields.Datetime.now()
        solution._write_answer(
            "rejected", medium, at, reason_id=reason.id, reason_text=words
        )
        self._record_fact(FactKind.REJECTED, at, reason=reason.id)
        solution._next_version()
        solution._ask_for_review()

    def _prepare_answer(self):
        """This solution locked and as superuser, if it can be answered."""
        self.ensure_one()
        solution = self.sudo()
        solution.lock_for_update()
        if solution.state != "presented" or not solution.is_current:
            raise UserError(
                self.env._(
                    "This offer has been answered or replaced meanwhile: please look "
                    "at the latest one."
                )
            )
        return solution

    def _write_answer(self, state, medium, at, **vals):
        by_customer = medium == "portal"
        self.write(
            {
                "state": state,
                "consent_medium": medium,
                "answered_at": at,
                "recorded_id": not by_customer and self.env.uid,
                **vals,
            }
        )

    def _check_is_current(self):
        self._check_is_draft()
        for solution in self.filtered(lambda s: s.state != "draft"):
            raise UserError(
                self.env._("Solution %s has been presented.", solution.display_name)
            )

    def _ask_for_review(self):
        """Several rejections: the leader asks what went wrong, once at a time."""
        self.ensure_one()
        ticket = self.ticket_id
        threshold = self._profile().rejection_review_count
        count = ticket._cs_rejection_counts()[ticket.id]
        asked = ticket.activity_search([REVIEW], only_automated=False)
        if asked or not rules.needs_review(count, threshold):
            return
        leader = ticket.team_id.user_id or ticket.cs_profile_id.manager_id
        ticket.activity_schedule(
            REVIEW,
            date_deadline=fields.Date.context_today(ticket),
            summary=self.env._("%s solutions rejected: what went wrong?", count),
            note=self.env._(
                "Two causes to look into: 1. Was the need understood? 2. Was the "
                "solution original enough?"
            ),
            user_id=(leader or ticket._cs_person_in_charge()).id,
        )
