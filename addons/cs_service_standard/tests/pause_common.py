"""Tickets that wait, shared by the tests of pauses."""

from .flight_common import FlightCase, at


class PauseCase(FlightCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._office("resolution", 40)

    def _open(self, moment="mon 09:00", **vals):
        with at(moment):
            return self._create_ticket(**{"user_id": self.agent_li.id, **vals})

    def _wizard(self, ticket, name, user=None, **vals):
        return (
            self.env["cs.pause"]
            .with_user(user or self.agent_li)
            .create(
                {"ticket_id": ticket.id, "reason_id": self.reasons[name].id, **vals}
            )
        )

    def _pause(self, ticket, name, moment, user=None, **vals):
        with at(moment):
            self._wizard(ticket, name, user, **vals).action_confirm()
        return ticket.cs_pause_id

    def _run(self, moment, week=0):
        with at(moment, week):
            return self.env["cs.ticket.pause"]._resume_batch()
