"""Invariants of photos and videos: what is uploaded, at which quality, over which network, and what stays (I27 to I31)."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.observations import Medium, Observation, Phone, StoredMedium, Transfer
from backupspec.contract.outcomes import Done
from backupspec.contract.terms import CHOICE_OF, MediumKind, Quality
from backupspec.invariants.asking import Found, invariant
from backupspec.invariants.past import new_transfers, told
from backupspec.policy.model import Policy
from backupspec.world.originals import FEWEST_PX, Original, original
from backupspec.world.world import Event, History

# What the history tells.


class _Known(Struct, frozen=True, kw_only=True):
    """A photo or video that was taken, and what happened to it since."""

    original: Original
    was_off: bool
    """Don't upload was chosen when it was taken, or later and before it was in OneDrive."""
    is_on_phone: bool = True
    is_to_go: bool = False
    """It was deleted on the phone while an upload was chosen, and not under another account."""
    account: str | None = None
    """The account that the phone was signed in with when it was taken, or else that to which it came."""
    began_good: bool = False
    """Some of it was sent while good quality was chosen."""
    used_cellular: bool = False
    """Some of it was sent over cellular data while best quality was chosen."""
    comings: int = 0
    """How often it came to OneDrive."""


_Media = dict[str, _Known]


def _known(history: History) -> _Media:
    """Tell what was taken so far, by name."""
    return told(history, "media", {}, _with_event)


def _with_event(earlier: _Media, event: Event) -> _Media:
    taken = original(event)
    if not earlier and taken is None:
        return earlier
    found = dict(earlier)
    if taken is not None:
        is_off = _choice(event.before, taken.phone, taken.kind) == "dont_upload"
        found.pop(taken.name, None)  # lost by a reset, or deleted before it was uploaded: its name is free again
        found[taken.name] = _Known(original=taken, was_off=is_off, account=_signed_in(event.before, taken.phone))
    came, sent = {each.name: account for account, each in _new(event)}, _networks(event)
    return {name: _later(known, event, came.get(name), sent.get(name, set())) for name, known in found.items()}


def _signed_in(seen: Observation, phone: str) -> str | None:
    """Tell which account a phone is signed in with."""
    return seen.phones[phone].account if phone in seen.phones else None


def _networks(event: Event) -> dict[str | None, set[str]]:
    """Tell over which networks something of a photo or video went at an event, by name."""
    found: dict[str | None, set[str]] = {}
    for sent in _sent(event):
        found.setdefault(sent.medium, set()).add(sent.network)
    return found


def _later(known: _Known, event: Event, came_to: str | None, sent_over: set[str]) -> _Known:
    """Tell what an event made of a photo or video."""
    own = known.original
    quality = _choice(event.after, own.phone, own.kind)
    if known.is_on_phone and not known.comings and quality == "dont_upload":
        known = replace(known, was_off=True)
    if sent_over and quality == "good":
        known = replace(known, began_good=True)
    if "cellular" in sent_over and quality == "best":
        known = replace(known, used_cellular=True)
    if isinstance(event.outcome, Done):
        match event.command:
            case commands.DeleteMedium(medium=name) if name == own.name:
                is_own = _signed_in(event.before, own.phone) in {None, known.account}
                known = replace(known, is_on_phone=False, is_to_go=is_own and quality != "dont_upload")
            case commands.ResetPhone(phone=phone) if phone == own.phone:
                known = replace(known, is_on_phone=False)
    if came_to is None:
        return known
    return replace(known, comings=known.comings + 1, account=known.account or came_to)


def _choice(seen: Observation, phone: str, kind: MediumKind) -> Quality | None:
    """Tell what is chosen on a phone for a kind."""
    shown = seen.phones.get(phone)
    return shown.uploads.get(CHOICE_OF[kind]) if shown is not None else None


def _stored(seen: Observation) -> Iterator[tuple[str, StoredMedium]]:
    """Yield what lies in OneDrive, each with its account."""
    return ((name, each) for name, account in seen.accounts.items() for each in account.media)


def _places(seen: Observation) -> dict[tuple[str, str], StoredMedium]:
    """Tell what lies where: by account and name."""
    return {(account, each.name): each for account, each in _stored(seen)}


