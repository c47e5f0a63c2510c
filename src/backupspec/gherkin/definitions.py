"""Finds the definition of each step. The one module that knows pytest-bdd's insides.

pytest-bdd gives the decorators and the parsing of sentences. It looks a step up among all fixtures at every run, and takes the last of
several that match; here a step has exactly one definition, found once, at a cost that doesn't grow with their number.
"""

import ast
import difflib
import importlib
import inspect
import pkgutil
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from msgspec import Struct
from pytest_bdd.parsers import StepParser, string
from pytest_bdd.parsers import parse as parse_parser
from pytest_bdd.parsers import re as re_parser
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from backupspec.gherkin.features import Kind, Scenario, Step
from backupspec.gherkin.mistakes import Mistake

WORLD = "world"
"""The name under which every step can ask for the scenario's world."""

_FIELD = re.compile(r"\{[^{}]*\}")


class Definition(Struct, frozen=True, kw_only=True):
    """A sentence, and the function that it stands for."""

    kind: Kind
    sentence: str
    path: str
    line: int
    function: Callable[..., object]
    needed: tuple[str, ...]
    optional: tuple[str, ...]
    converters: Mapping[str, Callable[[Any], object]]
    target_fixture: str | None
    parser: StepParser

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: @{self.kind}({self.sentence!r})"

    def matches(self, text: str) -> bool:
        """Tell whether a step's text is an instance of this sentence."""
        return self.parser.is_matching(text)

    def arguments(self, text: str) -> dict[str, object]:
        """Take the arguments out of a step's text."""
        found = self.parser.parse_arguments(text) or {}
        return {
            name: self.converters[name](value) if name in self.converters else value for name, value in found.items()
        }


class Definitions:
    """All step definitions of a package, and which of them were asked for."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self.all = tuple(definitions)
        self._index = {
            kind: _Index(each for each in self.all if each.kind == kind) for kind in ("given", "when", "then")
        }
        self._found: dict[tuple[Kind, str], Definition] = {}

    def find(self, step: Step, path: str = "") -> Definition:
        """Find the definition of a step; raise Mistake if there is none, or more than one. The path is the feature's."""
        key = (step.kind, step.text)
        if key not in self._found:
            self._found[key] = self._only(step, path)
        return self._found[key]

    def check(self, scenario: Scenario) -> None:
        """Raise Mistake unless every step of a scenario has one definition, and each of its parameters a source."""
        given: set[str] = set()
        mistakes: list[Mistake] = []
        for step in scenario.steps:
            try:
                definition = self.find(step, scenario.feature)
                mistakes.extend(self._without_source(definition, step, given, scenario))
            except Mistake as mistake:
                mistakes.append(mistake)
            else:
                given.add(definition.target_fixture or WORLD)
        if mistakes:
            raise Mistake.of(mistakes)

    def unused(self) -> tuple[Definition, ...]:
        """List the definitions that no step asked for yet, in the order of their places."""
        used = {(each.kind, each.sentence) for each in self._found.values()}
        return tuple(each for each in self.all if (each.kind, each.sentence) not in used)

    def _only(self, step: Step, path: str) -> Definition:
        found = [each for each in self._index[step.kind].candidates(step.text) if each.matches(step.text)]
        if not found:
            raise Mistake(path, step.line, f"undefined step `{step}`{self._suggestion(step)}")
        if len(found) > 1:
            raise Mistake(
                path, step.line, f"ambiguous step `{step}`, which {len(found)} definitions match:{_listed(found)}"
            )
        return found[0]

    def _suggestion(self, step: Step) -> str:
        other = [
            each for kind, index in self._index.items() if kind != step.kind for each in index.candidates(step.text)
        ]
        if elsewhere := [each for each in other if each.matches(step.text)]:
            return f"; it is defined as another kind of step:{_listed(elsewhere)}"
        by_sentence = {each.sentence: each for each in self.all if each.kind == step.kind}
        close = difflib.get_close_matches(step.text, by_sentence, n=3, cutoff=0.5)
        return (
            f"; the closest definitions:{_listed(by_sentence[each] for each in close)}"
            if close
            else "; no definition is close"
        )

    def _without_source(
        self, definition: Definition, step: Step, given: set[str], scenario: Scenario
    ) -> Iterator[Mistake]:
        sources = given | {WORLD, *fields(definition.parser)}
        for name in definition.needed:
            if name not in sources:
                yield Mistake(
                    scenario.feature,
                    step.line,
                    f"step `{step}` needs {name!r}, which neither its sentence nor an earlier step's target_fixture gives"
                    f" ({definition})",
                )


