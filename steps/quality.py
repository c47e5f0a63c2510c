"""What photos and videos are like in OneDrive: the bytes that lie there are looked at, whatever is said of them."""

from pytest_bdd import then

from backupspec.contract.commands import TakePhoto
from backupspec.contract.encoding import from_base64
from backupspec.contract.observations import Observation, StoredMedium
from backupspec.contract.photos import NotAPhoto
from backupspec.contract.terms import MediumKind
from backupspec.steps.changes import account_of
from backupspec.steps.media import ONE_OF_THEM, one, stored
from backupspec.steps.telling import size
from backupspec.steps.uploads import sent_of
from backupspec.steps.words import sentence
from backupspec.world.originals import FEWEST_PX, Original, digest, seen, thumbnail
from backupspec.world.verdicts import Mismatch, Untestable
from backupspec.world.world import World

COLOURS = 256
"""How many shades of red, green and blue there are."""


def in_onedrive(world: World, original: Original) -> tuple[StoredMedium, bytes]:
    """Return a photo or video as it lies in OneDrive, and its bytes, which are those that are said to lie there.

    Raise Untestable if the implementation does not show them.
    """
    found = stored(world.items(), original)
    assert found is not None, Mismatch(f"{original.name} in OneDrive", "nothing")
    if found.content is None:
        raise Untestable("the implementation does not show the bytes of photos and videos in OneDrive")
    content = from_base64(found.content)
    said = f"{size(found.size_bytes)} with the digest {found.digest}"
    came = f"{size(len(content))} with the digest {digest(content)}"
    assert said == came, Mismatch(f"of {original.name}, {said}", came)
    return found, content


def resolution(found: StoredMedium, content: bytes) -> tuple[int, int]:
    """Tell the width and the height of what lies in OneDrive. A photo is looked at; the bytes of a video are made up."""
    said = (found.width_px, found.height_px)
    if found.kind == "video":
        return said
    try:
        came = seen(content)
    except NotAPhoto:
        came = (0, 0)
    shown = pixels(came) if all(came) else "no JPEG"
    assert came == said, Mismatch(f"{found.name} as a JPEG of {pixels(said)}", shown)
    return came


def pixels(resolution: tuple[int, int]) -> str:
    """Say a resolution: 4000 x 3000 pixels."""
    return "{} x {} pixels".format(*resolution)


@then(sentence("{which:Which} is in OneDrive in a lower resolution", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int]) -> None:
    original = one(world, which)
    width, height = resolution(*in_onedrive(world, original))
    lower = width < original.width_px and height < original.height_px
    most = pixels((original.width_px, original.height_px))
    assert lower, Mismatch(f"{original.name} in less than {most}, in both directions", pixels((width, height)))


@then(sentence("{which:Which} has kept its proportions", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int]) -> None:
    """Within a pixel."""
    original = one(world, which)
    width, height = resolution(*in_onedrive(world, original))
    exact_height = width * original.height_px / original.width_px
    exact_width = height * original.width_px / original.height_px
    kept = abs(height - exact_height) <= 1 or abs(width - exact_width) <= 1
    wanted = f"{original.name} in the proportions of {pixels((original.width_px, original.height_px))}"
    assert kept, Mismatch(wanted, pixels((width, height)))


@then(sentence("{which:Which} shows what was taken, the right way up", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int]) -> None:
    """Each colour of 16 x 16 places within a tenth of its range: scaling a picture moves none of them by more."""
    original = one(world, which)
    found, content = in_onedrive(world, original)
    longer = max(resolution(found, content))
    least = min(FEWEST_PX, original.width_px, original.height_px)
    assert longer >= least, Mismatch(f"{original.name} with {least} pixels at least", f"{longer} pixels")
    wanted, came = (thumbnail(each) for each in (as_taken(world, original), found.content or ""))
    far = sum(abs(now - then) > COLOURS // 10 for then, now in zip(wanted, came, strict=True))
    assert not far, Mismatch(
        f"in OneDrive, the picture of {original.name}", f"another one, in {far} of {len(wanted)} values"
    )


def as_taken(world: World, original: Original) -> str:
    """Return a photo as it was taken, in Base64."""
    commands = (event.command for event in world.history.events)
    return next(each.content for each in commands if isinstance(each, TakePhoto) and each.photo == original.name)


@then(sentence("{which:Which} uses less data and less room in OneDrive than the original would", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int], before: Observation) -> None:
    original = one(world, which)
    account = account_of(original.phone)
    uses = {
        "in OneDrive": in_onedrive(world, original)[0].size_bytes,
        "sent": sent_of(world.now, original),
        "less room in OneDrive": before.accounts[account].free_bytes - world.account(account).free_bytes,
    }
    wrong = [f"{size(used)} {what}" for what, used in uses.items() if used >= original.size_bytes]
    assert wrong == [], Mismatch(f"less than {size(original.size_bytes)} of {original.name}", wrong)


@then(sentence("{which:Which} is no larger in OneDrive than it was taken", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int]) -> None:
    original = one(world, which)
    found, content = in_onedrive(world, original)
    width, height = resolution(found, content)
    larger = width > original.width_px or height > original.height_px or found.size_bytes > original.size_bytes
    most = f"{pixels((original.width_px, original.height_px))} and {size(original.size_bytes)}"
    came = f"{pixels((width, height))} and {size(found.size_bytes)}"
    assert not larger, Mismatch(f"at most {most} of {original.name}", came)


def not_the_original(world: World, original: Original) -> Mismatch | None:
    """Tell what is wrong unless what lies in OneDrive is what was taken, byte for byte and in its resolution."""
    found, content = in_onedrive(world, original)
    wanted = f"{pixels((original.width_px, original.height_px))} and the digest {original.digest}"
    came = f"{pixels(resolution(found, content))} and the digest {digest(content)}"
    return None if came == wanted else Mismatch(f"{original.name} with {wanted}", came)


@then(sentence("{which:Which} is in OneDrive byte for byte as it was taken", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int]) -> None:
    wrong = not_the_original(world, one(world, which))
    assert not wrong, wrong
