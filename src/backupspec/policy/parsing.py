"""From a policy's text to a Policy, or to all of its mistakes at once, each with its line, what came and what is allowed."""

from functools import lru_cache

import msgspec

from backupspec.policy.contradictions import contradictions
from backupspec.policy.fitting import Form
from backupspec.policy.mistakes import Mistake, PolicyMistakes, shown
from backupspec.policy.model import Policy
from backupspec.policy.reading import read
from backupspec.policy.schema import schema

__all__ = ["Mistake", "PolicyMistakes", "parse"]


def parse(text: str, name: str) -> Policy:
    """Read a policy; raise PolicyMistakes, which tells all that is wrong and calls the file by the name given."""
    document = read(text, name)
    if not isinstance(document.value, dict):
        misfit = document.mistake((), f"the file holds {shown(document.value)}", _form().allowed())
        raise PolicyMistakes([*document.mistakes, misfit])
    mistakes = [*document.mistakes, *_form().misfits(document), *contradictions(document)]
    if mistakes:
        raise PolicyMistakes(mistakes)
    try:
        return msgspec.convert(document.value, Policy)
    except msgspec.ValidationError as error:
        raise PolicyMistakes([document.mistake((), str(error), "what schemas/policy.schema.json says")]) from error


@lru_cache
def _form() -> Form:
    """Make the form of a policy once."""
    return Form(schema())
