"""Mathematical alphabets: bold, script, double-struck and the others, as Unicode letters.

Source of the code points: Unicode, block "Mathematical Alphanumeric Symbols" (U+1D400).
"""

from __future__ import annotations

# First code points of A, a, Alpha, alpha and 0; nothing where Unicode has no such alphabet.
STARTS: dict[str, tuple[int | None, int | None, int | None, int | None, int | None]] = {
    "bold": (0x1D400, 0x1D41A, 0x1D6A8, 0x1D6C2, 0x1D7CE),
    "italic": (0x1D434, 0x1D44E, 0x1D6E2, 0x1D6FC, None),
    "bold-italic": (0x1D468, 0x1D482, 0x1D71C, 0x1D736, 0x1D7CE),
    "script": (0x1D49C, 0x1D4B6, None, None, None),
    "roundhand": (0x1D49C, 0x1D4B6, None, None, None),
    "bold-script": (0x1D4D0, 0x1D4EA, None, None, None),
    "fraktur": (0x1D504, 0x1D51E, None, None, None),
    "double-struck": (0x1D538, 0x1D552, None, None, 0x1D7D8),
    "sans-serif": (0x1D5A0, 0x1D5BA, None, None, 0x1D7E2),
    "monospace": (0x1D670, 0x1D68A, None, None, 0x1D7F6),
}
# Letters that Unicode had before the block and left out of it.
EXCEPTIONS = {
    "italic": {"h": "ℎ"},
    "script": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "roundhand": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "double-struck": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
}
# Bold in Unicode, slanted nowhere.
_NABLA = {"bold": "𝛁", "bold-italic": "𝛁"}
_GREEK_SIGNS = "∂ϵϑϰϕϱϖ"
_SIGN_STARTS = {"bold": 0x1D6DB, "italic": 0x1D715, "bold-italic": 0x1D74F}
_RANGES = (("A", "Z"), ("a", "z"), ("Α", "Ω"), ("α", "ω"), ("0", "9"))


def letter(char: str, alphabet: str) -> str:
    """Return the letter of that alphabet, or the letter itself where Unicode has none."""
    if char in EXCEPTIONS.get(alphabet, {}):
        return EXCEPTIONS[alphabet][char]
    if char == "∇":
        return _NABLA.get(alphabet, char)
    if char in _GREEK_SIGNS and alphabet in _SIGN_STARTS:
        return chr(_SIGN_STARTS[alphabet] + _GREEK_SIGNS.index(char))
    starts = STARTS.get(alphabet, (None,) * 5)
    for start, (first, last) in zip(starts, _RANGES, strict=True):
        if start is not None and first <= char <= last:
            return chr(start + ord(char) - ord(first))
    return char


def _plain_letters() -> dict[str, tuple[str, str]]:
    plain = "".join(chr(code) for a, z in _RANGES for code in range(ord(a), ord(z) + 1))
    plain += _GREEK_SIGNS + "∇"
    table = {}
    for alphabet in reversed(STARTS):
        for char in plain:
            styled = letter(char, alphabet)
            if styled != char:
                table[styled] = (char, alphabet)
    return table


# From the mathematical letter back to the plain one and the name of its alphabet.
PLAIN = _plain_letters()
