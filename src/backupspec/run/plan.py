"""Before a run: whether all that was asked for exists, so that nothing is judged in vain. What does not is told, with what does."""

import os
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile

from msgspec import Struct, structs
from msgspec.json import encode

from backupspec import shipped
from backupspec.files import Unwritable, write_new
from backupspec.gherkin.catalogue import Catalogue, nearest_id, read_catalogue
from backupspec.gherkin.features import Scenario
from backupspec.gherkin.mistakes import Mistake
from backupspec.inputs import Misuse, choices_from, profile_named, text_of
from backupspec.policy.mistakes import PolicyMistakes
from backupspec.policy.model import Policy
from backupspec.report import results_file
from backupspec.report.files import remove_report
from backupspec.report.results_file import Beginning, Earlier, ResultsFile, Unfit, check_same, read_results
from backupspec.report.summary import this_suite
from backupspec.report.waivers import Waiver, read_waivers, waivable
from backupspec.run.process import Asked, Ready
from backupspec.text import shown
from backupspec.world.verdicts import Result

TRACES = "traces"
"""Where the traces lie in the report's folder."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What is wanted of a run beside its verdict.

    `report`: the folder of the report; `resume`: go on with the results that lie there. `waivers`: the file of what is waived;
    `first_waivers`: where a first list is to be written of what fails.
    """

    report: Path | None = None
    resume: bool = False
    waivers: Path | None = None
    first_waivers: Path | None = None


class Plan(Struct, frozen=True, kw_only=True):
    """What is to be done: all of it exists."""

    asked: Asked
    profile: Policy
    catalogue: Catalogue
    scenarios: list[Scenario]
    waivers: tuple[Waiver, ...]
    folder: Path | None
    earlier: Earlier | None
    file: ResultsFile | None = None
    """Where the results go; it holds the folder, so that nobody else writes there."""

    @property
    def standing(self) -> dict[str, Result]:
        """The results that stand, of a run that is gone on with. What errored has no verdict, and is run again."""
        return results_file.standing(self.earlier.results) if self.earlier else {}

    @property
    def left(self) -> tuple[str, ...]:
        """The ids of what is still to be run."""
        standing = self.standing
        return tuple(each.id for each in self.scenarios if each.id not in standing)

    def close(self) -> None:
        """Let others write to the folder."""
        if self.file is not None:
            self.file.close()

    def beginning(self, ready: Ready) -> Beginning:
        """Make the circumstances of the run, once the implementation said what it is."""
        return Beginning(
            target=self.asked.target,
            about=ready.about,
            suite=this_suite(),
            profile=self.asked.profile,
            policy_digest=sha256(encode(self.profile)).hexdigest(),
            choices=ready.choices,
            choices_file=self.asked.choices,
            selection=self.asked.selection,
            waivers=self.waivers,
            scenarios=len(self.scenarios),
            redacted=self.asked.redact,
        )


def plan(asked: Asked, wanted: Wanted, today: date) -> Plan:
    """Plan a run; raise Misuse for what does not exist, or does not go together. Waivers expire by today's date."""
    try:
        profile = profile_named(asked.profile)
        catalogue = read_catalogue(shipped.folder("features"))
        scenarios = _selected(asked.selection, catalogue)
        waivers = _waivers(wanted.waivers, catalogue, today) if wanted.waivers else ()
        if wanted.first_waivers is not None:
            see_that_nothing_is_there(wanted.first_waivers)
    except PolicyMistakes as error:
        raise Misuse(_some(error)) from error
    except Mistake as error:
        raise Misuse(str(error)) from error
    folder = wanted.report.resolve() if wanted.report else None
    file, earlier = _held(wanted.report, asked, scenarios, resume=wanted.resume) if wanted.report else (None, None)
    return Plan(
        asked=asked,
        profile=profile,
        catalogue=catalogue,
        scenarios=scenarios,
        waivers=waivers,
        folder=folder,
        earlier=earlier,
        file=file,
    )


MOST_TOLD = 20
"""How many mistakes of a file of waivers are told: one that was made and not filled in has four in each entry."""


