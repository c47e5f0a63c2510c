"""Offering an implementation over HTTP: a process for each world, bounded in number, size and time."""
