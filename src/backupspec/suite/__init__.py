"""The suite: a pytest plugin, loaded by name (`-p backupspec.suite`), that runs the features against an implementation."""

from typing import Any

pytest_plugins = ("backupspec.suite.plugin",)
"""Imported when pytest loads this package, so that importing one module of the suite stays cheap."""


def pytest_addoption(pluginmanager: Any) -> None:
    """Take the suite out of assertion rewriting, which pytest turns on for plugins: it would make plain text of a Mismatch.

    pytest calls this before it imports the modules named above.
    """
    rewritten = getattr(pluginmanager.rewrite_hook, "_must_rewrite", None)
    if rewritten is not None:
        rewritten.discard(__name__)
