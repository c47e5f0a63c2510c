"""Reads feature files: a Feature is a topic, a Rule a clause, a Scenario (or a row of its Examples) one example of it.

Text in, values out. Whatever would let a scenario go unjudged, in silence, is a Mistake: all those of a file are told at once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, cast

from gherkin import Compiler, Parser
from gherkin.errors import CompositeParserException, ParserException
from msgspec import Struct

from backupspec.gherkin.mistakes import Mistake
from backupspec.gherkin.unseen import unseen

Kind = Literal["given", "when", "then"]

KINDS = ("behaviour", "label", "content", "precondition", "warning", "privacy", "informative")
"""What a clause can be; it can be several of them."""

NOT_TESTABLE = "@not-testable"

_CLAUSE_TAG = re.compile(r"@([A-Z]{2,3}-[0-9]{2}[a-e]?)")
_SCENARIO_TAG = re.compile(r"@([A-Z]{2,3}-[0-9]{2}[a-e]?)\.[0-9]{2}")
_PROFILE_TAG = re.compile(r"@profile:([a-z0-9][a-z0-9.-]*)")
_CHOICE_TAG = re.compile(r"@choice:([a-z][a-z0-9_]*):([^\s:]+)")
_ROW_NAME = re.compile(r"[A-Za-z0-9.+-]+")
_COLUMN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_ -]*")
_PLACEHOLDER = re.compile(r"<[^<>]+>")
_STEP_KINDS: Mapping[str, Kind] = {"Context": "given", "Action": "when", "Outcome": "then"}
_ORDER = ("given", "when", "then")


class Step(Struct, frozen=True):
    """One sentence of a scenario, its placeholders filled in. `And` and `But` take the kind of the sentence before."""

    kind: Kind
    text: str
    line: int

    def __str__(self) -> str:
        return f"{self.kind.capitalize()} {self.text}"


class Scenario(Struct, frozen=True, kw_only=True):
    """One example of a clause: what is run, and has exactly one result. Of an outline, each row of its Examples is one."""

    id: str
    clauses: tuple[str, ...]
    title: str
    description: str
    feature: str
    line: int
    steps: tuple[Step, ...]
    profiles: tuple[str, ...]
    choices: dict[str, str]


class Clause(Struct, frozen=True, kw_only=True):
    """One sentence of the specification. `profiles` is empty where all have it; `reason` tells why no test can show it."""

    id: str
    kinds: tuple[str, ...]
    text: str
    profiles: tuple[str, ...]
    reason: str | None
    feature: str
    line: int


class Feature(Struct, frozen=True, kw_only=True):
    """One feature file."""

    path: str
    title: str
    clauses: tuple[Clause, ...]
    scenarios: tuple[Scenario, ...]


@lru_cache(maxsize=1_000)
def parse(text: str, path: str) -> Feature:
    """Read a feature file's text; raise Mistake, with all that is wrong in it. The path only serves to say where things are.

    A text is read once: what a process read already, those that are forked from it need not read again.
    """
    document = _document(text, path)
    notes = _Notes(path)
    source = document["feature"]
    notes.unknown(source["tags"], ())
    for line, message in unseen(text, source):
        notes.add(line, message)
    for examples in _examples(source):
        _columns(examples, notes)
    notes.tell()
    reader = _Pickles(document, path)
    clauses: list[Clause] = []
    scenarios: list[Scenario] = []
    for child in source["children"]:
        if "rule" in child:
            clause, examples = _rule(child["rule"], reader, notes)
            clauses.append(clause)
            scenarios.extend(examples)
        elif "scenario" in child:
            notes.add(child["scenario"], "this scenario stands outside a Rule; put it under the Rule of its clause")
    if not clauses:
        notes.add(source, "this feature has no Rule; each clause is a Rule")
    notes.repeated(
        ((clause.id, clause.line) for clause in clauses),
        "clause {} has a Rule in line {} already; a clause has one Rule",
    )
    notes.repeated(notes.ids, "id {} is used in line {} already; an id names one scenario for ever")
    notes.tell()
    return Feature(path=path, title=source["name"], clauses=tuple(clauses), scenarios=tuple(scenarios))


class _Notes:
    """The mistakes found so far in one file, and the ids that its scenarios have."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.ids: list[tuple[str, int]] = []
        self._found: list[Mistake] = []

    def add(self, node: Any, message: str) -> None:
        """Note what is wrong at a node of the document, or at a line."""
        line = node if isinstance(node, int) else node["location"]["line"]
        self._found.append(Mistake(self.path, line, message))

    def unknown(self, tags: Iterable[Any], known: Sequence[re.Pattern[str] | str]) -> None:
        """Note each tag that is none of those known here."""
        for tag in tags:
            if not any(re.fullmatch(pattern, tag["name"]) for pattern in known):
                self.add(tag, f"unknown tag {tag['name']}; {_allowed(known)}")

    def repeated(self, keys: Iterable[tuple[str, int]], message: str) -> None:
        """Note each key that came before, with the line where it did."""
        seen: dict[str, int] = {}
        for key, line in keys:
            if key and key in seen:
                self.add(line, message.format(key, seen[key]))
            seen.setdefault(key, line)

    def tell(self) -> None:
        """Raise what was noted, if anything was."""
        if self._found:
            raise Mistake.of(self._found)


