"""Reaching an implementation. A target carries the five operations, and no policy."""
