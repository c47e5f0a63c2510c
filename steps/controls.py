"""What a person finds on the pages of a phone."""

import re

from pytest_bdd import then, when

from backupspec.contract.observations import Control
from backupspec.steps import telling
from backupspec.steps.changes import phone_of
from backupspec.steps.telling import listed
from backupspec.steps.words import QUALITIES, Word, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

_QUALITY = f"(?:{'|'.join(QUALITIES)})"
SEVERAL: Word[object] = Word(f"{_QUALITY}(?:(?:, | and ){_QUALITY})*", lambda text: tuple(re.split(", | and ", text)))


def called(world: World, page: tuple[Control, ...], label: str) -> list[Control]:
    """List the options of a page that are called so; there has to be one, unless the phone may lack what it is for."""
    found = [control for control in page if control.label == label]
    if not found:
        world.look_for_option(label)
    return found


@when(sentence("{person:Person} opens {path:Path}"), target_fixture="page")
def _(world: World, person: str, path: tuple[str, ...]) -> tuple[Control, ...]:
    return tuple(control for control in world.controls(phone_of(person)) if control.path == path)


@when(sentence("{person:Person} looks through all pages"), target_fixture="page")
def _(world: World, person: str) -> tuple[Control, ...]:
    return world.controls(phone_of(person))


@then(sentence("there is a {kind:Kind} called {label}"))
def _(world: World, page: tuple[Control, ...], kind: str, label: str) -> None:
    found = [control for control in called(world, page, label) if control.kind == kind]
    assert len(found) == 1, Mismatch(telling.control_called(kind, label), telling.page(page))


@then(sentence("{label} can be tapped"))
def _(world: World, page: tuple[Control, ...], label: str) -> None:
    found = [control for control in called(world, page, label) if control.enabled]
    assert len(found) == 1, Mismatch(f"{label!r} to be there and enabled", telling.page(page))


@then(sentence("{label} stands at {state}"))
def _(world: World, page: tuple[Control, ...], label: str, state: str) -> None:
    found = [control.value for control in called(world, page, label)]
    assert found == [state], Mismatch(f"{label!r} to stand at {state}", listed(f"{value}" for value in found))


@then(sentence("{label} offers {qualities:Qualities} to choose from", Qualities=SEVERAL))
def _(world: World, page: tuple[Control, ...], label: str, qualities: tuple[str, ...]) -> None:
    found = [control.options for control in called(world, page, label)]
    assert found == [qualities], Mismatch(f"{label!r} to offer {listed(qualities)}", listed(map(listed, found)))


@then(sentence("{label} carries the warning that cellular data may cost money"))
def _(world: World, page: tuple[Control, ...], label: str) -> None:
    found = [control.warnings for control in called(world, page, label)]
    assert found == [("cellular_may_cost",)], Mismatch(f"{label!r} with that warning", telling.page(page))


@then(sentence("there is nothing called {label}"))
def _(page: tuple[Control, ...], label: str) -> None:
    found = [control for control in page if control.label == label]
    assert not found, Mismatch(f"nothing called {label!r}", telling.page(page))
