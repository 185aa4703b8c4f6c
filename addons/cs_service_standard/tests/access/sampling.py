"""Who may do what with the models of this part; read by ``test_security``."""

# as the tables of test_security
WORK = {
    "cs.self.check": ("rwc", "rwc", "rwc", "rwcd", ""),
    "cs.self.check.evidence": ("rwcd", "rwcd", "rwcd", "rwcd", ""),
}
SETTINGS = {}
SHARED = {
    "cs.evidence.kind": ("r", "r", "r", "rwcd", "r"),
}
# letters by role (an attribute of the test); a role that is not named may nothing
DRAWS = {"leader": "r", "reviewer": "r", "manager": "r"}
RULES = {"leader": "r", "reviewer": "r", "manager": "rwcd"}
ROLES = {
    "cs.quality.plan": RULES,
    "cs.quality.trigger": RULES,
    "cs.quality.sample": DRAWS,
    "cs.quality.sample.line": DRAWS,
}


def create(case, add):
    """One record of each model: ``add(model, **values)`` makes and keeps it."""
    now = "2023-10-09 02:00:00"
    ticket = {"ticket_id": case.ticket.id}
    kind = add("cs.evidence.kind", name="Measurement", medium="text")
    own = add("cs.self.check", **ticket)
    add("cs.self.check.evidence", self_check_id=own.id, kind_id=kind.id, text="5 V")
    ours = {"company_id": case.company.id}
    plan = add("cs.quality.plan", name="Plan", **ours)
    add("cs.quality.trigger", name="Trigger", **ours)
    sample = add("cs.quality.sample", plan_id=plan.id, start=now, end=now)
    add("cs.quality.sample.line", sample_id=sample.id, stratum="1", **ticket)
