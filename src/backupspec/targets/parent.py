"""A process that has a part in a run does not outlive the one that started it, however that came about and whatever is being waited for here."""

import multiprocessing
import os
import signal
import time
from multiprocessing.connection import wait
from threading import Thread

LOOKED_EVERY_S = 0.2


def end_with_parent(number: int | None = None) -> None:
    """From now on, end this process, and the group that it leads, at once when its parent is gone.

    A process of multiprocessing knows its parent, even behind a fork server. Any other is given its parent's number by that parent: one that is gone before
    this is called is noticed, too.
    """
    Thread(target=_watch, args=(number,), daemon=True).start()


def _watch(number: int | None) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
    else:
        known = number if os.name == "posix" else os.getppid()  # elsewhere a launcher may stand between
        while os.getppid() == known:
            time.sleep(LOOKED_EVERY_S)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)