class _Pickles:
    """What the Gherkin compiler makes of a document: for each scenario of the text, the examples that are run."""

    def __init__(self, document: Any, path: str) -> None:
        document["uri"] = path
        self._of: dict[str, list[Any]] = {}
        for pickle in Compiler().compile(document):
            self._of.setdefault(pickle["astNodeIds"][0], []).append(pickle)
        self._lines = {step["id"]: step["location"]["line"] for step in _steps(document["feature"])}

    def of(self, scenario: Any) -> list[Any]:
        """List the pickles of a scenario: one, or one per row of its Examples."""
        return self._of.get(scenario["id"], [])

    def line(self, step: Any) -> int:
        """Tell in which line a pickle's step stands."""
        return int(self._lines[step["astNodeIds"][0]])


def _document(text: str, path: str) -> Any:
    try:
        document = Parser().parse(text)
    except CompositeParserException as error:
        raise Mistake.of([_syntax(each, path) for each in error.errors]) from None
    except ParserException as error:
        raise _syntax(error, path) from None
    if not document.get("feature"):
        raise Mistake(path, 1, "there is no Feature in this file")
    return cast("Any", document)


def _syntax(error: ParserException, path: str) -> Mistake:
    told = re.sub(r"^\(\d+:\d+\): ", "", str(error.args[0]))
    return Mistake(path, error.location["line"], f"this is not Gherkin: {told}")


def _steps(node: Any) -> Iterator[Any]:
    """Go through all steps of a feature or a rule, backgrounds included."""
    for child in node["children"]:
        for part in child.values():
            if "children" in part:
                yield from _steps(part)
            else:
                yield from part["steps"]


def _examples(node: Any) -> Iterator[Any]:
    """Go through all Examples of a feature or a rule."""
    for child in node["children"]:
        for part in child.values():
            yield from _examples(part) if "children" in part else part.get("examples", ())


def _rule(rule: Any, pickles: _Pickles, notes: _Notes) -> tuple[Clause, list[Scenario]]:
    clause = _clause(rule, notes)
    sources = [child["scenario"] for child in rule["children"] if "scenario" in child]
    for child in rule["children"]:
        if "background" in child and any(
            step["keywordType"] not in {"Context", "Conjunction"} for step in child["background"]["steps"]
        ):
            notes.add(child["background"], "a Background holds Given alone")
    _testable_or_not(clause, sources, notes)
    notes.repeated(
        ((source["name"], source["location"]["line"]) for source in sources),
        "a scenario titled {!r} stands in line {} already; a title tells the outcome of one scenario",
    )
    return clause, [scenario for source in sources for scenario in _scenarios(source, clause, pickles, notes)]


def _clause(rule: Any, notes: _Notes) -> Clause:
    tags = rule["tags"]
    ids = _matches(tags, _CLAUSE_TAG)
    kinds = tuple(tag["name"][1:] for tag in tags if tag["name"][1:] in KINDS)
    notes.unknown(tags, (_CLAUSE_TAG, _PROFILE_TAG, NOT_TESTABLE, *(f"@{kind}" for kind in KINDS)))
    if len(ids) != 1:
        notes.add(rule, f"a Rule has one clause tag, such as @SCH-01; this one has {len(ids) or 'none'}")
    if not kinds:
        notes.add(rule, f"a Rule tells what its clause is: one or more of {', '.join('@' + kind for kind in KINDS)}")
    if not rule["name"]:
        notes.add(rule, "a Rule's name is the sentence of its clause; this one has none")
    return Clause(
        id=ids[0] if ids else "",
        kinds=kinds,
        text=rule["name"],
        profiles=tuple(_matches(tags, _PROFILE_TAG)),
        reason=_words(rule["description"]) if _has(tags, NOT_TESTABLE) else None,
        feature=notes.path,
        line=rule["location"]["line"],
    )


