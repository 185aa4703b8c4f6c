from . import cs_standard
from . import cs_standard_clause
