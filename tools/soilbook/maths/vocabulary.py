"""What signs and constructions are called: one row each, English | French | Spanish."""

from __future__ import annotations

LANGUAGES = ("en", "fr", "es")


def _table(text: str) -> dict[str, dict[str, str]]:
    """Read rows: key | English | French | Spanish."""
    rows = ([field.strip() for field in line.split("|")] for line in text.strip().splitlines())
    return {key: dict(zip(LANGUAGES, names, strict=True)) for key, *names in rows}


PHRASES = _table("""
    sub | sub | indice | subíndice
    end-sub | end sub | fin de l’indice | fin del subíndice
    super | superscript | exposant | superíndice
    power | to the power | puissance | elevado a
    end-power | end power | fin de la puissance | fin de la potencia
    squared | squared | au carré | al cuadrado
    cubed | cubed | au cube | al cubo
    unit-squared | squared | carrés | cuadrados
    unit-cubed | cubed | cubes | cúbicos
    per-squared | squared | carré | cuadrado
    per-cubed | cubed | cube | cúbico
    transpose | transpose | transposée | traspuesta
    prime1 | prime | prime | prima
    prime2 | double prime | seconde | doble prima
    prime3 | triple prime | tierce | triple prima
    over | over | sur | sobre
    fraction | the fraction | la fraction | la fracción
    end-fraction | end fraction | fin de la fraction | fin de la fracción
    choose | choose | parmi | sobre
    binomial | the binomial coefficient | le coefficient binomial | el coeficiente binomial
    root | square root of | racine carrée de | raíz cuadrada de
    root-degree | root of degree | racine de degré | raíz de grado
    end-root | end root | fin de la racine | fin de la raíz
    of | of | de | de
    from | from | de | desde
    to | to | à | hasta
    for | over | sur | sobre
    as | as | quand | cuando
    above | above | au-dessus | encima
    below | below | au-dessous | debajo
    with | with | avec | con
    and | and | et | y
    labelled | labelled | nommé | llamado
    matrix | {} by {} matrix | matrice {} par {} | matriz de {} por {}
    determinant | {} by {} determinant | déterminant {} par {} | determinante de {} por {}
    array | {} by {} table | tableau {} par {} | tabla de {} por {}
    row | row | ligne | fila
    end-table | end of rows | fin des lignes | fin de las filas
    cases | cases | cas | casos
    end-cases | end of cases | fin des cas | fin de los casos
    absolute | the absolute value of | la valeur absolue de | el valor absoluto de
    end-absolute | end absolute value | fin de la valeur absolue | fin del valor absoluto
    norm | the norm of | la norme de | la norma de
    end-norm | end norm | fin de la norme | fin de la norma
    at | evaluated at | évalué en | evaluado en
    boxed | boxed | encadré | enmarcado
    cancelled | cancelled | barré | tachado
    empty | nothing | rien | nada
    yields | gives | donne | da
    such-that | such that | tel que | tal que
    given | given | sachant | dado
    bold | bold | gras | negrita
    script | script | ronde | caligráfica
    fraktur | fraktur | gothique | gótica
    double-struck | double-struck | ajourée | de pizarra
    dot | dot | point | punto
    bar | bar | barre | barra
    per | per | par | por
""")

