"""Whether this package has all its folders: those at the top of the project are links in a checkout, and plain folders once it is installed."""

from pathlib import Path

FOLDERS = ("features", "fixtures", "schemas", "steps")


def missing(package: Path = Path(__file__).parent) -> str | None:
    """Say what to do where a folder is missing, as in a checkout without symbolic links (Windows, a ZIP file); None where all are there."""
    names = [name for name in FOLDERS if not (package / name).is_dir()]
    if not names:
        return None
    return (
        f"this checkout has no symbolic links ({', '.join(names)} in {package}): install it with `pip install .`, which "
        "needs none; to work in it, clone it with `git clone -c core.symlinks=true`"
    )
