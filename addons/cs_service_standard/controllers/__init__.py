from . import clock_story
from . import mail_thread
from . import portal
from . import portal_action
from . import ticket_form
from . import privacy
from . import tracking
from . import quality_supervision