SIGNS = _table("""
    = | equals | égale | es igual a
    ≠ | is not equal to | est différent de | es distinto de
    < | is less than | est inférieur à | es menor que
    > | is greater than | est supérieur à | es mayor que
    ≤ | is less than or equal to | est inférieur ou égal à | es menor o igual que
    ⩽ | is less than or equal to | est inférieur ou égal à | es menor o igual que
    ≥ | is greater than or equal to | est supérieur ou égal à | es mayor o igual que
    ⩾ | is greater than or equal to | est supérieur ou égal à | es mayor o igual que
    ≪ | is much less than | est très inférieur à | es mucho menor que
    ≫ | is much greater than | est très supérieur à | es mucho mayor que
    ≡ | is identical to | est identique à | es idéntico a
    ≈ | is approximately equal to | est approximativement égal à | es aproximadamente igual a
    ≃ | is asymptotically equal to | est équivalent à | es equivalente a
    ≅ | is congruent to | est congru à | es congruente con
    ∼ | is distributed as | suit la loi | se distribuye como
    ∝ | is proportional to | est proportionnel à | es proporcional a
    ≔ | is defined as | est défini comme | se define como
    ≜ | is defined as | est défini comme | se define como
    ≲ | is less than about | est inférieur à environ | es menor que aproximadamente
    ≳ | is greater than about | est supérieur à environ | es mayor que aproximadamente
    ∈ | is in | appartient à | pertenece a
    ∉ | is not in | n’appartient pas à | no pertenece a
    ⊂ | is a subset of | est inclus dans | está incluido en
    ⊆ | is a subset of or equal to | est inclus dans ou égal à | está incluido en o es igual a
    ⊊ | is a proper subset of | est strictement inclus dans | es un subconjunto propio de
    ≻ | is preferred to | est préféré à | es preferido a
    ≺ | is less preferred than | est moins préféré que | es menos preferido que
    ⪰ | is at least as good as | est au moins aussi bon que | es al menos tan bueno como
    ⪯ | is at most as good as | est au plus aussi bon que | es a lo sumo tan bueno como
    ≷ | is greater or less than | est supérieur ou inférieur à | es mayor o menor que
    ≶ | is less or greater than | est inférieur ou supérieur à | es menor o mayor que
    ≐ | approaches the limit | tend vers la limite | se aproxima al límite
    ≍ | is of the order of | est de l’ordre de | es del orden de
    ▷ | right triangle | triangle vers la droite | triángulo a la derecha
    ◁ | left triangle | triangle vers la gauche | triángulo a la izquierda
    ∁ | the complement of | le complémentaire de | el complemento de
    † | dagger | croix | daga
    ⊙ | circled dot | point cerclé | punto en círculo
    □ | square | carré | cuadrado
    △ | triangle | triangle | triángulo
    ∠ | angle | angle | ángulo
    ∄ | there is no | il n’existe pas de | no existe
    ∤ | does not divide | ne divise pas | no divide a
    ⊄ | is not a subset of | n’est pas inclus dans | no está incluido en
    ⊃ | contains | contient | contiene
    ⊇ | contains or equals | contient ou égale | contiene o es igual a
    ∪ | union | union | unión
    ∩ | intersection | intersection | intersección
    ∖ | without | privé de | menos el conjunto
    ∧ | and | et | y
    ∨ | or | ou | o
    ¬ | not | non | no
    ∀ | for all | pour tout | para todo
    ∃ | there exists | il existe | existe
    ∅ | the empty set | l’ensemble vide | el conjunto vacío
    ∞ | infinity | l’infini | infinito
    + | plus | plus | más
    − | minus | moins | menos
    ± | plus or minus | plus ou moins | más o menos
    ∓ | minus or plus | moins ou plus | menos o más
    × | times | fois | por
    ⋅ | times | fois | por
    ∗ | star | étoile | asterisco
    ⋆ | star | étoile | estrella
    ÷ | divided by | divisé par | dividido por
    / | over | sur | sobre
    ∘ | composed with | rond | compuesto con
    ⊗ | tensor product | produit tensoriel | producto tensorial
    ⊕ | direct sum | somme directe | suma directa
    → | tends to | tend vers | tiende a
    ⟶ | tends to | tend vers | tiende a
    ← | left arrow | flèche vers la gauche | flecha a la izquierda
    ⟵ | left arrow | flèche vers la gauche | flecha a la izquierda
    ↔ | left and right arrow | flèche double | flecha doble
    ⟷ | left and right arrow | flèche double | flecha doble
    ⇒ | implies | implique | implica
    ⟹ | implies | implique | implica
    ⟸ | is implied by | est impliqué par | es implicado por
    ⇐ | is implied by | est impliqué par | es implicado por
    ⇔ | if and only if | si et seulement si | si y solo si
    ⟺ | if and only if | si et seulement si | si y solo si
    ↦ | maps to | a pour image | se envía a
    ⇌ | is in equilibrium with | est en équilibre avec | está en equilibrio con
    ↑ | up arrow | flèche vers le haut | flecha arriba
    ↓ | down arrow | flèche vers le bas | flecha abajo
    ∣ | given | sachant | dado
    ∥ | is parallel to | est parallèle à | es paralelo a
    ⊥ | is perpendicular to | est perpendiculaire à | es perpendicular a
    ⟂ | is perpendicular to | est perpendiculaire à | es perpendicular a
    ⊤ | top | transposée | traspuesta
    ∑ | the sum | la somme | la suma
    ∏ | the product | le produit | el producto
    ⋃ | the union | l’union | la unión
    ⋂ | the intersection | l’intersection | la intersección
    ∫ | the integral | l’intégrale | la integral
    ∬ | the double integral | l’intégrale double | la integral doble
    ∭ | the triple integral | l’intégrale triple | la integral triple
    ∮ | the contour integral | l’intégrale de contour | la integral de contorno
    ∂ | partial | d rond | parcial
    ∇ | nabla | nabla | nabla
    𝔼 | the expected value | l’espérance | la esperanza
    ℝ | the real numbers | l’ensemble des réels | los números reales
    ℕ | the natural numbers | l’ensemble des entiers naturels | los números naturales
    ℤ | the integers | l’ensemble des entiers | los números enteros
    : | colon | deux-points | dos puntos
    – | to | à | a
    ∴ | therefore | donc | por lo tanto
    ∵ | because | car | porque
    ℓ | l | l | l
    ℏ | h bar | h barre | h barra
    ° | degrees | degrés | grados
    % | percent | pour cent | por ciento
    ‰ | per mille | pour mille | por mil
    … | and so on | et ainsi de suite | y así sucesivamente
    ⋯ | and so on | et ainsi de suite | y así sucesivamente
    ⋮ | and so on | et ainsi de suite | y así sucesivamente
    ⋱ | and so on | et ainsi de suite | y así sucesivamente
    ! | factorial | factorielle | factorial
    _ | underscore | tiret bas | guion bajo
    # | number of | nombre de | número de
    $ | dollars | dollars | dólares
    € | euros | euros | euros
    £ | pounds | livres | libras
    ( | open parenthesis | ouvrez la parenthèse | abre paréntesis
    ) | close parenthesis | fermez la parenthèse | cierra paréntesis
    [ | open bracket | ouvrez le crochet | abre corchete
    ] | close bracket | fermez le crochet | cierra corchete
    { | open brace | ouvrez l’accolade | abre llave
    } | close brace | fermez l’accolade | cierra llave
    ⟨ | open angle bracket | ouvrez le chevron | abre ángulo
    ⟩ | close angle bracket | fermez le chevron | cierra ángulo
    ⌊ | floor of | partie entière de | parte entera de
    ⌋ | end floor | fin de la partie entière | fin de la parte entera
    ⌈ | ceiling of | partie entière supérieure de | techo de
    ⌉ | end ceiling | fin de la partie entière supérieure | fin del techo
    ‖ | double bar | double barre | doble barra
    \\ | backslash | barre oblique inverse | barra invertida
    & | and | et | y
    ⟦ | open double bracket | ouvrez le double crochet | abre doble corchete
    ⟧ | close double bracket | fermez le double crochet | cierra doble corchete
""")

