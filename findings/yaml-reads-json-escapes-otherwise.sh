#!/usr/bin/env bash
# One would guess: YAML 1.2 was made so that JSON is YAML, so a YAML reader reads "\ud83d\ude00", the way in which JSON spells an emoji in ASCII,
#   as that emoji.
# What happens: ruamel.yaml 0.19.1 (typ="safe", pure or not) makes two halves of surrogate pairs of it. The text that comes out is none: it can't be
#   encoded, and what is built on it fails later and elsewhere (jsonschema-rs 0.61.2: UnicodeEncodeError in is_valid, at a member with a pattern).
# For whoever builds such a harness: a policy or a list of waivers that a program wrote with a JSON library (json.dumps is ASCII by default) and that a
#   person keeps as YAML is another document then; a schema check that "only" tells valid or not ends in a traceback.
# What we do: in reading YAML, half of a surrogate pair is a mistake with its line, and the message says how YAML spells the character (\U0001F600).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q ruamel.yaml==0.19.1 jsonschema-rs==0.61.2
"$folder/venv/bin/python" - <<'PY'
import json
from importlib.metadata import version

import jsonschema_rs
from ruamel.yaml import YAML

text = '{"title": "\\ud83d\\ude00"}'
as_json, as_yaml = json.loads(text), YAML(typ="safe", pure=True).load(text)
print("ruamel.yaml", version("ruamel.yaml"), "jsonschema-rs", version("jsonschema-rs"))
print("as JSON:", ascii(as_json["title"]), len(as_json["title"]), "character")
print("as YAML:", ascii(as_yaml["title"]), len(as_yaml["title"]), "characters")
assert as_json["title"] == "\U0001f600"
assert as_yaml["title"] == "\ud83d\ude00"
schema = {"properties": {"title": {"pattern": "^.$"}}}
assert jsonschema_rs.is_valid(schema, as_json)
try:
    jsonschema_rs.is_valid(schema, as_yaml)
except UnicodeEncodeError as error:
    print("jsonschema-rs:", type(error).__name__)
else:
    raise SystemExit("jsonschema-rs says something of it now")
PY
