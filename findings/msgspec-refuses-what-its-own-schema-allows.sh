#!/usr/bin/env bash
# One would guess: what a JSON Schema that msgspec makes of a type allows, msgspec reads as that type; and that what it says of a text that it can't read
#   is what is wrong with the text.
# What happens (msgspec 0.23.0): of `int` it makes {"type": "integer"}, which 1.0 and 1e1 follow (JSON Schema: any number without a fraction), and refuses
#   both: Expected `int`, got `float`. With strict=False it takes them, and then takes "1" and other texts, too. Of a whole JSON text whose last character
#   before a quotation mark is half of a surrogate pair, "\ud83d", it says: Input data was truncated.
# For whoever builds such a harness: a program in a language that has one kind of number (its JSON library writes 1.0) keeps the schema and is refused; and
#   who was told of truncated input looks for the fault in pipes and buffers.
# What we do: one reader for all JSON from outside (backupspec/contract/strict.py): where a float came, whole numbers are written as such and read again;
#   where a text is refused, halves are looked for, and told with their place.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q msgspec==0.23.0 jsonschema==4.26.0
"$folder/venv/bin/python" - <<'PY'
import json

import jsonschema
import msgspec

schema = msgspec.json.schema(int)
print("msgspec", msgspec.__version__, "makes", schema)


def refusal(text: str, kind: type) -> str:
    """Return what msgspec says of a text that it does not read."""
    try:
        msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError as error:
        return str(error)
    raise SystemExit(f"{text} is read now")


for text in ("1.0", "1e1"):
    assert jsonschema.Draft202012Validator(schema).is_valid(json.loads(text))
    print(text, "follows the schema, and is refused:", refusal(text, int))
assert msgspec.json.decode("1.0", type=int, strict=False) == msgspec.json.decode('"1"', type=int, strict=False) == 1
whole = '{"text": "half \\ud83d"}'
json.loads(whole)
print(whole, "is refused:", refusal(whole, dict))
assert refusal(whole, dict) == "Input data was truncated"
PY
