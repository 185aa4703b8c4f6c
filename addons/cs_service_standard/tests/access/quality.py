"""Who may do what with the models of this part; read by ``test_security``."""

WORK = {}
SETTINGS = {
    "cs.quality.template": ("r", "r", "r", "rwcd", "r"),
    "cs.quality.question": ("r", "r", "r", "rwcd", "r"),
}
SHARED = {}
ROLES = {
    "cs.quality.check": {},
    "cs.quality.mark": {},
}


def create(case, add):
    """One record of each model: ``add(model, **values)`` makes and keeps it."""
