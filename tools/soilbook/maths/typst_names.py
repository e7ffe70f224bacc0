"""What Typst calls the accents, alphabets, sizes and colours, and what the writer knows at all."""

from __future__ import annotations

from .symbols import LINE, WIDE_HAT

NAMED_SPACES = {"0.167em": "thin", "0.222em": "med", "0.278em": "thick", "1em": "quad"}
ACCENTS = {
    "ˆ": "hat",
    WIDE_HAT: "hat",
    "˜": "tilde",
    "~": "tilde",
    "ˉ": "macron",
    "→": "arrow",
    "←": "arrow.l",
    "↔": "arrow.l.r",
    "˙": "dot",
    "¨": "dot.double",
    "⃛": "dot.triple",
    "ˇ": "caron",
    "˘": "breve",
    "´": "acute",
    "`": "grave",
    "˚": "circle",
}
LINES = {("mover", LINE): "overline", ("mover", "⏞"): "overbrace"}
LINES |= {("munder", LINE): "underline", ("munder", "⏟"): "underbrace"}
ALPHABETS = {
    "bold": "upright(bold({}))",
    "italic": "italic({})",
    "bold-italic": "italic(bold({}))",
    "script": "cal({})",
    "roundhand": "scr({})",
    "bold-script": "bold(cal({}))",
    "fraktur": "frak({})",
    "double-struck": "bb({})",
    "sans-serif": "sans({})",
    "monospace": "mono({})",
}
TEXT_STYLES = {
    "font-weight: bold": "upright(bold({}))",
    "font-style: italic": "italic({})",
    "font-family: sans-serif": "sans({})",
    "font-family: monospace": "mono({})",
}
STYLES = {("true", "0"): "display", ("false", "0"): "inline"}
STYLES |= {("false", "1"): "script", ("false", "2"): "sscript"}
# The classes of TeX.
CLASSES = {"ord": "normal", "rel": "relation", "bin": "binary", "punct": "punctuation"}
CLASSES |= {"open": "opening", "close": "closing", "op": "large", "inner": "normal"}
# Signs that have another class in Typst than in TeX: ∇ would turn the plus of ∇ + x into a sign.
ODD_CLASSES = frozenset("?¬†‡∀∁∃∄∇𝛁√⊥⋆△◊◯★")
# The colours of CSS, which the other editions show.
COLOURS = {
    "black": "#000000",
    "gray": "#808080",
    "grey": "#808080",
    "silver": "#c0c0c0",
    "white": "#ffffff",
    "navy": "#000080",
    "blue": "#0000ff",
    "aqua": "#00ffff",
    "cyan": "#00ffff",
    "teal": "#008080",
    "purple": "#800080",
    "fuchsia": "#ff00ff",
    "magenta": "#ff00ff",
    "maroon": "#800000",
    "red": "#ff0000",
    "orange": "#ffa500",
    "brown": "#a52a2a",
    "yellow": "#ffff00",
    "olive": "#808000",
    "green": "#008000",
    "lime": "#00ff00",
}
# What each element may say; looks that only browsers need (style, form, spacing) stand for a
# `_role` or a class of TeX that is translated.
KNOWN = {
    "mi": {"mathvariant"},
    "mn": set(),
    "mo": set("form mathsize stretchy lspace rspace movablelimits minsize maxsize".split()),
    "mtext": {"style"},
    "mspace": {"width", "style"},
    "mrow": {"style"},
    "mstyle": {"displaystyle", "scriptlevel", "mathcolor"},
    "mfrac": {"linethickness"},
    "mpadded": {"width", "height", "depth"},
    "mtable": {"displaystyle"},
    "mtd": {"columnalign", "style"},
    "mover": {"accent"},
    "munder": {"accentunder"},
}
