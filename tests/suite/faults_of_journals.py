"""Faults of the journal of text messages, photos and videos (I45)."""

import json
from collections.abc import Callable
from typing import Any

from faults import ON_WIFI, SIGNED_IN, allowed, breaks, doctored, shows_of_ann
from msgspec.structs import replace

from backupspec.contract.commands import AdvanceTime, ChooseUpload, DeleteMessages, SetNetwork, TurnOn
from backupspec.contract.observations import Account
from backupspec.fixtures.occasions import photo_taken, received
from backupspec.manifest.canonical import written

CHOSEN = (
    *SIGNED_IN,
    TurnOn(phone="ann", toggle="text_message_backup"),
    ChooseUpload(phone="ann", medium="photos", quality="good"),
    ON_WIFI,
)
KEPT = (*CHOSEN, received("ann", 1), photo_taken("ann", of="small"))
MORE = (*KEPT, AdvanceTime(seconds=60), received("ann", 2))


def page_with(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Account], Account]:
    """Change the page of the journal that an account shows."""

    def changed(account: Account) -> Account:
        assert account.journal is not None
        return replace(account, journal=written(change(json.loads(account.journal))).decode())

    return changed


def last_entry(**members: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a change that gives the last entry of a page other members."""
    return lambda page: {**page, "entries": [*page["entries"][:-1], {**page["entries"][-1], **members}]}


@breaks("I45", "PHO-01", *KEPT)
def leaves_a_photo_out() -> Any:
    """The journal leaves out the photo that was uploaded."""
    return doctored(KEPT, shows_of_ann(page_with(lambda page: {**page, "entries": page["entries"][:-1]})))


@breaks("I45", "TXT-01", *MORE)
def leaves_a_message_out() -> Any:
    """The journal leaves out the message that was saved last."""
    return doctored(MORE, shows_of_ann(page_with(lambda page: {**page, "entries": page["entries"][:-1]})))


@breaks("I45", "GEN-03", *MORE)
def ends_the_journal() -> Any:
    """The journal is gone once there is more to tell."""
    return doctored(MORE, shows_of_ann(lambda account: replace(account, journal=None)))


@breaks("I45", "GEN-03", *MORE)
def dates_a_message_in_the_year_9999() -> Any:
    """The journal dates a message in the year 9999, with the elapsed time at which it was saved."""
    return doctored(MORE, shows_of_ann(page_with(last_entry(at="9999-12-31T23:59:59Z"))))


@breaks("I45", "GEN-03", *MORE)
def tells_another_time() -> Any:
    """The journal says of a message that it was saved an hour before anything was."""
    return doctored(MORE, shows_of_ann(page_with(last_entry(elapsed_s=61))))


@breaks("I45", "GEN-03", *MORE)
def tells_another_policy() -> Any:
    """The journal says that the phone kept to Windows Phone 8."""

    def other(page: dict[str, Any]) -> dict[str, Any]:
        device = {**page["entries"][-1]["device"], "profile": "windows-phone-8"}
        return last_entry(device=device)(page)

    return doctored(MORE, shows_of_ann(page_with(other)))


@breaks("I45", "GEN-03", *MORE)
def is_not_of_its_form() -> Any:
    """The journal's entries are numbered anew."""
    return doctored(MORE, shows_of_ann(page_with(last_entry(number=1))))


@breaks("I45", "GEN-03", *MORE)
def is_of_another_account() -> Any:
    """The journal says that it is another account's."""
    return doctored(MORE, shows_of_ann(page_with(lambda page: {**page, "account": "account_" + "0" * 32})))


@breaks("I45", "GEN-03", *MORE)
def rewrites_what_was() -> Any:
    """The journal says of its first message that it was saved over cellular data."""

    def rewritten(page: dict[str, Any]) -> dict[str, Any]:
        first, *others = page["entries"]
        return {**page, "entries": [{**first, "network": "cellular"}, *others]}

    return doctored(MORE, shows_of_ann(page_with(rewritten)))


DELETED = (*MORE, DeleteMessages(phone="ann", messages=("message 1",)))


@breaks("I45", "GEN-03", *DELETED)
def takes_entries_away() -> Any:
    """When a message is deleted, the journal is as if it had never been."""
    return doctored(DELETED, shows_of_ann(page_with(lambda page: {**page, "entries": page["entries"][:1]})))


allowed(
    "a journal is not shown",
    *DELETED,
    make=lambda: doctored(DELETED, shows_of_ann(lambda account: replace(account, journal=None)), last=len(DELETED)),
)
allowed(
    "what is deleted on another network is told so",
    *KEPT,
    SetNetwork(phone="ann", network="cellular"),
    DeleteMessages(phone="ann", messages=("message 1",)),
)
allowed(
    "a thousand messages, and then some",
    *CHOSEN,
    received("ann", *range(999)),
    received("ann", 1000, 1001),
    received("ann", 1002),
)