def _some(error: PolicyMistakes) -> str:
    """Tell the first mistakes, and how many more there are."""
    lines = [shown(str(mistake)) for mistake in error.mistakes]
    more = (
        [f"... and {len(lines) - MOST_TOLD} more; `backupspec validate` tells them"] if len(lines) > MOST_TOLD else []
    )
    return "\n".join(lines[:MOST_TOLD] + more)


def _selected(selection: tuple[str, ...], catalogue: Catalogue) -> list[Scenario]:
    """List the scenarios that were asked for; raise Misuse for an id that names none."""
    names = {each.id: {*each.clauses, each.id, each.id.partition("/")[0]} for each in catalogue.scenarios}
    untestable = {clause.id: clause.reason for clause in catalogue.clauses if clause.reason is not None}
    for id_ in selection:
        if id_ in untestable:
            raise Misuse(f"no test can show {id_}: {untestable[id_]}")
        if not any(id_ in own for own in names.values()):
            known = [*(clause.id for clause in catalogue.clauses), *sorted(set().union(*names.values()))]
            near = nearest_id(id_, known)
            raise Misuse(f"there is no clause or scenario {id_!r}{near}; `backupspec clauses` lists them")
    return [each for each in catalogue.scenarios if not selection or names[each.id] & set(selection)]


def _waivers(file: Path, catalogue: Catalogue, today: date) -> tuple[Waiver, ...]:
    return read_waivers(text_of(str(file)), str(file), waivable(catalogue), today)


def see_that_nothing_is_there(file: Path) -> None:
    """See that a list can be written, and overwrites nothing that somebody filled in."""
    if os.path.lexists(file):
        raise Misuse(f"{file} is there already, and --write-waivers overwrites nothing; name another file")
    if not os.access(file.parent, os.W_OK):
        raise Misuse(f"{file} cannot be written: there is no folder {file.parent}, or it cannot be written to")
    try:
        write_new(file, b"")  # a name may be none that a file can have
        file.unlink()
    except OSError as error:
        raise Misuse(str(Unwritable(file, error))) from error


def _held(folder: Path, asked: Asked, scenarios: list[Scenario], *, resume: bool) -> tuple[ResultsFile, Earlier | None]:
    """Hold the folder of the report and read the results to go on with, if any: nothing in it is touched before, and none of it read."""
    if resume and not os.path.lexists(folder / results_file.NAME):
        raise Misuse(f"there is no {folder / results_file.NAME} to go on from; {_ANEW}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = ResultsFile(folder)
    except Unwritable as error:
        raise Misuse(str(error)) from error
    except OSError as error:
        raise Misuse(f"the report cannot be written to {folder}: {error.strerror}") from error
    try:
        if resume:
            return file, _earlier(asked, folder, scenarios, file)
        _make_room(folder)
    except BaseException:
        file.close()
        raise
    return file, None


_ANEW = "without --resume, the run begins anew"


def _earlier(asked: Asked, folder: Path, scenarios: list[Scenario], holder: ResultsFile) -> Earlier:
    """Read the results to go on with; raise Misuse if they are of another run, as far as that can be told before this one begins."""
    try:
        return _of_the_same(asked, read_results(folder / results_file.NAME, scenarios, holder))
    except Unfit as error:
        raise Misuse(f"{error}; {_ANEW}") from error


def _of_the_same(asked: Asked, earlier: Earlier) -> Earlier:
    then = earlier.beginning
    choices = {**then.choices, **choices_from(asked.choices)}
    now = structs.replace(
        then,
        redacted=asked.redact,
        target=asked.target,
        suite=this_suite(),
        profile=asked.profile,
        selection=asked.selection,
        choices=choices,
    )
    check_same(then, now)
    return earlier


def _make_room(folder: Path) -> None:
    """See that the report can be written, before anything is judged.

    An older report is removed, so that no older verdict is taken for this run's. Its results stay until there are new ones: `backupspec report` makes it again.
    """
    try:
        remove_report(folder)
        with TemporaryFile(dir=folder):
            pass
    except Unwritable as error:
        raise Misuse(str(error)) from error
    except OSError as error:
        raise Misuse(f"the report cannot be written to {folder}: {error.strerror}") from error
