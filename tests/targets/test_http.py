"""An implementation is reached behind a URL, and no server, however badly it behaves, hurts more than its own scenario."""

import datetime as dt
import gc
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from faulty_server import FAULTS, FOR_EVER_S, Faulty, ok

from backupspec import shipped
from backupspec.contract.commands import AddPhone, CreateAccount, SetContent
from backupspec.contract.content import Content, Item
from backupspec.contract.implementation import BrokenContract, Implementation, Opening
from backupspec.contract.outcomes import DONE
from backupspec.gherkin.definitions import load
from backupspec.suite import bare, strength
from backupspec.suite.setting import Setting
from backupspec.targets import guard
from backupspec.targets.http import CLOSES
from backupspec.targets.reaching import NoSuchTarget, leave, reach, remarks

POLICY = shipped.profile("windows-phone-8.1")
LIMIT_S = 0.5
"""How long an operation may take where one is to take too long."""

Serve = Callable[..., tuple[Faulty, Implementation]]


def opening(scenario: str) -> Opening:
    """Open a world for a scenario."""
    return Opening(
        scenario=scenario,
        profile=POLICY.id,
        choices=POLICY.picks(),
        wall_clock="2014-06-02T09:00:00Z",
        time_zone="Europe/London",
        seed=1,
    )


@pytest.fixture
def open_files() -> Iterator[None]:
    """See that the test leaves no socket open. What a failed test before it has left goes first."""
    gc.collect()
    before = _open_files()
    yield
    assert _open_files() == before


def _open_files() -> set[str]:
    return {path.name for path in Path("/dev/fd").iterdir()}


@pytest.fixture
def serve(reference: Implementation, open_files: None) -> Iterator[Serve]:
    """Return a function that starts a server which misbehaves, and reaches it."""
    started: list[tuple[Faulty, Implementation]] = []

    def serve_(
        fault: str | None = None, scenario: str = "bad", operation: str = "perform"
    ) -> tuple[Faulty, Implementation]:
        server = Faulty(reference, fault, scenario, operation)
        started.append((server, reach(server.url)))
        return started[-1]

    yield serve_
    for server, implementation in started:
        leave(implementation)
        server.close()


def broken(call: Callable[[], object]) -> str:
    """Return what is said of a broken contract: one line that can be shown."""
    with pytest.raises(BrokenContract) as caught:
        call()
    said = str(caught.value)
    assert said.isprintable()
    assert len(said) < 600
    return said


def goes_on(implementation: Implementation) -> None:
    """See that a world of another scenario can be opened, and does what it is told."""
    world = implementation.open_world(opening("good"))
    done = implementation.perform(world, [CreateAccount(account="ann"), AddPhone(phone="ann")])
    assert done.outcomes == (DONE, DONE)
    assert implementation.observe(world, items=True).phones.keys() == {"ann"}
    implementation.close_world(world)


def test_right_answers_are_passed_on(serve: Serve, reference: Implementation) -> None:
    """An implementation that keeps the contract is the same over HTTP as it is in this process, and one connection is enough."""
    server, implementation = serve()

    assert implementation.about() == reference.about()
    for _ in range(3):
        goes_on(implementation)

    assert server.connections == 1