def load(package: str) -> Definitions:
    """Import all modules of a package and gather the steps defined there; raise Mistake, with all that is wrong in them."""
    mistakes: list[Mistake] = []
    definitions: list[Definition] = []
    for module in _modules(package, mistakes):
        bodies = _Bodies(module)
        for context in _contexts(module):
            try:
                definitions.append(_definition(context, bodies))
            except Mistake as mistake:
                mistakes.append(mistake)
    definitions.sort(key=lambda each: (each.path, each.line, each.sentence))
    mistakes.extend(_defined_twice(definitions))
    if mistakes:
        raise Mistake.of(mistakes)
    return Definitions(definitions)


def fields(parser: StepParser) -> tuple[str, ...]:
    """List the arguments that a parser takes out of a sentence. Of a parser of one's own, they are what it says in `fields`."""
    if isinstance(parser, parse_parser):
        return tuple(parser.parser.named_fields)
    if isinstance(parser, re_parser):
        return tuple(parser.regex.groupindex)
    return tuple(getattr(parser, "fields", ()))


class _Index:
    """Definitions of one kind, so kept that only the few that could match a text are tried.

    Each is kept by one of the whole words that every instance of its sentence holds: the one that the fewest sentences share. A text is
    looked up word by word. pytest-bdd's parsers of fields ignore case, so the index does.
    """

    def __init__(self, definitions: Iterable[Definition]) -> None:
        words = [(definition, _fixed_words(definition.parser)) for definition in definitions]
        shared = Counter(word for _, found in words for word in found)
        self._by_word: dict[str | None, list[Definition]] = {}
        for definition, found in words:
            rarest = min(found, key=lambda word: (shared[word], word), default=None)
            self._by_word.setdefault(rarest, []).append(definition)

    def candidates(self, text: str) -> list[Definition]:
        """List the definitions that could match a text; those without a word of their own could match any."""
        return [each for word in (None, *set(text.lower().split())) for each in self._by_word.get(word, ())]


def _fixed_words(parser: StepParser) -> set[str]:
    """List the words that stand alone, outside of all fields, in a sentence; none where the kind of parser is not known."""
    if isinstance(parser, parse_parser):
        return {word for word in _FIELD.sub("{}", parser.name).lower().split() if not set(word) & set("{}")}
    return set(parser.name.lower().split()) if isinstance(parser, string) else set()


def _modules(package: str, mistakes: list[Mistake]) -> Iterator[ModuleType]:
    """Import a package and all modules in it, noting those that can't be imported."""
    root = _imported(package, mistakes)
    if root is None:
        return
    yield root
    for found in pkgutil.walk_packages(getattr(root, "__path__", ()), f"{package}.", onerror=lambda _: None):
        if module := _imported(found.name, mistakes):
            yield module


def _imported(name: str, mistakes: list[Mistake]) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except Exception as error:  # noqa: BLE001 - whatever a module raises while it is imported is told as a mistake in it
        mistakes.append(_import_mistake(name, error))
        return None


def _import_mistake(name: str, error: Exception) -> Mistake:
    told = " ".join(str(error).split()) or "no message"
    message = f"{name} can't be imported: {type(error).__name__}: {told}"
    if isinstance(error, SyntaxError) and error.filename:
        return Mistake(_shown(error.filename), error.lineno or 1, message)
    place, trace = (name, 1), error.__traceback__
    while trace:
        path = trace.tb_frame.f_code.co_filename
        if trace.tb_frame.f_globals.get("__name__") == name:
            place = (_shown(path), trace.tb_lineno)
        trace = trace.tb_next
    return Mistake(*place, message)


def _contexts(module: ModuleType) -> Iterator[StepFunctionContext]:
    """List what pytest-bdd's decorators noted for the functions of a module as it is imported now."""
    for context in list(step_function_context_registry.values()):
        if getattr(inspect.unwrap(context.step_func), "__globals__", None) is vars(module):
            yield context


def _definition(context: StepFunctionContext, bodies: "_Bodies") -> Definition:
    function = inspect.unwrap(context.step_func)
    line = bodies.line(function)
    note = partial(Mistake, bodies.path, line)
    if context.type is None:
        raise note("a step is a given, a when or a then; use one of these decorators")
    if problem := _never_runs(context.step_func) or _never_fails(context, bodies):
        raise note(f"@{context.type}({context.parser.name!r}) {problem}")
    needed, optional = _parameters(context.step_func)
    definition = Definition(
        kind=context.type,
        sentence=context.parser.name,
        path=bodies.path,
        line=line,
        function=context.step_func,
        needed=needed,
        optional=optional,
        converters=dict(context.converters),
        target_fixture=context.target_fixture,
        parser=context.parser,
    )
    if problem := _wrong_names(definition):
        raise note(f"@{context.type}({context.parser.name!r}) {problem}")
    return definition


