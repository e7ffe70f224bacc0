"""The chain of each figure: data, notebook, run, picture and editions, held against each other.

Digests show what was changed by accident, by drift, or by a hand that did not know of them. They
are no signature: who makes all of them anew is not found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby

from ..execute.options import Options
from ..findings import Finding
from ..project import Project
from ..records.digests import ABSENT, Digests
from .attached import other_passports
from .notebooks import changed_code
from .passports import RECORD, Digest, Passport, read_passports
from .pictures import show_the_same
from .placed import Placed, id_of, placed_pictures
from .published import AGAIN
from .runs import Run, Untrusted, read_run

DATA = "verify-figure-data"
PICTURE = "verify-figure-picture"
_OF_RUN = ("code", "python")


def broken_links(project: Project) -> list[Finding]:
    """Follow the chain of every figure that a notebook made.

    Returns
    -------
    list of Finding
        `Finding.path` is the file that is not as it was: a dataset, a notebook, a record, a
        passport or a picture.
    """
    passports, faults = read_passports(project)
    for (page, run), found in groupby(sorted(passports, key=_run_of), _run_of):
        faults += _Notebook(project, page, run, list(found)).faults()
    return [*faults, *other_passports(project, passports)]


def _run_of(passport: Passport) -> tuple[str, str]:
    return passport.page, passport.run


class _Notebook:
    """The figures of one page that share a run; `key` is its name, empty without a record."""

    def __init__(
        self, project: Project, page: str, key: str, passports: Sequence[Passport]
    ) -> None:
        self.project = project
        self.page = page
        self.key = key
        self.passports = passports

    def faults(self) -> Iterator[Finding]:
        """All that is broken, each thing once."""
        run: Run | None = None
        try:
            run = read_run(self.project, self.page, self.key) if self.key else None
        except Untrusted as error:
            yield error.fault
        yield from self.data(run)
        if run:
            yield from changed_code(self.project, Options.of(self.project), self.page, run)
        editions = placed_pictures(self.project, self.page)
        for passport in self.passports:
            placed = [one.get(id_of(passport.label), []) for one in editions]
            drawn = _drawn(passport, run, placed)
            yield from _told_otherwise(passport, run)
            yield from self.files(passport, drawn, is_all=run is not None)
            if run is None or passport.outputs <= set(drawn):
                for pictures in placed:
                    yield from self.placed(passport, pictures, drawn)

    def data(self, run: Run | None) -> Iterator[Finding]:
        """Files that are not those that the figures were drawn from."""
        digests = Digests(self.project.root)
        wanted: dict[str, str] = dict(run.inputs) if run else {}
        for passport in self.passports:
            for of_figure in (False, True):
                known = passport.inputs(of_figure=of_figure)
                wanted |= {name: told.sha256 for name, told in known.items()}
        for name, before in sorted(wanted.items()):
            if name != self.page and (now := digests.of(name)) != before:
                yield Finding(name, 0, 0, DATA, self._changed(name, before, now))

    def _changed(self, name: str, before: str, now: str) -> str:
        numbers = [one.number for one in self.passports if name in one.inputs(of_figure=True)]
        made = f"{_figures(numbers)} made" if numbers else f"the outputs of {self.page} were made"
        if name.endswith("/"):
            return f"Files came to this folder or went since {made}. {AGAIN}"
        if now == ABSENT:
            return f"This file is gone since {made} from it. Put it back, or mend {self.page}."
        digests = f"its sha256 was {before[:12]} and is {now[:12]}"
        return f"This file changed since {made} from it: {digests}. {AGAIN}"

    def files(
        self, passport: Passport, drawn: Mapping[str, bytes], *, is_all: bool
    ) -> Iterator[Finding]:
        """Pictures in ``_build/figures`` that are not those of the run."""
        for name, (digest, output) in passport.files().items():
            path = self.project.build / "figures" / name
            shown = f"{self.project.build.name}/figures/{name}"
            try:
                content = path.read_bytes()
            except OSError:
                message = f"This picture of {passport.name} is gone. {AGAIN}"
                yield Finding(shown, 0, 0, PICTURE, message)
                continue
            is_as_told = hashlib.sha256(content).hexdigest() == digest
            if not is_as_told or (output in drawn and not _is_set_from(drawn[output], content)):
                message = f"This is not the picture that the run of {self.page} gave. {AGAIN}"
                yield Finding(shown, 0, 0, PICTURE, message)
            elif is_all and output not in drawn:
                message = f"{self.page} gave no such picture as {name} is told to be. {AGAIN}"
                yield Finding(passport.path, passport.line_of("files"), 0, RECORD, message)

    def placed(
        self, passport: Passport, found: Sequence[Placed], drawn: Mapping[str, bytes]
    ) -> Iterator[Finding]:
        """Pictures in an edition that are not those of the run."""
        right = [drawn[output] for output in passport.outputs if output in drawn]
        for one in found:
            if not any(show_the_same(it, one.content) for it in right):
                inside = f"{one.inside}: this" if one.inside else "This"
                message = f"{inside} is not the picture that the run of {self.page} gave"
                message += f" for {passport.name}. {AGAIN}"
                yield Finding(one.path, 0, 0, PICTURE, message)
        if passport.outputs and not found:
            message = f"{passport.name} has no picture in an edition. {AGAIN}"
            yield Finding(passport.path, passport.line_of("label"), 0, PICTURE, message)


def _drawn(
    passport: Passport, run: Run | None, placed: Sequence[Sequence[Placed]]
) -> dict[str, bytes]:
    """The pictures of the run by their digests; without one, those in editions that it told of."""
    if run:
        return run.pictures()
    # The line end that a drawing ends with is not in the files of editions.
    forms = [(one.content, form) for one in chain(*placed) for form in (b"", b"\n")]
    found = {hashlib.sha256(content + end).hexdigest(): content for content, end in forms}
    return {digest: content for digest, content in found.items() if digest in passport.outputs}


def _figures(numbers: Sequence[str]) -> str:
    *others, last = numbers
    return f"Figures {', '.join(others)} and {last} were" if others else f"Figure {last} was"


def _is_set_from(drawn: bytes, content: bytes) -> bool:
    """Whether the file shows what was drawn; a PNG that was set from a drawing cannot tell."""
    is_other_kind = drawn[:4] != content[:4] and content.startswith(b"\x89PNG")
    return is_other_kind or show_the_same(drawn, content)


def _told_otherwise(passport: Passport, run: Run | None) -> Iterator[Finding]:
    """Values of a passport that are not those of the record of its run."""
    if run is None:
        return
    told = passport.told
    for key in _OF_RUN:
        if told.text(key) != run.told.get(key):
            yield _differs(passport, passport.line_of(key), f'"{key}"', run)
    packages = told.get("packages")
    named = {name: one.content for name, one in (packages.content if packages else {}).items()}
    if named != run.told.get("packages"):
        yield _differs(passport, passport.line_of("packages"), '"packages"', run)
    inputs: dict[str, Digest] = {}
    for of_figure in (False, True):
        inputs |= passport.inputs(of_figure=of_figure)
    for name, digest in inputs.items():
        if digest.sha256 != run.inputs.get(name, digest.sha256):
            yield _differs(passport, digest.line, f"the digest of {name}", run)


def _differs(passport: Passport, line: int, what: str, run: Run) -> Finding:
    message = f"Here {what} of {passport.name} is not that of its run ({run.path}). {AGAIN}"
    return Finding(passport.path, line, 0, RECORD, message)
