"""What a server says where it has no answer: problem details as of RFC 9457, one kind for each thing that can be wrong."""

from http import HTTPStatus
from urllib.parse import quote

from msgspec import Struct

from backupspec.contract.implementation import BrokenContract
from backupspec.targets.guard import TooLate, described
from backupspec.targets.wire import Malformed, NotJson
from backupspec.text import one_line


class Kind(Struct, frozen=True):
    """A kind of problem: the status that it has, and what it means."""

    status: HTTPStatus
    title: str


KINDS = {
    "not-http": Kind(HTTPStatus.BAD_REQUEST, "What was sent is not HTTP"),
    "not-json": Kind(HTTPStatus.BAD_REQUEST, "The body is not JSON that is accepted here"),
    "breaks-contract": Kind(HTTPStatus.BAD_REQUEST, "The body does not follow the contract"),
    "nothing-here": Kind(HTTPStatus.NOT_FOUND, "There is nothing at this path"),
    "unknown-world": Kind(HTTPStatus.NOT_FOUND, "There is no such world, or there is none any more"),
    "wrong-method": Kind(HTTPStatus.METHOD_NOT_ALLOWED, "An operation is asked for with POST"),
    "too-slow": Kind(HTTPStatus.REQUEST_TIMEOUT, "The request did not come in time"),
    "too-large": Kind(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large"),
    "full-world": Kind(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The world was given all that it may be given"),
    "wrong-content-type": Kind(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body has to be application/json"),
    "wrong-host": Kind(HTTPStatus.MISDIRECTED_REQUEST, "The server is not called so"),
    "large-head": Kind(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The head of the request is too large"),
    "wrong-opening": Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "No world can begin so"),
    "too-many-worlds": Kind(HTTPStatus.TOO_MANY_REQUESTS, "As many worlds are open as there may be"),
    "broken-server": Kind(HTTPStatus.INTERNAL_SERVER_ERROR, "The server is at fault"),
    "broken-implementation": Kind(HTTPStatus.BAD_GATEWAY, "The implementation broke the contract"),
    "too-busy": Kind(HTTPStatus.SERVICE_UNAVAILABLE, "The server does as much at once as it may"),
    "late-implementation": Kind(HTTPStatus.GATEWAY_TIMEOUT, "The implementation took too long"),
}
"""By the name that stands at the end of its `type`."""


class Refused(Exception):
    """There is no answer, but a problem of this kind. `at` is the place in the body, as a JSONPath."""

    def __init__(self, kind: str, detail: str, at: str | None = None, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.at = at
        self.headers = headers or {}


def refusal(error: Exception) -> Refused:
    """Tell what was raised while an operation was done, as a problem."""
    match error:
        case NotJson():
            return Refused("not-json", one_line(str(error)))
        case Malformed():
            detail, _, place = one_line(str(error)).partition(" - at `")
            return Refused("breaks-contract", detail, place.removesuffix("`") or "$")
        case TooLate():
            return Refused("late-implementation", str(error))
        case BrokenContract():
            return Refused("broken-implementation", str(error))
    return Refused("broken-server", one_line(described(error)))


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Why there is no answer (RFC 9457): which kind of problem, and, in `at`, the place in the body that was sent."""

    type: str
    title: str
    status: int
    detail: str
    instance: str = ""
    at: str | None = None


def problem(refused: Refused, path: str) -> Problem:
    """Make the details of a problem with what was asked for at a path."""
    kind = KINDS[refused.kind]
    return Problem(
        type=f"/#{refused.kind}",
        title=kind.title,
        status=kind.status.value,
        detail=refused.detail,
        instance=quote(path[:200]),
        at=refused.at,
    )
