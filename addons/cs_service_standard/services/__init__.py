from . import cs_clock_service
from . import cs_clock_match
from . import cs_history_import
from . import cs_history_report
from . import cs_history_setup
from . import cs_tracking_sheet
