#!/usr/bin/env bash
# tzdata 2025.2 and pytz 2025.2, both made from IANA's release 2025b: for a moment before 14 December 1901 they give other offsets, and pytz's is local mean time.
#
# One would guess: two packages of one release of one database answer alike; an old moment has the rules of its year.
# What happens: pytz reads the part of each zone file whose moments are 32-bit numbers. Before its first entry every zone is at its first offset, rounded to minutes: Brussels
# at 18 minutes although it has been on Greenwich time since 1892. zoneinfo reads the 64-bit part.
# What it means: a phone whose clock is set to 1900, or a call with a wrong date, has a local time that depends on the library; a suite that compares offsets of such moments
# has to say whose it means. What backupspec does: zones come from the tzdata package alone, in the reference, in the invariants and for openings.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet tzdata==2025.2 pytz==2025.2
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytz

for name in ("Europe/Brussels", "Europe/Berlin", "America/New_York"):
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        zone = ZoneInfo.from_file(file)
    for moment in ("1900-01-01T00:00:00+00:00", "1902-01-01T00:00:00+00:00"):
        then = datetime.fromisoformat(moment)
        by_pytz = then.astimezone(pytz.timezone(name)).utcoffset().total_seconds() / 60
        print(name, moment[:4], "tzdata", then.astimezone(zone).utcoffset().total_seconds() / 60, "pytz", by_pytz)
PYTHON
)
echo "$seen"
diff <(echo "$seen") - <<'EXPECTED'
Europe/Brussels 1900 tzdata 0.0 pytz 18.0
Europe/Brussels 1902 tzdata 0.0 pytz 0.0
Europe/Berlin 1900 tzdata 60.0 pytz 53.0
Europe/Berlin 1902 tzdata 60.0 pytz 60.0
America/New_York 1900 tzdata -300.0 pytz -296.0
America/New_York 1902 tzdata -300.0 pytz -300.0
EXPECTED
