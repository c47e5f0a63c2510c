#!/usr/bin/env bash
# pytest-bdd 9.0.1: of two scenarios with one title, under two Rules of a feature, only the last is collected, without a word.
#
# One would guess: a Rule is a scope, as it is to Cucumber and behave; two scenarios of one title are two tests, or an error.
# What happens: gherkin-official 42.0.1 compiles three pickles and behave 1.3.3 runs three scenarios. pytest-bdd keeps scenarios by title, so that the
# first one is gone: it is not run, not skipped and not counted. A specification in which each clause is a Rule loses checks and stays green.
# What backupspec does: it compiles features with gherkin-official and makes one pytest item of each pickle (docs/decisions/0003).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pytest==9.2.0 pytest-bdd==9.0.1 behave==1.3.3 gherkin-official==42.0.1
mkdir -p "$folder/features/steps"
cd "$folder/features"

cat > backup.feature <<'FEATURE'
Feature: Backup

  Rule: On Wi-Fi
    Scenario: A backup is made
      When the phone is on Wi-Fi

  Rule: On cellular
    Scenario: A backup is made
      When the phone is on cellular

    Scenario: Nothing is uploaded
      When the phone is on cellular
FEATURE
cat > test_backup.py <<'TEST'
from pytest_bdd import parsers, scenarios, when

scenarios("backup.feature")


@when(parsers.parse("the phone is on {network}"))
def _(network):
    print("RAN", network)
TEST
cat > steps/phones.py <<'STEPS'
from behave import when


@when("the phone is on {network}")
def _(context, network):
    print("RAN", network)
STEPS

pickles=$("$folder/venv/bin/python" - <<'PYTHON'
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

print(len(Compiler().compile({**Parser().parse(open("backup.feature").read()), "uri": "backup.feature"})))
PYTHON
)
under_behave=$("$folder/venv/bin/behave" --no-color . | grep -E '^[0-9]+ scenarios? passed')
under_pytest=$("$folder/venv/bin/pytest" -q -s -p no:cacheprovider test_backup.py)
printf 'gherkin-official: %s pickles\nbehave: %s\npytest-bdd:\n%s\n' "$pickles" "$under_behave" "$under_pytest"

[ "$pickles" = 3 ]
[[ "$under_behave" == "3 scenarios passed"* ]]
grep -q '^2 passed' <<<"$under_pytest"
[ "$(grep -c 'RAN cellular' <<<"$under_pytest")" = 2 ]
if grep -q 'RAN Wi-Fi' <<<"$under_pytest"; then exit 1; fi
