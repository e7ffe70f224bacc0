"""A patient reader of the registries' web services.

Three answers are told apart: found, not found (the registry says so itself), and everything else,
which is `Unavailable` and says nothing about the work.
"""

from __future__ import annotations

import json
import random
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlencode, urlsplit

#: Seconds: between two requests to one host, for one answer, and the longest wait it may ask for.
GAP, TIMEOUT, LONGEST_WAIT = 0.2, 30.0, 120.0
TRIES = 4
_NOT_FOUND = (404, 410)
_LATER = (408, 425, 429, 500, 502, 503, 504)
_LARGEST = 500 * 2**20
_Reader = Callable[[bytes], Any]


class Unavailable(Exception):
    """A registry could not be asked, or did not answer as registries do; holds the reason."""


class Refused(Unavailable):
    """A registry answered that it does not answer such a question."""


class _Later(Exception):
    """An attempt that failed, but may succeed after some seconds."""

    def __init__(self, reason: str, wait: float = 0) -> None:
        super().__init__(reason)
        self.wait = wait


class Client:
    """Asks one question after the other, with pauses.

    Parameters
    ----------
    mailto : str
        The mail address that Crossref asks for; empty for none.
    timeout : float
        Seconds for one answer.
    pause, clock : callable
        Waits some seconds; tells the time in seconds.
    chance : callable
        A number from 0 to 1, which spreads the waits of several readers.
    """

    def __init__(
        self,
        mailto: str = "",
        *,
        timeout: float = TIMEOUT,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.mailto = mailto
        self.timeout = timeout
        self.pause, self.clock, self.chance = pause, clock, chance
        self._free: dict[str, float] = {}

    def json(self, address: str, query: Mapping[str, str], *, read_refusal: bool = False) -> Any:
        """Return the JSON behind an address, or nothing where the registry has nothing there.

        Parameters
        ----------
        address : str
        query : mapping of str to str
            What follows the question mark.
        read_refusal : bool
            Whether the registry explains in JSON, too, that it has nothing; then that is returned.

        Raises
        ------
        Unavailable
            The host is down, slow, overloaded, or sends something else than JSON.
        """
        full = f"{address}?{urlencode(query)}" if query else address
        refusal = _as_json if read_refusal else _nothing
        return self._patiently(full, _as_json, refusal, 2 * self.timeout)

    def text(self, address: str) -> str | None:
        """Return the text behind an address, which may be long; otherwise like `json`."""
        return self._patiently(address, _as_text, _nothing, 20 * self.timeout)

    def _patiently(self, address: str, read: _Reader, refusal: _Reader, most: float) -> Any:
        for attempt in range(1, TRIES + 1):
            try:
                found, body = self._once(address, most)
                return read(body) if found else refusal(body)
            except _Later as later:
                if attempt == TRIES or later.wait > LONGEST_WAIT:
                    raise Unavailable(str(later)) from later
                self.pause(max(later.wait, 2 ** (attempt - 1) * (0.5 + self.chance())))
        raise AssertionError("the last attempt returns or raises")

    def _once(self, address: str, most: float) -> tuple[bool, bytes]:
        """Whether there is something at an address, and what was sent."""
        host = urlsplit(address).netloc
        self.pause(max(0.0, self._free.get(host, 0.0) - self.clock()))
        try:
            with urllib.request.urlopen(self._request(address), timeout=self.timeout) as answer:
                return True, self._whole(answer, self.clock() + most)
        except urllib.error.HTTPError as error:
            with error:
                return False, _refused(error)
        except (OSError, HTTPException, ValueError) as error:
            raise _Later(f"it could not be reached: {_reason(error)}") from error
        finally:
            self._free[host] = self.clock() + GAP

    def _request(self, address: str) -> urllib.request.Request:
        from .. import __version__

        who = f"soilbook/{__version__}" + (f" (mailto:{self.mailto})" if self.mailto else "")
        return urllib.request.Request(
            address, headers={"User-Agent": who, "Accept": "application/json, text/csv, */*"}
        )

    def _whole(self, answer: HTTPResponse, end: float) -> bytes:
        """Read all; the time-out of a socket is for each piece, `end` for all of them."""
        parts, size = [], 0
        while part := answer.read1(2**16):
            parts.append(part)
            size += len(part)
            if size > _LARGEST or self.clock() > end:
                raise _Later("its answer has no end")
        if size < int(answer.headers.get("Content-Length") or 0):
            raise _Later("it sent no whole answer")
        return b"".join(parts)


def _as_text(body: bytes) -> str:
    return body.decode("utf-8", "replace")


def _nothing(body: bytes) -> None:
    return None


def _as_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _Later("it sent no whole answer") from error


def _refused(error: urllib.error.HTTPError) -> bytes:
    """What was sent where the registry says that it has nothing; raises otherwise."""
    if error.code in _NOT_FOUND:
        return error.read(2**16)
    if error.code in _LATER:
        raise _Later(f"it answered {error.code}", _wait(error.headers.get("Retry-After")))
    raise Refused(f"it answered {error.code}")


def _wait(header: str | None) -> float:
    """The seconds of a ``Retry-After``, which is a number or a date."""
    if not header:
        return 0
    if header.strip().isdigit():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return 0
    return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _reason(error: Exception) -> str:
    inner = getattr(error, "reason", error)
    if isinstance(inner, TimeoutError):
        return "no answer in time"
    return getattr(inner, "strerror", None) or str(inner) or type(inner).__name__
