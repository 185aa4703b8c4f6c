from odoo import models
from odoo.fields import Command

from ...wording import listed


class CsSetupAssistant(models.Model):
    """Hours, channels, teams and the standard they follow."""

    _inherit = "cs.setup.assistant"

    def _changes_hours(self):
        """A calendar of the company; runs as superuser, calendars being Odoo's own."""
        if self.hours_kind != "week":
            return []
        calendar = self.hours_id.sudo()
        name = calendar.name or self._hours_name()
        vals = {"name": name, "company_id": self.company_id.id, "tz": self.tz}
        text = self.env._("%(name)s: %(hours)s", name=name, hours=self._tell_hours())
        if not calendar or self._hours_differ(calendar):
            vals["attendance_ids"] = [Command.clear(), *self._prepare_attendances()]
        return self._change(
            calendar, vals, text, lambda made: self.write({"hours_id": made.id})
        )

    def _hours_name(self):
        return self.env._("Service hours of %s", self.company_id.name)

    def _tell_hours(self):
        days = dict(self._fields["last_day"]._description_selection(self.env))
        parts = listed(
            self.env,
            [
                f"{self._clock(start)}-{self._clock(end)}"
                for start, end in self._shifts()
            ],
        )
        return self.env._(
            "%(days)s %(parts)s (%(zone)s)",
            days=days[self.last_day],
            parts=parts,
            zone=self.tz,
        )

    def _clock(self, hours):
        minutes = round(hours * 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"

    def _shifts(self):
        if self.break_from == self.break_to:
            return [(self.work_from, self.work_to)]
        return [(self.work_from, self.break_from), (self.break_to, self.work_to)]

    def _prepare_attendances(self):
        return [
            Command.create(
                {
                    "name": self.env._("Service"),
                    "dayofweek": str(day),
                    "hour_from": start,
                    "hour_to": end,
                    "day_period": "morning" if start < 12 else "afternoon",
                }
            )
            for day in range(int(self.last_day) + 1)
            for start, end in self._shifts()
        ]

    def _hours_differ(self, calendar):
        there = {
            (int(line.dayofweek), line.hour_from, line.hour_to)
            for line in calendar.attendance_ids
        }
        wanted = {
            (day, start, end)
            for day in range(int(self.last_day) + 1)
            for start, end in self._shifts()
        }
        return there != wanted

    def _calendar(self):
        """The calendar that the answers come to; may not be made yet."""
        match self.hours_kind:
            case "always":
                return self.env.ref("cs_service_standard.resource_calendar_always")
            case "own":
                return self.calendar_id
        return self.hours_id

    def _changes_channels(self):
        used = self.channel_ids._origin.with_context(active_test=False)
        offered = used.search(
            [("company_id", "in", [False, self.company_id.id])], order="sequence, id"
        )
        found = []
        for channel in offered:
            name = channel.name
            if channel in used:
                text = self.env._("Channel %s is put to use", name)
                found += self._change(channel, {"active": True}, text)
            elif self._owns(channel):
                text = self.env._("Channel %s is put out of use", name)
                found += self._change(channel, {"active": False}, text)
        return found + self._changes_phone(used)

    def _owns(self, record):
        """Whether changing a record touches no other company."""
        if record.company_id:
            return record.company_id == self.company_id
        return self._is_alone()

    def _changes_phone(self, used):
        if not self.phone_number:
            return []
        phones = used.filtered(lambda c: c.cs_is_phone and self._owns(c))
        phone = phones.sorted(lambda c: c.company_id != self.company_id)[:1]
        vals = {"cs_number": self.phone_number}
        if not phone:
            vals |= {
                "name": self.env._("Telephone of %s", self.company_id.name),
                "company_id": self.company_id.id,
                "cs_kind": "instant",
                "cs_is_phone": True,
                "cs_scope": self.env._("Every request, urgent ones first."),
                "cs_reply_rule": self.env._("We pick up during service hours."),
            }
        text = self.env._("Customers call %s", self.phone_number)
        return self._change(
            phone,
            vals,
            text,
            lambda made: self.write({"channel_ids": [Command.link(made.id)]}),
        )

    def _changes_standard(self):
        """The profile in force, and the company follows it."""
        if not self.profile_id:
            return self._note(
                self.env._("Choose a standard: without one no clock runs.")
            )
        found = self._changes_copy() if self.own_copy else []
        profile = self._profile()
        if profile.state != "in_force" and not found:
            text = self.env._("%s is put in force", profile.display_name)
            found += self._deed("change", text, profile.action_cs_activate)
        company = self.company_id.sudo()
        if not profile or company.cs_profile_id != profile:
            text = self.env._(
                "New teams of %(company)s follow %(profile)s",
                company=company.name,
                profile=(profile or self.profile_id).display_name,
            )
            found += self._deed("change", text, self._follow)
        return found

    def _changes_copy(self):
        if self.own_profile_id:
            return []
        text = self.env._(
            "%(profile)s is copied for %(company)s, with its %(count)s targets, and "
            "put in force",
            profile=self.profile_id.display_name,
            company=self.company_id.name,
            count=len(self.profile_id.target_ids),
        )
        return self._deed("create", text, self._copy_profile)

    def _copy_profile(self):
        """Copy the standard with all its conditions, then put it in force.

        Copies as superuser: a condition may name a channel this user cannot see, and
        without it the target would hold for everything.
        """
        profile = self.profile_id.sudo().copy(
            {
                "company_id": self.company_id.id,
                "code": self.profile_id._free_code(),
                "name": self.env._("Standard of %s", self.company_id.name),
                "calendar_id": self._calendar().id,
            }
        )
        phones = self.channel_ids.filtered("cs_is_phone")
        for target in profile.target_ids:
            if any(target.channel_ids.mapped("cs_is_phone")):
                target.channel_ids |= phones
        self.own_profile_id = profile.sudo(False)
        self.own_profile_id.action_cs_activate()

    def _follow(self):
        """Name the profile on the company; as superuser, companies being Odoo's own."""
        self.company_id.sudo().cs_profile_id = self._profile()

    def _profile(self):
        """The profile the teams follow; empty while its copy is not made."""
        return self.own_profile_id if self.own_copy else self.profile_id
