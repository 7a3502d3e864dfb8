"""Names are found where people do not look: in properties, hidden parts and names of files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from toolkit.errors import Several
from toolkit.formats import keys as key_files
from toolkit.model.names import Key, KeyList
from toolkit.workflow import demonstrating, leaking, redacting, sharing
from toolkit.workflow.leaking import Place

KEYS = KeyList((Key("name", "Sarah Miller", "[name]"), Key("employer", "Nordlicht", "[employer]")))


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "kept" / "keys.csv"
    path.parent.mkdir()
    key_files.write(KEYS, path)
    return path


def workbook(path: Path) -> None:
    book = Workbook()
    book.create_sheet("hidden").append(["Ask Sarah Miller."])
    book["hidden"].sheet_state = "hidden"
    book.save(path)


def document(path: Path) -> None:
    made = Document()
    made.core_properties.author = "Sarah Miller"
    made.save(str(path))


def open_document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("meta.xml", "<m xmlns:dc='x'><dc:creator>Sarah Miller</dc:creator></m>")


def named(path: Path) -> None:
    path.write_text("nothing", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.xlsx", workbook), ("a.docx", document), ("a.odt", open_document), ("Sarah_Miller.txt", named)],
)
def test_a_name_is_found_in_hidden_parts_and_names_of_files(
    tmp_path: Path, keys: Path, name: str, make: object
) -> None:
    path = tmp_path / name
    make(path)  # type: ignore[operator]
    with pytest.raises(Several) as refused:
        leaking.leaks(Place(str(path)), keys=keys)
    assert "Sarah" in str(refused.value)
    with pytest.raises(Several) as quiet:
        leaking.leaks(Place(str(path)), keys=keys, quiet_names=True)
    assert "Sarah" not in str(quiet.value)
    assert "Miller" not in str(quiet.value)


@pytest.mark.sqlite
def test_the_sample_is_shared_once_what_is_like_a_name_was_decided(tmp_path: Path) -> None:
    study = demonstrating.sample(tmp_path / "sample.study")
    (tmp_path / "kept").mkdir()
    (tmp_path / "out").mkdir()
    path, copy = tmp_path / "kept" / "keys.csv", tmp_path / "out" / "shared.study"
    known = KeyList((Key("name", "Tansy", "[name]"), Key("employer", "Pellworth", "[employer]")))
    key_files.write(known, path)
    with pytest.raises(Several, match="pellworth"):
        sharing.share(study, str(copy), keys=path)
    assert not copy.exists()
    repository = Key("repository", "pellworth-forge/larkspur-card-notes", "[repository]")
    key_files.write(known.with_([repository]), path)
    redacting.redact(study, keys=path, forget_original=str(copy))
    assert leaking.leaks(Place.of(str(copy)), keys=path).rows
    study.close()
