"""A process ends with its parent, also if that was gone before anybody looked."""

import os
import subprocess
import sys

import pytest

ENDS = """
import sys, time
from backupspec.targets.parent import end_with_parent
end_with_parent(int(sys.argv[1]))
print("begun", flush=True)
time.sleep(float(sys.argv[2]))
"""


@pytest.mark.skipif(os.name != "posix", reason="the number of a parent changes on POSIX systems alone")
@pytest.mark.parametrize(("parent", "waits_s", "code"), [("there", 1, 0), ("gone", 600, 1)])
def test_a_parent_that_is_gone_already_is_noticed(parent: str, waits_s: int, code: int) -> None:
    """Whose parent is there goes on to its own end; whose parent has another number than it was told ends at once."""
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    number = os.getpid() if parent == "there" else ended.pid
    words = [sys.executable, "-c", ENDS, str(number), str(waits_s)]

    ran = subprocess.run(words, timeout=120, check=False)  # noqa: S603 - the words are this file's own

    assert ran.returncode == code
