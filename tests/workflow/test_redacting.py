"""Names go out of a study: codings stay on their words, and a shared copy has never held them."""

from __future__ import annotations

import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import conversation
from toolkit.errors import Several, ToolkitError
from toolkit.formats import keys as key_files
from toolkit.model.names import Key, KeyList
from toolkit.store import codings, leftovers, schema, transcripts
from toolkit.store.study import Study
from toolkit.workflow import applying, leaking, noting, redacting, sharing
from toolkit.workflow.correcting import corrected
from toolkit.workflow.studies import open_study, verify

NAMES = KeyList(
    (
        Key("name", "Sarah Miller", "Kim Berg"),
        Key("email", "sarah@example.org", "[email]"),
        Key("employer", "Nordlicht", "[employer]"),
    )
)
WORDS = ("I trust Sarah\nMiller of Nordlicht.", "Write to sarah@example.org, and I doubt it.")


@pytest.fixture
def spoken(study: Study) -> Study:
    said = conversation("P01", ("I", "Who?"), ("P01", WORDS[0]), ("P01", WORDS[1]))
    with study.transaction("researcher") as records:
        transcripts.add(records, said)
        transcripts.add_participant(records, "P01", {"works at": "Nordlicht"})
    for words, code in (("trust Sarah", "trust"), ("Miller of Nord", "care"), ("doubt it", "doubt")):
        at = said.text.index(words)
        applying.code(study, coder="Ana", transcript="P01", start=at, end=at + len(words), code=code)
    noting.memo(study, text="Sarah Miller is at Nordlicht.", coder="Ana", transcript="P01")
    return study


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "kept" / "keys.csv"
    path.parent.mkdir()
    key_files.write(NAMES, path)
    return path


def quoted(study: Study) -> list[str]:
    with study.reading() as connection:
        return [each.quotation.text for each in corrected(connection, codings.everything(connection)).codings]


def test_every_coding_stands_on_the_redacted_words(spoken: Study, keys: Path) -> None:
    redacting.redact(spoken, keys=keys, keep_original=True)
    assert quoted(spoken) == ["trust Kim Berg", "Kim Berg of [employer]", "doubt it"]
    verify(spoken)


def test_redacting_again_changes_nothing(spoken: Study, keys: Path) -> None:
    redacting.redact(spoken, keys=keys, keep_original=True)
    before = spoken.head()
    assert not redacting.redact(spoken, keys=keys, keep_original=True).rows
    assert spoken.head() == before


def test_nothing_is_replaced_until_somebody_says_what_becomes_of_the_originals(
    spoken: Study, keys: Path
) -> None:
    before = spoken.head()
    found = redacting.redact(spoken, keys=keys)
    redacting.redact(spoken, keys=keys, keep_original=True, dry_run=True)
    assert spoken.head() == before
    assert {"Sarah Miller", "sarah@example.org"} <= set(found.column("original"))


def test_decisions_come_back_from_a_file(spoken: Study, tmp_path: Path) -> None:
    marks = {str(row[2]): str(row[0]) for row in redacting.redact(spoken).rows}
    review = tmp_path / "reviewed.csv"
    review.write_text(
        "candidate,decision,original,kind,replacement\n"
        f"{marks['sarah@example.org']},replace,,,[mail]\n,replace,Sarah Miller,name,Kim\n",
        encoding="utf-8",
    )
    at = tmp_path / "keys.csv"
    redacting.redact(spoken, keys=at, review=review, keep_original=True, by="Ana")
    assert quoted(spoken)[0] == "trust Kim"
    assert [key.decided_by for key in key_files.read_path(at).keys] == ["Ana", "Ana"]


@pytest.mark.sqlite
def test_a_shared_copy_holds_no_original_in_any_byte(spoken: Study, keys: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    copy = tmp_path / "out" / "shared.study"
    sharing.share(spoken, str(copy), keys=keys, number_coders=True)
    data = copy.read_bytes()
    for word in ("Sarah", "Miller", "Nordlicht", "sarah@example.org", "Ana"):
        for codec in ("utf-8", "utf-16-le"):
            assert word.encode(codec) not in data
    made = open_study(copy)
    verify(made)
    assert quoted(made) == ["trust Kim Berg", "Kim Berg of [employer]", "doubt it"]
    with spoken.reading() as one, made.reading() as other:
        pairs = zip(codings.everything(one), codings.everything(other), strict=True)
        assert all((a.id, a.code, a.made_at) == (b.id, b.code, b.made_at) for a, b in pairs)
    made.close()


@pytest.mark.sqlite
def test_a_name_that_begins_longer_words_keeps_nobody_from_sharing(
    spoken: Study, keys: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    key_files.write(KeyList((*NAMES.keys, Key("id", "Q01", "Q"))), keys)
    with spoken.reading() as connection:
        (first, *_) = codings.everything(connection)
    numbers = list(range(2_000))
    random.Random(1).shuffle(numbers)  # noqa: S311 - so that pages of the indexes are parted
    with spoken.transaction("Ana") as records:
        codings.add_theirs(records, (replace(first, id=f"Q01{n:04}-4-Ada") for n in numbers))

    copy = tmp_path / "out" / "shared.study"
    sharing.share(spoken, str(copy), keys=keys)

    given = copy.read_bytes()
    leftovers.clear(copy)
    assert copy.read_bytes() == given  # nothing lies between its records
    made = open_study(copy)
    verify(made)
    assert len(quoted(made)) == 2_003
    made.close()


@pytest.mark.sqlite
def test_sharing_is_refused_while_something_like_a_name_is_left(
    spoken: Study, keys: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    noting.memo(spoken, text="Ask Nordlichts boss, or Milller.", coder="Ana", transcript="P01")
    with pytest.raises(Several) as refused:
        sharing.share(spoken, str(tmp_path / "out" / "shared.study"), keys=keys)
    assert "Nordlichts" in str(refused.value)
    assert not list((tmp_path / "out").iterdir())
    with pytest.raises(ToolkitError, match="given away"):
        sharing.share(spoken, str(tmp_path / "shared.study"), keys=keys)


def test_every_table_is_known_to_sharing() -> None:
    assert set(schema.metadata.tables) == sharing.CARRIED | sharing.LEFT_OUT


@pytest.mark.parametrize(
    "ending", [".csv", ".txt", ".md", ".html", ".json", ".svg", ".tex", ".bin", ".zip", ".docx"]
)
def test_a_name_is_found_in_a_file_of_any_kind(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x{ending}"
    told = {
        ".html": "<p>Sar<b>ah</b> Miller</p>",
        ".svg": "<svg><text><tspan>Sarah</tspan> Miller</text></svg>",
        ".json": '["Sarah \\u004diller"]',
        ".docx": '<d xmlns:w="x"><w:p><w:r><w:t>Sa</w:t></w:r><w:r><w:t>rah Miller</w:t></w:r></w:p></d>',
    }.get(ending, "Ask Sarah Miller.")
    if ending in (".zip", ".docx"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a/b.xml" if ending == ".docx" else "a/b.txt", told)
    else:
        path.write_bytes(told.encode("utf-16-le") if ending == ".bin" else told.encode())
    assert any(not leak.likeness for leak in leaking.in_file(path, NAMES.keys))
    assert not leaking.in_file(path, (Key("name", "Benedikt", "[name]"),))
