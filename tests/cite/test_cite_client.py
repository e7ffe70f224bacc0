"""Found, not found, unavailable: what the client makes of every kind of answer."""

import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from replay import HANG_UP, SILENCE, Raw, Registry, Status

from soilbook.cite.client import GAP, TRIES, Client, Unavailable


def ask(client: Client, registry: Registry, *answers: object) -> object:
    registry.answers["/x"] += answers
    return client.json(f"{registry.address}/x", {})


def test_json_is_read(client, registry):
    assert ask(client, registry, {"a": 1}) == {"a": 1}


@pytest.mark.parametrize("code", [404, 410])
def test_not_found_is_an_answer(client, registry, code):
    assert ask(client, registry, Status(code)) is None
    assert len(registry.asked) == 1


def test_a_registry_may_explain_that_it_has_nothing(client, registry):
    registry.answers["/x"] += [Status(404, body=b'{"responseCode": 100}')]

    found = client.json(f"{registry.address}/x", {}, read_refusal=True)

    assert found == {"responseCode": 100}


@pytest.mark.parametrize(
    "fault",
    [Status(500), Status(503), Status(429), HANG_UP, Raw(b'{"a": '), Raw(b'{"a": 1}', 900)],
    ids=["500", "503", "429", "hung up", "no whole JSON", "cut short"],
)
def test_a_passing_fault_is_asked_again(client, registry, fault):
    assert ask(client, registry, fault, fault, {"a": 1}) == {"a": 1}
    assert len(registry.asked) == 3


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Status(500), "it answered 500"),
        (HANG_UP, "could not be reached"),
        (Raw(b"<html>Please log in</html>"), "no whole answer"),
    ],
)
def test_a_lasting_fault_is_unavailable(client, registry, fault, words):
    with pytest.raises(Unavailable, match=words):
        ask(client, registry, fault)
    assert len(registry.asked) == TRIES


def test_silence_is_unavailable(registry, waits):
    client = Client(timeout=0.05, pause=waits.append)

    with pytest.raises(Unavailable, match="no answer in time"):
        ask(client, registry, SILENCE)


def test_nobody_there_is_unavailable(client):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    with pytest.raises(Unavailable, match="Connection refused"):
        client.json(f"http://127.0.0.1:{port}/x", {})


def test_a_refusal_is_not_repeated(client, registry):
    with pytest.raises(Unavailable, match="it answered 403"):
        ask(client, registry, Status(403))
    assert len(registry.asked) == 1


def test_a_redirect_is_followed(client, registry):
    there = (("Location", f"{registry.address}/y"), ("Content-Length", "0"))
    registry.answers["/y"] += [{"a": 1}]

    assert ask(client, registry, Status(301, there, b"")) == {"a": 1}


def test_a_redirect_in_a_circle_is_unavailable(client, registry):
    there = (("Location", f"{registry.address}/x"), ("Content-Length", "0"))

    with pytest.raises(Unavailable, match="it answered 301"):
        ask(client, registry, Status(301, there, b""))


def test_waits_grow_and_are_spread(client, registry, waits):
    with pytest.raises(Unavailable):
        ask(client, registry, Status(500))

    between = [wait for wait in waits if wait > GAP]
    assert len(between) == TRIES - 1
    for attempt, wait in enumerate(between):
        assert 2**attempt * 0.5 <= wait <= 2**attempt * 1.5
    assert len({wait / 2**attempt for attempt, wait in enumerate(between)}) == TRIES - 1


def test_retry_after_in_seconds_is_kept(client, registry, waits):
    later = Status(429, (("Retry-After", "7"), ("Content-Length", "0")), b"")

    assert ask(client, registry, later, {"a": 1}) == {"a": 1}
    assert max(waits) == 7


def test_retry_after_as_a_date_is_kept(client, registry, waits):
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=60))
    later = Status(503, (("Retry-After", when), ("Content-Length", "0")), b"")

    assert ask(client, registry, later, {"a": 1}) == {"a": 1}
    assert 50 < max(waits) <= 60


def test_nobody_waits_for_an_hour(client, registry, waits):
    later = Status(429, (("Retry-After", "3600"), ("Content-Length", "0")), b"")

    with pytest.raises(Unavailable, match="it answered 429"):
        ask(client, registry, later)
    assert len(registry.asked) == 1
    assert not waits or max(waits) < 1


def test_requests_to_one_host_keep_a_distance(registry):
    now, waits = [100.0], []
    client = Client(pause=waits.append, clock=lambda: now[0])

    ask(client, registry, {"a": 1})
    ask(client, registry)

    assert waits == [0, pytest.approx(GAP)]


def test_the_client_says_who_asks(client, registry):
    ask(client, registry, {})

    assert "mailto:editor@example.org" in registry.asked[0][1]["User-Agent"]
