from odoo import fields, models
from odoo.exceptions import UserError

from ...engine.dispute import Outcome, State, may_decide

ACTIVITY = "cs_service_standard.mail_activity_type_dispute"
LEADER = "helpdesk_mgmt.group_helpdesk_user"


class CsQualityDispute(models.Model):
    """The decision: everything that hangs on the marks changes with it."""

    _inherit = "cs.quality.dispute"

    def action_accept_all(self):
        """Every mark as the agent proposes it."""
        self.ensure_one()
        self._check_may_decide()
        self.line_ids.write({"outcome": Outcome.ACCEPTED.value})
        return self.action_decide()

    def action_decide(self):
        """Put the decision in force."""
        self.ensure_one()
        self._check_may_decide()
        self._check_decided()
        check = self.check_id.sudo()
        before = {"score": check.score, "result": check.result}
        self._advance(
            State.DECIDED, decided_by=self.env.uid, decided_at=fields.Datetime.now()
        )
        self.sudo()._apply(before)
        self.sudo().activity_feedback([ACTIVITY], only_automated=False)
        self.sudo()._tell_agent()
        return None

    def _apply(self, before):
        """Change the marks, and what followed from them.

        Called as superuser: marks of a review that is done are written by nobody.
        """
        self.ensure_one()
        check = self.check_id
        changes = {
            line.mark_id.id: line._decided_change()
            for line in self.line_ids
            if line._changes(line._decided_change())
        }
        if changes:
            check._change_marks(changes, self.display_name)
        after = {"score": check.score, "result": check.result}
        self.write(
            {
                "old_score": before["score"],
                "new_score": after["score"],
                "old_result": before["result"],
                "new_result": after["result"],
            }
        )
        if before["result"] == "failed" and after["result"] == "passed":
            check._take_back_failure()
        elif before["result"] == "passed" and after["result"] == "failed":
            check._renew_failure()
        self._adjustment(before, after)

    def _adjustment(self, old, new):
        """Figures of a closed month are put right by who keeps them; a hook.

        :param old: dict of ``score`` and ``result`` before the decision
        :param new: the same after it
        """
        return None

    def _check_may_decide(self):
        for dispute in self:
            concerned = (dispute.agent_id.id, dispute.reviewer_id.id)
            if not may_decide(self.env.uid, concerned):
                raise UserError(
                    self.env._(
                        "%s is decided by somebody who neither gave the marks nor got "
                        "them: ask another leader.",
                        dispute.display_name,
                    )
                )
            if not self.env.user.has_group(LEADER):
                raise UserError(
                    self.env._("%s is decided by a team leader.", dispute.display_name)
                )

    def _check_decided(self):
        """Every disputed mark has an outcome, and a reason where it stays."""
        self.ensure_one()
        for line in self.line_ids:
            name = line.question_id.name
            if not line.outcome:
                raise UserError(self.env._("Decide about the mark of '%s'.", name))
            if line.outcome == Outcome.ACCEPTED:
                continue
            if not (line.reason or "").strip():
                raise UserError(
                    self.env._("Give the reason for the decision about '%s'.", name)
                )
            partly = line.outcome == Outcome.PARTLY
            if partly and (line.is_critical or not line.decided_value):
                raise UserError(
                    self.env._(
                        "Enter the mark that '%s' gets from now on; a critical "
                        "failure is accepted or rejected as a whole.",
                        name,
                    )
                )

    def _tell_agent(self):
        """The agent reads the decision in his inbox."""
        self.ensure_one()
        agent = self.agent_id
        reader = self.with_context(lang=agent.lang)
        words = reader.env._(
            "Decided: %(old)s becomes %(new)s of 100.",
            old=f"{self.old_score:g}",
            new=f"{self.new_score:g}",
        )
        self.message_post(
            body=words,
            author_id=self.env.user.partner_id.id,
            partner_ids=agent.partner_id.ids,
        )


class CsQualityCheck(models.Model):
    """A review that passes after a dispute takes back what its failure began."""

    _inherit = "cs.quality.check"

    def _take_back_failure(self):
        """Called as superuser; the ticket stays where its work has come to."""
        records = self.nonconformity_ids
        records._withdraw()
        rework = records.filtered("is_rework").ticket_id
        notes = {
            ticket.id: self.env._(
                "The quality review is passed after a dispute: its rework no longer "
                "counts."
            )
            for ticket in rework
        }
        if notes:
            rework._message_log_batch(bodies=notes)

    def _renew_failure(self):
        """The decision was taken back: what it withdrew holds again.

        Called as superuser.
        """
        records = self.nonconformity_ids.filtered(lambda r: r.state == "withdrawn")
        records.write({"state": "open"})
        records._put_to_responsible()
        back = records.filtered("is_rework").ticket_id._cs_to_send_back()
        self._record_rework(back)
        back._cs_send_back()
