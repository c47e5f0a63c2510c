"""Searching for many secrets at once finds what searching for each finds, wherever it stands."""

import pytest
from test_canaries import FORMS, OTHER, PLANTED

from backupspec.suite.canaries import readable_in
from backupspec.suite.invariants.searching import readable

SECRETS = ("12345678", PLANTED, "something else altogether", PLANTED[:-5])
"""The shortest that is looked for; and one that is the beginning of another."""


@pytest.mark.parametrize("before", range(10))
@pytest.mark.parametrize("form", [make for make, _ in FORMS.values()], ids=FORMS)
def test_finds_the_same_wherever_it_stands(form: object, before: int) -> None:
    """Each form is found at each place of a text, of each secret, under the same name."""
    for planted in (*SECRETS, OTHER):
        text = "." * before + form(planted) + "."  # type: ignore[operator]
        expected = tuple((secret, name) for secret in SECRETS if (name := readable_in(text, secret)) is not None)

        assert readable(text, SECRETS) == expected
        assert expected or planted not in SECRETS


def test_finds_nothing_where_nothing_is() -> None:
    """A text without a secret, and a search for no secret, find nothing."""
    assert readable("", SECRETS) == ()
    assert readable("123456", SECRETS) == ()
    assert readable(PLANTED, ()) == ()
