"""Data of the package, read through importlib.resources."""
