"""Style sheets cut down to what the pages of a book can use.

A theme brings half a megabyte of rules, and a book's pages match a tenth of them. A rule stays when
each of its classes, ids and elements stands in some page, or in a script that a page loads and that
could therefore put it there. Rules keep their order, so what stays looks as it did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import tinycss2

_CLASS = re.compile(r"""\bclass=(?:"([^"]*)"|'([^']*)')""")
_ID = re.compile(r"""\bid=["']([^"']+)""")
_ELEMENT = re.compile(r"<([a-zA-Z][\w-]*)")
_WORD = re.compile(r"[\w-]+")
_VARIABLE = re.compile(r"--[\w-]+")
# What our own scripts, which are written so, put into a page.
_SET = re.compile(r"""(?:className:|classList\.\w+\()\s*["'`]([^"'`]*)""")
_MADE = re.compile(r"""\bmake\(["'](\w+)""")
# Each kind of quotes by itself, so that an apostrophe in a comment hides nothing beyond its line.
_STRINGS = [re.compile(r"'[^'\n]*'"), re.compile(r'"[^"\n]*"'), re.compile("`[^`]*`")]
_NESTED = {"media", "supports", "layer", "container"}
_ANY_OF = {"is", "where", "has"}

# The component values of tinycss2.
Tokens = Sequence[Any]


@dataclass
class Names:
    """The names that pages use, by which a rule could match."""

    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    elements: set[str] = field(default_factory=set)
    variables: set[str] = field(default_factory=set)

    def add_page(self, page: str) -> None:
        """Take the names of a page in HTML."""
        for double, single in set(_CLASS.findall(page)):
            self.classes.update((double or single).split())
        self.ids.update(_ID.findall(page))
        self.elements.update(name.lower() for name in set(_ELEMENT.findall(page)))
        self.variables.update(_VARIABLE.findall(page))

    def add_our_script(self, script: str) -> None:
        """Take what a script of soilbook adds to a page; its queries add nothing."""
        self.classes.update(_WORD.findall(" ".join(_SET.findall(script))))
        self.elements.update(_MADE.findall(script))

    def add_script(self, script: str) -> None:
        """Take every word in a string of a script: any may become a class, an id or an element."""
        strings = "\n".join(text for quotes in _STRINGS for text in quotes.findall(script))
        words = set(_WORD.findall(strings))
        for names in (self.classes, self.ids, self.elements, self.variables):
            names |= words


@dataclass
class Rule:
    """A rule with its declarations, or a group (``@media``) with the rules inside it."""

    head: list[str]
    declarations: list[tuple[str, str]] = field(default_factory=list)
    inner: list[Rule] = field(default_factory=list)

    def __str__(self) -> str:
        body = ";".join(f"{name}:{value}" for name, value in self.declarations)
        return f"{','.join(self.head)}{{{body}{''.join(map(str, self.inner))}}}"


def rules_of(sheet: str, names: Names) -> list[Rule]:
    """Return the rules of a style sheet that could match what has these names."""
    return list(_kept(tinycss2.parse_stylesheet(sheet, True, True), names))


def _kept(parsed: Iterable[Any], names: Names) -> Iterator[Rule]:
    for rule in parsed:
        if rule.type == "qualified-rule":
            head = [compact(s) for s in _split(rule.prelude) if _could_match(s, names)]
            kept = Rule(head, list(_declarations(rule.content)))
        elif rule.type == "at-rule" and rule.content is not None:
            head = [f"@{rule.at_keyword} {compact(rule.prelude)}".rstrip()]
            if rule.at_keyword in _NESTED:
                inside = tinycss2.parse_rule_list(rule.content, True, True)
                kept = Rule(head, inner=list(_kept(inside, names)))
            elif rule.at_keyword.endswith("keyframes"):
                inside = tinycss2.parse_rule_list(rule.content, True, True)
                frames = [
                    Rule([compact(f.prelude)], list(_declarations(f.content))) for f in inside
                ]
                kept = Rule(head, inner=frames)
            else:
                kept = Rule(head, list(_declarations(rule.content)))
        else:
            continue
        if kept.head and (kept.declarations or kept.inner):
            yield kept


