"""Who may do what with the models of this part; read by ``test_security``."""

WORK = {}
SETTINGS = {}
SHARED = {}
LEADING = ("leader", "manager", "reviewer")
# the agent whose work it is, who puts it right, and those who lead
ROLES = {
    "cs.nonconformity": {
        "own": "rwc",
        "leader": "rwc",
        "manager": "rwcd",
        "reviewer": "rwc",
    },
    "cs.quality.dispute": {"own": "rwc", **dict.fromkeys(LEADING, "rwc")},
    "cs.quality.dispute.line": {"own": "rwcd", **dict.fromkeys(LEADING, "rwcd")},
    "cs.quality.calibration": {"leader": "rwc", "manager": "rwcd", "reviewer": "rwc"},
    "cs.quality.calibration.line": dict.fromkeys(LEADING, "r"),
    "cs.quality.gap": dict.fromkeys(LEADING, "r"),
}


def create(case, add):
    """One record of each model: ``add(model, **values)`` makes and keeps it."""
    checks = case.env["cs.quality.check"]
    check = checks.search([("ticket_id", "=", case.ticket.id)], limit=1)
    mark = check.mark_ids[:1]
    add(
        "cs.nonconformity",
        check_id=check.id,
        ticket_id=case.ticket.id,
        agent_id=case.own.id,
        responsible_id=case.own.id,
        what="Late",
    )
    dispute = add("cs.quality.dispute", check_id=check.id)
    add(
        "cs.quality.dispute.line",
        dispute_id=dispute.id,
        mark_id=mark.id,
        proposed_value=4,
        comment="Was in time",
    )
    dispute.sudo().state = "open"
    session = add(
        "cs.quality.calibration",
        template_id=check.template_id.id,
        company_id=case.company.id,
    )
    add(
        "cs.quality.calibration.line",
        calibration_id=session.id,
        question_id=mark.question_id.id,
    )
    mark.question_id.sudo().clause_id = case.env["cs.standard.clause"].search(
        [], limit=1
    )
    case.env.flush_all()
    gap = case.env["cs.quality.gap"]
    return {"cs.quality.gap": gap.search([("team_id", "=", case.team.id)], limit=1)}
