"""Who may do what with the models of this part; read by ``test_security``."""

# as the tables of test_security
WORK = {}
SETTINGS = {}
SHARED = {}
# letters by role (an attribute of the test); a role that is not named may nothing
ROLES = {"cs.privacy.request": {"officer": "rwc"}}


def create(case, add):
    """One record of each model: ``add(model, **values)`` makes and keeps it."""
    add(
        "cs.privacy.request",
        partner_id=case.customer.id,
        company_id=case.company.id,
    )
