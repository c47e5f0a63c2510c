"""What counts as a photo, and what good quality makes of any of them: every legal JPEG, and whatever looks like one (PHO-07)."""

import base64
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from PIL import Image, ImageCms

from backupspec.contract.commands import AddPhone, ChooseUpload, CreateAccount, SetNetwork, SignIn, TakePhoto
from backupspec.contract.outcomes import DONE, Refused
from backupspec.contract.photos import MOST_PX, NotAPhoto, exif, frame, profile
from backupspec.contract.schemas import plain
from backupspec.reference.parcels import Version
from backupspec.reference.photos import at_quality
from backupspec.reference.state import Medium
from backupspec.world import originals
from backupspec.world.world import World

OpenWorld = Callable[..., World]

ANN = "ann@example.com"
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SAMPLING = Image.Exif()
SAMPLING[274] = 6
EXIF = SAMPLING.tobytes()


def jpeg(mode: str = "RGB", size: tuple[int, int] = (2400, 1800), **options: Any) -> bytes:
    """Make a JPEG whose upper half is light and whose lower half is dark."""
    picture = Image.linear_gradient("L").resize(size)
    if mode != "L":
        picture = Image.merge(mode, [picture] * len(mode))
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=90, **options)
    return written.getvalue()


def segment(marker: int, payload: bytes) -> bytes:
    """Write a segment."""
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


def beginning(*segments: bytes, of: bytes | None = None) -> bytes:
    """Put segments at the beginning of a JPEG."""
    whole = jpeg() if of is None else of
    return whole[:2] + b"".join(segments) + whole[2:]


def good(content: bytes) -> Version:
    """Return what is uploaded of a photo in good quality."""
    said = frame(content)
    taken = Medium(
        name="p",
        account=None,
        kind="photo",
        taken_at="2014-06-02T09:00:00Z",
        content=content,
        width_px=said.width_px,
        height_px=said.height_px,
        digest="",
        upload="waiting",
        skipped_because=None,
    )
    return at_quality(taken, "good")


