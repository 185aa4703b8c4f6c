from odoo.tests import tagged

from .record_common import RecordCase


@tagged("post_install", "-at_install")
class TestStages(RecordCase):
    def test_rec_12_nine_stages_in_order_then_the_side_tracks(self):
        stages = self.team._get_applicable_stages().filtered("cs_standard_only")
        names = [
            "Intake",
            "Classified",
            "Analysis",
            "Solution",
            "Execution",
            "Quality",
            "Acceptance",
            "Follow-up",
            "Closed",
            "Waiting for customer",
            "Cancelled",
        ]
        self.assertEqual(stages.mapped("name"), names)
        self.assertEqual(
            stages.filtered("closed").mapped("name"), ["Closed", "Cancelled"]
        )
        resolving = ["Acceptance", "Follow-up", "Closed"]
        self.assertEqual(stages.filtered("cs_resolves").mapped("name"), resolving)

    def test_rec_12_chatter_shows_each_move_with_user_and_time(self):
        ticket = self._create_ticket(user_id=self.agent_li.id)
        self.flush_tracking()
        ticket.with_user(self.agent_li).stage_id = self.stages["classified"]
        self.flush_tracking()
        move = ticket.message_ids.tracking_value_ids.filtered(
            lambda v: v.field_id.name == "stage_id" and v.new_value_char == "Classified"
        )
        self.assertEqual(move.old_value_char, "Intake")
        self.assertEqual(move.mail_message_id.author_id, self.agent_li.partner_id)
        self.assertTrue(move.mail_message_id.date)

    def flush_tracking(self):
        self.env.flush_all()
        self.cr.flush()

    def test_new_ticket_of_a_profile_team_starts_in_intake(self):
        self.assertEqual(self._create_ticket().stage_id, self.stages["intake"])
        self.env.company.cs_profile_id = self.profile
        ticket = self.env["helpdesk.ticket"].create({"name": "a", "description": "b"})
        self.assertEqual(ticket.stage_id, self.stages["intake"])

    def test_plain_team_sees_exactly_what_it_saw(self):
        stages = self.env["helpdesk.ticket.stage"].search([("team_ids", "=", False)])
        before = stages.filtered(lambda stage: not stage.cs_standard_only)
        self.assertEqual(self.team_plain._get_applicable_stages(), before)
        ticket = self._create_ticket(team_id=self.team_plain.id)
        self.assertEqual(ticket.stage_id, before[0])
        self.assertEqual(ticket.cs_stage_ids, before)

    def test_profile_team_chooses_from_the_standard_and_its_own(self):
        own = self.env["helpdesk.ticket.stage"].create(
            {"name": "Lab", "team_ids": self.team.ids, "sequence": 45}
        )
        ticket = self._create_ticket()
        standard = self.team._get_applicable_stages().filtered("cs_standard_only")
        self.assertEqual(ticket.cs_stage_ids, standard | own)
        self.assertIn(
            self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new"),
            self.team._get_applicable_stages(),
        )

    def test_a_ticket_stays_when_its_team_gets_a_profile(self):
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
        ticket = self._create_ticket(team_id=self.team_plain.id, stage_id=stage.id)
        self.team_plain.cs_profile_id = self.profile
        ticket.user_id = self.agent_wang
        self.assertEqual(ticket.stage_id, stage)
        ticket.team_id = self.team
        self.assertEqual(ticket.stage_id, stage)
        self.assertEqual(ticket.cs_profile_id, self.profile)

    def test_a_ticket_keeps_its_phase_in_a_plain_team(self):
        ticket = self._create_ticket(stage_id=self.stages["execution"].id)
        ticket.team_id = self.team_plain
        self.assertEqual(
            ticket.stage_id,
            self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress"),
        )
        self.assertFalse(ticket.cs_profile_id)
        other = self._create_ticket(stage_id=self.stages["quality"].id)
        other.team_id = self.team_plain
        self.assertEqual(
            other.stage_id, self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        )

    def _columns(self, domain, **context):
        tickets = self.env["helpdesk.ticket"].with_context(**context)
        return tickets._read_group_stage_ids(self.env["helpdesk.ticket.stage"], domain)

    def test_boards_show_the_stages_of_their_teams(self):
        plain = self.team_plain._get_applicable_stages()
        standard = self.team._get_applicable_stages().filtered("cs_standard_only")
        here, there = (
            self._create_ticket(),
            self._create_ticket(team_id=self.team_plain.id),
        )
        self.assertEqual(self._columns([], default_team_id=self.team_plain.id), plain)
        self.assertEqual(self._columns([], default_team_id=self.team.id), standard)
        self.assertEqual(self._columns([("id", "=", here.id)]), standard)
        self.assertEqual(self._columns([("id", "=", there.id)]), plain)
        both = self._columns([("id", "in", (here + there).ids)])
        self.assertEqual(both, plain + standard)

    def test_an_empty_board_shows_the_columns_of_the_user_s_teams(self):
        self.agent_wang.helpdesk_team_ids = self.team_plain
        tickets = self.env["helpdesk.ticket"].with_user(self.agent_wang)
        stages = self.env["helpdesk.ticket.stage"]
        columns = tickets._read_group_stage_ids(stages, [("id", "=", 0)])
        self.assertEqual(columns, self.team_plain._get_applicable_stages())

    def test_first_stage_is_looked_up_once_per_team(self):
        tickets = self.env["helpdesk.ticket"]
        tickets.create([self._prepare_ticket_vals()])
        costs = [
            self._count_queries(
                lambda n=n: tickets.with_context(
                    tracking_disable=True, mail_create_nosubscribe=True
                ).create([self._prepare_ticket_vals() for _ in range(n)])
            )
            for n in (1, 50)
        ]
        self.assertLessEqual(costs[1] - costs[0], 5, costs)
