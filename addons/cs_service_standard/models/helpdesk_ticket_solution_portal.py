from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

MEDIUM = "portal"


class HelpdeskTicket(models.Model):
    """The customer compares solutions on his page, chooses one or says why not."""

    _inherit = "helpdesk.ticket"

    def _cs_portal_actions(self):
        return super()._cs_portal_actions() | {
            "solution_accept": "_cs_portal_accept_solution",
            "solution_reject": "_cs_portal_reject_solution",
        }

    def _cs_portal_blocks(self):
        blocks = super()._cs_portal_blocks()
        solution = self._cs_shown_solution()
        if solution:
            values = self._cs_prepare_portal_solution(solution)
        elif self._cs_current_solutions().get(self.id, solution).version > 1:
            values = {"open": False, "working": not self.stage_id.closed}
        else:
            return blocks
        block = {
            "sequence": 30,
            "template": "cs_service_standard.portal_solution",
            "values": values,
        }
        if values["open"]:
            several = len(values["options"]) > 1
            block |= {
                "call": self.env._("Please choose a solution.")
                if several
                else self.env._("Please tell us whether you agree to our solution."),
                "button": self.env._("See the solution"),
                "anchor": "solution",
            }
        return [*blocks, block]

    def _cs_shown_solution(self):
        """What the customer was last shown, while it stands; never a draft.

        As superuser; after a rejection no option is shown until the next is presented.
        """
        solution = self._cs_current_solutions().get(self.id)
        shown = solution and solution.state in ("presented", "accepted")
        return solution if shown else self.env["cs.solution"]

    def _cs_prepare_portal_solution(self, solution):
        """Plain values for the page: no cost, no note, nobody's name."""
        options = solution.option_ids
        chosen = solution.chosen_id
        zone = self._cs_reader_zone()
        is_open = solution.state == "presented" and not self.stage_id.closed
        return {
            "solution": solution.id,
            "version": solution.version,
            "open": is_open,
            "when": self._cs_when(solution.answered_at, zone),
            "options": [self._cs_prepare_portal_option(o) for o in (chosen or options)],
            "risks": [
                self._cs_risk_words(risk)
                for risk in solution.risk_ids.filtered("is_told")
            ],
            "reasons": [
                {"id": reason.id, "name": reason.name}
                for reason in self._cs_solution_reasons()
            ],
        }

    def _cs_risk_words(self, risk):
        """'The part comes late: we fetch it ourselves. You pay no freight'."""
        then = ". ".join(text for text in (risk.contingency, risk.compensation) if text)
        return f"{risk.name}: {then}" if then else risk.name

    def _cs_solution_reasons(self):
        """The reasons a customer chooses from, few and maintained by managers."""
        return self.env["cs.solution.reason"].search([("active", "=", True)])

    def _cs_prepare_portal_option(self, option):
        price = formatLang(self.env, option.price, currency_obj=option.currency_id)
        steps = (option.steps or "").splitlines()
        extra = ""
        if option.haste == "surcharge" and option.percent:
            extra = self.env._("with %s %% for haste", f"{option.percent:g}")
        elif option.haste == "package":
            package = option.solution_id._profile().expedite_package
            extra = self.env._("with %s", package) if package else ""
        day = option.promised_date
        return {
            "id": option.id,
            "name": option.name,
            "steps": [step.strip(" -*•\t") for step in steps if step.strip()],
            "effect": option.effect,
            "day": day and format_date(self.env, day),
            "price": price if option.price else self.env._("Free of charge"),
            "extra": extra,
            "recommended": option.is_recommended,
        }

    def _cs_portal_solution(self, values):
        """The solution a form was about, if it is the one to answer."""
        solution = self._cs_shown_solution()
        if str(solution.id) != values.get("solution") or self.stage_id.closed:
            raise UserError(
                self.env._(
                    "This offer has been answered or replaced meanwhile: please look "
                    "at the latest one."
                )
            )
        return solution

    def _cs_portal_accept_solution(self, values, files):
        solution = self._cs_portal_solution(values)
        chosen = solution.option_ids.filtered(
            lambda option: str(option.id) == values.get("option")
        )
        if not chosen:
            raise UserError(self.env._("Choose one of the options."))
        solution._accept(chosen, MEDIUM)
        self._cs_post_answer(self.env._("I agree to: %s", chosen.name))
        return self.env._(
            "Thank you. We carry out: %s. You find it in writing below.", chosen.name
        )

    def _cs_portal_reject_solution(self, values, files):
        solution = self._cs_portal_solution(values)
        reason = self._cs_solution_reasons().filtered(
            lambda found: str(found.id) == values.get("reason")
        )
        solution._reject(reason, values.get("words"), MEDIUM)
        words = f"{reason.name}: {values['words'].strip()}"
        self._cs_post_answer(self.env._("I do not agree. %s", words))
        return self.env._(
            "Thank you for telling us. We look for another solution and write to you."
        )

    def _cs_post_answer(self, text):
        """Keep the answer in the history, and let the owner hear of it.

        The consent or rejection is a fact of its own, so this message is none.
        """
        customer = self.partner_id
        author = (
            {"author_id": customer.id}
            if customer
            else {"author_id": False, "email_from": self.partner_email}
        )
        self.with_context(cs_no_contact=True).message_post(
            body=Markup("<p>%s</p>") % text,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.user_id.partner_id.ids,
            **author,
        )