SHOWN = {
    "closes": ("the server closed the connection without an answer", "received nothing"),
    "resets": ("the server closed the connection without an answer", "received nothing"),
    "garbage": ("BadStatusLine: Segmentation fault (core dumped)", "received Segmentation fault (core dumped)"),
    "half-a-head": ("the answer is of no type, where application/json is expected", "received HTTP/1.1 200 OK"),
    "half-a-body": ("half an answer: 10 bytes of it did not come", 'received {"world":'),
    "half-a-chunk": ("IncompleteRead", "received HTTP/1.1 200 OK"),
    "no-chunk": ("IncompleteRead", "received HTTP/1.1 200 OK"),
    "a-head-without-end": ("got more than 100 headers", "received HTTP/1.1 200 OK"),
    "a-long-line": ("LineTooLong", "received HTTP/1.1 200 OK"),
    "status-500": ("status 500 Internal Server Error", "received <h1>Oops</h1>"),
    "a-problem": ("status 503 Busy: No phones: they are out at $.world", 'received {"title":'),
    "a-broken-problem": ("status 503 Busy", "received [[["),
    "status-204": ("status 204 No Content", "received HTTP/1.1 204 No Content"),
    "status-201": ("status 201 Created", 'received {"world":'),
    "a-page": ("the answer is text/html, where application/json is expected", 'received {"world":'),
    "no-type": ("the answer is of no type, where application/json is expected", 'received {"world":'),
    "latin-1": ("the answer is application/json; charset=latin-1, where", 'received {"world":'),
    "compressed": ("the answer is application/json, gzip, where application/json", 'received {"world":'),
    "an-empty-body": ("it is not JSON", "received nothing"),
    "no-json": ("it is not JSON", "received done"),
    "invalid-utf-8": ("it is not UTF-8", r'{"world":"\xff\xfe"}'),
    "half-a-character": ("it is not JSON", r'{"world":"\ud800"}'),
    "100-mb": ("the answer is longer than 67108864 bytes", "received HTTP/1.1 200 OK"),
    "100-mb-in-chunks": ("the answer is longer than 67108864 bytes", "received xxx"),
    "10000-deep": ("Expected `object`, got `array` - at `$.observation.phones`", "received {"),
    "nan": ("it is not JSON", "received {"),
    "a-member-twice": ("the member `world` is there twice", "received {"),
    "a-wrong-type": ("Expected `object`, got `array`", 'received ["done"]'),
    "an-unknown-outcome": ("Invalid value 'perhaps' - at `$.outcomes[0].outcome`", "received {"),
    "too-few-outcomes": ("answered 2 commands with 0 outcomes", ""),
    "a-broken-observation": ("Expected `int`, got `str` - at `$.observation.elapsed_s`", "received {"),
    "an-unknown-member": ("unknown field `weather` - at `$.observation`", "received {"),
    "another-world": ("it is about the world 'elsewhere'", "received {"),
}
"""What is said of each fault that shows at once: the reason, and what was received."""


@pytest.mark.parametrize("fault", SHOWN)
def test_a_fault_is_told_and_the_next_world_goes_on(serve: Serve, fault: str) -> None:
    """A broken contract says what happened, what was sent and what came; commands are sent once, and the next scenario is not hurt."""
    server, implementation = serve(fault)
    goes_on(implementation)
    world = implementation.open_world(opening("bad"))
    asked = len(server.asked)

    said = broken(
        lambda: implementation.perform(world, [CreateAccount(account="ann"), AddPhone(phone="ann")], observe=True)
    )

    reason, received = SHOWN[fault]
    assert reason in said
    assert received in said
    assert ("in perform: " in said and '; sent {"world":' in said) or "it owes one each" in said
    assert server.asked[asked:] == ["perform"]
    goes_on(implementation)


SLOW = {
    "hangs": ("no answer within 0.5 s", "received nothing"),
    "is-late": ("no answer within 0.5 s", "received nothing"),
    "half-an-answer-and-hangs": ("half an answer within 0.5 s", "received HTTP/1.1 200 OK"),
    "not-yet": ("half an answer within 0.5 s", "received HTTP/1.1 100 Continue"),
    "trickles-in-the-head": ("half an answer within 0.5 s", "received HTTP/1.1 200 OK"),
    "trickles": ("half an answer within 0.5 s", "received HTTP/1.1 200 OK"),
    "trickles-in-chunks": ("half an answer within 0.5 s", "received HTTP/1.1 200 OK"),
}
"""What is said of each fault that shows only by the time that it takes."""