ACCENTS = _table("""
    ˆ | hat | chapeau | sombrero
    ̂ | hat | chapeau | sombrero
    over | overlined | surligné | con raya encima
    ˜ | tilde | tilde | tilde
    ˉ | bar | barre | barra
    ~ | tilde | tilde | tilde
    under | underlined | souligné | subrayado
    → | vector | vecteur | vector
    ← | with left arrow | avec flèche à gauche | con flecha a la izquierda
    ↔ | with double arrow | avec double flèche | con doble flecha
    ˙ | dot | point | punto
    ¨ | double dot | deux points | dos puntos
    ⃛ | triple dot | trois points | tres puntos
    ˇ | check | caron | caron
    ˘ | breve | brève | breve
    ´ | acute | aigu | agudo
    ` | grave | grave | grave
    ˚ | ring | rond en chef | anillo
""")

GREEK = _table("""
    α | alpha | alpha | alfa
    β | beta | bêta | beta
    γ | gamma | gamma | gamma
    δ | delta | delta | delta
    ε | epsilon | epsilon | épsilon
    ϵ | epsilon | epsilon | épsilon
    ζ | zeta | zêta | zeta
    η | eta | êta | eta
    θ | theta | thêta | theta
    ϑ | theta | thêta | theta
    ι | iota | iota | iota
    κ | kappa | kappa | kappa
    λ | lambda | lambda | lambda
    μ | mu | mu | mu
    ν | nu | nu | nu
    ξ | xi | xi | xi
    π | pi | pi | pi
    ρ | rho | rhô | rho
    ϱ | rho | rhô | rho
    σ | sigma | sigma | sigma
    ς | sigma | sigma | sigma
    τ | tau | tau | tau
    υ | upsilon | upsilon | ípsilon
    φ | phi | phi | fi
    ϕ | phi | phi | fi
    χ | chi | khi | ji
    ψ | psi | psi | psi
    ω | omega | oméga | omega
    Γ | capital gamma | gamma majuscule | gamma mayúscula
    Δ | delta | delta | delta
    Θ | capital theta | thêta majuscule | theta mayúscula
    Λ | capital lambda | lambda majuscule | lambda mayúscula
    Ξ | capital xi | xi majuscule | xi mayúscula
    Π | capital pi | pi majuscule | pi mayúscula
    Σ | capital sigma | sigma majuscule | sigma mayúscula
    Φ | capital phi | phi majuscule | fi mayúscula
    Ψ | capital psi | psi majuscule | psi mayúscula
    Ω | capital omega | oméga majuscule | omega mayúscula
""")

FUNCTIONS = _table("""
    lim | the limit | la limite | el límite
    max | the maximum | le maximum | el máximo
    min | the minimum | le minimum | el mínimo
    sup | the supremum | la borne supérieure | el supremo
    inf | the infimum | la borne inférieure | el ínfimo
    arg max | arg max | arg max | arg max
    arg min | arg min | arg min | arg min
    log | log | log | log
    ln | the natural logarithm | le logarithme népérien | el logaritmo natural
    exp | the exponential | l’exponentielle | la exponencial
    sin | sine | sinus | seno
    cos | cosine | cosinus | coseno
    tan | tangent | tangente | tangente
    det | the determinant | le déterminant | el determinante
    Var | the variance | la variance | la varianza
    Cov | the covariance | la covariance | la covarianza
    Pr | the probability | la probabilité | la probabilidad
    mod | modulo | modulo | módulo
""")

# Two words that the language draws into one.
CONTRACTIONS = {
    "fr": {"de le": "du", "à le": "au"},
    "es": {"de el": "del", "a el": "al"},
}
