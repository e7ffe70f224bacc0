"""The Unicode text that a value of a .bib file means, for comparing and for messages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TEX = re.compile(r"[\\{}~$]")
_LIGATURE = re.compile(r"---?|``|''")
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\s*|\\(?P<sign>.)|(?P<mark>[{}~$]|---?|``|''|[_^])"
    r"|(?P<space>\s+)|(?P<text>[^\\{}~$`'_^\s-]+|.)",
    re.DOTALL,
)

#: The combining character of each accent: signs (``\'e``) and words (``\v{c}``).
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361",
}  # fmt: skip
_BELOW = frozenset("dckb")

#: Control words that stand for a character or a word.
SYMBOLS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ",
    "OE": "Œ", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "th": "þ", "TH": "Þ", "dh": "ð",
    "DH": "Ð", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "SS": "ẞ", "S": "§", "P": "¶",
    "copyright": "©", "textcopyright": "©", "textregistered": "®", "texttrademark": "™",
    "pounds": "£", "textsterling": "£", "euro": "€", "texteuro": "€", "dag": "†", "ddag": "‡",
    "dots": "…", "ldots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "textquotesingle": "'", "textquotedbl": '"', "guillemotleft": "«",
    "guillemotright": "»", "quotedblbase": "„", "quotesinglbase": "‚", "lq": "‘", "rq": "’",
    "textexclamdown": "¡", "textquestiondown": "¿", "textdegree": "°", "degree": "°",
    "textmicro": "µ", "texttimes": "×", "textpm": "±", "textordfeminine": "ª",
    "textordmasculine": "º", "textperiodcentered": "·", "textbullet": "•",
    "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "textbar": "|",
    "textunderscore": "_", "textless": "<", "textgreater": ">", "textdollar": "$",
    "textpercent": "%", "textbraceleft": "{", "textbraceright": "}", "textampersand": "&",
    "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "quad": " ", "qquad": " ", "space": " ",
    "newline": " ", "par": " ", "slash": "/", "backslash": "\\", "times": "×", "pm": "±",
    "cdot": "·", "circ": "°", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠",
    "approx": "≈", "sim": "∼", "rightarrow": "→", "to": "→", "leftarrow": "←", "infty": "∞",
    "prime": "′", "permil": "‰", "textperthousand": "‰", "percent": "%", "sum": "∑", "int": "∫",
    "partial": "∂", "nabla": "∇", "ast": "∗", "star": "⋆", "ell": "ℓ", "propto": "∝",
}  # fmt: skip
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
    "sigma tau upsilon phi chi psi omega"
)
_FINAL_SIGMA = "ς"
_SMALL_GREEK = [chr(code) for code in range(0x3B1, 0x3CA) if chr(code) != _FINAL_SIGMA]
for _word, _letter in zip(_GREEK.split(), _SMALL_GREEK, strict=True):
    SYMBOLS[_word] = SYMBOLS[f"text{_word}"] = _letter
    SYMBOLS[_word.capitalize()] = SYMBOLS[f"text{_word.capitalize()}"] = _letter.upper()
SYMBOLS |= {
    "textmu": "µ",
    "varepsilon": "ε",
    "vartheta": "ϑ",
    "varphi": "φ",
    "varrho": "ϱ",
    "varsigma": "ς",
}

_SIGNS = {"-": "", "/": "", "\\": " ", ",": " ", ";": " ", ":": " ", "!": "", "@": "", "\n": " "}
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”"}
_MARKS = {"~": " ", "_": "", "^": "", **_LIGATURES}
_VERBATIM = frozenset({"url", "path", "nolinkurl", "doi", "detokenize", "verb"})
#: The number of arguments that are no text of a command that also has one that is.
_DROPPED = {"href": 1, "textcolor": 1, "color": 1, "foreignlanguage": 1, "hspace": 1, "vspace": 1,
            "label": 1, "bibinfo": 1, "enlargethispage": 1, "fontsize": 2}  # fmt: skip


#: More accents than this on one letter are a slip.
_MOST_ACCENTS = 3


@dataclass(frozen=True, slots=True)
class _Group:
    """A pair of braces: where its text begins among the parts, and what the command before does."""

    start: int
    accents: tuple[str, ...] = ()
    dropped: bool = False
    verbatim: bool = False


def plain(value: str) -> str:
    r"""Turn the TeX of a value into plain text; whatever the value holds, this gives a text.

    Accents and symbols become characters, ``--`` a dash and ``~`` a space; ``\emph{x}`` and
    commands that are not known leave their argument, ``\href{address}{x}`` leaves ``x``. Raised
    and lowered text loses its sign: ``CO$_2$`` is ``CO2``. White space is made even.

    Parameters
    ----------
    value : str
        The value as `soilbook.records.bibliography` reads it.
    """
    if _TEX.search(value):
        value = _Reading(value).text()
    elif _LIGATURE.search(value):
        value = _LIGATURE.sub(lambda match: _LIGATURES[match[0]], value)
    return " ".join(value.split())


class _Reading:
    """Goes once through a value; groups lie on a stack, so no depth is too deep."""

    def __init__(self, value: str) -> None:
        self.value = value
        self.parts: list[str] = []
        self.groups = [_Group(0)]
        self.accents: tuple[str, ...] = ()
        self.to_drop = 0
        self.verbatim = False
        self.in_maths = False
        self.dollars = len(re.findall(r"(?<!\\)\$", value))

    def text(self) -> str:
        """The plain text."""
        for token in _TOKEN.finditer(self.value):
            if word := token["word"]:
                self.word(word, token[0])
            elif (sign := token["sign"]) is not None:
                self.sign(sign)
            elif mark := token["mark"]:
                self.mark(mark)
            else:
                self.put(token[0])
        while len(self.groups) > 1:
            self.close()
        return "".join(self.parts)

    def word(self, word: str, written: str) -> None:
        if self.groups[-1].verbatim:
            self.put(written)
        elif word in ACCENTS:
            self.accent(word)
        elif word in SYMBOLS:
            self.put(SYMBOLS[word])
        else:
            self.to_drop = _DROPPED.get(word, 0)
            self.verbatim = word in _VERBATIM

    def sign(self, sign: str) -> None:
        if self.groups[-1].verbatim:
            self.put(sign)
        elif sign in "()[]":
            self.in_maths = sign in "(["
        elif sign in ACCENTS:
            self.accent(sign)
        else:
            self.put(_SIGNS.get(sign, sign))

    def mark(self, mark: str) -> None:
        if mark == "{":
            self.open()
        elif mark == "}":
            self.close()
        elif mark == "$":
            self.dollar()
        elif self.groups[-1].verbatim or (mark in "_^" and not self.in_maths):
            self.put(mark)
        else:
            self.put(_MARKS[mark])

    def dollar(self) -> None:
        """Maths begins or ends; a dollar sign without a partner is a dollar sign."""
        self.dollars -= 1
        if self.groups[-1].verbatim or not (self.in_maths or self.dollars):
            self.put("$")
        else:
            self.in_maths = not self.in_maths

    def accent(self, accent: str) -> None:
        self.accents = (*self.accents, accent)[:_MOST_ACCENTS]

    def open(self) -> None:
        dropped = self.to_drop > 0
        self.to_drop -= dropped
        verbatim = self.verbatim or self.groups[-1].verbatim
        self.groups.append(_Group(len(self.parts), self.accents, dropped, verbatim))
        self.accents, self.verbatim = (), False

    def close(self) -> None:
        """The group ends; a closing brace too many is left out."""
        self.accents = ()
        if len(self.groups) == 1:
            return
        group = self.groups.pop()
        if group.dropped:
            del self.parts[group.start :]
        elif group.accents and group.start < len(self.parts):
            self.parts[group.start] = _accented(self.parts[group.start], group.accents)
        elif group.accents:
            self.put(_accented("", group.accents))

    def put(self, text: str) -> None:
        """Add text; accents that wait go to its first character."""
        if self.accents and not text.isspace():
            text = _accented(text, self.accents)
            self.accents = ()
        if text:
            self.parts.append(text)


def _accented(text: str, accents: tuple[str, ...]) -> str:
    if not text.strip():
        return accents[-1] if accents[-1] in "~^" else ""
    letter, rest = text[0], text[1:]
    for accent in reversed(accents):
        if accent not in _BELOW:
            letter = {"ı": "i", "ȷ": "j"}.get(letter, letter)
        letter = unicodedata.normalize("NFC", letter + ACCENTS[accent])
    return letter + rest