LEGAL: dict[str, Callable[[], bytes]] = {
    "colour": jpeg,
    "grey": lambda: jpeg("L"),
    "cmyk": lambda: jpeg("CMYK"),
    "progressive": lambda: jpeg(progressive=True),
    "without-subsampling": lambda: jpeg(subsampling=0),
    "restart-markers": lambda: jpeg(restart_marker_blocks=4),
    "exif": lambda: jpeg(exif=EXIF),
    "exif-in-two-segments": lambda: beginning(
        segment(0xE1, EXIF + bytes(40_000)), segment(0xE1, b"Exif\0\0" + bytes(40_000))
    ),
    "exif-of-a-whole-segment": lambda: beginning(segment(0xE1, EXIF + bytes(65_533 - len(EXIF)))),
    "exif-empty": lambda: beginning(segment(0xE1, b"Exif\0\0")),
    "exif-nonsense": lambda: beginning(segment(0xE1, b"Exif\0\0" + b"\xff" * 99)),
    "exif-looping": lambda: beginning(segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\0\0\x08\0\0\0")),
    "profile": lambda: jpeg(icc_profile=SRGB),
    "profile-in-two-segments": lambda: beginning(
        segment(0xE2, b"ICC_PROFILE\0\2\2" + SRGB[300:]), segment(0xE2, b"ICC_PROFILE\0\1\2" + SRGB[:300])
    ),
    "profile-nonsense": lambda: jpeg(icc_profile=b"none"),
    "profile-without-number": lambda: beginning(segment(0xE2, b"ICC_PROFILE\0")),
    "profile-of-another-kind": lambda: jpeg("L", icc_profile=SRGB),
    "comment": lambda: beginning(*[segment(0xFE, b"x" * 65_533)] * 40),
    "xmp": lambda: beginning(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>")),
    "photoshop": lambda: beginning(segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4" + bytes(40))),
    "another-picture-inside": lambda: beginning(segment(0xE1, EXIF + jpeg(size=(160, 120)))),
    "two-pictures-in-a-file": lambda: (
        beginning(segment(0xE2, b"MPF\0II*\0\x08\0\0\0\3\0" + bytes(36))) + jpeg(size=(320, 240))
    ),
    "data-after-the-end": lambda: jpeg() + bytes(1000),
    "fill-bytes": lambda: beginning(b"\xff\xff\xff", segment(0xFE, b"x")),
    "without-its-last-bytes": lambda: jpeg()[:-2],
    "cut-short": lambda: jpeg()[:-2000],
    "zeros-in-the-middle": lambda: jpeg()[:9000] + bytes(500) + jpeg()[9500:],
}


@pytest.mark.parametrize("kind", LEGAL)
def test_every_legal_jpeg_is_a_photo_and_has_a_good_quality(open_world: OpenWorld, kind: str) -> None:
    """It is taken, and what is uploaded is smaller, a whole JPEG, and shows the same, the right way up."""
    content = LEGAL[kind]()
    taken = base64.b64encode(content).decode()
    world = ready(open_world)

    assert world.perform(TakePhoto(phone="ann", photo="p", content=taken)) == DONE

    [stored] = world.items().accounts[ANN].media
    assert max(stored.width_px, stored.height_px) == 1600
    uploaded = base64.b64decode(stored.content or "")
    assert originals.seen(uploaded) == (stored.width_px, stored.height_px)
    pairs = zip(originals.thumbnail(taken), originals.thumbnail(stored.content or ""), strict=True)
    assert max(abs(one - other) for one, other in pairs) < 20
    assert (exif(uploaded), profile(uploaded)) == (exif(content), profile(content))


def ready(open_world: OpenWorld) -> World:
    """Return a world in which photos of Ann's phone go to OneDrive in good quality."""
    world = open_world()
    world.must(CreateAccount(account=ANN), AddPhone(phone="ann"), SignIn(phone="ann", account=ANN))
    world.must(SetNetwork(phone="ann", network="wifi"), ChooseUpload(phone="ann", medium="photos", quality="good"))
    return world


def with_frame(payload: bytes, marker: int = 0xC0) -> bytes:
    """Make what begins as a JPEG with this frame."""
    scan = segment(0xDA, b"\3\1\0\2\x11\3\x11\0\x3f\0")
    return b"\xff\xd8" + segment(marker, payload) + scan + b"\xff\xd9"


def of_size(width_px: int, height_px: int, marker: int = 0xC0, components: int = 3, bits: int = 8) -> bytes:
    """Make what begins as a JPEG of this size."""
    sizes = height_px.to_bytes(2, "big") + width_px.to_bytes(2, "big")
    return with_frame(bytes((bits,)) + sizes + bytes((components,)) + b"\1\x11\0" * components, marker)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\xd8\xff\xd9", id="a-beginning-and-an-end"),
        pytest.param(jpeg()[:300], id="part-of-its-segments"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="png"),
        pytest.param(of_size(0, 100), id="no-width"),
        pytest.param(of_size(100, 0), id="no-height"),
        pytest.param(of_size(16_385, 16_384), id="too-many-pixels"),
        pytest.param(of_size(65_535, 65_535), id="far-too-many-pixels"),
        pytest.param(of_size(100, 100, bits=12), id="twelve-bits"),
        pytest.param(of_size(100, 100, components=2), id="two-components"),
        pytest.param(of_size(100, 100, marker=0xC3), id="lossless"),
        pytest.param(of_size(100, 100, marker=0xC9), id="arithmetic"),
        pytest.param(with_frame(b"\x08\0\x64"), id="short-frame"),
        pytest.param(beginning(segment(0xC0, b"\x08\0\1\0\1\1\1\x11\0")), id="two-frames"),
        pytest.param(beginning(b"\xff\xe1\0\1"), id="a-segment-of-one-byte"),
        pytest.param(beginning(b"\xff\xe1\xff\xff", of=jpeg(size=(8, 8))), id="a-segment-beyond-the-end"),
    ],
)
def test_what_is_no_photo(open_world: OpenWorld, content: bytes) -> None:
    """It is refused, and nothing is decoded to see it; what has one thing different is a photo."""
    assert frame(of_size(16_384, 16_384)).width_px ** 2 == MOST_PX
    command = TakePhoto(phone="ann", photo="p", content=base64.b64encode(content).decode())

    assert ready(open_world).perform(command) == Refused(reason="not_a_photo")
    with pytest.raises(NotAPhoto):
        originals.seen(content)


@pytest.mark.parametrize("size", [(12_000, 9_000), (16_320, 12_240)], ids=["108-megapixels", "200-megapixels"])
def test_the_largest_cameras_of_today(size: tuple[int, int]) -> None:
    """Their photos are photos, and are made smaller."""
    written = io.BytesIO()
    Image.new("L", size, 120).save(written, "JPEG", quality=30)

    made = good(written.getvalue())

    assert frame(written.getvalue())[:2] == size
    assert (made.width_px, made.height_px) == (1600, 1200)


def test_what_takes_too_long_to_decode_stays_as_it_is() -> None:
    """A picture in so many scans as no camera writes is not decoded, by the reference or by the suite."""
    content = jpeg(progressive=True)
    assert good(content).width_px == 1600
    last = content[content.rindex(b"\xff\xda") : -2]
    many = content[:-2] + last * 100 + b"\xff\xd9"

    assert good(many).content == many
    with pytest.raises(NotAPhoto, match="too long"):
        originals.seen(many)


# Whatever looks like a JPEG.


def made_up(seed: int) -> Iterator[bytes]:
    """Yield JPEGs whose segments are in order, and hold anything: valid in structure, and often in nothing else. The same for each seed."""
    random = Random(seed)  # noqa: S311 - the same whenever it is made
    bases = [
        jpeg(mode, (1700, 40), **options) for mode in ("L", "RGB", "CMYK") for options in ({}, {"progressive": True})
    ]
    headings = (
        b"",
        b"Exif\0\0",
        b"Exif\0\0II*\0\x08\0\0\0",
        b"Exif\0\0MM\0*\0\0\0\x08",
        b"ICC_PROFILE\0\1\1",
        b"JFIF\0",
        b"Adobe\0",
        b"MPF\0",
        b"Photoshop 3.0\0",
    )
    while True:
        base = random.choice(bases)
        markers = (*range(0xE0, 0xF0), 0xFE, 0xDB, 0xC4, 0xDD)
        made = [
            segment(
                random.choice(markers),
                random.choice(headings) + random.randbytes(random.choice((0, 1, 9, 300, 60_000))),
            )
            for _ in range(random.randrange(5))
        ]
        content = bytearray(beginning(*made, of=base))
        for _ in range(random.randrange(6)):
            content[random.randrange(2, len(content))] = random.randrange(256)
        yield bytes(content[: random.choice((len(content), len(content), random.randrange(len(content))))])


def cases(seed: int, number: int) -> list[bytes]:
    """Return so many of them."""
    found = made_up(seed)
    return [next(found) for _ in range(number)]


def answers(contents: list[bytes]) -> list[dict[str, Any]]:
    """Make the commands that take photos."""
    return [
        plain(TakePhoto(phone="ann", photo=f"p{number}", content=base64.b64encode(each).decode()))
        for number, each in enumerate(contents)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_no_jpeg_raises_anything_in_this_process(open_world: OpenWorld, seed: int) -> None:
    """Each is taken or refused, and the suite's own reading of it raises NotAPhoto or nothing."""
    _holds(open_world, seed, 60)


@pytest.mark.exhaustive
def test_no_jpeg_of_very_many_raises_anything(open_world: OpenWorld) -> None:
    """As above, for long."""
    for seed in range(100, 110):
        _holds(open_world, seed, 60)


def _holds(open_world: OpenWorld, seed: int, number: int) -> None:
    world, seen = ready(open_world), set()
    for at, content in enumerate(cases(seed, number)):
        taken = base64.b64encode(content).decode()
        outcome = world.perform(TakePhoto(phone="ann", photo=f"p{at}", content=taken))
        assert outcome in {DONE, Refused(reason="not_a_photo")}
        seen.add(outcome)
        if outcome == DONE:
            _read(content)
    assert len(seen) == 2


def _read(content: bytes) -> None:
    """Read a photo as the suite does."""
    try:
        originals.seen(content)
    except NotAPhoto:
        return
    originals.thumbnail(base64.b64encode(content).decode())


BEGIN = [
    {"command": "create_account", "account": ANN},
    {"command": "add_phone", "phone": "ann"},
    {"command": "sign_in", "phone": "ann", "account": ANN},
    {"command": "set_network", "phone": "ann", "network": "wifi"},
    {"command": "choose_upload", "phone": "ann", "medium": "photos", "quality": "good"},
]


def piped(lines: list[Any], *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a program of ours with lines of JSON as its input."""
    given = "".join(json.dumps(line) + "\n" for line in lines)
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False)  # noqa: S603 - our own


def test_no_jpeg_ends_the_shell() -> None:
    """Each command that takes one is answered in its line."""
    ran = piped([*BEGIN, *answers(cases(5, 60))], "backupspec", "shell", "reference")

    assert (ran.returncode, ran.stderr) == (0, "")
    told = [line for line in ran.stdout.splitlines() if line.startswith("take_photo: ")]
    assert len(told) == 60
    assert set(told) == {"take_photo: done", "take_photo: refused: not_a_photo"}


def test_no_jpeg_is_an_error_over_standard_input_and_output() -> None:
    """Each request is answered with outcomes."""
    opening = {
        "scenario": "x",
        "profile": "windows-phone-8.1",
        "choices": {},
        "wall_clock": "2014-06-02T09:00:00Z",
        "time_zone": "Europe/London",
        "seed": 1,
    }
    given = [
        ("open_world", {"opening": opening}),
        ("perform", {"world": "world-1", "commands": BEGIN, "observe": False}),
    ]
    given += [("perform", {"world": "world-1", "commands": [each], "observe": True}) for each in answers(cases(6, 40))]
    lines = [
        {"jsonrpc": "2.0", "id": id_, "method": method, "params": params} for id_, (method, params) in enumerate(given)
    ]

    ran = piped(lines, "backupspec.targets.speaking")

    assert (ran.returncode, ran.stderr) == (0, "")
    responses = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(responses) == len(lines)
    assert [each for each in responses if "result" not in each] == []
