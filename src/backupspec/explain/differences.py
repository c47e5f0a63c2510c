"""What differs between two policies: every question whose answer differs in some situation, in words, with an example."""

from collections.abc import Iterator

from msgspec import Struct

from backupspec.explain.questions import questions
from backupspec.explain.situations import in_words as in_situation
from backupspec.explain.words import hanging
from backupspec.policy.conditions import Facts
from backupspec.policy.model import Policy


class Case(Struct, frozen=True, kw_only=True):
    """Two answers that differ, and the situations in which they are given."""

    answer: str
    other_answer: str
    count: int
    example: str
    """One of the situations in words, or nothing if the answers depend on none."""


class Difference(Struct, frozen=True, kw_only=True):
    """A question that is answered otherwise, and how, in how many of how many situations."""

    question: str
    cases: tuple[Case, ...]
    asked: int


def differences(one: Policy, other: Policy) -> Iterator[Difference]:
    """Ask both policies everything; tell each question whose answer differs somewhere."""
    for question in questions(one, other):
        found: dict[tuple[str, str], list[Facts]] = {}
        for facts in question.situations:
            answers = question.answer(one, facts), question.answer(other, facts)
            if answers[0] != answers[1]:
                found.setdefault(answers, []).append(facts)
        if found:
            cases = tuple(
                Case(answer=answer, other_answer=other_answer, count=len(each), example=in_situation(one, each[0]))
                for (answer, other_answer), each in found.items()
            )
            yield Difference(question=question.text, cases=cases, asked=len(question.situations))


def in_words(one: Policy, other: Policy, names: tuple[str, str]) -> str:
    """Say what differs between two policies, called by the names given; nothing if all answers are the same."""
    found = list(differences(one, other))
    if not found:
        return ""
    count = f"{len(found)} questions are answered otherwise" if len(found) > 1 else "One question is answered otherwise"
    return "\n\n".join([f"{count} by {names[0]} than by {names[1]}.", *(_block(each, names) for each in found)])


def _block(found: Difference, names: tuple[str, str]) -> str:
    """Say one difference."""
    cases = (_case(case, found.asked, names) for case in found.cases)
    return "\n".join([hanging(found.question, "", "  "), "\n\n".join(cases)])


def _case(case: Case, asked: int, names: tuple[str, str]) -> str:
    """Say two answers, and when they are given."""
    answers = zip(names, (case.answer, case.other_answer), strict=True)
    lines = [hanging(f"{name}: {answer}", "  ", "    ") for name, answer in answers]
    if case.example:
        lines.append(hanging(f"For example: {case.example}.", "  ", "    "))
        lines.append(f"  They answer so in {case.count} of the {asked} situations that were tried.")
    return "\n".join(lines)
