"""A pack holds files by paths that stay within it."""

from __future__ import annotations

import hashlib

import pytest

from toolkit.errors import Invalid
from toolkit.model.pack import Pack


def test_each_file_has_its_hash() -> None:
    pack = Pack("Report", {"tables/a.csv": b"a", "b.txt": b""})
    assert pack.hashes == {
        "tables/a.csv": hashlib.sha256(b"a").hexdigest(),
        "b.txt": hashlib.sha256(b"").hexdigest(),
    }


@pytest.mark.parametrize("path", ["", "/a", "a/", "a//b", "../a", "a/../b", "./a", "a\\b"])
def test_a_path_that_could_lead_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(Invalid, match="no path within a pack"):
        Pack("Report", {path: b""})
