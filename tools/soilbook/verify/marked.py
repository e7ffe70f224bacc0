"""The text of every marked piece of a PDF page, decoded with the maps inside the file."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pikepdf

OPERATORS = "q Q cm BT Tm Tf Tj TJ ' \" BDC BMC EMC"
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Piece:
    """One marked piece of a page: its text, and where its first letter stands, in points."""

    text: str = ""
    x: float = 0.0
    y: float = 0.0


def pieces(page: pikepdf.Page, known: dict[tuple[int, int], CharacterMap]) -> dict[int, Piece]:
    """Return the marked pieces of a page by their marked-content id; `known` keeps the fonts."""
    fonts = {}
    for name, font in _resource(page, "/Font").items():
        if font.objgen not in known:
            known[font.objgen] = CharacterMap(font)
        fonts[name] = known[font.objgen]
    run = _Run(fonts, _resource(page, "/Properties"))
    for operands, operator in pikepdf.parse_content_stream(page, OPERATORS):
        run.take(str(operator), operands)
    return run.found


class CharacterMap:
    """What the codes of one font mean (its ``ToUnicode`` map)."""

    def __init__(self, font: pikepdf.Object) -> None:
        self.width = 2 if font.get("/Subtype") == "/Type0" else 1
        self.letters: dict[bytes, str] = {}
        if "/ToUnicode" in font:
            self._read(font.ToUnicode.read_bytes().decode("latin-1"))

    def text(self, codes: bytes) -> str:
        """Decode a string that is set in this font."""
        width, letters = self.width, self.letters
        steps = range(0, len(codes), width)
        return "".join(letters.get(codes[step : step + width], "\ufffd") for step in steps)

    def _read(self, program: str) -> None:
        for body in re.findall(r"beginbfchar(.*?)endbfchar", program, re.DOTALL):
            for code, letters in re.findall(r"<([\da-fA-F]+)>\s*<([\da-fA-F]*)>", body):
                self.letters[bytes.fromhex(code)] = _utf16(letters)
        for body in re.findall(r"beginbfrange(.*?)endbfrange", program, re.DOTALL):
            for first, last, meaning in re.findall(
                r"<([\da-fA-F]+)>\s*<([\da-fA-F]+)>\s*(<[\da-fA-F]*>|\[[^\]]*\])", body
            ):
                self._read_range(first, last, re.findall(r"<([\da-fA-F]*)>", meaning))

    def _read_range(self, first: str, last: str, meanings: list[str]) -> None:
        size = len(first) // 2
        for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
            if len(meanings) == 1:
                text = _utf16(meanings[0])
                letters = text[:-1] + chr(ord(text[-1]) + step)
            else:
                letters = _utf16(meanings[step])
            self.letters[code.to_bytes(size, "big")] = letters


class _Run:
    """The state of one page while its operators pass by."""

    def __init__(self, fonts: dict[str, CharacterMap], properties: pikepdf.Object | dict) -> None:
        self.fonts, self.properties = fonts, properties
        self.font: CharacterMap | None = None
        self.matrix: Matrix = IDENTITY
        self.saved: list[Matrix] = []
        self.text_matrix: Matrix = IDENTITY
        self.marks: list[tuple[int | None, bool]] = []
        self.found: dict[int, Piece] = {}

    def take(self, operator: str, operands: pikepdf.Object) -> None:
        """Follow one operator."""
        match operator:
            case "q":
                self.saved.append(self.matrix)
            case "Q":
                self.matrix = self.saved.pop() if self.saved else IDENTITY
            case "cm":
                self.matrix = _times(_matrix(operands), self.matrix)
            case "BT":
                self.text_matrix = IDENTITY
            case "Tm":
                self.text_matrix = _matrix(operands)
            case "Tf":
                self.font = self.fonts.get(str(operands[0]))
            case "BDC":
                self._open(operands[1])
            case "BMC":
                self.marks.append(self.marks[-1] if self.marks else (None, False))
            case "EMC":
                self.marks.pop()
            case _:
                self._show(operands[-1])

    def _open(self, properties: pikepdf.Object) -> None:
        if isinstance(properties, pikepdf.Name):
            properties = self.properties.get(str(properties), pikepdf.Dictionary())
        outer, is_said = self.marks[-1] if self.marks else (None, False)
        mark = int(properties.MCID) if "/MCID" in properties else outer
        says = "/ActualText" in properties
        if says and not is_said:
            self._add(mark, str(properties.ActualText))
        self.marks.append((mark, is_said or says))

    def _show(self, operand: pikepdf.Object) -> None:
        mark, is_said = self.marks[-1] if self.marks else (None, False)
        if self.font is None or mark is None:
            return
        strings = operand if isinstance(operand, pikepdf.Array) else [operand]
        codes = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
        self._add(mark, "" if is_said else self.font.text(codes))

    def _add(self, mark: int | None, text: str) -> None:
        if mark is None:
            return
        if mark not in self.found:
            x, y = _times(self.text_matrix, self.matrix)[4:]
            self.found[mark] = Piece("", x, y)
        self.found[mark].text += text


def _resource(page: pikepdf.Page, kind: str) -> pikepdf.Object | dict:
    return page.resources.get(kind, {})


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", errors="replace")


def _matrix(operands: pikepdf.Object) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in operands)
    return a, b, c, d, e, f


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )
