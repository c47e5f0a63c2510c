"""JSON-RPC 2.0, as far as it is used here: requests and responses, one at a time, neither in batches."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from backupspec.contract.terms import Text

Number = Annotated[int, Meta(ge=-(2**53 - 1), le=2**53 - 1)]
"""A whole number that every reader can hold."""


class Error(Struct, frozen=True, kw_only=True):
    """Why there is no result. `data` is not looked at."""

    code: Number
    message: str
    data: Raw | UnsetType = UNSET


class Request(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What goes to the program: an operation, and what it is given."""

    jsonrpc: Literal["2.0"] = "2.0"
    id: Number | Text | UnsetType | None = UNSET
    method: str
    params: Raw = Raw(b"{}")


class Response(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What comes back: a result, or an error."""

    jsonrpc: Literal["2.0"]
    id: Number | Text | None
    result: Raw | UnsetType = UNSET
    error: Error | UnsetType = UNSET


UNREADABLE = -32700
INVALID = -32600
UNKNOWN = -32601
WRONGLY_GIVEN = -32602
BROKEN = -32000

MEANING = {
    UNREADABLE: "unreadable",
    INVALID: "no request",
    UNKNOWN: "unknown operation",
    WRONGLY_GIVEN: "wrong params",
}
