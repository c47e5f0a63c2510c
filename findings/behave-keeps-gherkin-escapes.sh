#!/usr/bin/env bash
# behave 1.3.3: `\n` in a table's cell and `\"` in a doc string stay two characters, where Cucumber's Gherkin has one.
#
# One would guess: Gherkin's escapes belong to the format, so every reader of it gives a step the same cell.
# What happens: gherkin-official 42.0.1 and pytest-bdd 9.0.1 make a line break of `\n` and one backslash of `\\`, and unescape `\"\"\"` in a doc string. behave
# unescapes `\|` alone. A table of text messages with line breaks means one thing under one runner and another under the next, and both pass.
# What backupspec does: it reads with gherkin-official alone, and its features hold no escape in a cell, so that other readers see what it sees.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pytest==9.2.0 pytest-bdd==9.0.1 behave==1.3.3 gherkin-official==42.0.1
mkdir -p "$folder/features/steps"
cd "$folder/features"

cat > messages.feature <<'FEATURE'
Feature: Messages

  Scenario: Escapes
    Given the messages
      | text   |
      | a\nb   |
      | a\\b   |
      | a\|b   |
    And the saved text
      """
      "\"\"\""
      """
FEATURE
cat > test_messages.py <<'TEST'
from pytest_bdd import given, scenarios

scenarios("messages.feature")


@given("the messages")
def _(datatable):
    print("\nCELLS", [row[0] for row in datatable[1:]])


@given("the saved text")
def _(docstring):
    print("\nTEXT", repr(docstring))
TEST
cat > steps/messages.py <<'STEPS'
from behave import given


@given("the messages")
def _(context):
    print("\nCELLS", [row[0] for row in context.table])


@given("the saved text")
def _(context):
    print("\nTEXT", repr(str(context.text)))
STEPS

compiled=$("$folder/venv/bin/python" - <<'PYTHON'
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

(pickle,) = Compiler().compile({**Parser().parse(open("messages.feature").read()), "uri": "messages.feature"})
table, text = (step["argument"] for step in pickle["steps"])
print("CELLS", [row["cells"][0]["value"] for row in table["dataTable"]["rows"][1:]])
print("TEXT", repr(text["docString"]["content"]))
PYTHON
)
under_behave=$("$folder/venv/bin/behave" --no-color --no-capture --format null . | grep -E '^(CELLS|TEXT)')
under_pytest=$("$folder/venv/bin/pytest" -q -s -p no:cacheprovider test_messages.py | grep -E '^(CELLS|TEXT)')
printf 'gherkin-official:\n%s\nbehave:\n%s\npytest-bdd:\n%s\n' "$compiled" "$under_behave" "$under_pytest"

[ "$compiled" = $'CELLS [\'a\\nb\', \'a\\\\b\', \'a|b\']\nTEXT \'"""""\'' ]
[ "$under_pytest" = "$compiled" ]
[ "$under_behave" = $'CELLS [\'a\\\\nb\', \'a\\\\\\\\b\', \'a|b\']\nTEXT \'"\\\\"\\\\"\\\\""\'' ]
