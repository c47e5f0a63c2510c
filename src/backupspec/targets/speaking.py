"""Offers an implementation in Python over standard input and output, as targets of the form `stdio:COMMAND` are reached.

`python -m backupspec.targets.speaking [TARGET]`. Nothing but responses goes to standard output: what an implementation prints goes to standard error. A
bad request is answered with an error, and the next one is awaited.
"""

import gc
import os
import sys
from io import TextIOWrapper
from typing import IO

from msgspec import UNSET, Raw

from backupspec.contract.implementation import BrokenContract, Implementation
from backupspec.exits import INTERRUPTED, MISUSE, NOT_JUDGED
from backupspec.targets import answering, jsonrpc
from backupspec.targets.jsonrpc import Error, Request, Response
from backupspec.targets.reaching import NoSuchTarget, reach
from backupspec.targets.wire import LARGEST, Malformed, NotJson, decoded, encoded


def speak(implementation: Implementation, requests: IO[bytes], responses: IO[bytes]) -> None:
    """Answer each line of `requests` with a line of `responses`, until there are no more."""
    while line := _line(requests):
        response = respond(implementation, line)
        if response is not None:
            responses.write(encoded(response) + b"\n")
            responses.flush()


def _line(requests: IO[bytes]) -> bytes:
    """Read a line; of one that is too long, so much that this can be seen."""
    line = requests.readline(LARGEST + 1)
    rest = line
    while rest and not rest.endswith(b"\n"):
        rest = requests.readline(LARGEST)
    return line


def respond(implementation: Implementation, line: bytes) -> Response | None:
    """Do what a request asks for, and make the response. There is none to a notification, which has no id."""
    try:
        request = decoded(line, Request)
    except NotJson as error:
        return _refused(None, jsonrpc.UNREADABLE, error)
    except Malformed as error:
        return _refused(None, jsonrpc.INVALID, error)
    response = _response(implementation, request)
    return None if request.id is UNSET else response


def _response(implementation: Implementation, request: Request) -> Response:
    id_ = None if request.id is UNSET else request.id
    try:
        result = answering.answer(implementation, request.method, bytes(request.params))
    except answering.UnknownOperation as error:
        return _refused(id_, jsonrpc.UNKNOWN, error)
    except Malformed as error:
        return _refused(id_, jsonrpc.WRONGLY_GIVEN, error)
    except BrokenContract as error:
        return _refused(id_, jsonrpc.BROKEN, error)
    return Response(jsonrpc="2.0", id=id_, result=Raw(result))


def _refused(id_: int | str | None, code: int, error: Exception) -> Response:
    return Response(jsonrpc="2.0", id=id_, error=Error(code=code, message=str(error)))


def main(target: str = "reference") -> int:
    """Offer a target, until standard input ends."""
    requests, responses = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # the implementation may read and print: neither is a message
    os.dup2(2, 1)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # so that its last words before a crash are not lost
    try:
        implementation = reach(target)
        gc.freeze()  # what is there by now stays: the collector need not look at it again and again
        speak(implementation, requests, responses)
    except NoSuchTarget as error:
        return _say(str(error), MISUSE)
    except BrokenContract as error:
        return _say(str(error), NOT_JUDGED)
    except BrokenPipeError:
        return 0  # nobody listens any more
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _say(message: str, code: int) -> int:
    print(f"backupspec: {message}", file=sys.stderr)  # noqa: T201 - the one thing that it says to a person
    return code


if __name__ == "__main__":
    os._exit(main(*sys.argv[1:2]))  # without waiting for threads that an implementation has left
