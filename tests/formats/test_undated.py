import io
import zipfile

from toolkit.formats.undated import packed, unpacked

MEMBERS = [("b/one.txt", b"1" * 1_000), ("a.txt", b""), ("ä.bin", bytes(range(256)))]


def test_members_come_back_in_their_order() -> None:
    assert unpacked(io.BytesIO(packed(MEMBERS))) == MEMBERS


def test_an_archive_says_nothing_of_the_day_or_the_system_it_was_made_on() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(MEMBERS))) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {0}