def _never_runs(function: Callable[..., object]) -> str | None:
    """Say why calling a function would not run its body, if it would not."""
    function = inspect.unwrap(function)
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        return "is async: it would pass without being awaited; make it a plain function"
    if inspect.isgeneratorfunction(function):
        return "yields: it would pass without being run; make it a plain function that returns"
    return None


def _never_fails(context: StepFunctionContext, bodies: "_Bodies") -> str | None:
    """Say why a Then can never fail, if it asserts nothing itself."""
    if context.type == "then" and not bodies.asserts(inspect.unwrap(context.step_func)):
        return "holds no assert, so that it would pass whatever came; assert what can be seen"
    return None


def _parameters(function: Callable[..., object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the parameters that a function must be given, and those that it may be."""
    named = [each for each in inspect.signature(function).parameters.values() if each.kind is not each.VAR_KEYWORD]
    needed = tuple(each.name for each in named if each.default is each.empty)
    return needed, tuple(each.name for each in named if each.default is not each.empty)


def _wrong_names(definition: Definition) -> str | None:
    """Say what is wrong with the names by which values reach a step, if anything is."""
    taken = {*definition.needed, *definition.optional}
    if lost := [name for name in fields(definition.parser) if name not in taken]:
        return f"takes no {', '.join(lost)}, which its sentence says; what it doesn't take, it doesn't look at"
    if isinstance(definition.parser, parse_parser) and definition.parser.parser.fixed_fields:
        return "has a field without a name, which no parameter can take; name it"
    if unknown := [name for name in definition.converters if name not in fields(definition.parser)]:
        return f"converts {', '.join(unknown)}, which its sentence doesn't hold"
    if definition.target_fixture == WORLD:
        return f"gives a {WORLD} of its own; every scenario has one already"
    return None


def _defined_twice(definitions: Sequence[Definition]) -> Iterator[Mistake]:
    first: dict[tuple[Kind, str], Definition] = {}
    for each in definitions:
        other = first.setdefault((each.kind, each.sentence), each)
        if other is not each:
            yield Mistake(
                each.path, each.line, f"@{each.kind}({each.sentence!r}) is defined already at {other.path}:{other.line}"
            )


class _Bodies:
    """The source of a module's functions, parsed once."""

    def __init__(self, module: ModuleType) -> None:
        self.path = _shown(module.__file__ or module.__name__)
        self._by_line: dict[int, ast.FunctionDef | ast.AsyncFunctionDef] = {}
        for node in _functions(ast.parse(_source(module))):
            self._by_line[min([node.lineno, *(each.lineno for each in node.decorator_list)])] = node

    def _node(self, function: Callable[..., object]) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        return self._by_line.get(_first_line(function))

    def line(self, function: Callable[..., object]) -> int:
        """Tell in which line a function is defined, its decorators left aside."""
        node = self._node(function)
        return node.lineno if node else _first_line(function)

    def asserts(self, function: Callable[..., object]) -> bool:
        """Tell whether a function itself, not one nested in it, asserts something that can fail."""
        node = self._node(function)
        return node is not None and any(isinstance(each, ast.Assert) and _can_fail(each.test) for each in _own(node))


def _functions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Find the functions among the statements of a module and in those. Expressions, which are most of it, hold none."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
        if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield from _functions(child)


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """Go through a function's own statements, nested functions and classes left out."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            yield child
            yield from _own(child)


def _can_fail(test: ast.expr) -> bool:
    """Tell whether an asserted expression depends on anything: a constant doesn't, and a tuple is always true."""
    return not isinstance(test, ast.Constant | ast.Tuple)


def _first_line(function: Callable[..., object]) -> int:
    code = getattr(function, "__code__", None)
    return code.co_firstlineno if code else 1


def _source(module: ModuleType) -> str:
    try:
        return inspect.getsource(module)
    except OSError:  # an empty module, or one without source
        return ""


def _listed(definitions: Iterable[Definition]) -> str:
    return "".join(f"\n    {each}" for each in definitions)


def _shown(path: str) -> str:
    """Spell a module's path as people would open it: links resolved, and relative where it lies below."""
    real, here = Path(path).resolve(), Path.cwd()
    return real.relative_to(here).as_posix() if real.is_relative_to(here) else real.as_posix()
