"""Who may do what with the models of this part; read by ``test_security``."""

WORK = {}
SETTINGS = {}
SHARED = {}
# a standard belongs to one company here; those without one are shared
READERS = ("own", "mate", "leader", "stranger", "far_agent", "far_mate", "officer")
READ = dict.fromkeys((*READERS, "reviewer"), "r")
ROLES = {
    "cs.standard": READ | {"manager": "rwcd"},
    "cs.standard.clause": READ | {"manager": "rwcd"},
    "cs.standard.mechanism": READ | {"manager": "rwcd"},
    "cs.exchange.key": {},
}


def create(case, add):
    """One record of each model: ``add(model, **values)`` makes and keeps it."""
    standard = add("cs.standard", name="Standard", company_id=case.company.id)
    clause = add(
        "cs.standard.clause", standard_id=standard.id, code="X-01", name="Answer"
    )
    add("cs.standard.mechanism", clause_id=clause.id, function="Built in")
    add("cs.exchange.key", model="cs.standard", res_id=standard.id, key="own.1")
