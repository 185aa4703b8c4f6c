from datetime import timedelta

from odoo import api, fields, models

from ..wording import listed


class CsServiceProfile(models.Model):
    """What a ticket would be promised, in one sentence."""

    _inherit = "cs.service.profile"

    @api.model
    def _trial_phrases(self):
        """What happens by the due instant, per metric; other addons extend it."""
        return {
            "answer": self.env._("answered by %s"),
            "reception": self.env._("received by %s"),
            "record": self.env._("recorded by %s"),
            "first_contact": self.env._("contacted by %s"),
            "first_response": self.env._("replied to by %s"),
            "solution_proposed": self.env._("offered a solution by %s"),
            "resolution": self.env._("solved by %s"),
            "closure": self.env._("closed by %s"),
        }

    def _trial_words(self, values):
        """The ticket as people say it: 'Complaint, Chat, VIP, priority Very High'."""
        labels = [
            values[name].display_name
            for name in ("type_id", "channel_id")
            if values.get(name)
        ]
        fields_of_ticket = self.env["helpdesk.ticket"]._fields

        def label(name, field):
            field = fields_of_ticket[field]
            return dict(field._description_selection(self.env))[values[name]]

        if values.get("customer_value"):
            labels.append(label("customer_value", "cs_customer_value"))
        if values.get("priority"):
            level = label("priority", "priority")
            labels.append(self.env._("priority %(level)s", level=level))
        return listed(self.env, labels)

    def _trial_sentence(self, values, found, moment):
        """E.g. 'Complaint, Chat, VIP, opened now: contacted by 10:15, ...'."""
        zone = self._trial_zone(values)
        phrases = self._trial_phrases()
        promised = [
            phrases[row["target"].metric] % self._trial_when(row["due"], moment, zone)
            for row in found
            if row["due"] and row["target"].metric in phrases
        ]
        if not promised:
            return self.env._(
                "%(what)s, opened now: nothing is promised.",
                what=self._trial_words(values),
            )
        return self.env._(
            "%(what)s, opened now: %(promises)s (%(zone)s).",
            what=self._trial_words(values),
            promises=listed(self.env, promised),
            zone=zone,
        )

    def _trial_zone(self, values):
        calendar = self.env["resource.calendar"].sudo()
        calendar = calendar.browse(self._trial_calendar(values) or [])
        return calendar.tz or self.env.user.tz or "UTC"

    @api.model
    def _trial_when(self, due, moment, zone):
        """'10:15' today, 'tomorrow 10:00', else with the day."""
        here = self.with_context(tz=zone)
        local, now = (
            fields.Datetime.context_timestamp(here, at) for at in (due, moment)
        )
        clock = f"{local:%H:%M:%S}" if due.second else f"{local:%H:%M}"
        if local.date() == now.date():
            return clock
        if local.date() == now.date() + timedelta(days=1):
            return self.env._("tomorrow %s", clock)
        return self.env["cs.sla.target"]._moment_words(due, zone)