def _new(event: Event) -> Iterator[tuple[str, StoredMedium]]:
    """Yield what came to an account's OneDrive at an event, each with the account."""
    before = _places(event.before)
    return ((account, each) for account, each in _stored(event.after) if (account, each.name) not in before)


def _gone(event: Event) -> Iterator[tuple[str, StoredMedium]]:
    """Yield what went from an account's OneDrive at an event, each with the account."""
    after = _places(event.after)
    return ((account, each) for account, each in _stored(event.before) if (account, each.name) not in after)


def _sent(event: Event) -> Iterator[Transfer]:
    return (sent for sent in new_transfers(event) if sent.purpose == "media")


def _is_wanted(history: History, known: _Known, quality: Quality | None) -> bool:
    """Tell whether a photo or video is to be uploaded, by what is chosen now and was chosen before."""
    if history.policy.picked("which_media") == "all":
        return quality != "dont_upload"
    return not known.was_off


# The invariants.


@invariant("I27", "PHO-06", stated_by="reading", readings=("quality_changed",))
def _dont_upload(history: History, event: Event) -> Found:
    """While Don't upload is chosen, nothing of that kind is uploaded, and nothing that was is removed."""
    known = _known(history)
    for _, each in _new(event):
        if _choice(event.after, each.phone, each.kind) == "dont_upload":
            yield "PHO-06", f"{each.name} not to be uploaded: Don't upload is chosen on {each.phone}", "it was"
    for sent in _sent(event):
        kinds: tuple[MediumKind, ...] = ("photo", "video")
        if sent.medium is not None and sent.medium in known:
            kinds = (known[sent.medium].original.kind,)
        if all(_choice(event.after, sent.phone, kind) == "dont_upload" for kind in kinds):
            shown = f"{sent.size_bytes} bytes of {sent.medium or 'photos and videos'} left"
            yield "PHO-06", f"nothing to leave {sent.phone} of what is not to be uploaded", shown
    for _, each in _gone(event):
        if _is_off_for(event, each):
            yield "PHO-06", f"{each.name} to stay in OneDrive: Don't upload removes nothing", "it is gone"


def _is_off_for(event: Event, each: StoredMedium) -> bool:
    """Tell whether Don't upload is chosen for something, not because the phone was reset."""
    is_reset = isinstance(event.command, commands.ResetPhone)
    return not is_reset and _choice(event.after, each.phone, each.kind) == "dont_upload"


@invariant("I28", "PHO-10", stated_by="page")
def _wifi_alone(history: History, event: Event) -> Found:
    """Nothing of a video or of a best-quality photo goes over cellular data by itself.

    What is under way as a good-quality photo when best quality is chosen may come to its end as it began.
    """
    known = _known(history)
    for sent in _sent(event):
        if sent.network == "cellular" and not _may_use_cellular(history.policy, known, event, sent):
            what = sent.medium or "photos and videos"
            yield "PHO-10", f"{what} to wait for Wi-Fi on {sent.phone}", f"{sent.size_bytes} bytes went over cellular"
    for _, each in _new(event):
        in_best_quality = each.quality == "best" and not _may_be_cellular(history.policy, each.kind, "best")
        if in_best_quality and each.name in known and known[each.name].used_cellular:
            wanted = f"{each.name} in best quality to wait for Wi-Fi on {each.phone}"
            yield "PHO-10", wanted, "some of it went over cellular while best quality was chosen"


def _may_use_cellular(policy: Policy, media: _Media, event: Event, sent: Transfer) -> bool:
    """Return whether what was sent may go over cellular data, as a good-quality photo does, or may be the rest of what began so."""
    known = media.get(sent.medium or "")
    kind: MediumKind = "photo" if known is None else known.original.kind
    return _may_be_cellular(policy, kind, _choice(event.after, sent.phone, kind)) or (
        known is not None and known.began_good and _may_be_cellular(policy, kind, "good")
    )


