"""Documents and amounts that are made when somebody looks at them: most worlds are never looked at, and making them takes longer than all else."""

from collections.abc import Callable
from typing import Any

from backupspec.contract.content import Held
from backupspec.manifest.canonical import digest_of, written


class Document:
    """A document, from values that don't change: written once, when it is first asked for, and after the one that it refers to."""

    def __init__(self, make: Callable[[], dict[str, Any]], after: "Document | None" = None) -> None:
        self._make: Callable[[], dict[str, Any]] | None = make
        self._after = after
        self._value: dict[str, Any] = {}
        self._text = ""

    @property
    def value(self) -> dict[str, Any]:
        """The document, as plain JSON types."""
        self._write_all()
        return self._value

    @property
    def text(self) -> str:
        """Its canonical form."""
        self._write_all()
        return self._text

    @property
    def digest(self) -> str:
        """The digest by which it is known."""
        self._write_all()
        return digest_of(self._text.encode())

    def _write_all(self) -> None:
        """Write first what it refers to: one after the other, for a line may be long."""
        unwritten: list[Document] = []
        last: Document | None = self
        while last is not None and last._make is not None:
            unwritten.append(last)
            last = last._after  # noqa: SLF001 - another of its own kind
        for each in reversed(unwritten):
            each._write()  # noqa: SLF001 - the same

    def _write(self) -> None:
        if self._make is not None:
            self._value = self._make()
            self._text = written(self._value).decode()
            self._make = self._after = None


class Amount:
    """How much there is of something that doesn't change: measured once, when it is first asked for."""

    def __init__(self, measure: Callable[[], Held]) -> None:
        self._measure = measure
        self._held: Held | None = None

    def __call__(self) -> Held:
        """Tell how much there is."""
        if self._held is None:
            self._held = self._measure()
        return self._held
