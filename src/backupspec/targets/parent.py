"""A process that has a part in a run does not outlive the one that started it."""

import os
import time
from threading import Thread

LOOKED_EVERY_S = 0.2


def end_with_parent() -> None:
    """From now on, end this process at once when its parent is gone, however that came about and whatever is being waited for here."""
    Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOKED_EVERY_S)
    os._exit(1)
