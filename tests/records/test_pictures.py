"""Whether the file of a picture holds what its name says."""

import pytest

from soilbook.records.pictures import fault_of_picture

PNG = b"\x89PNG\r\n\x1a\n....IHDR....IDAT....IEND\xaeB`\x82"


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.png", PNG, ""),
        ("a.PNG", PNG[:20], "is broken off before its end"),
        ("a.png", b"", "is empty"),
        ("a.png", b"version https://git-lfs.example", "is not a PNG picture"),
        ("a.gif", b"GIF89a", ""),
        ("a.webp", b"GIF89a", "is not a WebP picture"),
        ("a.svg", b"<svg/>", ""),
        ("a.svg", b"<svg", "is not the XML"),
        ("a.drawing", b"x", ""),
    ],
)
def test_the_fault_of_a_picture(name, data, fault, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)

    found = fault_of_picture(path)

    assert found.startswith(fault)
    assert bool(found) == bool(fault)
