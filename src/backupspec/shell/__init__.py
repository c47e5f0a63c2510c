"""A conversation with an implementation, command by command."""
