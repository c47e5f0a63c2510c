#!/usr/bin/env bash
# One would guess: in YAML 1.2 the characters U+2028, U+2029 and U+0085 end no line; so in a comment they are a part of the comment, as they are a part
#   of the text within a value.
# What happens: ruamel.yaml 0.19.1, which reads YAML 1.2, keeps U+2028 and U+2029 within a value, and ends a comment at them: within braces,
#   what follows is a member (in a block, it is an error of the line). U+0085 ends a comment, too, and within a value it becomes a space.
# For whoever builds such a harness: what an editor shows as one commented line can hold a member that counts; and a text with U+0085 is
#   another one after it was read.
# What we do: a policy or list of waivers that holds one of these characters is refused, with the line as editors count.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q ruamel.yaml==0.19.1
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from ruamel.yaml import YAML

print("ruamel.yaml", version("ruamel.yaml"))
for end in ("\u2028", "\u2029", "\x85"):
    value = YAML(typ="safe", pure=True).load(f"title: a{end}b\n")
    comment = YAML(typ="safe", pure=True).load(f"{{title: a, # once it was{end}after: 1 day\n}}")
    print(f"U+{ord(end):04X}", "in a value:", ascii(value), "in a comment:", ascii(comment))
    assert value == {"title": "a b" if end == "\x85" else f"a{end}b"}
    assert comment == {"title": "a", "after": "1 day"}
PY
