"""Who may do what with the models of this part; read by ``test_security``."""

# as the tables of test_security
WORK = {}
SETTINGS = {}
SHARED = {}
# letters by role (an attribute of the test); a role that is not named may nothing
ROLES = {}


def create(case, add):
    """One record of each model: ``add(model, **values)`` makes and keeps it."""
