#!/usr/bin/env bash
# One would guess: a server that does not know the protocol of an `Upgrade` header ignores that header, as RFC 9110 allows (7.8), and reads the request, its body
#   included, as any other.
# What happens (uvicorn 0.54.0 with httptools 0.9.0): the application gets the request with an empty body, although Content-Length says 13, and answers it. With
#   h11 in place of httptools, the same uvicorn passes on the whole body. Java's HttpClient sends `Upgrade: h2c` with its first request unless told otherwise.
# For whoever builds such a harness: an adapter's first POST, by a client in Java, is refused as empty or no JSON, by one of two parsers of one server.
# What we do: the head is read again without what asks for another protocol (backupspec/targets/server/connections.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q uvicorn==0.54.0 httptools==0.9.0 h11==0.16.0
cat > "$folder/asks.py" <<'PY'
import socket
import threading
from http.client import HTTPResponse
from importlib.metadata import version

import uvicorn

BODY = b'{"world":"1"}'
HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 13\r\nConnection: %b\r\n%b\r\n"


async def app(scope, receive, send):
    """Answer with the body that came."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


def answers(parser: str) -> list[bytes]:
    """Return the body that the application got without, and with, an upgrade asked for."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, http=parser, ws="none", lifespan="off", log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    came = []
    for head in (HEAD % (b"keep-alive", b""), HEAD % (b"Upgrade, HTTP2-Settings", b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n")):
        with socket.create_connection(listening.getsockname(), 20) as asking:
            asking.sendall(head + BODY)
            response = HTTPResponse(asking)
            response.begin()
            came.append(response.read())
    server.should_exit = True
    thread.join()
    return came


print("uvicorn", version("uvicorn"), "httptools", version("httptools"), "h11", version("h11"))
for parser, expected in (("httptools", [BODY, b""]), ("h11", [BODY, BODY])):
    came = answers(parser)
    print(parser, "without an upgrade:", came[0], "with:", came[1])
    if came != expected:
        raise SystemExit(f"it was {expected}")
PY
"$folder/venv/bin/python" "$folder/asks.py"
