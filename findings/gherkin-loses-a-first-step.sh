#!/usr/bin/env bash
# One would guess: a scenario whose first step is spelled `given ...`, or has a no-break space after `Given`, is refused by a Gherkin parser: in the middle
#   of a scenario, it is.
# What happens: gherkin-official 42.0.1 reads a first line that is no step as the scenario's description. The scenario
#   has one step fewer, and there is no error and no warning; the same under Background and Examples.
# For whoever builds such a harness: what was lost is the situation, so that the scenario mostly still runs, and passes for another reason. Editors and chat
#   programs put no-break spaces where nobody sees them.
# What we do: a line of a description that begins as a step or a heading, in any case and with any white space, is a mistake with its line
#   (backupspec/gherkin/unseen.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q gherkin-official==42.0.1
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from gherkin import Parser
from gherkin.errors import ParserError

print("gherkin-official", version("gherkin-official"))
right = "Feature: f\n  Scenario: s\n    Given a phone\n    When a day passes\n    Then there is a backup\n"


def scenario(text: str) -> dict:
    """Return the only scenario of a feature."""
    return Parser().parse(text)["feature"]["children"][0]["scenario"]


assert len(scenario(right)["steps"]) == 3
for first in ("given a phone", "Given\u00a0a phone"):
    found = scenario(right.replace("Given a phone", first))
    print(ascii(first), "steps:", len(found["steps"]), "description:", ascii(found["description"].strip()))
    assert len(found["steps"]) == 2
    assert found["description"].strip() == first
try:
    Parser().parse(right.replace("When a day", "when a day"))
except ParserError:
    print("'when a day passes' as the second step: refused")
else:
    raise SystemExit("a later step in small letters is taken now")
PY
