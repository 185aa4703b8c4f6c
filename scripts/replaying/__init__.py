"""Parts of ./dev replay. Importing them makes the addons' engines importable.

Importing an addon runs its ``__init__`` and with it Odoo; an empty package of the
same name whose path is the addon's folder lets ``cs_service_standard.engine`` be
read before there is any database.
"""

import sys
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDON = "cs_service_standard"

if ADDON not in sys.modules:
    package = types.ModuleType(ADDON)
    package.__path__ = [str(ROOT / "addons" / ADDON)]
    sys.modules[ADDON] = package


class Refused(Exception):
    """Ends the run with one sentence for the user."""