@invariant("I29", "PHO-01", "PHO-11", stated_by="reading", readings=("order_of_uploads",))
def _goes_when_it_can(history: History, event: Event) -> Found:
    """Where nothing stands in the way, a good-quality photo is uploaded on cellular data, and everything on Wi-Fi.

    It is asked where OneDrive has room for the original. Where it has less, the original in best quality has to wait, and of what is to be
    sent in good quality nobody but the implementation knows the size before it is sent.
    """
    armed, known = told(history, "media faults", _NO_PHONES, _armed), _known(history)
    for name, phone in event.after.phones.items():
        if name in armed or not _is_able(phone):
            continue
        for each in phone.media:
            is_other = each.name in known and known[each.name].account not in {None, phone.account}
            if each.upload != "waiting" or is_other or not _may_go(history.policy, phone, each):
                continue
            if each.size_bytes <= _room(event.after, phone):  # in good quality less will do; how much less, nobody says
                clause = "PHO-01" if phone.network == "wifi" else "PHO-11"
                yield clause, f"{each.name} to be uploaded from {name}, which has {phone.network}", "it waits"


_FAULTS = (commands.PauseFlowAfter, commands.CutNetworkAfter, commands.FailPowerAfter)


_NO_PHONES: frozenset[str] = frozenset()


def _armed(earlier: frozenset[str], event: Event) -> frozenset[str]:
    """Tell on which phones a pause or a fault may still be waiting to strike an upload: those where none has come to its end since."""
    if isinstance(event.command, _FAULTS) and event.command.flow == "media":
        return earlier | {event.command.phone}
    return earlier - {each.phone for _, each in _new(event)} if earlier else earlier


def _is_able(phone: Phone) -> bool:
    held = any(queue.paused for queue in phone.queues.values())
    return phone.powered_on and phone.set_up is None and phone.sign_in == "valid" and phone.flow is None and not held


def _may_go(policy: Policy, phone: Phone, medium: Medium) -> bool:
    """Return whether the phone's network is good enough."""
    return phone.network == "wifi" or (
        phone.network == "cellular" and _may_be_cellular(policy, medium.kind, phone.uploads.get(CHOICE_OF[medium.kind]))
    )


def _may_be_cellular(policy: Policy, kind: MediumKind, quality: Quality | None) -> bool:
    """Return whether a kind at a quality may go over cellular data, by the upload table."""
    row = policy.upload(CHOICE_OF[kind], quality or "")
    return row is not None and "cellular" in row.networks


def _room(seen: Observation, phone: Phone) -> int:
    """Tell how much room there is in the OneDrive that a phone reaches: in none, less than none."""
    account = seen.accounts.get(phone.account or "")
    return account.free_bytes if account is not None and seen.cloud_up else -1


@invariant("I30", "PHO-08", stated_by="reading", readings=("good_quality_videos",))
def _no_quality_that_is_not_offered(history: History, event: Event) -> Found:
    """A quality that is not offered, as good quality for some videos, is not chosen, and nothing of it comes to OneDrive."""
    offered = {(row.medium, row.quality) for row in history.policy.offered()}
    for _, each in _new(event):
        if (CHOICE_OF[each.kind], each.quality) not in offered:
            yield "PHO-08", f"{each.name} not to be uploaded in {each.quality} quality", "it was"
    for name, phone in event.after.phones.items():
        for medium, quality in phone.uploads.items():
            if quality != history.policy.uploads.first and (medium, quality) not in offered:
                yield "PHO-08", f"{quality.capitalize()} quality not to be chosen for {medium} on {name}", "it is"


@invariant(
    "I31",
    "PHO-01",
    "PHO-07",
    "PHO-09",
    stated_by="reading",
    readings=("which_media", "deleted_media", "good_quality", "best_quality", "quality_changed", "another_account"),
)
def _once_or_a_reason(history: History, event: Event) -> Found:
    """What is taken is uploaded once, waits, or is skipped with a reason; what is in OneDrive is what was taken."""
    known = _known(history)
    if not known and not _places(event.after):
        return
    yield from _as_taken(history, event, known)
    yield from _only_once(event, known)
    yield from _stays(history, event, known)
    yield from _accounted_for(history, event, known)


