"""What differs between two policies: every question whose answer differs in some situation, in words, with an example."""

from collections.abc import Iterator

from msgspec import Struct

from backupspec.policy.model import Policy
from backupspec.policy.questions import ALWAYS, questions
from backupspec.policy.situations import in_words as situation_in_words
from backupspec.policy.words import hanging


class Difference(Struct, frozen=True, kw_only=True):
    """Two answers to one question, and the situations in which they are given."""

    question: str
    answer: str
    other_answer: str
    example: str
    """One of the situations in words, or nothing if the answers depend on none."""
    count: int
    asked: int
    """In how many of how many situations these answers are given."""


def differences(one: Policy, other: Policy) -> Iterator[Difference]:
    """Ask both policies everything; tell each pair of answers that differ once, with the first situation that shows it."""
    for question in questions(one, other):
        found: dict[tuple[str, str], list[int]] = {}
        for number, facts in enumerate(question.situations):
            answers = question.answer(one, facts), question.answer(other, facts)
            if answers[0] != answers[1]:
                found.setdefault(answers, []).append(number)
        for (answer, other_answer), numbers in found.items():
            yield Difference(
                question=question.text,
                answer=answer,
                other_answer=other_answer,
                example=""
                if question.situations is ALWAYS
                else situation_in_words(one, question.situations[numbers[0]]),
                count=len(numbers),
                asked=len(question.situations),
            )


def in_words(one: Policy, other: Policy, names: tuple[str, str]) -> str:
    """Say what differs between two policies, called by the names given; nothing if all answers are the same."""
    found = list(differences(one, other))
    if not found:
        return ""
    count = f"{len(found)} answers differ" if len(found) > 1 else "One answer differs"
    return "\n\n".join([f"{count} between {names[0]} and {names[1]}.", *(_block(each, names) for each in found)]) + "\n"


def _block(found: Difference, names: tuple[str, str]) -> str:
    """Say one difference."""
    width = max(map(len, names)) + 2
    answers = zip(names, (found.answer, found.other_answer), strict=True)
    lines = [
        hanging(found.question, "", "  "),
        *(hanging(f"{answer}", f"  {name.ljust(width)}", " " * (width + 2)) for name, answer in answers),
    ]
    if found.example:
        lines.append(hanging(f"For example: {found.example}.", "  ", "    "))
        lines.append(f"  So it is in {found.count} of {found.asked} situations.")
    return "\n".join(lines)
