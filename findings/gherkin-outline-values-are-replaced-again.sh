#!/usr/bin/env bash
# gherkin-official 42.0.1: a value of an Examples table that looks like a placeholder of a later column is replaced once more.
#
# One would guess: each placeholder is replaced once, by the text of its cell; what the cell holds is only text.
# What happens: gherkin-official (and behave 1.3.3) go through the columns from left to right and replace in what is already replaced. The cell `<b>` in column a
# becomes the value of column b; with the columns the other way round it stays `<b>`. pytest-bdd 9.0.1 replaces once, so that the same feature gives a step another
# text under each runner, and the order of two columns, which carries no meaning for a reader, changes what is tested.
# What backupspec does: no cell of its features holds a placeholder; values that need angle brackets (texts with markup) live in the step definitions.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pytest==9.2.0 pytest-bdd==9.0.1 behave==1.3.3 gherkin-official==42.0.1
mkdir -p "$folder/features/steps"
cd "$folder/features"

cat > messages.feature <<'FEATURE'
Feature: Messages

  Scenario Outline: In order
    Given the message "<a>" to "<b>"
    Examples:
      | a   | b   |
      | <b> | Ben |

  Scenario Outline: Columns the other way round
    Given the message "<a>" to "<b>"
    Examples:
      | b   | a   |
      | Ben | <b> |
FEATURE
cat > test_messages.py <<'TEST'
from pytest_bdd import given, parsers, scenarios

scenarios("messages.feature")


@given(parsers.re(r'the message (?P<text>.*)'))
def _(text):
    print("\nSTEP", text)
TEST
cat > steps/messages.py <<'STEPS'
from behave import given, use_step_matcher

use_step_matcher("re")


@given(r"the message (?P<text>.*)")
def _(context, text):
    print("\nSTEP", text)
STEPS

compiled=$("$folder/venv/bin/python" - <<'PYTHON'
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

for pickle in Compiler().compile({**Parser().parse(open("messages.feature").read()), "uri": "messages.feature"}):
    print(pickle["steps"][0]["text"].replace("the message", "STEP"))
PYTHON
)
under_behave=$("$folder/venv/bin/behave" --no-color --no-capture --format null . | grep '^STEP')
under_pytest=$("$folder/venv/bin/pytest" -q -s -p no:cacheprovider test_messages.py | grep '^STEP')
printf 'gherkin-official:\n%s\nbehave:\n%s\npytest-bdd:\n%s\n' "$compiled" "$under_behave" "$under_pytest"

[ "$compiled" = $'STEP "Ben" to "Ben"\nSTEP "<b>" to "Ben"' ]
[ "$under_behave" = "$compiled" ]
[ "$under_pytest" = $'STEP "<b>" to "Ben"\nSTEP "<b>" to "Ben"' ]
