"""How long starting may take, and how a person changes that."""

START_LIMIT_S = 60.0
"""Real seconds until the factory of a module has returned, or a program has answered for the first time."""

LONGER = "--start-limit SECONDS gives it longer to start"
"""What to do where that was too short."""
