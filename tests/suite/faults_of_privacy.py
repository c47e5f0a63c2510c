"""Faults of privacy: what can be read, by whom, and where it goes (I19, I40)."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from faults import BACKED_UP, FULL, NEW, PUT, SAVED, allowed, always, breaks, doctored, shows_of
from faults_of_documents import in_catalogue, manifest_with
from msgspec.structs import replace

from backupspec.contract.commands import (
    BackUpNow,
    CreateAccount,
    MakeSecretUnusable,
    ReadCloud,
    RequireSecurityCode,
    SetContent,
    TakeCloudDown,
)
from backupspec.contract.content import Content, Item, OwnAccount
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import DONE, UNSUPPORTED, Outcome, Refused
from backupspec.faults.made import with_policy, with_topics
from backupspec.fixtures.occasions import photo_taken
from backupspec.manifest.measuring import entry_bytes
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.onedrive import OneDrive
from backupspec.reference.state import World
from backupspec.world.documents import LARGE

NEW_WORDS = "a new one of the provider"
WORDS = "correct horse battery"
ADDRESS = "ann.of.the.hill@outlook.com"

# I19: nothing sensitive can be read.


def extended(text: str) -> Reference:
    """Make the reference, whose manifests have a word more in a place that is left to the maker of the phone."""
    return manifest_with(
        lambda document: {**document, "extensions": {**document["extensions"], "com.example.store": {"note": text}}}
    )


@breaks("I19", "CON-03", *SAVED)
def writes_a_password_in_clear() -> Reference:
    """A password stands in a manifest."""
    return extended(f"it is {WORDS}")


@breaks("I19", "CON-03", *SAVED)
def writes_a_password_in_base64() -> Reference:
    """A password stands in a manifest, in Base64 and in the midst of other text."""
    return extended(base64.b64encode(f"of Mail: {WORDS}!".encode()).decode())


@breaks("I19", "CON-03", *SAVED)
def writes_the_hash_of_an_address() -> Reference:
    """A manifest tells an account by the hash of its address."""
    return extended(hashlib.sha256(ADDRESS.encode()).hexdigest())


@breaks("I19", "CON-03", *NEW, *SAVED[3:6], photo_taken("ann", 1, "small"), *SAVED[7:])
def writes_the_name_of_a_photo() -> Reference:
    """A manifest names a photo that was taken with the phone."""
    return extended("photo 1")


@breaks("I19", "CON-03", *SAVED)
def writes_a_call() -> Reference:
    """A manifest tells of a call."""
    return extended("incoming +44 20 7946 0001, for three minutes".encode("utf-16-le").hex())


@breaks("I19", "CON-03", *SAVED)
def catalogue_tells_a_favourite() -> Any:
    """A catalogue tells a favourite."""
    return in_catalogue(
        SAVED,
        lambda catalogue: {
            **catalogue,
            "extensions": {"critical": [], "com.example": "https://news.example/of/the/day"},
        },
    )


def shown_by_the_phone(change: Callable[[Observation], Observation]) -> Any:
    """Show something else of a phone from its backup on."""
    return doctored(SAVED, change)


@breaks("I19", "CON-03", *SAVED)
def names_a_version_by_a_word() -> Any:
    """The software version is a word of the dictionary."""
    return shown_by_the_phone(shows_of("ann", software_version="quixotically"))


@breaks("I19", "CON-03", *SAVED)
def an_option_tells_the_password() -> Any:
    """An option shows a password."""

    def change(seen: Observation) -> Observation:
        controls = seen.phones["ann"].controls
        return shows_of("ann", controls=(replace(controls[0], value=WORDS), *controls[1:]))(seen)

    return shown_by_the_phone(change)


@breaks("I19", "CON-03", *SAVED)
def the_copy_tells_the_password() -> Any:
    """The manifest of the phone's own copy holds a password, that in OneDrive doesn't."""

    def change(seen: Observation) -> Observation:
        copy = seen.phones["ann"].local_backup
        assert copy is not None
        return shows_of("ann", local_backup=replace(copy, manifest=f'{{"password":"{WORDS}"}}'))(seen)

    return shown_by_the_phone(change)


@breaks("I19", "CON-03", *SAVED, MakeSecretUnusable(address=ADDRESS, password=NEW_WORDS))
def tells_a_new_password() -> Any:
    """The catalogue tells the password that works from now on."""
    given = (*SAVED, MakeSecretUnusable(address=ADDRESS, password=NEW_WORDS))
    return in_catalogue(
        given,
        lambda catalogue: {**catalogue, "extensions": {"critical": [], "com.example": NEW_WORDS}},
    )


@breaks("I19", "CON-03", *NEW, PUT)
def tells_a_password_of_another_phone() -> Any:
    """A password is shown that is in a backup which another phone made."""
    return doctored((*NEW, PUT), shows_of("ann", software_version=WORDS))


@breaks("I19", "CON-03", *SAVED)
def writes_the_plain_hash_of_an_item() -> Reference:
    """A manifest tells a favourite by the hash of its entry."""
    return extended(hashlib.sha256(entry_bytes((FULL.favourites or ())[0])).hexdigest())


@breaks("I19", "CON-03", *SAVED)
def writes_a_longer_hash() -> Reference:
    """A manifest tells a password by its SHA-512, in Base64."""
    return extended(base64.b64encode(hashlib.sha512(WORDS.encode()).digest()).decode())


CODE = RequireSecurityCode(account="ann@example.com", code="CODE-4815162342", lifetime_s=600)
SHORT_CODE = RequireSecurityCode(account="ann@example.com", code="4815", lifetime_s=600)


@breaks("I19", "CON-03", *SAVED, CODE)
def shows_the_code() -> Any:
    """An option shows the security code that was sent to the owner."""
    return doctored((*SAVED, CODE), shows_of("ann", software_version=f"8.1, code {CODE.code}"))


@breaks("I19", "CON-03", *SAVED, SHORT_CODE)
def shows_the_hash_of_a_short_code() -> Any:
    """An option shows the hash of a code of four digits."""
    told = hashlib.md5(SHORT_CODE.code.encode(), usedforsecurity=False).hexdigest()
    return doctored((*SAVED, SHORT_CODE), shows_of("ann", software_version=told))


TITLED = SetContent(
    phone="ann", content=Content(favourites=(Item(name="Recipes/Soup of the day", value="https://soup.example"),))
)


@breaks("I19", "CON-03", *SAVED, TITLED, BackUpNow(phone="ann"))
def tells_the_title_of_a_favourite() -> Reference:
    """A manifest tells the folder and the title of a favourite."""
    return extended("with Recipes/Soup of the day")


@breaks("I19", "GEN-03", *SAVED)
def writes_so_much_that_nobody_can_search_it() -> Any:
    """The manifest of the phone's own copy is two million characters that are no manifest."""

    def change(seen: Observation) -> Observation:
        copy = seen.phones["ann"].local_backup
        assert copy is not None
        return shows_of("ann", local_backup=replace(copy, manifest=f'{{"a":"{"." * 2 * LARGE}"}}'))(seen)

    return shown_by_the_phone(change)


