#!/usr/bin/env bash
# One would guess: two validators of JSON Schema 2020-12 agree on whether "backup-1" and a line break match the pattern ^[a-z0-9-]+$, which is as plain as
#   patterns get.
# What happens: jsonschema 4.26.0 says yes (it searches with Python's re, in which $ also stands before a line break at the end), jsonschema-rs 0.61.2 says
#   no, as ECMA-262 does, which JSON Schema recommends.
# For whoever builds such a harness: an id, a digest or a moment with a line break at its end passes the one and not the other; so does whatever is compared
#   by it, or written into a log line by line.
# What we do: jsonschema is given a keyword of our own for patterns, with \Z; a test holds both validators against each other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q jsonschema==4.26.0 jsonschema-rs==0.61.2
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import jsonschema
import jsonschema_rs

schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "string", "pattern": "^[a-z0-9-]+$"}
print("jsonschema", version("jsonschema"), "jsonschema-rs", version("jsonschema-rs"))
for text, expected in (("backup-1", (True, True)), ("backup-1\n", (True, False)), ("backup-1\n\n", (False, False))):
    found = jsonschema.Draft202012Validator(schema).is_valid(text), jsonschema_rs.is_valid(schema, text)
    print(ascii(text), "jsonschema:", found[0], "jsonschema-rs:", found[1])
    assert found == expected
PY
