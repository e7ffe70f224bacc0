"""Commands with arguments: fractions, roots, accents, fonts, boxes, colours, delimiters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from . import chemistry, environments, symbols, texts, units
from .tokens import source_of, tokens_of
from .tree import MathsError, element, fenced, group, operator, row, space, tex

if TYPE_CHECKING:
    from .parse import Parser

FONTS = {
    "mathrm": "normal",
    "mathup": "normal",
    "mathbf": "bold",
    "mathbfup": "bold",
    "boldsymbol": "bold-italic",
    "bm": "bold-italic",
    "mathbfit": "bold-italic",
    "mathit": "italic",
    "mathcal": "script",
    "mathscr": "roundhand",
    "pmb": "bold-italic",
    "mathfrak": "fraktur",
    "mathbb": "double-struck",
    "mathsf": "sans-serif",
    "mathtt": "monospace",
    "mathnormal": "",
}
OLD_FONTS = {"rm": "normal", "bf": "bold", "it": "italic", "cal": "script", "tt": "monospace"}
OLD_FONTS |= {"sf": "sans-serif"}
SIZES = {"big": "1.2em", "Big": "1.8em", "bigg": "2.4em", "Bigg": "3em"}
CLASSES = {"mathord": "ord", "mathbin": "bin", "mathrel": "rel", "mathopen": "open"}
CLASSES |= {"mathclose": "close", "mathpunct": "punct", "mathinner": "inner"}
_FRACTION_STYLES = {"dfrac": "true", "cfrac": "true", "tfrac": "false", "frac": "", "sfrac": ""}
_CANCELS = {"cancel": "up", "bcancel": "down", "xcancel": "both"}
_LENGTH = re.compile(r"^\s*(-?\d*\.?\d+)\s*(em|ex|mu|pt|cm|mm|in|px)\s*$")
_EM_OF = {"em": 1, "ex": 0.43, "mu": 1 / 18, "pt": 0.1, "cm": 2.845, "mm": 0.2845, "in": 7.2}
_EM_OF |= {"px": 0.0625}

Command = Callable[["Parser", str], list[Element]]


def parse(parser: Parser, token: str) -> list[Element] | None:
    """Parse a command whose name has just been taken; None when it is not known."""
    name = token[1:]
    if name in _HANDLERS:
        return _HANDLERS[name](parser, token)
    if re.fullmatch(r"(big|Big|bigg|Bigg)[lmr]?", name):
        return [_sized_delimiter(parser, name)]
    rewritten = chemistry.formula(parser.tokens.text(token)) if name == "ce" else None
    rewritten = rewritten if rewritten is not None else units.expand(token, parser.tokens)
    return None if rewritten is None else [group(parser.items_of(tokens_of(rewritten), ""))]


def infix(token: str, before: list[Element], after: list[Element]) -> Element:
    r"""Make the fraction of ``{a \over b}`` and its kin."""
    line = {} if token == r"\over" else {"linethickness": "0"}
    fraction = element("mfrac", row(before), row(after), **line, _tex="inner")
    return _binomial(fraction) if token == r"\choose" else fraction


def _fraction(parser: Parser, token: str) -> list[Element]:
    if token == r"\cfrac":
        parser.tokens.optional(token)
    parts = [parser.argument(token), parser.argument(token)]
    return [_styled(element("mfrac", *parts, _tex="inner"), _FRACTION_STYLES[token[1:]])]


def _styled(content: Element, display: str) -> Element:
    if not display:
        return content
    return element("mstyle", content, displaystyle=display, scriptlevel="0", _tex=tex(content))


def _binom(parser: Parser, token: str) -> list[Element]:
    parts = [parser.argument(token), parser.argument(token)]
    fraction = element("mfrac", *parts, linethickness="0")
    style = {r"\dbinom": "true", r"\tbinom": "false"}.get(token, "")
    return [_styled(_binomial(fraction), style)]


def _binomial(fraction: Element) -> Element:
    opening, closing = (operator(c, t) for c, t in (("(", "open"), (")", "close")))
    return element("mrow", opening, fraction, closing, _role="binomial")


def _general_fraction(parser: Parser, token: str) -> list[Element]:
    r"""Parse ``\genfrac{left}{right}{thickness}{style}{above}{below}``."""
    left, right = (_fence_of(parser, token) for _ in range(2))
    thickness = parser.tokens.text(token).strip()
    style = parser.tokens.text(token).strip()
    measured = _LENGTH.match(thickness)
    if style not in ("", "0", "1", "2", "3") or (thickness and not measured):
        raise MathsError(f"The thickness {thickness} or the style {style} of {token} is not known.")
    line = {"linethickness": "0"} if measured and not float(measured[1]) else {}
    fraction = element("mfrac", parser.argument(token), parser.argument(token), **line)
    made = fenced(left, [fraction], right) if left or right else fraction
    if (left, right) == ("(", ")") and line:
        made = _binomial(fraction)
    if style in ("2", "3"):
        return [element("mstyle", made, displaystyle="false", scriptlevel=str(int(style) - 1))]
    return [_styled(made, {"": "", "0": "true", "1": "false"}[style])]


def _fence_of(parser: Parser, token: str) -> str:
    given = parser.tokens.argument(token)
    return delimiter(parser.inner(given), token) if any(t != " " for t in given) else ""


def _root(parser: Parser, token: str) -> list[Element]:
    degree = parser.tokens.optional(token)
    content = parser.items_of(parser.tokens.argument(token))
    if degree is None:
        return [element("msqrt", *content)]
    return [element("mroot", row(content), row(parser.items_of(degree)))]


def _accent(parser: Parser, token: str) -> list[Element]:
    char, grows = symbols.ACCENTS[token[1:]]
    base = parser.argument(token)
    mark = operator(char, "ord", stretchy="true" if grows else "false")
    if token == r"\vec":
        mark.set("mathsize", "70%")
    if char == "⏞":
        return [element("mover", base, mark, _role="accent", _limits="always")]
    return [element("mover", base, mark, accent="true", _role="accent")]


def _under_accent(parser: Parser, token: str) -> list[Element]:
    char = symbols.UNDER_ACCENTS[token[1:]]
    base, mark = parser.argument(token), operator(char, "ord", stretchy="true")
    if char == "⏟":
        return [element("munder", base, mark, _role="accent", _limits="always")]
    return [element("munder", base, mark, accentunder="true", _role="accent")]


def _font(parser: Parser, token: str) -> list[Element]:
    content = parser.items_of(parser.tokens.argument(token), FONTS[token[1:]])
    return content if len(content) == 1 else [element("mrow", *content)]


def _operator_name(parser: Parser, token: str) -> list[Element]:
    content = parser.items_of(parser.tokens.argument(token), "normal")
    if any(len(part) or part.get("_limits") for part in content):
        # Such as two sums or a letter with an accent: set as it is, with limits in display.
        limits = "movable" if token != r"\operatorname" else ""
        return [element("mrow", *content, _tex="op", _role="operator", _limits=limits)]
    name = "".join(" " if part.tag == "mspace" else part.text or "" for part in content)
    return [function(name, limits=token.endswith("*") or token == r"\mathop")]


def function(name: str, limits: bool) -> Element:
    """Make the upright name of a function, with its limits below it in display when asked."""
    name = name.replace(" ", "\u202f")
    extra = {"movablelimits": "true", "_limits": "movable"} if limits else {}
    return operator(name, "op", form="prefix", _role="function", **extra)


def _named_function(parser: Parser, token: str) -> list[Element]:
    name = token[1:]
    limits = name in symbols.LIMIT_FUNCTIONS
    return [function(symbols.LIMIT_FUNCTIONS.get(name, name), limits)]


def _stack(parser: Parser, token: str) -> list[Element]:
    script, base = parser.argument(token), parser.argument(token)
    if base.tag == "mo":
        base.set("movablelimits", "false")
    tag = "munder" if token == r"\underset" else "mover"
    kind = "rel" if token == r"\stackrel" else tex(base)
    return [element(tag, base, script, _tex=kind, _limits="always")]


def _stretched_arrow(parser: Parser, token: str) -> list[Element]:
    below = parser.tokens.optional(token)
    above = parser.items_of(parser.tokens.argument(token))
    arrow = operator(symbols.STRETCHED[token[1:]], "rel", stretchy="true", _role="stretched")
    scripts = [_padded(items) for items in (parser.items_of(below or []), above)]
    if not below:
        return [element("mover", arrow, scripts[1], _tex="rel", _limits="always")]
    return [element("munderover", arrow, *scripts, _tex="rel", _limits="always")]


def _padded(items: list[Element]) -> Element:
    """Leave room on both sides, so that the arrow is longer than what stands on it."""
    return element("mrow", space("0.5em"), *items, space("0.5em"), _role="padded")


def _space(parser: Parser, token: str) -> list[Element]:
    if token in (r"\hspace", r"\hspace*", r"\mspace"):
        return [space(length(parser.tokens.text(token)))]
    taken = ""
    while not _LENGTH.match(taken):
        taken += parser.tokens.take(token)
        if len(taken) > 12:
            raise MathsError(f"{token} must be followed by a length, not by {taken}.")
    return [space(length(taken))]


def length(source: str) -> str:
    """Read a length of TeX and give it in em."""
    match = _LENGTH.match(source)
    if match is None:
        raise MathsError(f"{source} is not a length; write a number with em, ex, mu or pt.")
    return f"{float(match[1]) * _EM_OF[match[2]]:.3f}".rstrip("0").rstrip(".") + "em"


def _phantom(parser: Parser, token: str) -> list[Element]:
    content = element("mphantom", *parser.items_of(parser.tokens.argument(token)))
    if token == r"\hphantom":
        return [element("mpadded", content, height="0em", depth="0em")]
    return [element("mpadded", content, width="0em")] if token == r"\vphantom" else [content]


def _boxed(parser: Parser, token: str) -> list[Element]:
    content = parser.items_of(parser.tokens.argument(token))
    return [element("mrow", *content, _role="box", style="border: 0.06em solid; padding: 0.3em")]


def _cancel(parser: Parser, token: str) -> list[Element]:
    content = parser.items_of(parser.tokens.argument(token))
    kind = _CANCELS[token[1:]]
    lines = [direction for direction in ("up", "down") if kind in (direction, "both")]
    # A gradient's stripe stands across the way the gradient goes.
    drawn = ", ".join(
        f"linear-gradient(to {'bottom' if line == 'up' else 'top'} right, transparent 48%,"
        " currentColor 48%, currentColor 52%, transparent 52%)"
        for line in lines
    )
    return [element("mrow", *content, _role=f"cancel-{kind}", style=f"background: {drawn}")]


def _colour(parser: Parser, token: str) -> list[Element]:
    model = parser.tokens.optional(token)
    name = parser.tokens.text(token).strip()
    if model and source_of(model).strip() == "HTML":
        name = "#" + name
    if not re.fullmatch(r"[a-zA-Z]+|#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3}", name):
        raise MathsError(f"The colour {name} is not a name or #rrggbb.")
    # \color{red}{x} is how pages for browsers are written, \color{red} x how LaTeX is.
    braced = token == r"\textcolor" or parser.tokens.peek() == "{"
    content = parser.tokens.argument(token) if braced else parser.tokens.rest()
    return [element("mstyle", *parser.items_of(content), mathcolor=name.lower())]


def _negated(parser: Parser, token: str) -> list[Element]:
    following = parser.atom()
    if len(following) != 1 or (following[0].text or "") not in symbols.NEGATED:
        raise MathsError(r"\not cannot strike through what follows it.")
    following[0].text = symbols.NEGATED[following[0].text or ""]
    return following


def _tag(parser: Parser, token: str) -> list[Element]:
    text = parser.tokens.text(token)
    shown = text if token == r"\tag*" else f"({text})"
    return [element("mrow", space("2em"), texts.words(shown, ""), _role="tag")]


def _modulo(parser: Parser, token: str) -> list[Element]:
    opening, closing = parser.symbol("(", "open"), parser.symbol(")", "close")
    content = [*([] if token == r"\pod" else [function("mod", False)]), parser.argument(token)]
    if token == r"\mod":
        return [space("1em"), *content]
    return [space("1em"), element("mrow", opening, *content, closing)]


def _classed(parser: Parser, token: str) -> list[Element]:
    content = parser.argument(token)
    kind = CLASSES[token[1:]]
    if content.tag in ("mi", "mtext", "mo") and content.get("_role") != "function":
        gap = {"bin": "0.222em", "rel": "0.278em"}.get(kind, "0em")
        return [operator(content.text or "", kind, lspace=gap, rspace=gap, _role="classed")]
    content.set("_tex", kind)
    return [content]


def _substack(parser: Parser, token: str) -> list[Element]:
    return [environments.stacked(parser, parser.tokens.argument(token))]


def delimiter(parser: Parser, command: str) -> str:
    """Take the delimiter after a command; nothing for a full stop."""
    token = parser.next_token()
    if token is None:
        raise MathsError(f"After {command} a delimiter is missing.")
    parser.tokens.take()
    char, kind = symbols.BY_NAME.get(token[1:], ("", "")) if token[0] == "\\" else (token, "")
    if token == ".":
        return ""
    typed = not kind and char != "" and char in "()[]|/<>"
    if not typed and kind not in ("open", "close", "fence") and char not in tuple("↑↓↕⇑⇓⇕"):
        raise MathsError(f"{token} after {command} is not a delimiter.")
    return {"<": "⟨", ">": "⟩"}.get(char, char)


def between_delimiters(parser: Parser) -> Element:
    r"""Parse ``\left( … \right)``: delimiters that grow with what is between them."""
    opening = delimiter(parser, r"\left")
    content = parser.items(stop=r"\right")
    parser.tokens.take()
    closing = delimiter(parser, r"\right")
    return fenced(opening, content, closing)


def _sized_delimiter(parser: Parser, name: str) -> Element:
    size = SIZES[name.rstrip("lmr") if name not in SIZES else name]
    char = delimiter(parser, "\\" + name)
    if not char:
        raise MathsError(rf"\{name} needs a delimiter to enlarge.")
    kind = {"l": "open", "r": "close", "m": "rel"}.get(name[-1], "")
    kind = kind or symbols.BY_CHARACTER.get(char, ("", "ord"))[1]
    kind = kind if kind in ("open", "close", "rel") else "ord"
    sizes = {"minsize": size, "maxsize": size, "stretchy": "true"}
    forms = {"open": {"form": "prefix"}, "close": {"form": "postfix"}}
    return operator(char, kind, **sizes, **forms.get(kind, {}), _role="sized")


_HANDLERS: dict[str, Command] = {
    **dict.fromkeys(_FRACTION_STYLES, _fraction),
    "genfrac": _general_fraction,
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _binom),
    **dict.fromkeys(symbols.ACCENTS, _accent),
    **dict.fromkeys(symbols.UNDER_ACCENTS, _under_accent),
    **dict.fromkeys(FONTS, _font),
    **dict.fromkeys((*texts.TEXTS, "text*"), texts.text),
    **dict.fromkeys(("operatorname", "operatorname*", "mathop"), _operator_name),
    **dict.fromkeys((*symbols.FUNCTIONS, *symbols.LIMIT_FUNCTIONS), _named_function),
    **dict.fromkeys(("stackrel", "overset", "underset"), _stack),
    **dict.fromkeys(symbols.STRETCHED, _stretched_arrow),
    **dict.fromkeys(("hspace", "hspace*", "mspace", "hskip", "mskip", "kern", "mkern"), _space),
    **dict.fromkeys(("phantom", "hphantom", "vphantom"), _phantom),
    **dict.fromkeys(("boxed", "fbox"), _boxed),
    **dict.fromkeys(_CANCELS, _cancel),
    **dict.fromkeys(("color", "textcolor"), _colour),
    **dict.fromkeys(("tag", "tag*"), _tag),
    **dict.fromkeys(("pmod", "pod", "mod"), _modulo),
    **dict.fromkeys(CLASSES, _classed),
    "sqrt": _root,
    "not": _negated,
    "substack": _substack,
}
NAMES = (*_HANDLERS, *SIZES, "ce", "left", "right", "SI", "si", "num", "unit", "qty")
