"""How units are spoken; symbols that are also names of substances (C, N, P) are left out."""

from __future__ import annotations

from .vocabulary import LANGUAGES

# Symbol | English: several, one | French: several, one | Spanish: several, one.
_ROWS = """
    kg | kilograms, kilogram | kilogrammes, kilogramme | kilogramos, kilogramo
    g | grams, gram | grammes, gramme | gramos, gramo
    mg | milligrams, milligram | milligrammes, milligramme | miligramos, miligramo
    µg | micrograms, microgram | microgrammes, microgramme | microgramos, microgramo
    Mg | megagrams, megagram | mégagrammes, mégagramme | megagramos, megagramo
    Gg | gigagrams, gigagram | gigagrammes, gigagramme | gigagramos, gigagramo
    Tg | teragrams, teragram | téragrammes, téragramme | teragramos, teragramo
    Pg | petagrams, petagram | pétagrammes, pétagramme | petagramos, petagramo
    Gt | gigatonnes, gigatonne | gigatonnes, gigatonne | gigatoneladas, gigatonelada
    Mt | megatonnes, megatonne | mégatonnes, mégatonne | megatoneladas, megatonelada
    t | tonnes, tonne | tonnes, tonne | toneladas, tonelada
    ha | hectares, hectare | hectares, hectare | hectáreas, hectárea
    Mha | megahectares, megahectare | mégahectares, mégahectare | megahectáreas, megahectárea
    m | metres, metre | mètres, mètre | metros, metro
    cm | centimetres, centimetre | centimètres, centimètre | centímetros, centímetro
    mm | millimetres, millimetre | millimètres, millimètre | milímetros, milímetro
    km | kilometres, kilometre | kilomètres, kilomètre | kilómetros, kilómetro
    yr | years, year | ans, an | años, año
    an | years, year | ans, an | años, año
    a | years, year | ans, an | años, año
    d | days, day | jours, jour | días, día
    j | years, year | jours, jour | años, año
    h | hours, hour | heures, heure | horas, hora
    s | seconds, second | secondes, seconde | segundos, segundo
    min | minutes, minute | minutes, minute | minutos, minuto
    mol | moles, mole | moles, mole | moles, mol
    mmol | millimoles, millimole | millimoles, millimole | milimoles, milimol
    J | joules, joule | joules, joule | julios, julio
    kJ | kilojoules, kilojoule | kilojoules, kilojoule | kilojulios, kilojulio
    W | watts, watt | watts, watt | vatios, vatio
    Pa | pascals, pascal | pascals, pascal | pascales, pascal
    kPa | kilopascals, kilopascal | kilopascals, kilopascal | kilopascales, kilopascal
    L | litres, litre | litres, litre | litros, litro
    l | litres, litre | litres, litre | litros, litro
"""


def _read() -> dict[str, dict[str, tuple[str, str]]]:
    table: dict[str, dict[str, tuple[str, str]]] = {language: {} for language in LANGUAGES}
    for line in _ROWS.strip().splitlines():
        symbol, *names = (field.strip() for field in line.split("|"))
        for language, name in zip(LANGUAGES, names, strict=True):
            several, one = name.split(", ")
            table[language][symbol] = (several, one)
    return table


UNITS = _read()