def _testable_or_not(clause: Clause, scenarios: Sequence[Any], notes: _Notes) -> None:
    if clause.reason is None and not scenarios:
        notes.add(
            clause.line,
            f"this Rule has no scenario; write one, or tag it {NOT_TESTABLE} and describe why no test can show it",
        )
    if clause.reason is not None and scenarios:
        notes.add(clause.line, f"this Rule is tagged {NOT_TESTABLE} and has scenarios; one of the two is wrong")
    if clause.reason == "":
        notes.add(
            clause.line,
            f"this Rule is tagged {NOT_TESTABLE} without a reason; its description says why no test can show it",
        )


def _scenarios(source: Any, clause: Clause, pickles: _Pickles, notes: _Notes) -> Iterator[Scenario]:
    """Read the examples that one scenario, or one outline, stands for."""
    found = _scenario_id(source, clause, notes)
    outer = _Bounds(clause.profiles, {}).within(source["tags"], source, notes)
    rows = _rows(source, outer, notes)
    for pickle in pickles.of(source):
        _runnable(pickle, source, pickles, notes)
        row, bounds = rows[pickle["astNodeIds"][1]] if source["examples"] else ("", outer)
        yield Scenario(
            id=f"{found}/{row}" if row and found else found,
            clauses=(clause.id,),
            title=pickle["name"],
            description=_words(source["description"]),
            feature=notes.path,
            line=pickle["location"]["line"],
            steps=tuple(
                Step(_STEP_KINDS.get(step["type"], "given"), step["text"], pickles.line(step))
                for step in pickle["steps"]
            ),
            profiles=bounds.profiles,
            choices=bounds.choices,
        )


def _scenario_id(source: Any, clause: Clause, notes: _Notes) -> str:
    tags = source["tags"]
    notes.unknown(tags, (_SCENARIO_TAG, _PROFILE_TAG, _CHOICE_TAG))
    ids = [tag["name"][1:] for tag in tags if _SCENARIO_TAG.fullmatch(tag["name"])]
    if len(ids) != 1:
        notes.add(
            source, f"a scenario has one id tag, such as @{clause.id or 'SCH-01'}.01; this one has {len(ids) or 'none'}"
        )
    for each in ids:
        notes.ids.append((each, source["location"]["line"]))
        if clause.id and each.rpartition(".")[0] != clause.id:
            notes.add(
                source,
                f"id {each} belongs to another clause; under the Rule of {clause.id} ids begin with {clause.id}.",
            )
    return ids[0] if ids else ""


class _Bounds(Struct, frozen=True):
    """Whom an example is for: which profiles (none: all), and which readings of choices."""

    profiles: tuple[str, ...]
    choices: dict[str, str]

    def within(self, tags: Sequence[Any], node: Any, notes: _Notes) -> "_Bounds":
        """Narrow these bounds by the tags of something inside."""
        profiles = tuple(_matches(tags, _PROFILE_TAG))
        if self.profiles and not set(profiles) <= set(self.profiles):
            notes.add(
                node, f"this is for {', '.join(profiles)}, but what holds it is for {', '.join(self.profiles)} alone"
            )
        choices = dict(self.choices)
        for tag in tags:
            if found := _CHOICE_TAG.fullmatch(tag["name"]):
                name, value = found[1], _reading(found[2])
                if choices.setdefault(name, value) != value:
                    notes.add(tag, f"choice {name} cannot be {choices[name]!r} and {value!r} at once")
        return _Bounds(profiles or self.profiles, choices)


def _reading(value: str) -> str:
    """Spell the value of a choice: tags hold no spaces, so a length of time is written with underscores (24_hours)."""
    return value.replace("_", " ") if value[0].isdigit() else value


