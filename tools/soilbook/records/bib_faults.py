"""What can be wrong with the syntax of a .bib file: the names of the faults, and what they mean."""

from __future__ import annotations

#: The name of each fault, and what it is for an author.
FAULTS = {
    "bibliography-brace-unbalanced": "Braces do not pair: one is missing or one is too many.",
    "bibliography-comma-missing": "No comma stands between two fields, or after the key.",
    "bibliography-comment-inside": "A % stands among the fields of an entry; BibTeX has no "
    "comments there.",
    "bibliography-comment-read": "An entry is commented out, but BibTeX reads it all the same.",
    "bibliography-entry-inside": "A row inside of a value looks like the start of an entry.",
    "bibliography-entry-unclosed": "The brace that ends an entry is missing.",
    "bibliography-equals-missing": 'No "=" stands between a field and its value.',
    "bibliography-field-repeated": "A field stands twice in an entry; the second is lost.",
    "bibliography-key-malformed": "There is white space or a brace in a key.",
    "bibliography-key-missing": "An entry has no key, so nothing can cite it.",
    "bibliography-quote-unbalanced": "Quotation marks around a value do not pair.",
    "bibliography-stray-at": "An @ begins no entry, but BibTeX takes every @ for the start of one.",
    "bibliography-string-unknown": "An abbreviation is used that no @string above defines.",
    "bibliography-text-stray": "Text stands in an entry that belongs to no field.",
    "bibliography-type-missing": "No type stands behind the @ of an entry.",
    "bibliography-value-bare": "A value has neither braces nor quotation marks around it.",
    "bibliography-value-missing": 'Nothing stands after a "=".',
}