@pytest.mark.parametrize("fault", SLOW)
def test_an_answer_that_takes_too_long_is_not_waited_for(
    serve: Serve, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit counts to the last byte of the answer, whatever comes meanwhile; and a late answer is taken for no other."""
    server, implementation = serve(fault)
    goes_on(implementation)
    world = implementation.open_world(opening("bad"))
    monkeypatch.setattr(guard, "LIMIT_S", LIMIT_S)

    began_s = time.monotonic()
    said = broken(lambda: implementation.perform(world, [AddPhone(phone="ann")]))
    took_s = time.monotonic() - began_s

    monkeypatch.undo()
    assert took_s >= LIMIT_S
    for words in SLOW[fault]:
        assert words in said
    if fault == "is-late":
        server.given_up.set()
        assert server.late.wait(FOR_EVER_S)
    goes_on(implementation)


def test_every_fault_is_tried() -> None:
    """No fault of the server is left out of these tests."""
    assert {*SHOWN, *SLOW, "exits", "two-answers"} == FAULTS.keys()


def test_more_than_was_asked_for_is_noticed(serve: Serve) -> None:
    """A second answer to one operation is told at the next, and never taken for the answer to it."""
    _, implementation = serve("two-answers")
    world = implementation.open_world(opening("bad"))
    implementation.perform(world, [AddPhone(phone="ann")])

    said = broken(lambda: implementation.observe(world))

    assert "in observe: it had sent more than the answer to the last operation" in said
    assert "received HTTP/1.1 200 OK" in said
    assert implementation.observe(world).phones.keys() == {"ann"}


def test_a_server_that_exits_is_gone(serve: Serve) -> None:
    """The operation that it exits in, and every one after it, says so at once."""
    _, implementation = serve("exits")
    world = implementation.open_world(opening("bad"))

    first = broken(lambda: implementation.perform(world, [AddPhone(phone="ann")]))
    second = broken(lambda: implementation.close_world(world))

    assert "in perform: " in first
    assert "in close_world: it cannot be reached: Connection refused" in second


def test_a_connection_closed_while_idle_is_made_anew(serve: Serve) -> None:
    """Servers close what nobody uses: the next operation goes over a new connection, and is sent once."""
    server, implementation = serve()
    world = implementation.open_world(opening("good"))
    server.close_connections()
    time.sleep(0.1)

    implementation.perform(world, [AddPhone(phone="ann")])

    assert server.connections == 2
    assert server.asked == ["open_world", "perform"]
    assert remarks(implementation) == (CLOSES,)


@pytest.mark.parametrize("when", ["after-each-answer", "at-the-next-request"])
def test_a_server_that_closes_each_connection_is_asked_over_new_ones(serve: Serve, when: str) -> None:
    """Whether the end of a connection is seen in time or not, everything is performed once, each over a connection of its own, and it is remarked."""
    server, implementation = serve()
    for _ in range(2):
        implementation.about()
    assert server.connections == 1
    assert remarks(implementation) == ()

    server.most_answers = {"after-each-answer": 1, "at-the-next-request": 0}[when]
    implementation.about()
    goes_on(implementation)

    assert server.asked == ["about", "about", "about", "open_world", "perform", "observe", "close_world"]
    assert server.connections == 1 + 5 - (when == "after-each-answer")
    assert remarks(implementation) == (CLOSES,)


@pytest.mark.parametrize("operation", ["open_world", "observe"])
def test_an_operation_is_asked_again_once(serve: Serve, operation: str) -> None:
    """Over a new connection, and no more than that: a server that answers on none is not asked for ever."""
    server, implementation = serve("closes", operation=operation)
    goes_on(implementation)
    asked = len(server.asked)

    def all_of_it() -> None:
        world = implementation.open_world(opening("bad"))
        implementation.observe(world)
        implementation.close_world(world)

    said = broken(all_of_it)

    assert f"in {operation}: the server closed the connection without an answer; sent" in said
    assert server.asked[asked:].count(operation) == 2


def test_commands_are_not_performed_twice(serve: Serve) -> None:
    """Where the server may have read all commands before it closed the connection, nobody knows what became of them, and that is what is said."""
    server, implementation = serve("closes")
    world = implementation.open_world(opening("bad"))

    said = broken(lambda: implementation.perform(world, [AddPhone(phone="ann")]))

    assert "it may have done what was asked, so it is not asked again" in said
    assert server.asked == ["open_world", "perform"]
    assert implementation.observe(world).phones.keys() == {"ann"}


def test_commands_that_were_not_sent_whole_are_sent_again(serve: Serve) -> None:
    """A request of which the end is missing cannot have been performed: it is sent over a new connection, and performed once."""
    server, implementation = serve()
    world = implementation.open_world(opening("good"))
    server.resets_at_head = True

    large = SetContent(phone="ann", content=Content(settings=(Item(name="large", value="x" * 10**5),)))
    done = implementation.perform(world, [AddPhone(phone="ann"), *[large] * 300])

    assert set(done.outcomes) == {DONE}
    assert server.asked == ["open_world", "perform"]
    assert server.connections == 2


def test_a_server_that_asks_for_it_gets_a_new_connection(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """`Connection: close` is heeded."""
    server, implementation = serve()
    monkeypatch.setattr("faulty_server.ok", lambda body: ok(body).replace(b"\r\n", b"\r\nConnection: close\r\n", 1))

    goes_on(implementation)

    assert server.connections == 4


def test_a_redirect_is_not_followed(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is ever sent to another server than the one that was named."""
    elsewhere, _ = serve()
    server, implementation = serve()
    goes_on(implementation)
    reached = elsewhere.connections
    moved = (
        f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {elsewhere.url}/perform\r\nContent-Length: 0\r\n\r\n".encode()
    )
    world = implementation.open_world(opening("good"))
    monkeypatch.setattr("faulty_server.ok", lambda _: moved)

    said = broken(lambda: implementation.perform(world, [AddPhone(phone="ann")]))

    assert (
        f"status 307 Temporary Redirect: it points elsewhere, to {elsewhere.url}/perform, and is not followed" in said
    )
    assert elsewhere.connections == reached
    assert server.connections == 1


def test_a_path_is_put_before_the_operations(reference: Implementation, open_files: None) -> None:
    """An implementation may stand under a path of a server."""
    server = Faulty(reference)
    for end in ("", "/"):
        implementation = reach(f"{server.url}/phones/1{end}")
        goes_on(implementation)
        leave(implementation)
    server.close()


NOWHERE = {
    "credentials": ("http://ann:secret@127.0.0.1:1", "a name or a password in it is refused"),
    "name": ("http://ann@127.0.0.1:1", "a name or a password in it is refused"),
    "query": ("http://127.0.0.1:1/?token=secret", "`?` and `#` are refused"),
    "empty-query": ("http://127.0.0.1:1/?", "`?` and `#` are refused"),
    "fragment": ("http://127.0.0.1:1/#secret", "`?` and `#` are refused"),
    "no-host": ("http://", "write a URL such as http://127.0.0.1:8000"),
    "port-0": ("http://127.0.0.1:0", "write a URL such as http://127.0.0.1:8000"),
    "port-too-high": ("http://127.0.0.1:65536", "it is no URL"),
    "port-in-words": ("http://127.0.0.1:secret", "it is no URL"),
    "half-an-address": ("http://[::1", "it is no URL"),
    "space": ("http://127.0.0.1:1/a b", "without spaces"),
    "another-header": ("http://127.0.0.1:1/a\r\nX: secret", "without spaces"),
    "letters": ("http://127.0.0.1:1/é", "in ASCII"),
    "long-name": (f"http://{'x' * 300}.invalid", "cannot be reached"),
}


@pytest.mark.parametrize("kind", NOWHERE)
def test_a_url_that_cannot_be_asked(kind: str) -> None:
    """Whatever is no URL of a host, a port and a path is told in one line, without what may be secret in it."""
    url, told = NOWHERE[kind]

    with pytest.raises(NoSuchTarget) as caught:
        reach(url)

    assert told in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_nobody_is_there(scheme: str) -> None:
    """A server that is not there is told before anything is judged."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(NoSuchTarget) as caught:
        reach(f"{scheme}://127.0.0.1:{port}")

    assert str(caught.value) == f"{scheme}://127.0.0.1:{port}: it cannot be reached: Connection refused"


def test_connecting_has_a_limit(open_files: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that takes connections and never speaks TLS is not waited for."""
    monkeypatch.setattr(guard, "LIMIT_S", LIMIT_S)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(NoSuchTarget) as caught:
        reach(f"https://127.0.0.1:{silent.getsockname()[1]}")

    assert "it cannot be reached" in str(caught.value)
    assert "timed out" in str(caught.value)


def test_resolving_a_name_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver that does not answer is not waited for."""
    monkeypatch.setattr(guard, "LIMIT_S", LIMIT_S)
    answered = Event()

    def silent(*_: object, **__: object) -> list[Any]:
        answered.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)

    with pytest.raises(NoSuchTarget) as caught:
        reach("http://phones.example")
    answered.set()

    assert str(caught.value).endswith("it cannot be reached: TimeoutError: its name was not resolved in time")


def test_all_addresses_of_a_host_have_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that never answers leaves the next one its share, and none gets more than what is left."""
    limits: list[float] = []

    class Silent(socket.socket):
        def connect(self, address: Any) -> None:
            limits.append(self.gettimeout() or 0)
            if address[0] != "127.0.0.1":
                raise TimeoutError("timed out")
            super().connect(address)

    with socket.create_server(("127.0.0.1", 0)) as there:
        port = there.getsockname()[1]
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in ("192.0.2.1", "127.0.0.1")]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        monkeypatch.setattr(socket, "socket", Silent)

        leave(reach("http://phones.example"))

    first_s, second_s = limits
    assert first_s <= guard.LIMIT_S / 2
    assert second_s <= guard.LIMIT_S


