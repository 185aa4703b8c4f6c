from . import cs_quality_template
from . import cs_quality_question
from . import cs_quality_check
from . import cs_quality_mark