# I40: declared destinations, allowed purposes, and a log.

TO_ADVERTISE = ReadCloud(account="ann@example.com", by="a shop", purpose="advertising")
TO_RESTORE = ReadCloud(account="ann@example.com", by="a phone", purpose="restore")


@breaks("I40", "PRV-01", *BACKED_UP)
def sends_elsewhere() -> Reference:
    """A backup goes to telemetry.example."""
    return with_policy(
        lambda policy: replace(policy, privacy=replace(policy.privacy, destinations=("telemetry.example",)))
    )


def with_log(change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Reference:
    """Make the reference, which keeps another log of who read."""

    class Faulty(OneDrive):
        def read_cloud(self, world: World, command: ReadCloud) -> Answer:
            world, outcome = super().read_cloud(world, command)
            account = world.accounts[command.account]
            return world.with_account(command.account, replace(account, reads=change(account.reads))), outcome

    return with_topics(Topics(onedrive=Faulty))


@breaks("I40", "PRV-01", *BACKED_UP, TO_RESTORE, TO_ADVERTISE)
def keeps_the_last_read_alone() -> Reference:
    """The log forgets earlier reads."""
    return with_log(lambda reads: reads[-1:])


@breaks("I40", "PRV-01", *BACKED_UP, TO_ADVERTISE)
def logs_that_it_was_allowed() -> Reference:
    """Somebody who was refused stands in the log as allowed."""
    return with_log(lambda reads: (*reads[:-1], replace(reads[-1], allowed=True)))


@breaks("I40", "PRV-01", *BACKED_UP, TO_ADVERTISE)
def lets_anybody_read() -> Reference:
    """Whoever wants to read may."""

    class Faulty(OneDrive):
        def may_read(self, _purpose: str) -> bool:
            return True

    return with_topics(Topics(onedrive=Faulty))


@breaks("I40", "PRV-01", *BACKED_UP, TO_ADVERTISE)
def logs_that_it_was_refused() -> Reference:
    """Somebody may read for advertising, and the log says that it was refused."""

    class Faulty(OneDrive):
        def read_cloud(self, world: World, command: ReadCloud) -> Answer:
            return super().read_cloud(world, command)[0], DONE

    return with_topics(Topics(onedrive=Faulty))


@breaks("I40", "PRV-01", *BACKED_UP, TO_RESTORE)
def logs_nobody() -> Reference:
    """Nobody who reads comes into the log."""
    return with_log(always(()))


# What looks like a fault and is none.


def answering(outcome: Outcome) -> Reference:
    """Make the reference, in which nobody reads, and everybody who wants to has the same answer."""

    class Faulty(OneDrive):
        def read_cloud(self, world: World, _command: ReadCloud) -> Answer:
            return world, outcome

    return with_topics(Topics(onedrive=Faulty))


allowed(
    "a-short-code-that-is-also-a-number",
    *SAVED,
    SHORT_CODE,
    make=lambda: doctored((*SAVED, SHORT_CODE), shows_of("ann", software_version="8.1.4815")),
)

allowed("who-read-and-who-was-refused", *BACKED_UP, TO_RESTORE, TO_ADVERTISE, TO_ADVERTISE)
allowed("an-adapter-that-lets-nobody-read", *BACKED_UP, TO_ADVERTISE, make=lambda: answering(UNSUPPORTED))
allowed(
    "nobody-reads-while-onedrive-is-down",
    *BACKED_UP,
    TakeCloudDown(),
    TO_RESTORE,
    make=lambda: answering(Refused(reason="onedrive_is_down")),
)
allowed(
    "an-account-on-the-phone-that-is-the-one-it-is-signed-in-with",
    *BACKED_UP,
    SetContent(
        phone="ann",
        content=Content(accounts=(OwnAccount(name="Mail", provider="example.com", address="ann@example.com"),)),
    ),
    BackUpNow(phone="ann"),
    TO_RESTORE,
)
allowed(
    "a-password-that-is-a-word-of-the-interface",
    CreateAccount(account="cat@example.com"),
    *SAVED,
    SetContent(phone="ann", content=Content(passwords=(Item(name="Mail", value="secret1"),))),
    BackUpNow(phone="ann"),
)
allowed("all-that-is-sensitive-was-backed-up", *SAVED, SetContent(phone="ann", content=FULL), BackUpNow(phone="ann"))
