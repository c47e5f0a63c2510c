"""The journal of the reference: what was saved and deleted of text messages, photos and videos, page by page (schemas/journal).

A page is written when somebody looks: until then there are only values that don't change.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from backupspec.manifest import journal_building as building
from backupspec.manifest.measuring import entry_bytes
from backupspec.manifest.sealing import keyed_digest, reference
from backupspec.reference.later import Document
from backupspec.reference.law import Law
from backupspec.reference.state import Account, Happening, Medium, Page, Phone, QueueKind, StoredText, Uploaded, World


def entered(law: Law, before: World, after: World, phone: Phone, kind: QueueKind, names: Iterable[str]) -> World:
    """Enter what became of some text messages or media in the OneDrive of a phone's account between two worlds."""
    if phone.account is None:
        return after
    earlier, now = (getattr(world.accounts[phone.account], kind) for world in (before, after))
    happened = [
        Happening(
            item=now[name] if name in now else earlier[name],
            original=phone.media.get(name),
            is_saved=name in now,
            phone=phone.name,
            profile=law.policy.id,
            at=after.wall_clock,
            elapsed_s=after.elapsed_s,
            network=phone.network,
        )
        for name in names
        if (name in now) != (name in earlier)
    ]
    if not happened:
        return after
    account = after.accounts[phone.account]
    pages = tuple(_pages(phone.account, account, happened))
    return after.with_account(phone.account, replace(account, journal=pages))


def _pages(name: str, account: Account, happened: list[Happening]) -> Iterator[Page]:
    """Go on with the newest page, and with new ones where it is full."""
    *full, newest = account.journal or (Page(entries=(), document=None),)
    yield from full
    entries = (*newest.entries, *happened)
    before = full[-1] if full else None
    for number, at in enumerate(range(0, len(entries), building.MOST_ENTRIES), len(full) + 1):
        of_page = entries[at : at + building.MOST_ENTRIES]
        is_as_it_was = of_page == newest.entries
        before = (
            newest
            if is_as_it_was
            else Page(entries=of_page, document=_document(name, account.key, number, before, of_page))
        )
        yield before


def _document(name: str, key: bytes, number: int, before: Page | None, entries: tuple[Happening, ...]) -> Document:
    earlier = before.document if before is not None else None

    def make() -> dict[str, Any]:
        previous = None
        if earlier is not None:
            last = earlier.value["entries"][-1]["number"]
            previous = building.PreviousPage(last_number=last, digest=earlier.digest)
        return building.page(reference(key, "account", name), number, previous, (_entry(key, each) for each in entries))

    return Document(make, after=earlier)


def _entry(key: bytes, happened: Happening) -> building.Entry:
    item = happened.item
    is_text = isinstance(item, StoredText)
    name = item.text.kept.message.id if isinstance(item, StoredText) else item.name
    return building.Entry(
        action="saved" if happened.is_saved else "deleted",
        kind=item.text.kept.message.kind if isinstance(item, StoredText) else item.kind,
        ref=reference(key, "message" if is_text else "medium", name),
        device=building.Device(ref=reference(key, "device", happened.phone), profile=happened.profile),
        at=happened.at,
        elapsed_s=happened.elapsed_s,
        network=happened.network,
        copy=_copy(key, item) if happened.is_saved else None,
        medium=_medium(item, happened.original) if happened.is_saved and isinstance(item, Uploaded) else None,
    )


def _copy(key: bytes, item: StoredText | Uploaded) -> building.Copy:
    content = entry_bytes(item.text.kept) if isinstance(item, StoredText) else item.content
    return building.Copy(
        size_bytes=len(content),
        digest=keyed_digest(key, content),
        encryption=building.Encryption(key_ref=reference(key, "key", "1")),
    )


def _medium(item: Uploaded, original: Medium | None) -> building.Medium:
    assert original is not None
    return building.Medium(
        quality=item.quality,
        width_px=item.width_px,
        height_px=item.height_px,
        original=building.Original(
            size_bytes=len(original.content), width_px=original.width_px, height_px=original.height_px
        ),
    )
