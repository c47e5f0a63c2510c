#!/usr/bin/env bash
# One would guess: YAML 1.2 calls JSON a subset of itself, so a YAML 1.2 reader reads a JSON file with an escaped emoji ("\ud83d\ude00", as json.dumps
# writes it) as that emoji.
# What happens: ruamel.yaml 0.18.16 reads the two escapes one by one and returns a text of two halves of a surrogate pair, without an error. The text has no
# UTF-8: the first library that encodes it, be it a JSON Schema validator in Rust or a file, raises UnicodeEncodeError, far from the place.
# What it means for whoever builds such a harness: a file that is "YAML or JSON" is not safe for JSON that is all ASCII; look for halves while the line is known.
# What we do: halves of characters are refused when the text is read, with the line and the member.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ruamel.yaml==0.18.16
"$folder/venv/bin/python" - <<'PYTHON'
import json
from importlib.metadata import version

from ruamel.yaml import YAML

text = json.dumps({"title": "\U0001f600"})
as_json, as_yaml = json.loads(text)["title"], YAML(typ="safe", pure=True).load(text)["title"]
print("ruamel.yaml", version("ruamel.yaml"), "reads", text, "as", ascii(as_yaml), "of", len(as_yaml), "characters; json as", ascii(as_json))
assert as_json == "\U0001f600"
assert as_yaml == "\ud83d\ude00" and len(as_yaml) == 2, "this has changed"
PYTHON
