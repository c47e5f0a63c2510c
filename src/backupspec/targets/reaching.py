"""From the name of a target to an implementation."""

import importlib
import sys
from pathlib import Path

from backupspec.contract.implementation import BrokenContract, Implementation
from backupspec.reference.implementation import Reference
from backupspec.shipped import PROFILES, profile
from backupspec.targets.guard import Guarded

FORMS = "reference, or python:package.module:factory"

OPERATIONS = ("about", "open_world", "perform", "observe", "close_world")


class NoSuchTarget(ValueError):
    """The name of a target leads nowhere: nothing was judged."""


def reach(target: str) -> Implementation:
    """Return the implementation that a target names.

    Raise NoSuchTarget if the name leads nowhere, and BrokenContract if the factory fails.
    """
    if target == "reference":
        return Reference({name: profile(name) for name in PROFILES})
    if target.startswith("python:"):
        return _from_factory(target)
    raise NoSuchTarget(f"there is no target {target!r}; a target is {FORMS}")


def _from_factory(target: str) -> Implementation:
    module_name, _, factory_name = target.removeprefix("python:").partition(":")
    if not module_name or not factory_name.isidentifier():
        raise NoSuchTarget(f"{target!r} is not a target: write python:package.module:factory")
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.insert(0, here)
    try:
        module = importlib.import_module(module_name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise NoSuchTarget(f"{target}: importing {module_name} failed: {type(error).__name__}: {error}") from error
    factory = getattr(module, factory_name, None)
    if not callable(factory):
        raise NoSuchTarget(f"{target}: {module_name} has no function {factory_name!r}")
    try:
        implementation = factory()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise BrokenContract(f"{target}: the factory raised {type(error).__name__}: {error}") from error
    missing = [name for name in OPERATIONS if not callable(getattr(implementation, name, None))]
    if missing:
        raise BrokenContract(
            f"{target}: what the factory made lacks {', '.join(missing)}; it needs {', '.join(OPERATIONS)}"
        )
    return Guarded(implementation, target)
