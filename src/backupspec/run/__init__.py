"""A run: planned, in a process of its own, judged, and ended in order."""
