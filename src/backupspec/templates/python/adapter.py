"""Offers the phones of phones.py to backupspec: JSON-RPC 2.0 over standard input and output, one message a line.

    backupspec run "stdio:python3 adapter.py"

There is nothing to fill in here. What each operation is given and answers: docs/contract.md of backupspec.
"""

import json
import sys
import traceback

import phones

WORLDS = {}
"""The worlds that are open, by the names that they were given here."""


def about():
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


def open_world(opening):
    """Begin an empty world, and name it."""
    name = f"world-{open_world.count}"
    open_world.count += 1
    WORLDS[name] = phones.World(opening)
    return {"world": name}


open_world.count = 1


def perform(world, commands, observe=False):
    """Do the commands in order, and answer each. A command that is not written is unsupported."""
    outcomes = []
    for command in commands:
        do = phones.COMMANDS.get(command["command"])
        outcomes.append(do(WORLDS[world], command) if do else {"outcome": "unsupported"})
        phones.settle(WORLDS[world])
    answer = {"world": world, "outcomes": outcomes}
    return answer | {"observation": phones.seen(WORLDS[world])} if observe else answer


def observe(world, items=False):
    """Show all that can be seen of a world."""
    return {"world": world, "observation": phones.seen(WORLDS[world], items)}


def close_world(world):
    """Forget a world."""
    del WORLDS[world]
    return {"world": world}


OPERATIONS = {each.__name__: each for each in (about, open_world, perform, observe, close_world)}


def respond(request):
    """Do what a request asks for. What goes wrong in it is told, and the next one is awaited."""
    try:
        return {"result": OPERATIONS[request["method"]](**request.get("params", {}))}
    except Exception as error:  # whatever it is, it is a message and not the end
        traceback.print_exc()
        return {"error": {"code": -32000, "message": f"{type(error).__name__}: {error}"}}


def main():
    """Answer each line with a line, until there are no more."""
    responses = sys.stdout.buffer
    sys.stdout = sys.stderr  # what is printed is no message: backupspec shows the end of it where something goes wrong
    for line in sys.stdin.buffer:
        request = json.loads(line)
        response = {"jsonrpc": "2.0", "id": request["id"], **respond(request)}
        responses.write(json.dumps(response, ensure_ascii=False).encode() + b"\n")
        responses.flush()


if __name__ == "__main__":
    main()
