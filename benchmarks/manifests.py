"""How long it takes to read, validate and verify manifests of 100 and 10,000 items, by either validator, as a Markdown table."""

import json
import time
from collections.abc import Callable
from functools import partial

from backupspec import shipped
from backupspec.fixtures.manifest_examples import large
from backupspec.manifest.canonical import digest
from backupspec.manifest.reading import read
from backupspec.manifest.shape import Shape, fast, reference
from backupspec.manifest.verifying import manifest_value

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


def validated(shape: Shape, value: object) -> None:
    """Hold a manifest against its schema; it must have no problem."""
    assert not list(shape.problems(value))


def main() -> None:
    """Measure, and print the table."""
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
        words = " | ".join(f"{ms:,.1f} ms" for ms in columns)
        print(f"| {count:,} | {len(data) / 1000:,.0f} kB | {words} |", flush=True)


if __name__ == "__main__":
    main()
