"""A report as files: report.json and junit.xml, which are written together; and what a run has left that did not come so far."""

from pathlib import Path

import msgspec
from msgspec import Struct

from backupspec import shipped
from backupspec.contract import strict
from backupspec.files import Unreadable, Unwritable, read_bounded, write_whole
from backupspec.gherkin.catalogue import read_catalogue
from backupspec.inputs import profile_named
from backupspec.internal_error import NAME as INTERNAL_ERROR
from backupspec.report.junit import junit
from backupspec.report.results_file import MOST_BYTES, NAME, Beginning, Earlier, Unfit, read_results
from backupspec.report.summary import Circumstances, Report, Suite, Target, report, this_suite
from backupspec.text import json_text, one_line

REPORT, JUNIT = "report.json", "junit.xml"


class NoReport(ValueError):
    """There is no report: where it was looked for, and what is wrong with what was found."""


def write_report(made: Report, folder: Path) -> None:
    """Write report.json and junit.xml, each whole or not at all; raise Unwritable if that cannot be."""
    write_whole(folder / REPORT, json_text(made, indent=2).encode() + b"\n")
    write_whole(folder / JUNIT, junit(made))


def remove_report(folder: Path) -> None:
    """Remove a report, before there are results that it knows nothing of, and what an internal error left; raise Unwritable if that cannot be."""
    for name in (REPORT, JUNIT, INTERNAL_ERROR):
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise Unwritable(folder / name, error) from error


def read_report(path: Path) -> Report:
    """Read report.json or results.jsonl, or that one of the two which lies in a folder; raise NoReport for anything else."""
    file = path
    if path.is_dir():
        file = path / REPORT if (path / REPORT).exists() else path / NAME
        if not file.exists():
            raise NoReport(
                f"there is neither {REPORT} nor {NAME} in {path}, as `backupspec run --report {path}` writes them"
            )
    if file.suffix == ".jsonl":
        return _of_results(file)
    try:
        data = read_bounded(file, MOST_BYTES)
        return strict.read(data, Report)
    except Unreadable as error:
        raise NoReport(str(error)) from error
    except strict.Unread as error:
        told = one_line(strict.in_plain_words(str(error)))
        raise NoReport(f"{file} {_not_read(data)}: {told}") from error


class _Written(Struct):
    """As much of a report as tells which suite wrote it."""

    suite: Suite


def _not_read(data: bytes) -> str:
    """Return what a file is that cannot be read as a report: one of another suite's, perhaps."""
    try:
        suite = msgspec.json.decode(data, type=_Written).suite
    except (ValueError, RecursionError):
        suite = this_suite()
    if suite == this_suite():
        return f"is no report ({REPORT} of `backupspec run --report DIR`)"
    return f"was written by {_another(suite)}, in a form that is not read here; judge again"


def _another(suite: Suite) -> str:
    return f"another suite, {one_line(suite.version)}, or its files were edited since"


def _of_results(file: Path) -> Report:
    """Make the report of a run that did not come to its end, whatever ended it."""
    catalogue = read_catalogue(shipped.folder("features"))
    try:
        left = read_results(file, catalogue.scenarios)
    except Unfit as error:
        raise NoReport(str(error)) from error
    run = left.beginning
    if run.suite != this_suite():
        raise NoReport(f"{file} was written by {_another(run.suite)}")
    return report(left.results.values(), catalogue.clauses, _circumstances(file, run, left))


def _circumstances(file: Path, run: Beginning, left: Earlier) -> Circumstances:
    try:
        policy = profile_named(run.profile)
        policy.with_choices(run.choices)
    except (KeyError, ValueError) as error:
        raise NoReport(f"{file}:1: this is not what a run writes: {one_line(str(error))}") from error
    ended = len(left.results)
    return Circumstances(
        target=Target(target=run.target, name=run.about.name, version=run.about.version, clock=run.about.clock),
        suite=run.suite,
        policy=policy,
        choices=run.choices,
        choices_file=run.choices_file,
        selection=run.selection,
        waivers=run.waivers,
        lacking=(*run.about.unfinished, *run.about.lacks),
        broken_off=broken_off("it did not come to its end", ended, run.scenarios) if ended < run.scenarios else None,
    )


def broken_off(how: str, ended: int, scenarios: int) -> str:
    """Say how a run ended that did not end by itself, and how much of it was run."""
    return f"{how}, with {ended} of {scenarios} scenarios run"
