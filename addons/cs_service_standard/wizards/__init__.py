from . import cs_contact_log
from . import cs_handover
from . import cs_call_intake
from . import cs_call_intake_masking
