"""LaTeX → tree of MathML elements: rows, atoms, scripts and groups.

Commands with arguments are in `commands`, environments in `environments`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from xml.etree.ElementTree import Element

from ..findings import did_you_mean
from . import commands, environments, symbols
from .alphabets import letter
from .definitions import Macros
from .tokens import Tokens, tokens_of
from .tree import MathsError, element, group, is_empty, operator, row, space, tex

_MACRO_LIMIT = 1000
# Elements in one another; what goes through them calls itself as often.
_DEPTH_LIMIT = 60
# What neither XML nor a font knows.
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SWITCHES = {"displaystyle": ("true", "0"), "textstyle": ("false", "0")}
_SWITCHES |= {"scriptstyle": ("false", "1"), "scriptscriptstyle": ("false", "2")}
_INFIX = (r"\over", r"\choose", r"\atop")
_IGNORED = frozenset(
    "label nonumber notag limits nolimits allowbreak nobreak relax strut mathstrut null"
    " hfill hfil centering protect ensuremath smash".split()
)


@dataclass(frozen=True)
class Style:
    """What a group inherits: the alphabet of its letters."""

    alphabet: str = ""


class Parser:
    """Reads one run of tokens; inner groups are read by a parser of their own."""

    def __init__(
        self, tokens: Sequence[str], macros: Macros, style: Style, budget: list[int]
    ) -> None:
        self.tokens = Tokens(tokens)
        self.macros = macros
        self.style = style
        self._budget = budget

    def inner(self, tokens: Sequence[str], alphabet: str | None = None) -> Parser:
        """Return a parser for an argument or a group."""
        style = self.style if alphabet is None else replace(self.style, alphabet=alphabet)
        return Parser(tokens, self.macros, style, self._budget)

    def items_of(self, tokens: Sequence[str], alphabet: str | None = None) -> list[Element]:
        """Parse tokens to the last."""
        return self.inner(tokens, alphabet).items()

    def argument(self, command: str, alphabet: str | None = None) -> Element:
        """Parse the next argument of a command."""
        return row(self.items_of(self.tokens.argument(command), alphabet))

    def next_token(self) -> str | None:
        r"""Look at the next token, macros and siunitx replaced."""
        while (token := self.tokens.peek()) is not None:
            self.tokens.take()
            if defined := self.macros.defined(token, self.tokens):
                self.macros = defined
                continue
            if not self.macros.expand(token, self.tokens):
                self.tokens.push([token])
                return token
            self._budget[0] -= 1
            if self._budget[0] < 0:
                raise MathsError(f"The macro {token} stands for itself and never ends.")
        return None

    def items(self, stop: str = "") -> list[Element]:
        """Parse up to the end, or up to the token `stop`, which is left in place."""
        found: list[Element] = []
        while (token := self.next_token()) is not None and token != stop:
            if token in _INFIX:
                self.tokens.take()
                return [commands.infix(token, found, self.items(stop))]
            if token in (r"\right", r"\middle", "}", "&", r"\\", r"\end"):
                if token == r"\middle" and stop == r"\right":
                    self.tokens.take()
                    found.append(self._middle())
                    continue
                raise MathsError(f"There is a {token} that does not belong to anything.")
            found += self._atom_with_scripts()
        if stop and self.tokens.peek() is None:
            raise MathsError(f"{stop} is missing.")
        return _tags_last(_without_pull(found))

    def _middle(self) -> Element:
        return operator(
            commands.delimiter(self, r"\middle"),
            "rel",
            form="infix",
            stretchy="true",
            _role="middle",
        )

    def _atom_with_scripts(self) -> list[Element]:
        token = self.next_token()
        atoms = [] if token in ("^", "_", "'", "’") else self.atom()
        if not atoms or not self._scripts_follow():
            return atoms if atoms or token not in ("^", "_", "'", "’") else self._bare_scripts()
        nucleus = atoms.pop()
        if nucleus.tag == "mspace":
            return [*atoms, nucleus, *self._bare_scripts()]
        if is_empty(nucleus):
            return [*atoms, *self._bare_scripts()]
        return [*atoms, self._with_scripts(nucleus)]

    def _bare_scripts(self) -> list[Element]:
        """Scripts of nothing; before a letter they are its left scripts, as in ¹⁴C."""
        scripts = self._with_scripts(element("mrow"))
        token = self.next_token()
        if token is None or token in ("^", "_", "&", "}", r"\right") or self._scripts_follow():
            return [scripts]
        following = self._atom_with_scripts()
        if following and following[0].tag in ("mi", "msub"):
            following[0] = _prescripts(scripts, following[0])
            return following
        return [scripts, *following]

    def _scripts_follow(self) -> bool:
        return self.next_token() in ("^", "_", "'", "’", r"\limits", r"\nolimits")

    def _with_scripts(self, nucleus: Element) -> Element:
        below: Element | None = None
        above: list[Element] = []
        primes = 0
        limits = nucleus.get("_limits", "")
        while self._scripts_follow():
            token = self.tokens.take()
            if token in (r"\limits", r"\nolimits"):
                limits = "always" if token == r"\limits" else ""
            elif token in ("'", "’"):
                primes += 1
            elif token == "^":
                if above:
                    raise MathsError("There are two superscripts (^) on one letter; use braces.")
                above = [self._script("^")]
            else:
                if below is not None:
                    raise MathsError("There are two subscripts (_) on one letter; use braces.")
                below = self._script("_")
        if primes:
            above.insert(0, operator("′″‴⁗"[primes - 1] if primes < 5 else "′" * primes, "ord"))
        return attach(nucleus, below, row(above) if above else None, limits)

    def _script(self, mark: str) -> Element:
        r"""Parse a script; a command brings its arguments without braces, as in ``x_\bar{a}``."""
        if (self.next_token() or "").startswith("\\"):
            return group(self.atom())
        return self.argument(mark)

    def atom(self) -> list[Element]:
        """Parse one atom: a letter, a number, a group, or a command with its arguments."""
        token = self.tokens.take()
        if token == "{":
            return [self._group(self.tokens.until_close("{"))]
        if token.startswith("\\"):
            return self._command(token)
        if token == "~":
            return [space(symbols.SPACES[" "])]
        if token.isdigit() or (token == "." and (self.tokens.next_raw() or "").isdigit()):
            return [self._number(token)]
        if token == "#" or token == "$":
            raise MathsError(f"{token} has no meaning inside an equation; write \\{token}.")
        return [self._character(token)]

    def _group(self, tokens: Sequence[str]) -> Element:
        if list(tokens) in ([","], [";"], [":"], ["."]):
            return operator(tokens[0], "ord", lspace="0em", rspace="0em")
        return group(self.items_of(tokens))

    def _number(self, first: str) -> Element:
        digits = first
        while (token := self.tokens.next_raw()) is not None:
            if token == "{":  # 10{,}000: a comma without a gap after it
                comma = self.tokens.argument("{")
                if comma not in ([","], ["."]) or not (self.tokens.next_raw() or "").isdigit():
                    self.tokens.push(["{", *comma, "}"])
                    break
                digits += comma[0]
            elif token.isdigit() and token.isascii():
                digits += self.tokens.take()
            elif token == ".":
                self.tokens.take()
                if not (self.tokens.next_raw() or "").isdigit():
                    self.tokens.push(["."])
                    break
                digits += "."
            else:
                break
        alphabet = self.style.alphabet
        styled = "".join(letter(digit, alphabet) for digit in digits) if alphabet else digits
        return element("mn", text=styled)

    def _character(self, char: str) -> Element:
        if char.isalpha() and char not in symbols.BY_CHARACTER:
            return self._letters(char)
        known, kind = symbols.BY_CHARACTER.get(char, (char, "sign"))
        return self.symbol(known, kind)

    def _letters(self, first: str) -> Element:
        """Parse a letter; in an upright or text alphabet the letters after it are the same word."""
        alphabet = self.style.alphabet
        word = first
        while alphabet and alphabet not in ("bold", "bold-italic", "double-struck"):
            following = self.next_token() or ""
            if not following.isalpha() or following in symbols.BY_CHARACTER:
                break
            word += self.tokens.take()
        return identifier(word, alphabet)

    def _command(self, token: str) -> list[Element]:
        name = token[1:]
        if name in symbols.SPACES:
            return [space(symbols.SPACES[name])]
        if name in _SWITCHES:
            display, level = _SWITCHES[name]
            content = self.items_of(self._rest_of_group())
            style = {"displaystyle": display, "scriptlevel": level}
            return [element("mstyle", *content, **style)]
        if name in commands.OLD_FONTS:
            return self.items_of(self._rest_of_group(), commands.OLD_FONTS[name])
        if name in _IGNORED:
            if name == "label":
                self.tokens.argument(token)
            return []
        if name == "begin":
            return [environments.parse(self)]
        if name == "left":
            return [commands.between_delimiters(self)]
        if name in symbols.BY_NAME:
            return [self.symbol(*symbols.BY_NAME[name])]
        made = commands.parse(self, token)
        if made is None:
            known = (*symbols.BY_NAME, *symbols.ACCENTS, *commands.NAMES, *self.macros.bodies)
            raise MathsError(f"The command {token} is not known.{did_you_mean(name, known)}")
        return made

    def _rest_of_group(self) -> list[str]:
        """Take what follows in this group, up to a \\right that closes the group."""
        taken: list[str] = []
        depth = 0
        while (token := self.tokens.next_raw()) is not None:
            depth += (token == r"\left") - (token == r"\right")
            if depth < 0:
                break
            taken.append(self.tokens.take() if token != " " else " ")
            if token == " ":
                self.tokens.peek()
        return taken

    def symbol(self, char: str, kind: str) -> Element:
        """Make the element of a symbol of that kind (see `symbols`)."""
        if kind in ("open", "close"):
            form = "prefix" if kind == "open" else "postfix"
            return operator(char, kind, form=form, stretchy="false")
        if kind == "fence":
            return operator(char, "ord", stretchy="false", lspace="0em", rspace="0em")
        if kind in ("bin", "rel", "punct"):
            return operator(char, kind)
        if kind == "big":
            return operator(char, "op", movablelimits="true", _limits="movable")
        if kind == "integral":
            return operator(char, "op")
        if kind == "sign":
            return element("mi", text=letter(char, self.style.alphabet), mathvariant="normal")
        return identifier(char, self._alphabet_of(kind))

    def _alphabet_of(self, kind: str) -> str:
        """Greek capitals stand upright, in \\boldsymbol too."""
        if kind == "capital" and self.style.alphabet in ("", "bold-italic"):
            return "bold" if self.style.alphabet else "normal"
        return self.style.alphabet


def _without_pull(items: list[Element]) -> list[Element]:
    r"""Drop the ``\!`` before ``\left(``, which takes back a gap that no edition has there."""
    pulls = {id(item) for item, after in pairwise(items) if _pulls(item) and _grows(after)}
    return [item for item in items if id(item) not in pulls]


def _pulls(item: Element) -> bool:
    return item.get("_width") == symbols.SPACES["!"]


def _grows(item: Element) -> bool:
    while item.tag in ("msub", "msup", "msubsup"):
        item = item[0]
    return item.get("_role", "").startswith("fenced")


def _tags_last(items: list[Element]) -> list[Element]:
    r"""Put what ``\tag`` prints behind everything, wherever it was written."""
    tags = [item for item in items if item.get("_role") == "tag"]
    return [item for item in items if item.get("_role") != "tag"] + tags if tags else items


def identifier(word: str, alphabet: str) -> Element:
    """Make the name of a variable, or a word in an upright or other alphabet."""
    if alphabet in ("", "normal"):
        upright = alphabet == "normal" and len(word) == 1
        return element("mi", text=word, **({"mathvariant": "normal"} if upright else {}))
    styled = "".join(letter(char, alphabet) for char in word)
    made = element("mi", text=styled, **({"mathvariant": "normal"} if len(word) == 1 else {}))
    if alphabet == "roundhand":
        made.set("_script", alphabet)
    return made


def attach(
    base: Element, below: Element | None, above: Element | None, limits: str = ""
) -> Element:
    """Set scripts beside the base, or below and above it when it takes limits."""
    scripts = [script for script in (below, above) if script is not None]
    if not scripts:
        return base
    if limits == "always" and base.tag == "mo":
        base.set("movablelimits", "false")
    names = ("munder", "mover", "munderover") if limits else ("msub", "msup", "msubsup")
    name = names[2] if len(scripts) == 2 else names[0] if below is not None else names[1]
    return element(name, base, *scripts, _tex=tex(base), _limits=limits)


def _prescripts(scripts: Element, base: Element) -> Element:
    """Move scripts of nothing to the left of the letter that follows."""
    empty = element("none")
    if scripts.tag not in ("msub", "msup", "msubsup") or not is_empty(scripts[0]):
        raise MathsError("There are scripts on nothing.")
    below = scripts[1] if scripts.tag != "msup" else empty
    above = scripts[-1] if scripts.tag != "msub" else empty
    right = [base[0], base[1], element("none")] if base.tag == "msub" else [base]
    marks = element("mprescripts")
    return element("mmultiscripts", *right, marks, below, above)


def parse(source: str, macros: Macros) -> list[Element]:
    """Parse an equation.

    Raises
    ------
    MathsError
        Something in it is not known or not closed.
    """
    if broken := _NO_CHARACTER.search(source):
        raise MathsError(f"The character U+{ord(broken[0]):04X} has no form.")
    parser = Parser(tokens_of(source), macros, Style(), [_MACRO_LIMIT])
    rows = environments.top_rows(parser)
    made = rows if rows is not None else parser.items()
    if _depth(made) > _DEPTH_LIMIT:
        raise MathsError("Its groups are nested too deeply.")
    return made


def _depth(items: Sequence[Element]) -> int:
    depth, level = 0, list(items)
    while level:
        depth, level = depth + 1, [child for item in level for child in item]
    return depth
