"""From a policy's text to a Policy, or to all of its mistakes at once, each with its line, what came and what is allowed."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import jsonschema_rs
import msgspec

from backupspec.policy.consistency import contradictions
from backupspec.policy.extension import whole
from backupspec.policy.mistakes import Mistake, PolicyMistakes, shown
from backupspec.policy.model import Policy
from backupspec.policy.reading import Document, read
from backupspec.policy.schema import schema

__all__ = ["Mistake", "PolicyMistakes", "parse"]


def parse(text: str, name: str) -> Policy:
    """Read a policy; raise PolicyMistakes, which tells all that is wrong and calls the file by the name given."""
    document = read_whole(text, name)
    if not isinstance(document.value, dict):
        from backupspec.policy.misfits import allowed  # noqa: PLC0415 - as below

        misfit = document.mistake((), f"the file holds {shown(document.value)}", allowed(schema()))
        raise PolicyMistakes([*document.mistakes, misfit])
    mistakes = [*document.mistakes, *_of_shape(document), *contradictions(document)]
    if mistakes:
        raise PolicyMistakes(mistakes)
    try:
        return msgspec.convert({**document.value, "controls": _with_paths(document.value["controls"])}, Policy)
    except msgspec.ValidationError as error:
        raise PolicyMistakes([document.mistake((), str(error), "what schemas/policy.schema.json says")]) from error


def read_whole(text: str, name: str) -> Document:
    """Read a policy's text, and what it takes over from the policy that it extends; raise PolicyMistakes if it cannot be read to its end."""
    return whole(read(text, name))


def _with_paths(controls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each control the path of its page, in place of the page."""
    by_id = {control["id"]: control for control in controls}

    def path(control: dict[str, Any]) -> list[str]:
        page = by_id.get(control.get("page"))
        return [*path(page), page["label"]] if page is not None else control["path"]

    return [{**control, "path": path(control), "page": None} for control in controls]


def _of_shape(document: Document) -> Iterable[Mistake]:
    """Tell where a document does not follow the schema."""
    if _validator().is_valid(document.value):
        return ()
    from backupspec.policy.misfits import of_shape  # noqa: PLC0415 - slow to import, and most policies follow their schema

    return of_shape(document)


@lru_cache
def _validator() -> Any:
    """Make the validator that tells whether there is anything to tell. All patterns of the schema say where a text begins and ends."""
    return jsonschema_rs.Draft202012Validator(schema())
