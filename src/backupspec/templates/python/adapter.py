"""Offers the phones of phones.py to backupspec: JSON-RPC 2.0 over standard input and output, one message a line.

    backupspec run "stdio:python3 adapter.py"

There is nothing to fill in here. What each operation is given and answers: CONTRACT.md.
"""

import json
import sys
import traceback

import phones

WORLDS = {}
"""The worlds that are open, by the names that they were given here."""


def about(given):
    """Say what this is, before any world is opened."""
    return {
        "name": phones.NAME,
        "version": phones.VERSION,
        "contract": "@CONTRACT@",
        "profiles": phones.PROFILES,
        "clock": "own",
        "choices": phones.CHOICES,
        "unfinished": [name for name in phones.UNFINISHED if name not in phones.COMMANDS],
        "lacks": phones.LACKS,
    }


def open_world(given):
    """Begin an empty world, and name it."""
    name = f"world-{open_world.count}"
    open_world.count += 1
    WORLDS[name] = phones.World(given["opening"])
    return {"world": name}


open_world.count = 1


def perform(given):
    """Do the commands in order, and answer each. A command that is not written is unsupported."""
    world = WORLDS[given["world"]]
    outcomes = []
    for command in given["commands"]:
        do = phones.COMMANDS.get(command["command"])
        outcomes.append(do(world, command) if do else {"outcome": "unsupported"})
        phones.settle(world)
    answer = {"world": given["world"], "outcomes": outcomes}
    return answer | {"observation": phones.seen(world)} if given.get("observe") else answer


def observe(given):
    """Show all that can be seen of a world."""
    seen = phones.seen(WORLDS[given["world"]], given.get("items", False))
    return {"world": given["world"], "observation": seen}


def close_world(given):
    """Forget a world."""
    del WORLDS[given["world"]]
    return {"world": given["world"]}


OPERATIONS = {each.__name__: each for each in (about, open_world, perform, observe, close_world)}


def respond(line):
    """Do what a request asks for. What goes wrong in it is told, and the next one is awaited."""
    request = {}
    try:
        request = json.loads(line)
        return written(request, "result", OPERATIONS[request["method"]](request.get("params", {})))
    except Exception as error:  # whatever it is, it is a message and not the end
        traceback.print_exc()
        message = f"{type(error).__name__}: {error}".encode("ascii", "backslashreplace").decode()
        return written(request, "error", {"code": -32000, "message": message})


def written(request, kind, what):
    """Write a response as one line."""
    response = {"jsonrpc": "2.0", "id": request.get("id"), kind: what}
    return json.dumps(response, ensure_ascii=False).encode() + b"\n"


def main():
    """Answer each line with a line, until there are no more."""
    responses = sys.stdout.buffer
    sys.stdout = sys.stderr  # what is printed is no message: backupspec shows the end of it where something goes wrong
    for line in sys.stdin.buffer:
        responses.write(respond(line))
        responses.flush()


if __name__ == "__main__":
    main()
