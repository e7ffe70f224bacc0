"""A server on this machine that answers as the registries do, faults and all.

``Registry`` has one list of answers for each path; the last one is repeated. An answer is JSON, or
one of the faults below.
"""

from __future__ import annotations

import json
import socket
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, unquote

#: The day on which everything in these tests happens.
TODAY = date(2026, 1, 31)


@dataclass(frozen=True)
class Status:
    """An answer without a record: its code, headers and text."""

    code: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b"Resource not found."


@dataclass(frozen=True)
class Raw:
    """An answer that is no JSON; `promised` is the length that the header claims."""

    body: bytes
    promised: int = 0


#: The connection is closed without a word.
HANG_UP = object()
#: Nothing comes before the client gives up.
SILENCE = object()


@dataclass
class Registry:
    """What the server answers, and what it was asked: path and headers of each request."""

    address: str = ""
    answers: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def endpoints(self) -> dict[str, str]:
        """The addresses for ``soilbook: endpoints:``."""
        return {
            "crossref": f"{self.address}/works",
            "datacite": f"{self.address}/dois",
            "doi": f"{self.address}/handles",
        }

    def crossref(self, doi: str, *answers: Any) -> None:
        """Answer for a DOI as Crossref does; a dict is the ``message``."""
        self.answers[f"/works/{quote(doi, safe='')}"] += [
            {"status": "ok", "message-type": "work", "message": {"DOI": doi, **one}}
            if isinstance(one, dict)
            else one
            for one in answers
        ]

    def notices(self, doi: str, *works: dict[str, Any]) -> None:
        """What Crossref lists as updates of a DOI."""
        self.answers[f"/works?filter=updates:{doi}&rows=50"].append(
            {"status": "ok", "message-type": "work-list", "message": {"items": list(works)}}
        )

    def datacite(self, doi: str, attributes: dict[str, Any]) -> None:
        """Answer for a DOI as DataCite does."""
        data = {"id": doi, "type": "dois", "attributes": {"doi": doi, **attributes}}
        self.answers[f"/dois/{quote(doi, safe='')}"].append({"data": data})

    def handle(self, doi: str, *values: dict[str, Any]) -> None:
        """Let doi.org know a DOI."""
        found = {"responseCode": 1, "handle": doi, "values": list(values)}
        self.answers[f"/handles/{doi}"].append(found)

    def answer_for(self, path: str) -> Any:
        """The next answer for a path; what nobody prepared is not found."""
        prepared = self.answers.get(path) or self.answers.get(unquote(path))
        if prepared:
            return prepared.pop(0) if len(prepared) > 1 else prepared[0]
        if path.startswith("/works?"):
            return {"message": {"items": []}}
        if path.startswith("/handles/"):
            return Status(404, body=b'{"responseCode": 100}')
        return Status(404)


@contextmanager
def serving() -> Iterator[Registry]:
    """Run the server for a while."""
    registry = Registry()
    release = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            registry.asked.append((unquote(self.path), dict(self.headers)))
            answer = registry.answer_for(self.path)
            self.close_connection = True
            if answer is SILENCE:
                release.wait(10)
            elif answer is HANG_UP:
                self.connection.shutdown(socket.SHUT_RDWR)
            elif isinstance(answer, Status):
                self.say(answer.code, answer.body, *answer.headers)
            elif isinstance(answer, Raw):
                length = str(answer.promised or len(answer.body))
                self.say(200, answer.body, ("Content-Length", length))
            else:
                self.say(200, json.dumps(answer).encode())

        def say(self, code: int, body: bytes, *headers: tuple[str, str]) -> None:
            self.send_response(code)
            for name, value in headers or (("Content-Length", str(len(body))),):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    registry.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield registry
    finally:
        release.set()
        server.shutdown()
        thread.join()
        server.server_close()


def work(title: str, *families: str, year: int = 2020, **more: Any) -> dict[str, Any]:
    """The ``message`` of a journal article, in the shape of Crossref's REST API."""
    return {
        "type": "journal-article",
        "title": [title],
        "author": [
            {"given": "A. B.", "family": family, "sequence": "additional", "affiliation": []}
            for family in families
        ],
        "issued": {"date-parts": [[year, 6, 15]]},
        "container-title": ["Geoderma"],
        "volume": "320",
        "page": "146-148",
        "publisher": "Elsevier BV",
        **more,
    }


def update(kind: str, doi: str, *when: int, **more: str) -> dict[str, Any]:
    """One item of ``updated-by`` or ``update-to``."""
    label = kind.replace("_", " ").capitalize()
    named = {"type": kind, "label": label, "DOI": doi, "source": "publisher"}
    return named | {"updated": {"date-parts": [list(when)]}} | more
