"""What a page of the HTML edition would fetch from another host, if the browser let it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

REMOTE = re.compile(r"^\s*(https?:)?//", re.I)

# A script may name any address; these are the files that it surely wants to load.
_LOADED = re.compile(r"""["'](?:https?:)?//[^"'\s]+\.(?:m?js|css|wasm)\b[^"'\s]*["']""", re.I)
_LINKS_THAT_LOAD = {"stylesheet", "preload", "modulepreload", "icon", "prefetch"}


class _Requests(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        addresses = [values.get("src", ""), values.get("poster", "")]
        if tag == "object":
            addresses.append(values.get("data", ""))
        if tag == "link" and _LINKS_THAT_LOAD & set(values.get("rel", "").lower().split()):
            addresses.append(values.get("href", ""))
        self.found += [address for address in addresses if REMOTE.match(address)]
        self.in_script = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self.in_script = False

    def handle_data(self, data: str) -> None:
        if self.in_script:
            self.found += [address.strip("\"'") for address in _LOADED.findall(data)]


def remote_requests(markup: str) -> list[str]:
    """Return the addresses on other hosts that a piece of HTML loads by itself, each once.

    Links that a reader may follow are no requests.
    """
    parser = _Requests()
    parser.feed(markup)
    parser.close()
    return list(dict.fromkeys(parser.found))