@pytest.fixture
def certified(tmp_path: Path) -> Path:
    """Return a certificate of 127.0.0.1, with its key, that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test")])
    day = dt.datetime.now(dt.UTC).replace(microsecond=0)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(day - dt.timedelta(days=1))
        .not_valid_after(day + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    kept = tmp_path / "certificate.pem"
    clear = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    kept.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(*clear))
    return kept


def test_a_certificate_has_to_be_trusted(
    certified: Path, reference: Implementation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over https the server's certificate is checked: the same server is reached once its certificate is trusted."""
    server = Faulty(reference)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certified)
    wrapped = _Tls(server, context)
    try:
        with pytest.raises(NoSuchTarget, match="certificate verify failed"):
            reach(wrapped.url)

        monkeypatch.setenv("SSL_CERT_FILE", str(certified))
        implementation = reach(wrapped.url)
        goes_on(implementation)
        goes_on(implementation)
        leave(implementation)
    finally:
        wrapped.close()
        server.close()


class _Tls:
    """TLS before a server: passes on what comes over each connection, one after the other."""

    def __init__(self, server: Faulty, context: ssl.SSLContext) -> None:
        self._server, self._context = server, context
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more connections."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)
        assert not self._thread.is_alive()

    def _accept(self) -> None:
        while True:
            try:
                made, _ = self._listening.accept()
            except OSError:
                return
            try:
                self._pass_on(self._context.wrap_socket(made, server_side=True))
            except OSError:
                made.close()

    def _pass_on(self, made: ssl.SSLSocket) -> None:
        port = int(self._server.url.rpartition(":")[2])
        with made, socket.create_connection(("127.0.0.1", port)) as inner:
            while request := made.recv(2**20):
                inner.sendall(request)
                made.sendall(inner.recv(2**20))


