"""Who may do what with the models of this part; read by ``test_security``."""

WORK = {}
SETTINGS = {}
SHARED = {
    "cs.quality.cause": ("r", "r", "r", "rwcd", "r"),
}
SETUP = {
    **dict.fromkeys(("own", "mate", "leader", "reviewer", "stranger"), "r"),
    **dict.fromkeys(("far_agent", "far_mate", "officer"), "r"),
    "manager": "rwcd",
}
ROLES = {
    "cs.quality.template": SETUP,
    "cs.quality.question": SETUP,
    # the agent reads the own review once it is done; marks come by the review alone
    "cs.quality.check": {
        "own": "r",
        "leader": "rwc",
        "manager": "rwc",
        "reviewer": "rwc",
    },
    "cs.quality.mark": {"own": "r", "leader": "r", "manager": "r", "reviewer": "r"},
}


def create(case, add):
    """One record of each model: ``add(model, **values)`` makes and keeps it."""
    add("cs.quality.cause", name="Cause")
    template = add("cs.quality.template", name="Card", company_id=case.company.id)
    question = add(
        "cs.quality.question", template_id=template.id, name="Polite?", weight=100
    )
    check = add(
        "cs.quality.check",
        ticket_id=case.ticket.id,
        agent_id=case.own.id,
        reviewer_id=case.reviewer.id,
        template_id=template.id,
        state="done",
    )
    add("cs.quality.mark", check_id=check.id, question_id=question.id, value=5)
