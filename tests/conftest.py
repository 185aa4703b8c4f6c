"""Make ``from cs_x.engine import clock`` work without Odoo.

Importing an addon runs its ``__init__``, which imports its models and with them
Odoo. An empty package of the same name with the addon's folder as its path lets
Python find ``engine`` (and nothing else that needs Odoo) beneath it.
"""

import sys
import types
from pathlib import Path

from hypothesis import settings

# a busy machine is no failed law: no example has to be done within milliseconds
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")

ADDONS = Path(__file__).resolve().parent.parent / "addons"

for manifest in ADDONS.glob("*/__manifest__.py"):
    addon = manifest.parent
    if addon.name not in sys.modules:
        package = types.ModuleType(addon.name)
        package.__path__ = [str(addon)]
        sys.modules[addon.name] = package
