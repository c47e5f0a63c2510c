"""A scenario's own world: what was asked, what was shown, and what it can end with."""