def _could_match(selector: Tokens, names: Names) -> bool:
    """Whether every name that a selector asks for is used; what it excludes does not count."""
    before = ""
    for token in selector:
        if token.type == "ident" and before == ".":
            found = token.value in names.classes
        elif token.type == "ident" and before != ":":
            found = token.lower_value in names.elements
        elif token.type == "hash":
            found = token.value in names.ids
        elif token.type == "[] block":
            found = _could_have(token.content, names)
        elif token.type == "function" and token.lower_name in _ANY_OF:
            found = any(_could_match(s, names) for s in _split(token.arguments))
        else:
            found = True
        if not found:
            return False
        before = token.value if token.type == "literal" else ""
    return True


def _could_have(attribute: Tokens, names: Names) -> bool:
    """Whether some class is such as ``[class*="part"]`` asks for; other attributes may be set."""
    words = [token.value for token in attribute if token.type != "whitespace"]
    if len(words) != 3 or words[0] != "class":
        return True
    _, how, part = words
    if how == "^=":
        return any(name.startswith(part) for name in names.classes)
    return any(part in name for name in names.classes)


def _declarations(content: Tokens) -> Iterator[tuple[str, str]]:
    for item in tinycss2.parse_blocks_contents(content, True, True):
        if item.type == "declaration":
            important = "!important" if item.important else ""
            yield item.name, (compact(item.value) or " ") + important


def _split(tokens: Tokens) -> Iterator[Tokens]:
    """Yield what stands between commas."""
    part: list[Any] = []
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def compact(tokens: Tokens) -> str:
    """Return component values as text, with no more space than they need."""
    kept: list[Any] = []
    for token in tokens:
        spare = kept and (kept[-1].type == "whitespace" or kept[-1] == ",")
        if token.type == "whitespace":
            token.value = " "
        if token.type != "comment" and not (token.type == "whitespace" and spare):
            kept.append(token)
    return tinycss2.serialize(kept).strip()


def without_unused(rules: list[Rule], names: Names) -> list[Rule]:
    """Drop variables, animations and fonts that no rule, page or script refers to."""
    rules = list(_without_overridden(rules))
    used = set(names.variables)
    values = [d for rule in rules for d in _all_declarations(rule)]
    size = -1
    while size != len(used):
        size = len(used)
        for name, value in values:
            if name in used or not name.startswith("--"):
                used.update(_VARIABLE.findall(value))
    text = " ".join(value for name, value in values if name in used or not name.startswith("--"))
    return list(_referred_to(rules, used, text, set(_WORD.findall(text))))


def _without_overridden(rules: list[Rule]) -> Iterator[Rule]:
    """Drop variables that a later rule for the same elements sets anew: the later always wins."""
    later: dict[tuple[str, ...], set[str]] = {}
    kept = []
    for rule in reversed(rules):
        again = later.setdefault(tuple(head.replace('"', "") for head in rule.head), set())
        here = [pair for pair in rule.declarations if pair[0] not in again]
        again.update(name for name, _ in here if name.startswith("--"))
        kept.append(replace(rule, declarations=here))
    return reversed(kept)


def _all_declarations(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.head[0] != "@font-face":
        yield from rule.declarations
    for inner in rule.inner:
        yield from _all_declarations(inner)


def _referred_to(
    rules: Iterable[Rule], used: set[str], text: str, words: set[str]
) -> Iterator[Rule]:
    for rule in rules:
        at, _, name = rule.head[0].partition(" ")
        if at.endswith("keyframes"):
            kept = rule if name in words else None
        elif at == "@font-face":
            kept = rule if dict(rule.declarations)["font-family"].strip("\"'") in text else None
        else:
            here = [d for d in rule.declarations if d[0] in used or not d[0].startswith("--")]
            kept = Rule(rule.head, here, list(_referred_to(rule.inner, used, text, words)))
        if kept and (kept.declarations or kept.inner):
            yield kept