def _rows(source: Any, outer: _Bounds, notes: _Notes) -> dict[str, tuple[str, _Bounds]]:
    """Tell the name of each row of Examples, by the node of the row, and whom it is for."""
    if not source["examples"] and source["keyword"] in {"Scenario Outline", "Scenario Template"}:
        notes.add(source, "this Scenario Outline has no Examples, so that nothing would run")
    rows: dict[str, tuple[str, _Bounds]] = {}
    names: list[tuple[str, int]] = []
    for examples in source["examples"]:
        notes.unknown(examples["tags"], (_PROFILE_TAG, _CHOICE_TAG))
        bounds = outer.within(examples["tags"], examples, notes)
        if not examples["tableBody"]:
            notes.add(examples, "these Examples have no rows, so that nothing would run")
        for row in examples["tableBody"]:
            name = row["cells"][0]["value"]
            if not _ROW_NAME.fullmatch(name):
                notes.add(
                    row,
                    f"{name!r} can't name a row: the first column becomes part of its id and holds letters, digits, '.', '+', '-'",
                )
            names.append((name, row["location"]["line"]))
            rows[row["id"]] = (name, bounds)
    notes.repeated(
        names, "row {!r} stands in line {} already; the first column becomes part of the id and differs in each row"
    )
    return rows


def _columns(examples: Any, notes: _Notes) -> None:
    """Note columns that the compiler would mix up."""
    header = examples.get("tableHeader")
    names = [cell["value"] for cell in header["cells"]] if header else []
    for name, times in Counter(names).items():
        if times > 1:
            notes.add(header, f"column {name!r} stands there {times} times, and one value would win in silence")
        if not _COLUMN_NAME.fullmatch(name):
            notes.add(header, f"{name!r} can't name a column: use letters, digits, spaces, '_', '-'")


def _runnable(pickle: Any, source: Any, pickles: _Pickles, notes: _Notes) -> None:
    """Note whatever keeps an example from saying: in this situation, when this is done, then that can be seen."""
    if not pickle["name"]:
        notes.add(source, "a scenario's title tells its outcome; this one has none")
    if not pickle["steps"]:
        notes.add(source, "this scenario has no steps, so that it would pass whatever happens")
        return
    for text, line in (
        (pickle["name"], pickle["location"]["line"]),
        *((step["text"], pickles.line(step)) for step in pickle["steps"]),
    ):
        for placeholder in _PLACEHOLDER.findall(text):
            notes.add(line, f"{placeholder} is not filled in: no column of Examples has that name")
    for step in pickle["steps"]:
        if step.get("argument"):
            notes.add(
                pickles.line(step), "tables and doc strings under a step are not used here; say it in the sentence"
            )
        if step["type"] not in _STEP_KINDS:
            notes.add(
                pickles.line(step),
                "this step is neither Given, When nor Then; begin with one of them, and don't use '*'",
            )
    _one_when(pickle, source, notes)


def _one_when(pickle: Any, source: Any, notes: _Notes) -> None:
    kinds = [_STEP_KINDS[step["type"]] for step in pickle["steps"] if step["type"] in _STEP_KINDS]
    groups = [kind for position, kind in enumerate(kinds) if position == 0 or kinds[position - 1] != kind]
    times = groups.count("when")
    if times != 1:
        notes.add(source, f"a scenario has one When; this one has {times or 'none'}")
    if "then" not in groups:
        notes.add(source, "this scenario has no Then, so that it would pass whatever happens")
    elif times == 1 and groups != sorted(groups, key=_ORDER.index):
        notes.add(source, "a scenario goes from Given to When to Then, and not back")


def _matches(tags: Iterable[Any], pattern: re.Pattern[str]) -> list[str]:
    """List what the tags of one pattern say: its first group."""
    return [found[1] for tag in tags if (found := pattern.fullmatch(tag["name"]))]


def _has(tags: Iterable[Any], name: str) -> bool:
    return any(tag["name"] == name for tag in tags)


def _allowed(known: Sequence[re.Pattern[str] | str]) -> str:
    """Say which tags may stand somewhere, by examples."""
    samples = {
        _CLAUSE_TAG: "@SCH-01",
        _SCENARIO_TAG: "@SCH-01.03",
        _PROFILE_TAG: "@profile:NAME",
        _CHOICE_TAG: "@choice:NAME:VALUE",
    }
    told = [pattern if isinstance(pattern, str) else samples[pattern] for pattern in known]
    return f"here may stand {', '.join(told)}" if told else "a Feature has none; tag its Rules and scenarios"


def _words(description: str) -> str:
    return "\n".join(line.strip() for line in description.strip().splitlines())
