"""A program that speaks as `stdio:` targets do, and misbehaves where it is told to. It is the example to copy, with the standard library alone.

    faulty.py FAULT [SCENARIO [OPERATION [FILE]]]

It behaves, but in the worlds of that scenario, when that operation is asked for; faults named `start-...` happen at once. To FILE it writes its process id;
FILE.faults appears when it misbehaves.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "python"))

import small_phone

Json = dict[str, Any]
OUT = sys.stdout.buffer
FOR_EVER_S = 600
LATE_S = 60


class Given:
    """What the example is given: an object with attributes, made of JSON."""

    def __init__(self, members: Json) -> None:
        self.__dict__.update({name: given(value) for name, value in members.items()})
        self.__struct_fields__ = tuple(members)

    def __getattr__(self, _name: str) -> None:
        """Give what was left out."""


def given(value: Any) -> Any:
    """Turn JSON into what the example is given: a command is an object of a class with its name."""
    if isinstance(value, list):
        return [given(each) for each in value]
    if not isinstance(value, dict):
        return value
    name = str(value.get("command", "")).title().replace("_", "")
    return type(name or "Given", (Given,), {})({each: value[each] for each in value if each != "command"})


class Program:
    """Answers requests, and knows of each world which scenario it is for."""

    def __init__(self) -> None:
        self.phones = small_phone.SmallPhones()
        self.scenarios: dict[str, str] = {}

    def answer(self, method: str, params: Json) -> Json:
        """Do an operation."""
        world = params.get("world", "")
        match method:
            case "about":
                return self.phones.about()
            case "open_world":
                world = self.phones.open_world(given(params["opening"]))
                self.scenarios[world] = params["opening"]["scenario"]
                return {"world": world}
            case "perform":
                return {"world": world, **self.phones.perform(world, given(params["commands"]), observe=True)}
            case "observe":
                return {"world": world, "observation": self.phones.observe(world, items=params.get("items", False))}
            case _:
                self.phones.close_world(world)
                return {"world": world}

    def scenario(self, params: Json) -> str:
        """Tell which scenario a request is for."""
        return self.scenarios.get(params.get("world", "")) or params.get("opening", {}).get("scenario", "")


def say(message: bytes) -> None:
    """Write bytes as they are."""
    OUT.write(message)
    OUT.flush()


def line(id_: object, **members: object) -> bytes:
    """Write a response."""
    return json.dumps({"jsonrpc": "2.0", "id": id_, **members}).encode() + b"\n"


def tight(id_: int, result: Json) -> bytes:
    """Write a response without spaces and in the usual order."""
    return json.dumps({"jsonrpc": "2.0", "id": id_, "result": result}, separators=(",", ":")).encode() + b"\n"


def hang() -> NoReturn:
    """Do nothing, for ever."""
    time.sleep(FOR_EVER_S)
    raise SystemExit


def close(stream: int) -> NoReturn:
    """Close a stream, and stay."""
    os.close(stream)
    hang()


def trickle() -> NoReturn:
    """Send an answer that never ends, byte by byte."""
    while True:
        say(b" ")
        time.sleep(0.01)


def complain(of: str) -> None:
    """Write to standard error."""
    os.write(2, f"{of}\n".encode())


def complain_without_end() -> NoReturn:
    """Write to standard error for ever."""
    while True:
        complain("it is all too much\n" * 1000)


def with_observation(result: Json, **members: object) -> Json:
    """Change members of the observation."""
    return {**result, "observation": {**result["observation"], **members}}


Fault = Callable[[int, Json], object]
FAULTS: dict[str, Fault] = {
    "exits": lambda _id, _result: os._exit(3),
    "exits-well": lambda _id, _result: os._exit(0),
    "is-killed": lambda _id, _result: os.kill(os.getpid(), signal.SIGSEGV),
    "is-killed-oddly": lambda _id, _result: os.kill(os.getpid(), 40),
    "kills-its-group": lambda _id, _result: os.killpg(0, signal.SIGKILL),
    "hangs": lambda _id, _result: hang(),
    "is-late": lambda id_, result: (time.sleep(LATE_S), say(line(id_, result=result))),
    "trickles": lambda _id, _result: trickle(),
    "complains-without-end": lambda _id, _result: complain_without_end(),
    "complains-much": lambda id_, result: (complain("a word\n" * 10**6), say(line(id_, result=result))),
    "half-a-line": lambda id_, result: (say(line(id_, result=result)[:20]), hang()),
    "half-a-line-and-exits": lambda id_, result: (say(line(id_, result=result)[:20]), os._exit(0)),
    "closes-its-output": lambda _id, _result: close(1),
    "closes-its-input": lambda id_, result: (os.close(0), say(line(id_, result=result)), hang()),
    "garbage": lambda _id, _result: say(b"Segmentation fault (core dumped)\n"),
    "an-empty-line": lambda _id, _result: say(b"\n"),
    "invalid-utf-8": lambda _id, _result: say(b'{"jsonrpc":"2.0","id":"\xff\xfe"}\n'),
    "invalid-utf-8-inside": lambda id_, result: say(
        line(id_, result=with_observation(result, time_zone="@")).replace(b"@", b"\xff")
    ),
    "half-a-character": lambda id_, result: say(line(id_, result=with_observation(result, time_zone="\ud800"))),
    "100-mb": lambda _id, _result: [say(b"x" * 10**6) for _ in range(100)],
    "100-mb-of-json": lambda id_, result: say(line(id_, result=with_observation(result, time_zone="x" * 10**8))),
    "10000-deep": lambda _id, _result: say(
        b'{"jsonrpc":"2.0","id":1,"result":' + b"[" * 10_000 + b"]" * 10_000 + b"}\n"
    ),
    "10000-deep-inside": lambda id_, result: say(
        line(id_, result=with_observation(result, phones="@")).replace(b'"@"', b'{"a":' * 10_000 + b"1" + b"}" * 10_000)
    ),
    "nan": lambda id_, result: say(line(id_, result=with_observation(result, elapsed_s=float("nan")))),
    "infinity": lambda id_, result: say(line(id_, result=with_observation(result, elapsed_s=float("inf")))),
    "a-member-twice": lambda id_, result: say(
        line(id_, result=result).replace(b'"cloud_up"', b'"cloud_up": false, "cloud_up"')
    ),
    "an-id-twice": lambda id_, result: say(line(id_, result=result).replace(b'"id"', b'"id": 0, "id"')),
    "a-wrong-id": lambda id_, result: say(line(id_ + 1, result=result)),
    "an-earlier-id": lambda id_, result: say(line(id_ - 1, result=result)),
    "an-id-in-words": lambda id_, result: say(line(str(id_), result=result)),
    "no-id": lambda id_, result: say(line(id_, result=result).replace(b'"id"', b'"ids"')),
    "two-answers": lambda id_, result: say(line(id_, result=result) * 2),
    "a-request": lambda _id, _result: say(b'{"jsonrpc": "2.0", "method": "log", "params": {"text": "hello"}}\n'),
    "an-old-version": lambda id_, result: say(line(id_, result=result).replace(b'"2.0"', b'"1.0"')),
    "neither-result-nor-error": lambda id_, _result: say(line(id_)),
    "both-result-and-error": lambda id_, result: say(line(id_, result=result, error={"code": 1, "message": "both"})),
    "tight": lambda id_, result: say(tight(id_, result)),
    "tight-with-crlf": lambda id_, result: say(tight(id_, result)[:-1] + b"\r\n"),
    "tight-and-both": lambda id_, result: say(tight(id_, result)[:-2] + b',"error":{"code":1,"message":"both"}}\n'),
    "tight-and-more": lambda id_, result: say(tight(id_, result)[:-1] + b"}\n"),
    "tight-and-a-member-twice": lambda id_, result: say(
        tight(id_, result).replace(b'"cloud_up"', b'"cloud_up":false,"cloud_up"')
    ),
    "tight-and-invalid-utf-8": lambda id_, result: say(
        tight(id_, with_observation(result, time_zone="@")).replace(b"@", b"\xff")
    ),
    "an-error": lambda id_, _result: say(line(id_, error={"code": -32000, "message": "no more phones"})),
    "unknown-operation": lambda id_, _result: say(line(id_, error={"code": -32601, "message": "what?"})),
    "a-batch": lambda id_, result: say(b"[" + line(id_, result=result).strip() + b"]\n"),
    "a-wrong-type": lambda id_, _result: say(line(id_, result=["done"])),
    "an-unknown-outcome": lambda id_, result: say(line(id_, result={**result, "outcomes": [{"outcome": "perhaps"}]})),
    "too-few-outcomes": lambda id_, result: say(line(id_, result={**result, "outcomes": []})),
    "a-broken-observation": lambda id_, result: say(line(id_, result=with_observation(result, elapsed_s="soon"))),
    "an-unknown-member": lambda id_, result: say(line(id_, result=with_observation(result, weather="fair"))),
    "another-world": lambda id_, result: say(line(id_, result={**result, "world": "elsewhere"})),
}


def start(fault: str) -> None:
    """Misbehave before any request."""
    match fault:
        case "start-exits":
            complain("no licence")
            raise SystemExit(7)
        case "start-says-hello":
            say(b"Phones 1.0, ready\n")
            hang()  # or its next line might come along with this one
        case "start-ignores-its-end":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)


def main(fault: str = "none", scenario: str = "", operation: str = "perform", pids: str = "") -> None:
    """Answer request after request."""
    if pids:
        with Path(pids).open("a", encoding="utf-8") as file:
            file.write(f"{os.getpid()}\n")
    start(fault)
    program = Program()
    for request in map(json.loads, sys.stdin.buffer):
        method, params = request["method"], request["params"]
        result = program.answer(method, params)
        if fault in FAULTS and method == operation and program.scenario(params) == scenario:
            complain(f"now {fault}")
            if pids:
                Path(pids).with_suffix(".faults").touch()
            FAULTS[fault](request["id"], result)
        else:
            say(line(request["id"], result=result))
    if fault == "start-ignores-its-end":
        hang()


if __name__ == "__main__":
    main(*sys.argv[1:])
