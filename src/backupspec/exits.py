"""The exit codes of all commands."""

from collections.abc import Mapping

MISUSE = 2
"""What was asked for does not exist, cannot be read or written, or does not go together."""
NOT_JUDGED = 3
"""The implementation broke the contract."""
INTERNAL = 70
"""backupspec itself failed, and says nothing about any implementation: EX_SOFTWARE, as sysexits.h calls it."""
INTERRUPTED = 130

EXIT_CODES: Mapping[str, int] = {
    "conformant": 0,
    "conformant_with_waivers": 0,
    "not_conformant": 1,
    "not_judged": NOT_JUDGED,
    "partial": 4,
}
"""Of each verdict of a run."""
