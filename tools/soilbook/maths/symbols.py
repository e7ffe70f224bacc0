"""The symbols of LaTeX, AMS and common use: name to character, by TeX's spacing class."""

from __future__ import annotations


def _pairs(text: str) -> dict[str, str]:
    fields = text.split()
    return dict(zip(fields[::2], fields[1::2], strict=True))


GREEK = _pairs("""
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
    kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ
    varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω digamma ϝ
""")
CAPITALS = _pairs("""
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
""")
# Upright whatever the font: they are signs, not names of variables.
SIGNS = _pairs("""
    infty ∞ emptyset ∅ varnothing ∅ nabla ∇ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥
    angle ∠ measuredangle ∡ triangle △ square □ Box □ Diamond ◇ lozenge ◊ bigstar ★
    blacksquare ■ checkmark ✓ degree ° celsius ℃ permil ‰ perthousand ‰ textperthousand ‰
    ldots … dots … dotsc … cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ vdots ⋮ ddots ⋱ prime ′ backprime ‵
    dag † dagger † ddag ‡ ddagger ‡ S § P ¶ copyright © pounds £ euro € flat ♭ natural ♮ sharp ♯
    surd √ aleph ℵ beth ℶ Re ℜ Im ℑ complement ∁ female ♀ male ♂ textdegree ° # # $ $ % % & & _ _
    textmu µ micro µ yen ¥ blacktriangle ▲ blacktriangledown ▼ vartriangle △ heartsuit ♡
    spadesuit ♠ clubsuit ♣ diamondsuit ♢ dollar $ textdollar $ mathdollar $ textbar |
""")
LETTERS = _pairs("partial ∂ hbar ℏ hslash ℏ ell ℓ wp ℘ eth ð imath ı jmath ȷ mho ℧ AA Å aa å")
BINARY = _pairs("""
    pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ circ ∘ bullet ∙ cap ∩ cup ∪ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨
    wedge ∧ land ∧ setminus ∖ smallsetminus ∖ wr ≀ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙
    uplus ⊎ amalg ⨿ diamond ⋄ triangleleft ◁ triangleright ▷ bigcirc ◯ ltimes ⋉ rtimes ⋊
    star ⋆ dotplus ∔ veebar ⊻ barwedge ⊼ curlyvee ⋎ curlywedge ⋏ Cap ⋒ Cup ⋓ bigtriangleup △
    centerdot ⋅ boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ intercal ⊺ bmod mod
""")
RELATIONS = _pairs("""
    le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ne ≠ neq ≠ ll ≪ gg ≫ lll ⋘ ggg ⋙ equiv ≡ sim ∼
    simeq ≃ approx ≈ approxeq ≊ cong ≅ propto ∝ varpropto ∝ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔
    eqqcolon ≕ lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ prec ≺ preceq ⪯ succ ≻ succeq ⪰
    in ∈ notin ∉ ni ∋ owns ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ supsetneq ⊋
    nsubseteq ⊈ sqsubseteq ⊑ sqsupseteq ⊒ mid ∣ nmid ∤ parallel ∥ nparallel ∦ perp ⊥ vdash ⊢
    dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ bowtie ⋈ smile ⌣ frown ⌢ therefore ∴ because ∵ nless ≮
    ngtr ≯ nleq ≰ ngeq ≱ nsim ≁ ncong ≇ lessgtr ≶ gtrless ≷ between ≬
    rhd ▷ lhd ◁ unrhd ⊵ unlhd ⊴ trianglerighteq ⊵ trianglelefteq ⊴ precsim ≾ succsim ≿ sqsubset ⊏
    sqsupset ⊐ Subset ⋐ Supset ⋑ eqsim ≂ circeq ≗ backsim ∽ thicksim ∼ thickapprox ≈ coloneq ≔
    lesseqgtr ⋚ gtreqless ⋛ multimap ⊸ nRightarrow ⇏ nLeftarrow ⇍ nLeftrightarrow ⇎ Join ⋈
    to → rightarrow → longrightarrow ⟶ gets ← leftarrow ← longleftarrow ⟵ leftrightarrow ↔
    longleftrightarrow ⟷ Rightarrow ⇒ Longrightarrow ⟹ implies ⟹ Leftarrow ⇐ Longleftarrow ⟸
    impliedby ⟸ Leftrightarrow ⇔ Longleftrightarrow ⟺ iff ⟺ uparrow ↑ downarrow ↓ updownarrow ↕
    Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩
    nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼
    leftharpoondown ↽ rightleftharpoons ⇌ leftrightharpoons ⇋ rightleftarrows ⇄ leftrightarrows ⇆
    rightrightarrows ⇉ nrightarrow ↛ nleftarrow ↚ leadsto ⇝ rightsquigarrow ⇝ twoheadrightarrow ↠
    dashrightarrow ⇢ upharpoonright ↾ upharpoonleft ↿ restriction ↾ circlearrowright ↻
    circlearrowleft ↺
""")
NEGATED = _pairs("= ≠ < ≮ > ≯ ≤ ≰ ≥ ≱ ∼ ≁ ≈ ≉ ≡ ≢ ∈ ∉ ⊂ ⊄ ⊆ ⊈ ⊃ ⊅ ⊇ ⊉ ∣ ∤ ∥ ∦ ≅ ≇ ≃ ≄ ∃ ∄ → ↛ ⇒ ⇏")
OPENING = _pairs("""
    lbrace { { { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lgroup ⟮ llbracket ⟦ ulcorner ⌜
""")
CLOSING = _pairs("""
    rbrace } } } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rgroup ⟯ rrbracket ⟧ urcorner ⌝
""")
FENCES = _pairs("vert | | ‖ Vert ‖ backslash \\")
BIG = _pairs("""
    sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀
    bigsqcup ⨆ biguplus ⨄
""")
PUNCTUATION = _pairs("colon :")
INTEGRALS = _pairs("int ∫ iint ∬ iiint ∭ iiiint ⨌ oint ∮ oiint ∯ oiiint ∰ smallint ∫")
FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg dim exp hom ker lg ln log sec sin sinh tan"
    " tanh".split()
)
LIMIT_FUNCTIONS = {name: name for name in "det gcd inf lim max min sup Pr".split()} | {
    "limsup": "lim sup",
    "liminf": "lim inf",
    "injlim": "inj lim",
    "projlim": "proj lim",
    "argmax": "arg max",
    "argmin": "arg min",
}
# Browsers stretch these two where they leave ¯ and ^ at their own size.
LINE, WIDE_HAT = "\u0332", "\u0302"
# Accents: the character that stands above, and whether it grows with what is below. Of the
# characters that look alike these are drawn in their place by browsers with the bundled font.
ACCENTS = {
    "hat": ("ˆ", False),
    "widehat": (WIDE_HAT, True),
    "tilde": ("˜", False),
    "widetilde": ("~", True),
    "bar": ("ˉ", False),
    "overline": (LINE, True),
    "vec": ("→", False),
    "overrightarrow": ("→", True),
    "overleftarrow": ("←", True),
    "overleftrightarrow": ("↔", True),
    "dot": ("˙", False),
    "ddot": ("¨", False),
    "dddot": ("⃛", False),
    "check": ("ˇ", False),
    "breve": ("˘", False),
    "acute": ("´", False),
    "grave": ("`", False),
    "mathring": ("˚", False),
    "overbrace": ("⏞", True),
}
UNDER_ACCENTS = {"underline": LINE, "underbrace": "⏟"}
UNDER_ACCENTS |= {"underrightarrow": "→", "underleftarrow": "←"}
STRETCHED = {
    "xrightarrow": "→",
    "xleftarrow": "←",
    "xleftrightarrow": "↔",
    "xRightarrow": "⇒",
    "xLeftarrow": "⇐",
    "xmapsto": "↦",
    "xrightleftharpoons": "⇌",
    "xlongequal": "=",
}
SPACES = {
    ",": "0.167em",
    "thinspace": "0.167em",
    ":": "0.222em",
    ">": "0.222em",
    "medspace": "0.222em",
    ";": "0.278em",
    "thickspace": "0.278em",
    "!": "-0.167em",
    "negthinspace": "-0.167em",
    "negmedspace": "-0.222em",
    "negthickspace": "-0.278em",
    " ": "0.333em",
    "nobreakspace": "0.333em",
    "space": "0.333em",
    "enspace": "0.5em",
    "quad": "1em",
    "qquad": "2em",
}

# What a character typed as itself stands for.
TYPED = {"-": ("−", "bin"), "*": ("∗", "bin"), "·": ("⋅", "bin"), "+": ("+", "bin")}
TYPED |= {char: (char, "rel") for char in "=<>:"}
TYPED |= {char: (char, "open") for char in "(["} | {char: (char, "close") for char in ")]!?"}
TYPED |= {char: (char, "punct") for char in ",;"} | {char: (char, "fence") for char in "|/"}


def _by_name() -> dict[str, tuple[str, str]]:
    kinds = {"rel": RELATIONS, "bin": BINARY, "open": OPENING, "close": CLOSING, "fence": FENCES}
    kinds |= {"big": BIG, "integral": INTEGRALS, "sign": SIGNS, "letter": LETTERS | GREEK}
    kinds |= {"capital": CAPITALS, "punct": PUNCTUATION}
    return {name: (char, kind) for kind, table in kinds.items() for name, char in table.items()}


BY_NAME = _by_name()
# The same characters typed directly; a name read first wins where two names share one.
BY_CHARACTER = {char: (char, kind) for char, kind in reversed(list(BY_NAME.values()))} | TYPED
