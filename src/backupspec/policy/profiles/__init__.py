"""The policies that come with the package, one YAML file a profile."""

from collections.abc import Iterator, Mapping
from importlib.resources import files

NAMES = ("windows-phone-8.1", "windows-phone-8")
"""The shipped profiles, the norm first."""


class Texts(Mapping[str, str]):
    """The texts of the shipped profiles by name, each read when it is asked for."""

    def __getitem__(self, name: str) -> str:
        if name not in NAMES:
            raise KeyError(name)
        return (files("backupspec.policy.profiles") / f"{name}.yaml").read_text("utf-8")

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


TEXTS = Texts()
