"""A small policy: one entry of each kind, and the choices that every policy makes."""

import pytest

from backupspec.policy.model import CHOICE_IDS, Policy
from backupspec.policy.parsing import parse

TEXT = """\
id: small
title: A small policy
text: The policy of a phone that can do little.
toggles:
  - {id: main_backup, clause: AS-01, first: "off", covers: [songs], text: Saves the songs.}
  - {id: second_backup, clause: AS-02, first: off, requires: [main_backup], covers: [games], text: Saves the games.}
parts:
  - {id: songs, clause: CON-01, text: All songs.}
  - {id: games, clause: CON-02, text: All games.}
texts: {id: texts, clause: TXT-01, text: Letters go up., networks: [wifi]}
uploads:
  id: uploads
  clause: PHO-01
  text: Photos go up.
  first: dont_upload
  table:
    - {medium: photos, quality: good, clause: PHO-02, networks: [wifi, cellular], text: Good ones go anywhere.}
    - {medium: photos, quality: best, clause: PHO-03, networks: [wifi], text: Best ones wait.}
automatic:
  id: automatic
  clause: SCH-01
  text: The phone backs itself up.
  needs:
    - {fact: network, equals: wifi}
    - {fact: external_power, equals: true}
  networks: [wifi]
manual:
  id: manual
  clause: MAN-01
  text: A person makes a backup.
  needs:
    - {fact: network, one_of: [wifi, cellular]}
  networks: [wifi, cellular]
reminder:
  id: reminder
  clause: REM-01
  text: The phone prompts.
  after: 21 days
  needs:
    - {fact: age, at_least: 2 days}
deletions:
  - {id: whole, clause: DEL-03, ticked: [main_backup], removes: [main_backup, second_backup], text: All goes.}
onedrive: [Settings, Devices]
versions: {id: versions, clause: VER-03, text: Nothing is missing., features_may_be_missing: false}
restore: {id: restore, clause: RST-06, text: It comes back., networks: [wifi], warns_of: []}
privacy: {id: privacy, clause: PRV-01, text: Nobody else reads it., purposes: [restore], destinations: [shelf]}
controls:
  - {id: page, clause: GEN-01, path: [Start], label: Backup, kind: page, text: The way in.}
  - {id: switch, clause: AS-01, path: [Start, Backup], label: Main, kind: toggle, sets: main_backup, text: Turns it on.}
  - {id: photos, clause: PHO-01, path: [Start, Backup], label: Pictures, kind: choice, sets: photos, text: How., options: {dont_upload: Never, good: Small, best: Large}}
settled:
  - {id: first_state, clause: GEN-02, text: What is on?, we_read: Nothing., because: A person turns it on.}
choices:
  - {id: automatic_every, clause: SCH-01, text: How often?, page_says: Often., because: Daily will do., picked: 1 day, shortest: 1 hour, longest: 2 days}
  - {id: power_needed, clause: SCH-01, text: Power when?, page_says: With power., because: It says so., picked: at_start, readings: [{value: at_start, text: To begin.}, {value: throughout, text: All along.}]}
  - {id: backups_kept, clause: DEL-07, text: How many?, page_says: Some., because: There is room., picked: every_one, readings: [{value: every_one, text: Each.}], numbers: {fewest: 2, most: 9, text: "The newest {number}."}}
"""

CHOICE = "  - {{id: {id}, clause: GEN-03, text: Which?, page_says: Little., because: So., picked: a, readings: [{{value: a, text: One.}}]}}\n"


@pytest.fixture(scope="session")
def small() -> str:
    """Give the text of a small policy."""
    others = (name for name in CHOICE_IDS if f"id: {name}," not in TEXT)
    return TEXT + "".join(CHOICE.format(id=name) for name in others)


@pytest.fixture(scope="session")
def policy(small: str) -> Policy:
    """Give the small policy."""
    return parse(small, "small.yaml")
