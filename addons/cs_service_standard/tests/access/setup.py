"""Who may do what with the models of this part; read by ``test_security``."""

WORK = {}
SETTINGS = {}
SHARED = {}
ROLES = {
    "cs.centre.option": {"manager": "rwcd", "foreigner": "rwcd"},
    "cs.centre.definition": {"manager": "rwcd"},
    "cs.setup.assistant": {"manager": "rwcd"},
    "cs.setup.team": {"manager": "rwcd"},
    "cs.setup.person": {"manager": "rwcd"},
}


def create(case, add):
    """One record of each model: ``add(model, **values)`` makes and keeps it."""
    add("cs.centre.option", name="Robots")
    add("cs.centre.definition", name="Centre", company_id=case.company.id)
    assistant = add("cs.setup.assistant", company_id=case.company.id)
    add("cs.setup.team", assistant_id=assistant.id, name="Desk")
    role = case.env.ref("cs_service_standard.cs_role_team_head")
    add("cs.setup.person", assistant_id=assistant.id, name="Li", role_id=role.id)
