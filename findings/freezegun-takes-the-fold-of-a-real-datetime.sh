#!/usr/bin/env bash
# One would guess: a frozen clock changes what `now()` returns, and leaves alone a datetime that was made before.
# What happens: while freezegun 1.5.5 freezes, `copy.copy`, `copy.deepcopy` and `pickle` turn a real datetime into a FakeDatetime without its `fold`: 01:30 in London
#   after the clocks went back becomes 01:30 before it, an hour earlier. `now(zone)` loses the fold as well.
# For whoever builds such a harness: an implementation that copies its state (as snapshots of a world do) has moments an hour off, in one hour of the year.
# What we do: time-machine moves the time of day; freezegun moves `monotonic` and `perf_counter`, with no say in how a datetime is copied
#   (docs/decisions/0025-two-libraries-move-the-clock.md).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q freezegun==1.5.5 tzdata
"$folder/venv/bin/python" - <<'PY'
import copy
import pickle
from datetime import UTC, datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

import freezegun

print("freezegun", version("freezegun"))
made_before = datetime(2014, 10, 26, 1, 30, fold=1, tzinfo=ZoneInfo("Europe/London"))
assert str(made_before.astimezone(UTC)) == "2014-10-26 01:30:00+00:00"
assert copy.copy(made_before).fold == 1

with freezegun.freeze_time("2014-10-26 01:30"):
    for name, copied in (("copy", copy.copy(made_before)), ("pickle", pickle.loads(pickle.dumps(made_before)))):
        print(name, type(copied).__name__, "fold", copied.fold, copied.astimezone(UTC))
        assert (copied.fold, str(copied.astimezone(UTC))) == (0, "2014-10-26 00:30:00+00:00")
PY
# Output:
# freezegun 1.5.5
# copy FakeDatetime fold 0 2014-10-26 00:30:00+00:00
# pickle FakeDatetime fold 0 2014-10-26 00:30:00+00:00
