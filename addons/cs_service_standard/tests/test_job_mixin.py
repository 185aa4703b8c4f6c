import psycopg2

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestJobMixin(TransactionCase):
    """A job goes past what fails, and past nothing else (RSP-23)."""

    def setUp(self):
        super().setUp()
        self.jobs = self.env["cs.job.mixin"]
        self.teams = self.env["helpdesk.ticket.team"].create(
            [{"name": f"Team {number}"} for number in range(7)]
        )
        self.acts, self.kept = 0, {}

    def _rename(self, bad, error=None):
        def act(teams):
            self.acts += 1
            for team in teams:
                team.name = "Done"
            if teams & bad:
                raise error or ValueError("poisoned")
            return len(teams)

        return act

    def _keep(self, team, error):
        self.kept[team] = str(error)

    def test_all_at_once_when_nothing_fails(self):
        none = self.teams.browse()
        result = self.jobs._act_on_all(self.teams, self._rename(none), self._keep)
        self.assertEqual((result, self.acts, self.kept), ([7], 1, {}))

    def test_only_those_that_fail_are_passed_over(self):
        bad = self.teams[2] | self.teams[6]
        result = self.jobs._act_on_all(self.teams, self._rename(bad), self._keep)
        self.assertEqual(sum(result), 5)
        self.assertEqual(self.kept, dict.fromkeys(bad, "poisoned"))
        self.assertEqual(bad.mapped("name"), ["Team 2", "Team 6"])
        self.assertEqual(set((self.teams - bad).mapped("name")), {"Done"})

    def test_a_conflict_is_nobodys_fault(self):
        act = self._rename(self.teams[3], psycopg2.errors.SerializationFailure())
        with self.assertRaises(psycopg2.errors.SerializationFailure):
            self.jobs._act_on_all(self.teams, act, self._keep)
        self.assertEqual((self.acts, self.kept), (1, {}))

    def test_lists_are_halved_and_nothing_is_done_for_nobody(self):
        seen = []

        def act(numbers):
            seen.append(numbers)
            if 5 in numbers:
                raise ValueError("poisoned")

        self.jobs._act_on_all([], act, self._keep)
        self.jobs._act_on_all(list(range(8)), act, self._keep)
        self.assertEqual(seen[0], list(range(8)))
        self.assertEqual(self.kept, {5: "poisoned"})
        self.assertEqual(len(seen), 7)
