"""The name of a target leads to an implementation, or to one line that says why it doesn't."""

import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from textwrap import dedent

import pytest

from backupspec.contract.implementation import BrokenContract, Implementation
from backupspec.targets import guard, reaching
from backupspec.targets.reaching import NoSuchTarget, reach

WriteModule = Callable[[str], str]

NUMBERS = count()
"""No two modules have one name, so that none is taken for one imported before."""


@pytest.fixture
def write_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WriteModule:
    """Return a function that writes a vendor's module, which can be imported until the test ends, and tells its name."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def write(text: str) -> str:
        name = f"vendor_{next(NUMBERS)}"
        (tmp_path / f"{name}.py").write_text(dedent(text), "utf-8")
        return name

    return write


def said(error: type[Exception], target: str) -> str:
    """Return what is said of a target that can't be reached: one line that can be shown."""
    with pytest.raises(error) as caught:
        reach(target)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 600
    return message


def test_reaches_the_reference() -> None:
    """`reference` is the reference, which claims both profiles."""
    assert reach("reference").about().profiles == ("windows-phone-8.1", "windows-phone-8")


def test_reaches_what_a_factory_makes(write_module: WriteModule) -> None:
    """`python:module:factory` is whatever the factory makes, guarded."""
    module = write_module("from backupspec.targets.reaching import reach\nmake = lambda: reach('reference')")

    implementation = reach(f"python:{module}:make")

    assert isinstance(implementation, guard.Guarded)
    assert isinstance(implementation, Implementation)
    assert implementation.about().name == "reference"


def test_looks_in_the_folder_where_it_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vendor's module need not be installed: it is found where the command is typed."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vendor_here.py").write_text(
        "from backupspec.targets.reaching import reach\nmake = lambda: reach('reference')"
    )

    assert reach("python:vendor_here:make").about().name == "reference"


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (
            "",
            "a target is reference, python:package.module:factory, stdio:COMMAND, or a URL such as http://127.0.0.1:8000",
        ),
        ("refrence", "there is no target 'refrence'"),
        ("Reference", "there is no target 'Reference'"),
        ("ftp://example.com", "there is no target 'ftp://example.com'"),
        ("python", "there is no target 'python'"),
        ("python:", "write python:package.module:factory"),
        ("python:json", "write python:package.module:factory"),
        ("python:json:", "write python:package.module:factory"),
        ("python::make", "write python:package.module:factory"),
        ("python:json:not-a-name", "write python:package.module:factory"),
        ("python:json:a:b", "write python:package.module:factory"),
        ("python:.json:make", "TypeError"),
        ("python:no_such_module:make", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("python:json.no_such_module:make", "No module named 'json.no_such_module'"),
        ("python:json:no_such_function", "json has no function 'no_such_function'"),
        ("python:json:__doc__", "json has no function '__doc__'"),
        ("a\nb\x1b" + "c" * 10_000, "there is no target"),
    ],
)
def test_a_name_that_leads_nowhere(target: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads nowhere is told with what was looked for, and what a name looks like."""
    monkeypatch.setattr(sys, "path", list(sys.path))

    assert told in said(NoSuchTarget, target)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("def make(:", "SyntaxError: ", id="syntax"),
        pytest.param("import no_such_library", "No module named 'no_such_library'", id="import"),
        pytest.param("from json import no_such_name", "ImportError: cannot import name", id="name"),
        pytest.param("raise SystemExit('no licence')", "SystemExit: no licence", id="exit"),
        pytest.param("raise ValueError('a\\n\\nb')", "ValueError: a b", id="many-lines"),
        pytest.param("raise ValueError('x' * 10**6)", "ValueError: xxx", id="endless"),
        pytest.param("def __getattr__(name): raise RuntimeError('gone')", "RuntimeError: gone", id="attribute"),
    ],
)
def test_a_module_that_does_not_import(write_module: WriteModule, text: str, told: str) -> None:
    """A module that can't be imported is told with the cause, whatever it is."""
    message = said(NoSuchTarget, f"python:{(module := write_module(text))}:make")

    assert message.startswith(f"python:{module}:make: importing {module} failed:")
    assert told in message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("raise ValueError('no\\nphones')", "it raised ValueError: no phones", id="raises"),
        pytest.param("raise SystemExit(3)", "it raised SystemExit: 3", id="exits"),
        pytest.param("return None", "of type NoneType, lacks about, open_world", id="nothing"),
        pytest.param("return 'a phone'", "of type str, lacks about", id="text"),
        pytest.param("return Partly()", "of type Partly, lacks perform, close_world; it needs", id="partly"),
        pytest.param("return Crumbling()", "it raised RuntimeError: not connected", id="crumbling"),
        pytest.param("while True: pass", "no answer within 0.05 s", id="hangs"),
    ],
)
def test_a_factory_that_makes_no_implementation(
    write_module: WriteModule, text: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A factory that raises, hangs, or makes something else than an implementation has broken the contract."""
    if "no answer" in told:
        monkeypatch.setattr(guard, "LIMIT_S", 0.05)
    module = write_module(
        f"""
        class Partly:
            about = open_world = observe = lambda *_: None
            perform = 7

        class Crumbling:
            @property
            def about(self):
                raise RuntimeError("not connected")

        def make():
            {text}
        """
    )

    message = said(BrokenContract, f"python:{module}:make")

    assert message.startswith(f"python:{module}:make: ")
    assert told in message


def test_does_not_wait_for_an_import_for_ever(write_module: WriteModule, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that never ends is told as one that can't be imported."""
    monkeypatch.setattr(reaching, "IMPORT_LIMIT_S", 0.05)
    module = write_module("while True: pass")

    assert "no answer within 0.05 s" in said(NoSuchTarget, f"python:{module}:make")


@pytest.mark.parametrize("text", ["raise KeyboardInterrupt", "def make(): raise KeyboardInterrupt"])
def test_lets_the_person_interrupt(write_module: WriteModule, text: str) -> None:
    """KeyboardInterrupt comes from the person, and says nothing of the target."""
    module = write_module(text)

    with pytest.raises(KeyboardInterrupt):
        reach(f"python:{module}:make")
