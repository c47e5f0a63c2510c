"""How commands were answered is told beside them, and what an implementation lacks is told in one place."""

from pathlib import Path

from building import made, result
from msgspec import structs

from backupspec.report.files import read_report, write_report
from backupspec.report.terminal import in_words
from backupspec.world.verdicts import Failure

AGAIN = ("backupspec", "run", "reference")
COMMANDS = tuple({"command": name, "phone": "ann"} for name in ("add_phone", "turn_on", "back_up_now", "press_next"))
DONE, REFUSED, FAILED = (
    {"outcome": "done"},
    {"outcome": "refused", "reason": "phone_is_off"},
    {"outcome": "failed", "reason": "no_network"},
)


def told(*outcomes: dict[str, object] | None) -> list[str]:
    """Tell a failure, and return the lines of its commands."""
    failure = Failure(
        kind="mismatch", clause="REM-01", expected="no prompt", actual="a prompt", commands=COMMANDS, outcomes=outcomes
    )
    lines = in_words(made([result("failed", failure=failure)]), AGAIN).splitlines()
    return [line.strip().partition("}")[2] for line in lines if '"command"' in line]


def test_an_outcome_stands_beside_each_command_that_was_not_done() -> None:
    """What was done needs no word; a refusal and a failure have their reason, and what broke off has no answer."""
    assert told(DONE, REFUSED, FAILED, None) == [
        "",
        " -> refused: phone_is_off",
        " -> failed: no_network",
        " -> no answer",
    ]


def test_a_report_without_outcomes_tells_the_commands_alone() -> None:
    """Those that were written before there were any say nothing of answers."""
    assert told() == ["", "", "", ""]


def test_an_outcome_cannot_act_on_a_terminal() -> None:
    """A report may come from anybody."""
    assert told({"outcome": "refused", "reason": "\x1b[2J"})[0] == " -> refused: \\u001b[2J"


def test_outcomes_are_kept_in_the_report(tmp_path: Path) -> None:
    """What is read again tells the same."""
    failure = Failure(
        kind="contract", clause="REM-01", reason="r", commands=COMMANDS, outcomes=(DONE, REFUSED, FAILED, None)
    )
    report = made([result("failed", failure=failure)])

    write_report(report, tmp_path)

    assert read_report(tmp_path) == report


def test_what_is_lacking_is_named_in_the_verdict() -> None:
    """What could not be given without having been listed is named as well, once; where nothing is lacking, nothing is said."""
    assert "  without   " not in in_words(made([result("passed")]), AGAIN)
    missing = Failure(kind="missing", clause="REM-01", missing="clock")

    report = made([result("untestable", failure=missing)])
    listed = structs.replace(report, lacking=tuple(f"command_{number}" for number in range(12)))

    assert "  without   clock\n" in in_words(report, AGAIN)
    assert "command_9 and 2 more\n" in in_words(listed, AGAIN)
