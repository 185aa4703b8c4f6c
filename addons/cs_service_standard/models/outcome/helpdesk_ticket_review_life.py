from odoo import models

LEADER = "helpdesk_mgmt.group_helpdesk_user"
SHOWN = (
    "ticket_id",
    "state",
    "method",
    "result",
    "score",
    "has_score",
    "agent_id",
    "acknowledged_at",
)


class HelpdeskTicket(models.Model):
    """The quality review in the course of a ticket: drawn, passed, failed, disputed."""

    _inherit = "helpdesk.ticket"

    def action_cs_open_review(self):
        """The reviews of this ticket, as far as the reader may see them."""
        self.ensure_one()
        reviews = self.env["cs.quality.check"].search(
            [("ticket_id", "=", self.id), ("state", "!=", "cancelled")]
        )
        reviews = reviews._has_outcome()
        if not reviews:
            return None
        return self._cs_open_part(
            reviews, "cs.quality.check", self.env._("Quality Review")
        )

    def _cs_life_codes(self):
        return [*super()._cs_life_codes(), "review"]

    def _cs_life_review(self):
        """Only what is over, except for those who review others' work."""
        reviews = self.env["cs.quality.check"].search_fetch(
            [("ticket_id", "in", self.ids), ("state", "in", ("todo", "done"))], SHOWN
        )
        shown = reviews._has_outcome().filtered(lambda r: r._is_shown_in_course())
        if not shown:
            return {}
        records = self.env["cs.nonconformity"].search_fetch(
            [("ticket_id", "in", shown.ticket_id.ids), ("state", "!=", "withdrawn")],
            ["ticket_id", "state", "is_rework", "due_date", "responsible_id"],
        )
        disputed = self._cs_disputed(shown)
        by_ticket = records.grouped("ticket_id")
        return {
            ticket.id: ticket._cs_prepare_review_part(
                mine, by_ticket.get(ticket, records.browse()), disputed
            )
            for ticket, mine in shown.grouped("ticket_id").items()
        }

    def _cs_disputed(self, reviews):
        """Ids of reviews about which a dispute is open."""
        disputes = self.env["cs.quality.dispute"].search_fetch(
            [("check_id", "in", reviews.ids), ("state", "=", "open")], ["check_id"]
        )
        return set(disputes.check_id.ids)

    def _cs_prepare_review_part(self, reviews, records, disputed):
        """The card of the review: the last one done, else that one is to come."""
        self.ensure_one()
        done = reviews.filtered(lambda r: r.state == "done").sorted("id")[-1:]
        todo = reviews.filtered(lambda r: r.state == "todo")
        broken = records.filtered(lambda r: r.state in ("open", "corrected"))
        state, text = self._cs_review_state(done, todo, broken, disputed)
        return {
            "title": self.env._("Quality review"),
            "phase": "quality",
            "state": state,
            "state_text": text,
            "lines": self._cs_review_lines(done, records),
            "action": "action_cs_open_nonconformity"
            if broken
            else "action_cs_open_review",
            "action_label": self.env._("Open"),
            "next": self._cs_review_order(broken),
        }

    def _cs_review_state(self, done, todo, broken, disputed):
        if done.id in disputed:
            return "waiting", self.env._("Dispute open")
        if broken:
            return "problem", self.env._("Not passed")
        if todo:
            return "waiting", self.env._("Drawn")
        if done.result == "failed":
            return "done", self.env._("Put right")
        return "done", self.env._("Passed")

    def _cs_review_lines(self, done, records):
        lines = []
        if done.has_score:
            lines.append([self.env._("Score"), f"{done.score:g}"])
        rework = len(records.filtered("is_rework"))
        if rework:
            lines.append([self.env._("Rework"), str(rework)])
        late = records.filtered(lambda r: r.state == "open")[:1]
        if late:
            lines.append(
                [self.env._("To correct by"), self._cs_node_day(late.due_date)]
            )
        return lines

    def _cs_review_order(self, broken):
        """What to do now, as an order, or nothing."""
        if broken.filtered(lambda r: r.state == "open"):
            return self.env._("Review failed: put it right and report the correction")
        if broken and self.env.user.has_group(LEADER):
            return self.env._("Look whether the correction holds, and verify it")
        return False

    def action_cs_open_nonconformity(self):
        """What is to be put right on this ticket."""
        self.ensure_one()
        records = self.env["cs.nonconformity"].search(
            [("ticket_id", "=", self.id), ("state", "in", ("open", "corrected"))]
        )
        if not records:
            return self.action_cs_open_review()
        return self._cs_open_part(
            records, "cs.nonconformity", self.env._("Non-conformity")
        )


class CsQualityCheck(models.Model):
    _inherit = "cs.quality.check"

    def _is_shown_in_course(self):
        """Reviews are between the agent and those who lead, and over when shown.

        The owner of the ticket sees those that are over, too: he does the rework.
        """
        self.ensure_one()
        me = self.env.user
        if self.agent_id == me:
            return self.state == "done"
        if me.has_group(LEADER):
            return True
        return self.state == "done" and self.ticket_id.user_id == me
