from contextlib import contextmanager

from odoo.fields import Command

from .common import StandardCase


class ProcessCase(StandardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stages = cls.env["helpdesk.ticket.stage"]
        cls.stage = {
            phase: stages.create(
                {
                    "name": f"Test {phase}",
                    "cs_phase": phase,
                    "closed": phase == "closed",
                }
            )
            for phase in ("intake", "analysis", "solution", "closed")
        }
        cls.type_repair = cls.env["helpdesk.ticket.type"].create(
            {"name": "Test repair"}
        )
        cls.process = cls.env["cs.process"].create(
            {
                "name": "Test loop",
                "code": "TESTLOOP",
                "type_ids": [Command.set(cls.type_repair.ids)],
                "step_ids": [
                    Command.create({"name": "diagnose", "limit_value": 4}),
                    Command.create({"name": "repair", "limit_value": 2}),
                    Command.create({"name": "call back", "required": False}),
                ],
            }
        )

    @classmethod
    def _gate(cls, phase, **vals):
        return cls.env["cs.gate"].create(
            {
                "profile_id": cls.profile.id,
                "phase": phase,
                "check": "checklist",
                "mode": "block",
                **vals,
            }
        )

    @classmethod
    def _seeded(cls, name):
        return cls.env.ref(f"cs_service_standard.helpdesk_ticket_type_{name}")

    @classmethod
    def _create_ticket(cls, **vals):
        vals.setdefault("user_id", cls.agent_li.id)
        return super()._create_ticket(**{"stage_id": cls.stage["intake"].id, **vals})

    @contextmanager
    def _refused(self, error, pattern):
        """Something is refused with a message, and undone as in real life."""
        with self.assertRaisesRegex(error, pattern), self.env.cr.savepoint():
            yield

    def _steps(self, ticket, *names):
        return ticket.cs_step_ids.filtered(lambda step: step.name in names)

    def _move(self, ticket, phase):
        ticket.with_user(self.agent_li).write({"stage_id": self.stage[phase].id})

    def _clock(self, step):
        return step.ticket_id.cs_clock_ids.filtered(
            lambda clock: clock.metric == "step" and clock.step_key == step.id
        )
