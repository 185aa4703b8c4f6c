from odoo import models

from ..engine.facts import FactKind
from ..wording import listed


class CsExecution(models.Model):
    """The words a regular report begins with."""

    _inherit = "cs.execution"

    def _developed_text(self, since):
        """Share and nodes reached, for the customer and in his language."""
        nodes = self.node_ids
        theirs = self.ticket_id._cs_with_customer_lang()
        lines = []
        if nodes:
            done = nodes.filtered("done")
            lines.append(
                theirs.env._(
                    "%(percent)s %% done: %(done)s of %(total)s steps.",
                    percent=round(self.done_percent),
                    done=len(done),
                    total=len(nodes),
                )
            )
        begin = self._begin_of(since)
        reached = nodes.filtered(
            lambda n: n.customer_visible and n.done and n.done_at and n.done_at >= begin
        )
        if reached:
            names = listed(theirs.env, reached.mapped("content"))
            lines.append(theirs.env._("Reached since the last report: %s.", names))
        ahead = nodes.filtered(lambda n: n.customer_visible and not n.done)
        if ahead:
            first = ahead.sorted(lambda n: (n.date, n.hour))[0]
            day = theirs._cs_node_day(first.date, first.hour)
            lines.append(
                theirs.env._("Next: %(what)s, %(day)s.", what=first.content, day=day)
            )
        return "\n".join(lines)

    def _happened_text(self, facts, tasks):
        """What the person who writes the report should remember; in his language."""
        person = self.ticket_id._cs_person_in_charge()
        own = self.with_context(lang=person.lang or self.env.lang)
        ours, theirs = facts[FactKind.CONTACT.value], facts[FactKind.CUSTOMER.value]
        lines = [
            own.env._(
                "Since then: %(ours)s contacts from us, %(theirs)s from the customer.",
                ours=ours,
                theirs=theirs,
            )
        ]
        lines += [
            own.env._("Task done: %(task)s – %(result)s", task=t.name, result=t.result)
            for t in tasks
        ]
        late = self.node_ids.filtered(lambda n: n.state == "late")
        lines += [own.env._("Late: %s", node.content) for node in late]
        return "\n".join(lines)


class CsProgressReport(models.Model):
    """Whom a draft waits for."""

    _inherit = "cs.progress.report"

    def _ask_to_send(self):
        """An activity on the day of the report, for who is in charge."""
        model = self.env["ir.model"]._get("helpdesk.ticket")
        todo = self.env.ref("mail.mail_activity_data_todo")
        vals_list = []
        for report in self:
            person = report.ticket_id._cs_person_in_charge()
            own = report.with_context(lang=person.lang or self.env.lang)
            vals_list.append(
                {
                    "res_model_id": model.id,
                    "res_id": report.ticket_id.id,
                    "activity_type_id": todo.id,
                    "summary": own.env._("Progress report: look at it and send it"),
                    "date_deadline": report.date,
                    "user_id": person.id,
                    "automated": True,
                }
            )
        activities = self.env["mail.activity"].create(vals_list)
        for report, activity in zip(self, activities, strict=True):
            report.activity_id = activity
