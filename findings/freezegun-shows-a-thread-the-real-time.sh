#!/usr/bin/env bash
# One would guess: a frozen clock is the same in each thread, and for each way to read it.
# What happens: freezegun 1.5.5 looks through five callers for modules that it leaves alone, `threading` among them, and finds it in all that a thread calls directly:
#   there `time.time()` is the real time, while `datetime.now()` is frozen; six calls deeper both are frozen.
# For whoever builds such a harness: an implementation with a thread of its own has two times, and moving a line into a function decides which.
# What we do: time-machine moves the time of day, in every thread; for the clocks that measure, freezegun is let look at the caller alone
#   (docs/decisions/0025-two-libraries-move-the-clock.md).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q freezegun==1.5.5
"$folder/venv/bin/python" - <<'PY'
import datetime
import threading
import time
from importlib.metadata import version

import freezegun

print("freezegun", version("freezegun"))
FROZEN = 1401667200.0
seen = {}


def read(depth: int) -> None:
    """Read two clocks, some calls below the thread."""
    if depth:
        read(depth - 1)
    else:
        seen[threading.current_thread().name] = (time.time() == FROZEN, datetime.datetime.now().year == 2014)


with freezegun.freeze_time("2014-06-02"):
    for name, depth in (("called by the thread", 0), ("six calls deeper", 6)):
        thread = threading.Thread(target=read, args=(depth,), name=name)
        thread.start()
        thread.join()
for name, (is_time, is_datetime) in seen.items():
    print(f"{name}: time() frozen: {is_time}, datetime.now() frozen: {is_datetime}")
assert seen == {"called by the thread": (False, True), "six calls deeper": (True, True)}
PY
# Output:
# freezegun 1.5.5
# called by the thread: time() frozen: False, datetime.now() frozen: True
# six calls deeper: time() frozen: True, datetime.now() frozen: True
