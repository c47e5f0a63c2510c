"""How long it takes to read, validate and verify manifests and journals, small ones and large ones, as two Markdown tables."""

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from backupspec import shipped
from backupspec.fixtures.journal_examples import account, many
from backupspec.fixtures.manifest_examples import large
from backupspec.manifest.canonical import digest, written
from backupspec.manifest.journal_building import journal
from backupspec.manifest.reading import read
from backupspec.manifest.shape import Shape, fast, reference
from backupspec.manifest.verifying import journal_value, journals_together, manifest_value

SHORTEST_S = 1.0
"""Each is done over and over for at least so long, and the best time counts."""


def best_ms(do: Callable[[], object]) -> float:
    """Measure the best time of something, in milliseconds."""
    times: list[float] = []
    while sum(times) < SHORTEST_S or len(times) < 2:  # noqa: PLR2004
        start = time.perf_counter()
        do()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def validated(shape: Shape, *values: object) -> None:
    """Hold documents against their schema; they must have no problem."""
    for value in values:
        assert not list(shape.problems(value))


def verified(shape: Shape, pages: list[Any]) -> None:
    """Check the pages of a journal, each by itself and all together; they must have no problem."""
    checked = [journal_value(page, shape) for page in pages]
    assert not any(each.problems for each in checked)
    assert not journals_together(checked)


def manifests() -> None:
    """Measure manifests, and print the table."""
    schema = shipped.schema("manifest")
    print("| items | size | read | jsonschema-rs | jsonschema | validate + verify (jsonschema-rs) | digest |")
    print("|---|---|---|---|---|---|---|")
    for count in (100, 10_000):
        value = large(count)
        data = json.dumps(value).encode()
        columns = [
            best_ms(partial(read, data)),
            *(best_ms(partial(validated, Shape(schema, engine), value)) for engine in (fast, reference)),
            best_ms(partial(manifest_value, value, Shape(schema))),
            best_ms(partial(digest, value)),
        ]
        print(row(count, len(data), columns), flush=True)


def journals() -> None:
    """Measure journals, and print the table."""
    shape = Shape(shipped.schema("journal"))
    print("| entries | size | write | read | jsonschema-rs | validate + verify (jsonschema-rs) |")
    print("|---|---|---|---|---|---|")
    for count in (1_000, 100_000):
        entries = many(count)
        pages = list(journal(account("lee"), entries))
        texts = [written(page) for page in pages]
        columns = [
            best_ms(lambda: [written(page) for page in journal(account("lee"), entries)]),  # noqa: B023 - is done at once
            best_ms(lambda: [read(data) for data in texts]),  # noqa: B023 - is done at once
            best_ms(partial(validated, shape, *pages)),
            best_ms(partial(verified, shape, pages)),
        ]
        print(row(count, sum(map(len, texts)), columns), flush=True)


def row(count: int, size_bytes: int, columns: list[float]) -> str:
    """Make a row of a table."""
    words = " | ".join(f"{ms:,.1f} ms" for ms in columns)
    return f"| {count:,} | {size_bytes / 1000:,.0f} kB | {words} |"


def main() -> None:
    """Measure, and print the tables."""
    manifests()
    print()
    journals()


if __name__ == "__main__":
    main()
