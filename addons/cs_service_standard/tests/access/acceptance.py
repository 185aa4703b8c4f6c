"""Who may do what with the models of this part; read by ``test_security``."""

WORK = {
    "cs.acceptance": ("rwc", "rwc", "rwc", "rwcd", ""),
    "cs.second.handling": ("r", "r", "r", "r", ""),
}
SETTINGS = {}
SHARED = {}
ROLES = {}


def create(case, add):
    """One record of each model: ``add(model, **values)`` makes and keeps it."""
    add("cs.acceptance", ticket_id=case.ticket.id, result="The machine runs")
    add(
        "cs.second.handling",
        ticket_id=case.ticket.id,
        reason="It leaks",
        begun_at="2023-10-09 02:00:00",
    )
