"""Documents about backups: building them, their canonical form, and telling all that is wrong with one.

Values only: bytes, schemas, keys and seeds come in as arguments; nothing here reads a file, a clock or a random number.
"""
