"""Silence: when a customer who does not answer is reminded, and when it is enough.

Durations are seconds counted in working days (a day is ``DAY``).  A customer always
has as long after our last word as lies between the reminder and the closing, also
when a reminder went out late because the scheduler was down.
"""

from dataclasses import dataclass
from enum import StrEnum

DAY = 24 * 3600


class Act(StrEnum):
    WAIT = "wait"
    REMIND = "remind"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Rule:
    """Days of silence until the reminder and until the closing; 0: never."""

    remind: int = 0
    close: int = 0

    def act(self, silent: int, word: int, reminded: bool) -> Act:
        """What to do now.

        :param silent: time since the customer was asked and has not answered
        :param word: time since our last word to him
        :param reminded: whether he was reminded since he was asked

        >>> Rule(remind=3, close=5).act(5 * DAY, 2 * DAY, True).value
        'close'
        >>> Rule(remind=3, close=5).act(9 * DAY, 9 * DAY, False).value
        'remind'
        """
        if self.remind and not reminded:
            return Act.REMIND if silent >= self.remind * DAY else Act.WAIT
        enough = silent >= self.close * DAY and word >= (self.close - self.remind) * DAY
        return Act.CLOSE if self.close and enough else Act.WAIT
