"""Who may do what with the models of this part; read by ``test_security``."""

WORK = {}
SETTINGS = {
    "cs.standard": ("r", "r", "r", "rwcd", "r"),
    "cs.standard.clause": ("r", "r", "r", "rwcd", "r"),
}
SHARED = {}
ROLES = {}


def create(case, add):
    """One record of each model: ``add(model, **values)`` makes and keeps it."""
    standard = add("cs.standard", name="Standard", company_id=case.company.id)
    add("cs.standard.clause", standard_id=standard.id, code="X-01", name="Answer")