def _as_taken(history: History, event: Event, known: _Media) -> Found:
    """Yield what came to OneDrive and is not what was to come, or not where."""
    for account, each in _new(event):
        of = known.get(each.name)
        if of is None or (of.original.phone, of.original.kind) != (each.phone, each.kind):
            yield "PHO-01", f"nothing in OneDrive but what was taken, not {each.name} from {each.phone}", "it is there"
            continue
        quality = _choice(event.after, each.phone, each.kind)
        if quality != "dont_upload" and not _is_wanted(history, of, quality):
            yield "PHO-01", f"{each.name} to stay on {each.phone} alone", "it was uploaded"
        if of.account not in {None, account}:
            yield "PHO-01", f"{each.name}, taken under {of.account}, to wait for that account", f"it is with {account}"
        taken, came = _seen(of.original), _seen(each)
        if each.quality == "best" and (each.digest, came) != (of.original.digest, taken):
            yield "PHO-09", f"{each.name} in OneDrive as it was taken: {_told(taken)}", f"other bytes: {_told(came)}"
        if each.quality == "good" and any(now > then for now, then in zip(came, taken, strict=True)):
            yield "PHO-07", f"{each.name} in OneDrive with at most {_told(taken)}", _told(came)
        if each.quality == "good" and max(came[:2]) < min(FEWEST_PX, max(taken[:2])):
            yield "PHO-07", f"{each.name} in OneDrive with its longer side of {FEWEST_PX} pixels at least", _told(came)


def _seen(medium: Original | StoredMedium) -> tuple[int, int, int]:
    return medium.width_px, medium.height_px, medium.size_bytes


def _told(seen: tuple[int, int, int]) -> str:
    return "{} x {} pixels and {} bytes".format(*seen)


def _only_once(event: Event, known: _Media) -> Found:
    """Yield what was uploaded again."""
    listed = [each.name for _, each in _stored(event.after)]
    for _, each in _new(event):
        if listed.count(each.name) > 1 or (each.name in known and known[each.name].comings > 1):
            yield "PHO-01", f"{each.name} to be uploaded once", "it was uploaded again"
    there = {each.name for _, each in _stored(event.before)}
    for sent in _sent(event):
        if sent.medium in there:
            yield (
                "PHO-01",
                f"{sent.medium}, which is in OneDrive, not to be sent again",
                f"{sent.size_bytes} bytes were",
            )


def _stays(history: History, event: Event, known: _Media) -> Found:
    """Yield what was in OneDrive and is gone or changed, though nobody asked for that."""
    goes = history.policy.picked("deleted_media") == "goes"
    for _, each in _gone(event):
        is_asked = goes and each.name in known and known[each.name].is_to_go
        if not is_asked and not _is_off_for(event, each):
            yield "PHO-01", f"{each.name} to stay in OneDrive", "it is gone"
    there = _places(event.before)
    for account, each in _stored(event.after):
        if there.get((account, each.name), each) != each:
            yield "PHO-01", f"{each.name} to stay in OneDrive as it was uploaded", "it is another"


def _accounted_for(history: History, event: Event, known: _Media) -> Found:
    """Yield what a phone shows of what was taken with it that cannot be."""
    for name, phone in event.after.phones.items():
        own = {each: of for each, of in known.items() if of.is_on_phone and of.original.phone == name}
        taken = [of.original.digest for of in own.values()]
        if [each.digest for each in phone.media] != taken or [each.name for each in phone.media] != list(own):
            yield (
                "PHO-01",
                f"{name} to have the {len(own)} photos and videos that were taken",
                f"{len(phone.media)} others",
            )
            continue
        for each in phone.media:
            called = own[each.name].original.file_name
            if called is not None and each.file_name not in {None, called}:  # else the camera names it
                yield (
                    "PHO-01",
                    f"the file of {each.name} on {name} to be called {called}, as it was taken",
                    each.file_name,
                )
            expected = _expected(history, own[each.name], phone)
            if each.upload != expected or (expected == "skipped") != (each.skipped_because is not None):
                yield "PHO-01", f"{each.name} on {name} to be {expected}, with a reason if it is skipped", each.upload
        queue = phone.queues.get("media")
        waiting = {each.name for each in phone.media if each.upload == "waiting"}
        if queue is not None and set(queue.waiting) != waiting:
            yield "PHO-01", f"{len(waiting)} photos and videos in the queue of {name}", f"{len(queue.waiting)}"


def _expected(history: History, known: _Known, phone: Phone) -> str:
    if known.comings:
        return "uploaded"
    quality = phone.uploads.get(CHOICE_OF[known.original.kind])
    return "waiting" if _is_wanted(history, known, quality) else "skipped"
