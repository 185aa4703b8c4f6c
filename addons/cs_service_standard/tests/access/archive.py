"""Who may do what with the models of this part; read by ``test_security``."""

# as the tables of test_security
WORK = {
    "cs.archive": ("rwc", "rwc", "rwc", "rwc", ""),
    "cs.archive.document": ("rw", "rw", "rw", "rw", ""),
    "cs.archive.amendment": ("rc", "rc", "rc", "rc", ""),
}
SETTINGS = {}
SHARED = {
    "cs.resolution.code": ("r", "r", "r", "rwcd", "r"),
}
# letters by role (an attribute of the test); a role that is not named may nothing
ROLES = {}


def create(case, add):
    """One record of each model: ``add(model, **values)`` makes and keeps it."""
    add("cs.resolution.code", name="Mended")
    entry = add("cs.archive", ticket_id=case.ticket.id)
    case.records["cs.archive.document"] = entry.document_ids[:1]
    add("cs.archive.amendment", archive_id=entry.id, text="Also the hose")
