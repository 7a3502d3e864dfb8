import io
import stat
import zipfile

import pytest

from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.formats.archive import Archive


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()


def refusal(data: bytes, member: str = "a") -> str:
    with pytest.raises(ToolkitError) as refused:
        Archive("x.docx", data).read(member)
    return str(refused.value)


def test_members_are_read_by_name() -> None:
    archive = Archive("x.docx", packed(("a", b"one"), ("b/c", b"two")))
    assert archive.names == ("a", "b/c")
    assert archive.read("b/c") == b"two"
    with pytest.raises(ToolkitError, match="has no member d"):
        archive.read("d")


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(packed(("a", b"a" * 1000)))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(mark) + place
        data[at : at + 4] = (10).to_bytes(4, "little")
    assert "is damaged at a" in refusal(bytes(data))


def test_growth_is_counted_over_all_members(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive("x.docx", packed(("a", bytes(600_000)), ("b", bytes(600_000))))
    monkeypatch.setattr(limits, "LARGEST_INFLATED", limits.MEGABYTE)
    assert len(archive.read("a")) == 600_000
    with pytest.raises(ToolkitError, match="unpacks to more than 1 MB"):
        archive.read("b")


def test_sizes_declared_above_the_bound_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_INFLATED", limits.MEGABYTE)
    assert "unpacks to more than 1 MB" in refusal(packed(("a", bytes(limits.MEGABYTE + 1))))


def test_what_grows_too_much_is_refused() -> None:
    assert "over 200 times its size" in refusal(packed(("a", bytes(8 * limits.MEGABYTE))))


def test_too_many_members_are_refused() -> None:
    many = packed(*((f"m{number}", b"") for number in range(limits.MOST_MEMBERS + 1)))
    assert "holds more than 2,000 members" in refusal(many)


@pytest.mark.parametrize("name", ["../a", "b/../../a", "/a", "C:/a", "b\\..\\a"])
def test_names_that_lead_out_are_refused(name: str) -> None:
    assert "a path out of it" in refusal(packed((name, b"x")), name)


def test_links_and_twins_are_refused() -> None:
    link = zipfile.ZipInfo("a")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "holds the link 'a'" in refusal(packed((link, b"/etc/passwd")))
    with pytest.warns(UserWarning, match="Duplicate"):
        twins = packed(("a", b"1"), ("a", b"2"))
    assert "holds the member 'a' twice" in refusal(twins)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"no archive at all"])
def test_damage_is_told_on_one_line(data: bytes) -> None:
    assert "\n" not in refusal(data)


def test_a_cut_archive_is_refused() -> None:
    whole = packed(("a", bytes(range(256)) * 40))
    assert "is damaged" in refusal(whole[:-30])
    assert "is damaged at a" in refusal(whole[:60] + b"\xff" * 20 + whole[80:])
