"""Garbage is looked for seldom while a PDF is made, and afterwards as before, also upon a fault."""

import gc

import pytest

from soilbook.editions.pdf.garbage import SELDOM, look_seldom


class Events:
    """A build of Sphinx, of which only the end matters."""

    def connect(self, event, callback):
        self.ends = event == "build-finished" and callback


@pytest.mark.parametrize("fault", [None, ValueError("the build broke off")])
def test_the_build_ends_as_it_began(fault):
    before, build = gc.get_threshold(), Events()

    look_seldom(build)

    assert gc.get_threshold() == (SELDOM, *before[1:])
    build.ends(build, fault)
    assert gc.get_threshold() == before
