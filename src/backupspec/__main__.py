"""`python -m backupspec` is `backupspec`."""

from backupspec.cli import main

if __name__ == "__main__":
    main(prog_name="backupspec")
