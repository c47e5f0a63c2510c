#!/usr/bin/env bash
# One would guess: which clock `whenever.Instant.now()` reads does not depend on a package that nobody imports.
# What happens: whenever 0.11.0 (its extension) asks the system by itself, so under freezegun 1.5.5 it shows the real time. Once time-machine 3.6.0 is
#   installed beside it, and imported by nobody, it asks Python's `time` instead, and shows freezegun's time.
# For whoever builds such a harness: the same implementation is on a frozen clock in one environment, and on a real one in another.
# What we do: time-machine is a dependency, so whenever is always on the clock that is moved; `backupspec check` recognises the real time wherever it is shown.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q whenever==0.11.0 freezegun==1.5.5
cat > "$folder/look.py" <<'PY'
import sys

import freezegun
import whenever

with freezegun.freeze_time("2014-06-02"):
    year = whenever.Instant.now().to_tz("UTC").year
assert "time_machine" not in sys.modules or sys.argv[2] == "2014"
print(sys.argv[1], "whenever shows", "2014" if year == 2014 else "the real time")
assert (year == 2014) == (sys.argv[2] == "2014")
PY
"$folder/venv/bin/python" "$folder/look.py" "without time-machine:" real
"$folder/venv/bin/pip" install -q time-machine==3.6.0
"$folder/venv/bin/python" "$folder/look.py" "with time-machine installed:" 2014
# Output:
# without time-machine: whenever shows the real time
# with time-machine installed: whenever shows 2014
