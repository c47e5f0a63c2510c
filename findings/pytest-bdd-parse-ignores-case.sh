#!/usr/bin/env bash
# pytest-bdd 9.0.1 with parse 1.22.4: `parsers.parse` matches a sentence whatever its case, and `{n:d}` reads `0x15` as 21.
#
# One would guess: a step matches its definition letter for letter, as with `parsers.re` or a plain text; `:d` means decimal digits.
# What happens: parse compiles patterns that ignore case unless it is told otherwise, and pytest-bdd does not tell it. `given ANN'S PHONE IS off` runs the definition of
# `Ann's phone is {state}`, while the same sentence without a parameter, a plain text, is not found. `:d` takes a sign and the prefixes 0b, 0o and 0x.
# What backupspec does: every sentence of its steps is compiled with `case_sensitive=True`, which pytest-bdd hands on to parse (steps/words.py); its features write numbers in decimal digits alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pytest==9.2.0 pytest-bdd==9.0.1 parse==1.22.4
cd "$folder"

cat > phones.feature <<'FEATURE'
Feature: Phones

  Scenario: A sentence with a parameter
    Given ANN'S phone IS off
    And 0x15 days pass

  Scenario: A sentence without one
    Given ann's phone is new
FEATURE
cat > test_phones.py <<'TEST'
from pytest_bdd import given, parsers, scenarios

scenarios("phones.feature")


@given(parsers.parse("Ann's phone is {state:w}"))
def _(state):
    print("\nSTATE", state)


@given(parsers.parse("{n:d} days pass"))
def _(n):
    print("\nDAYS", n)
TEST
sed 's/parsers.parse("Ann.s phone is {state:w}")/"Ann'"'"'s phone is new"/; s/(state)/()/; s/, state)/)/' test_phones.py > test_plain.py
with_parse=$("$folder/venv/bin/pytest" -q -s -p no:cacheprovider test_phones.py | grep -E '^(STATE|DAYS|[0-9]+ passed)' | sed 's/ in .*//')
plain=$("$folder/venv/bin/pytest" -q -p no:cacheprovider test_plain.py -k without | grep -oE 'Step definition is not found: Given "ann.s phone is new"' | head -n 1 || true)
printf 'parsers.parse:\n%s\na plain text:\n%s\n' "$with_parse" "$plain"

[ "$with_parse" = $'STATE off\nDAYS 21\nSTATE new\n2 passed' ]
[ -n "$plain" ]