CLAUSE = "MAN-03"


@pytest.mark.parametrize(
    ("fault", "operation"),
    [
        (fault, operation)
        for fault in ("closes", "garbage", "status-500", "another-world")
        for operation in ("open_world", "perform", "observe", "close_world")
        if (fault, operation) != ("another-world", "open_world")  # a new world may have any name
    ],
)
def test_a_fault_errs_its_own_scenario_alone(serve: Serve, fault: str, operation: str) -> None:
    """Whatever is asked when it happens, one scenario ends *errored*, and the verdicts of all others are what they would be."""
    scenarios = [each for each in strength.catalogue().scenarios if CLAUSE in each.clauses]
    _, behaves = serve()
    right = bare.run(Setting(behaves, POLICY), scenarios, load("backupspec.steps"))
    assert {each.verdict for each in right} == {"passed"}

    _, implementation = serve(fault, scenarios[0].id, operation)
    results = bare.run(Setting(implementation, POLICY), scenarios, load("backupspec.steps"))

    assert [each.verdict for each in results] == ["errored", *("passed" for _ in results[1:])]
    failure = results[0].failure
    assert failure is not None
    assert SHOWN[fault][0] in failure.reason
    assert failure.exchange is not None
    assert failure.exchange.operation == operation
    assert (failure.exchange.sent or "").startswith("{")
