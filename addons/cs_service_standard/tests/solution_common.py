"""A ticket with a solution of two options, shared by the tests of solutions."""

from odoo.fields import Command

REPAIR = {
    "name": "Repair at your home",
    "steps": "Replace the door lock\nTest the machine",
    "effect": "The machine runs again",
    "promised_date": "2023-10-09",
}
EXCHANGE = {
    "name": "Exchange",
    "steps": "Collect the old machine\nBring a new one",
    "effect": "A new machine with a new warranty",
    "promised_date": "2023-10-12",
}
EXTRA = [
    ("Technician in the evening", "overtime", 300),
    ("Carrier", "outsourcing", 700),
]


class SolutionData:
    """Adds types, a reason and a builder of solutions."""

    @classmethod
    def _set_up_solutions(cls):
        types = cls.env["helpdesk.ticket.type"]
        cls.type_full = types.create({"name": "Mend it", "cs_path": "full"})
        cls.type_short = types.create({"name": "Ask it", "cs_path": "short"})
        cls.type_complaint = types.create(
            {"name": "Complain", "cs_path": "full", "cs_is_complaint": True}
        )
        cls.reason = cls.env["cs.solution.reason"].create(
            {"name": "Does not help", "cause": "need"}
        )

    @classmethod
    def _ticket(cls, **vals):
        vals = {
            "partner_id": cls.customer.id,
            "type_id": cls.type_full.id,
            "user_id": cls.agent_li.id,
            **vals,
        }
        return cls._create_ticket(**vals)

    @classmethod
    def _solution(cls, ticket, options=(REPAIR, EXCHANGE), **vals):
        vals = {"fit_note": "She needs the machine today.", **vals}
        vals["option_ids"] = [Command.create(dict(option)) for option in options]
        solutions = cls.env["cs.solution"].with_user(cls.agent_li)
        return solutions.create({"ticket_id": ticket.id, **vals})

    @classmethod
    def _lines(cls, rows=EXTRA):
        return [
            Command.create({"name": name, "kind": kind, "amount": amount})
            for name, kind, amount in rows
        ]

    @classmethod
    def _presented(cls, ticket, **vals):
        solution = cls._solution(ticket, **vals)
        solution.action_present()
        return solution

    def _facts(self, ticket, *kinds):
        events = ticket.sudo().cs_event_ids.sorted(lambda e: (e.at, e.id))
        return [(e.kind, str(e.at)) for e in events if e.kind in kinds]

    @classmethod
    def _current(cls, ticket):
        solution = ticket._cs_current_solutions()[ticket.id]
        return solution.with_user(cls.agent_li).sudo(False)
