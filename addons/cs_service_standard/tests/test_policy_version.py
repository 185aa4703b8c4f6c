"""Versions of a profile, changes prepared and put in force."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .job_common import MONDAY, NOON, JobCase


@tagged("post_install", "-at_install")
class TestPolicyVersion(JobCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.target = cls._target("first_contact", 4, limit_unit="hour")
        cls.other = cls._target("resolution", 8, limit_unit="hour")
        cls._commit_figures()

    def _latest(self):
        return self.profile.version_ids[:1]

    def test_profile_in_force_begins_with_version_one(self):
        draft = self.env["cs.service.profile"].create({"name": "D", "code": "D"})
        self.assertFalse(draft.version or draft.version_ids)
        draft.state = "in_force"
        self.assertEqual(draft.version, 1)
        self.assertEqual(draft.settled_version, 1)
        self.assertFalse(draft.version_ids.valid_to)

    def test_one_transaction_is_one_version(self):
        before = self.profile.version
        with freeze_time(MONDAY):
            self.target.limit_value = 2
            self.other.write({"limit_value": 6, "strict": True})
            self._target("record", 60)
        self.assertEqual(self.profile.version, before + 1)
        self._commit_figures()
        latest, earlier = self.profile.version_ids[:2]
        self.assertEqual(str(latest.valid_from), MONDAY)
        self.assertEqual(str(earlier.valid_to), MONDAY)
        self.assertEqual(latest.user_id, self.env.user)
        self.assertIn("First contact within 4 hours: Limit: 4 hours", latest.changes)
        self.assertIn("→ 2 hours", latest.changes)
        self.assertIn("Limit Itself Is Late: no → yes", latest.changes)
        self.assertIn("Added: Minimum record within 60 seconds", latest.changes)
        self.target.limit_value = 3
        self.assertEqual(self.profile.version, before + 2)

    def test_every_kind_of_change_is_a_version(self):
        number = self.profile.version

        def follows(count):
            self._commit_figures()
            self.assertEqual(self.profile.version, number + count)

        self.other.priority_min = "2"
        follows(1)
        self.other.tag_ids = self.env["helpdesk.ticket.tag"].create({"name": "x"})
        follows(2)
        self.other.active = False
        follows(3)
        self.assertIn("Withdrawn: Resolution within 8 hours", self._latest().changes)
        self.target.unlink()
        follows(4)
        self.profile.calendar_id = self.env.ref(
            "cs_service_standard.resource_calendar_always"
        )
        follows(5)
        self.assertIn("Profile: Fallback Calendar: cal40 → ", self._latest().changes)

    def test_what_is_no_figure_makes_no_version(self):
        number = self.profile.version
        self.target.write({"sequence": 3, "note": "Checked", "is_assumed": True})
        self.target.write({"limit_value": 4, "limit_unit": "hour"})
        self.profile.write({"name": "Renamed", "calendar_id": self.calendar.id})
        self._commit_figures()
        self.assertEqual(self.profile.version, number)

    def test_snapshot_holds_codes_not_words(self):
        self.target.channel_ids = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_channel_email"
        )
        self._commit_figures()
        lines = {line["id"]: line for line in self._latest().snapshot["targets"]}
        line = lines[self.target.id]
        self.assertEqual(line["limit_seconds"], 14400)
        self.assertEqual(line["channel_ids"], self.target.channel_ids.ids)
        self.assertEqual(len(lines), 2)

    def test_promises_carry_the_version_of_their_line(self):
        ticket = self._at(MONDAY)
        old = self.target.version
        self.assertEqual(self._clock(ticket).version, old)
        self.other.limit_value = 6
        self._commit_figures()
        self.target.limit_value = 2
        self._commit_figures()
        later = self._at(NOON)
        self.assertEqual(self._clock(later).version, old + 2)
        self.assertEqual(self._clock(later, "resolution").version, old + 1)
        self.assertEqual(self._clock(ticket).version, old)

    def test_an_edit_of_another_line_leaves_facts_alone(self):
        ticket = self._at(MONDAY)
        self.other.limit_value = 6
        self._commit_figures()
        facts = len(ticket.cs_event_ids)
        ticket.tag_ids = self.env["helpdesk.ticket.tag"].create({"name": "x"})
        matched = ticket.cs_event_ids.filtered(lambda e: e.kind == "matched")[-1]
        first = [p for p in matched.payload["promises"] if p["id"] == self.target.id]
        self.assertEqual(first[0]["version"], self.target.version)
        self.assertEqual(len(ticket.cs_event_ids), facts + 1)

    def test_profile_from_before_versions_begins_with_its_earlier_figures(self):
        self.profile.version_ids.unlink()
        self.profile.write({"version": 0, "settled_version": 0})
        self._commit_figures()
        self.target.limit_value = 2
        self._commit_figures()
        numbers = self.profile.version_ids.mapped("number")
        self.assertEqual(numbers, [2, 1])
        self.assertIn("4 hours → 2 hours", self._latest().changes)

    def test_rolled_back_change_leaves_no_gap(self):
        number = self.profile.version
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.target.limit_value = 2
            raise UserError("no")
        self.target.limit_value = 3
        self._commit_figures()
        self.assertEqual(self.profile.version, number + 1)
        self.assertIn("→ 3 hours", self._latest().changes)

    def test_versions_are_written_by_nobody(self):
        for user in (self.agent_li, self.leader, self.manager):
            version = self._latest().with_user(user)
            self.assertTrue(version.changes)
            with self.assertRaises(AccessError):
                version.write({"number": 99})
            with self.assertRaises(AccessError):
                version.unlink()
        with self.assertRaises(AccessError):
            self._latest().with_user(self.portal_user).read(["number"])

    def test_manager_edits_figures_without_rights_on_versions(self):
        target = self.target.with_user(self.manager)
        target.limit_value = 2
        self._commit_figures()
        self.assertEqual(self._latest().user_id, self.manager)

    def test_manager_reads_the_whole_form_of_a_profile(self):
        view = self.env.ref("cs_service_standard.cs_service_profile_view_form")
        form = Form(self.profile.with_user(self.manager), view)
        self.assertEqual(form.version, self.profile.version)
        self.assertTrue(self.profile.with_user(self.manager).record_field_ids)

    def test_versions_of_another_company_are_hidden(self):
        other = self.env["res.company"].create({"name": "Other"})
        profile = self.env["cs.service.profile"].create(
            {"name": "O", "code": "O", "state": "in_force", "company_id": other.id}
        )
        found = self.env["cs.profile.version"].with_user(self.manager).search([])
        self.assertNotIn(profile.version_ids, found)
        self.assertIn(self._latest(), found)

    def test_compare_two_versions(self):
        self.target.limit_value = 2
        self._commit_figures()
        self.target.limit_value = 1
        self.other.active = False
        self._commit_figures()
        action = self.profile.action_cs_compare()
        model = self.env["cs.profile.compare"].with_user(self.manager)
        form = Form(model.with_context(**action["context"]))
        self.assertEqual(form.second_id, self._latest())
        form.first_id = self.profile.version_ids[2]
        self.assertIn("4 hours", form.difference)
        self.assertIn("<b>1 hour</b>", form.difference)
        self.assertIn("Withdrawn", form.difference)
        self.assertNotIn("2 hours", form.difference)
        form.first_id = self._latest()
        self.assertIn("promise the same", form.difference)

    def test_difference_is_escaped(self):
        calendar = self.calendar.copy({"name": "<b>evil</b>"})
        self.profile.calendar_id = calendar
        self._commit_figures()
        wizard = self.env["cs.profile.compare"].create(
            {
                "profile_id": self.profile.id,
                "first_id": self.profile.version_ids[1].id,
                "second_id": self._latest().id,
            }
        )
        self.assertNotIn("<b>evil", wizard.difference)

    def test_history_costs_the_same_for_two_and_ten_versions(self):
        def change(count):
            for number in range(count):
                self.target.limit_value = 10 + number + self.target.limit_value
                self._commit_figures()

        change(2)
        versions = self.env["cs.profile.version"]
        mine = [("profile_id", "=", self.profile.id)]
        two = self._queries(lambda: versions.search(mine, limit=2).mapped("changes"))
        change(8)
        ten = self._queries(lambda: versions.search(mine, limit=10).mapped("changes"))
        self.assertLessEqual(ten, two)

    def test_used_target_is_archived_not_deleted(self):
        self._at(MONDAY)
        with self.assertRaisesRegex(UserError, "archive it instead"):
            self.target.unlink()
        unused = self._target("closure", 60)
        unused.unlink()
        self.assertFalse(unused.exists())

    def test_used_profile_is_archived_not_deleted(self):
        self._at(MONDAY)
        with self.assertRaisesRegex(UserError, "archive it instead"):
            self.profile.unlink()
