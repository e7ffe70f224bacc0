"""Real retractions, corrections and wrong citations of soil science.

Retractions and corrections: github.com/open-retractions/open-retractions (CC0), snapshot of
2020-06-23. Wrong citations: seen in public .bib files and reference lists. The record of a DOI
that led to a work nobody named is made up here, and says so in its title.
"""

from soilbook.records.answers import Person, Record

#: DOI, title, journal, year, kind of notice, DOI of the notice.
NOTICES = [
    (
        "10.1016/j.geoderma.2018.01.029",
        "Soil carbon stocks are underestimated in mountainous regions",
        "Geoderma",
        2018,
        "retraction",
        "10.1016/j.geoderma.2019.114140",
    ),
    (
        "10.1007/s11368-013-0802-3",
        "Effect of lead pollution on soil microbiological index under spinach cultivation",
        "Journal of Soils and Sediments",
        2014,
        "retraction",
        "10.1007/s11368-013-0802-3",
    ),
    (
        "10.1007/s11368-014-1031-0",
        "Toxic potential of different types of sewage sludge as fertiliser in agriculture",
        "Journal of Soils and Sediments",
        2015,
        "retraction",
        "10.1007/s11368-014-1031-0",
    ),
    (
        "10.1016/j.catena.2016.06.008",
        "Application of adaptive neuro-fuzzy technique: daily soil temperature prediction",
        "Catena",
        2016,
        "retraction",
        "10.1016/j.catena.2016.09.011",
    ),
    (
        "10.1073/pnas.1706103114",
        "Soil carbon debt of 12,000 years of human land use",
        "Proceedings of the National Academy of Sciences",
        2017,
        "correction",
        "10.1073/pnas.1800925115",
    ),
    (
        "10.1088/1748-9326/aaeb5f",
        "Revisiting IPCC Tier 1 coefficients: agroforestry systems",
        "Environmental Research Letters",
        2018,
        "correction",
        "10.1088/1748-9326/ab562b",
    ),
    (
        "10.1038/srep27199",
        "Changes in soil organic carbon in croplands subjected to fertilizer management",
        "Scientific Reports",
        2016,
        "correction",
        "10.1038/srep29330",
    ),
    (
        "10.1038/s41559-018-0743-8",
        "Strategic approaches to restoring ecosystems can triple conservation gains",
        "Nature Ecology & Evolution",
        2019,
        "correction",
        "10.1038/s41559-020-1211-9",
    ),
    (
        "10.1016/j.agee.2014.10.007",
        "Energy and greenhouse gas analysis of northeast U.S. dairy cropping systems",
        "Agriculture, Ecosystems & Environment",
        2015,
        "correction",
        "10.1016/j.agee.2015.03.007",
    ),
]
#: Retractions that their publishers deposited under the label "erratum".
LABELLED_ERRATUM = {"10.1016/j.geoderma.2018.01.029", "10.1016/j.catena.2016.06.008"}

_OTHER = Record("article", "Made up: whatever else that DOI belongs to", (Person("Nobody", "N."),))
_EVEN = tuple(
    Person(family, "X.") for family in "Even Machmuller Lavallee Zelikova Cotrufo".split()
)
#: The entry as it was cited, what the registry has (nothing: it knows no such DOI), what is found.
MISMATCHES = [
    (
        "author = {Wendt, J. W. and Hauser, S.}, year = {2013}, doi = {10.2136/sssaj2008.0063}, "
        "title = {An equivalent soil mass procedure for monitoring soil organic carbon}, "
        "journal = {European Journal of Soil Science}",
        _OTHER,
        "record-other-work",
    ),
    (
        "author = {Govaerts, B.}, year = {2017}, doi = {10.1016/j.agee.2017.03.001}, "
        "title = {Conservation agriculture and soil carbon sequestration: Between myth and farmer "
        "reality}, journal = {Agriculture, Ecosystems & Environment}",
        _OTHER,
        "record-other-work",
    ),
    (
        "author = {Even, R. and Leifeld, J. and Müller-Stöver, D. and Sørensen, P.}, "
        "year = {2025}, title = {Large errors in soil carbon measurements}, "
        "journal = {SOIL}, doi = {10.5194/soil-11-17-2025}",
        Record("article", "Large errors in soil carbon measurements", _EVEN, 2025, 2025, "SOIL"),
        "record-author-differs",
    ),
    (
        "author = {Riahi, K.}, year = {2017}, journal = {Global Environmental Change}, "
        "title = {The Shared Socioeconomic Pathways}, doi = {10.1016/j.gloenvchem.2016.05.009}",
        None,
        "record-doi-not-found",
    ),
    (
        "author = {Cotrufo, M. F. and others}, year = {2018}, journal = {Nature Geoscience}, "
        "title = {Soil carbon storage}, doi = {10.1038/s41561-019-0484-6}",
        Record(
            "article",
            "Soil carbon storage",
            (Person("Cotrufo", "M. Francesca"),),
            2019,
            2019,
            "Nature Geoscience",
        ),
        "record-year-differs",
    ),
]
