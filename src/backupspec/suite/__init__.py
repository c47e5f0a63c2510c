"""The suite: a pytest plugin, loaded by name (`-p backupspec.suite`), that runs the features against an implementation."""

pytest_plugins = ("backupspec.suite.plugin",)
