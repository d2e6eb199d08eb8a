"""What failed and may go well later is tried again after a pause, a few times."""

import time
from collections.abc import Callable, Sequence

PAUSES = (5.0, 30.0, 120.0)  # seconds before each further try


def patiently(
    attempt: Callable[[], None],
    may_pass: Callable[[Exception], bool],
    *,
    pauses: Sequence[float] = PAUSES,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Try until it goes well; the last failure, or one that will not pass, is raised."""
    for pause in pauses:
        try:
            attempt()
        except Exception as error:
            if not may_pass(error):
                raise
            sleep(pause)
        else:
            return
    attempt()
