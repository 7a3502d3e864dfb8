"""Files are dropped on the page, looked at, and imported all together or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Transcript
from toolkit.store import transcripts
from toolkit.ui import parts
from toolkit.workflow import files, importing, reading, studies

SAMPLES = files.shipped("sample_transcripts")
TALK = b"I: How was it?\n\nP: Well, it was fine.\n\nI: And then?\n\nP: Then we left.\n"
HOSTILE = "<script>x</script> [l](javascript:x) :red[r] $x$ `c`"


def _page(path: str) -> None:
    """Be a script that shows the page; it runs on its own, so it imports for itself."""
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.app import PAGES  # noqa: PLC0415
    from toolkit.ui.pages import transcripts  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    st.session_state.setdefault("transcripts view", "Import")
    state.remember_pages({page.TITLE: st.Page(print, title=page.TITLE) for page in PAGES})
    study = open_study(Path(path))
    transcripts.show(study)
    study.close()


@pytest.fixture
def path(tmp_path: Path, codebook: Codebook) -> Path:
    studies.start(tmp_path / "my.study", codebook).close()
    return tmp_path / "my.study"


@pytest.fixture
def page(path: Path) -> AppTest:
    return AppTest.from_function(_page, args=(str(path),), default_timeout=60).run()


def drop(page: AppTest, *dropped: tuple[str, bytes]) -> None:
    page.file_uploader[0].set_value([(name, data, "text/plain") for name, data in dropped]).run()
    assert not page.exception


def sample(*names: str) -> list[tuple[str, bytes]]:
    return [(name, (SAMPLES / name).read_bytes()) for name in names]


def stored(path: Path) -> tuple[Transcript, ...]:
    study = studies.open_study(path)
    with study.reading() as connection:
        found = transcripts.everything(connection)
    study.close()
    return found


def overview(page: AppTest) -> dict[str, list[object]]:
    return {str(name): list(values) for name, values in page.dataframe[0].value.items()}


def open_section(page: AppTest, number: int) -> None:
    """Open the section of a file; they are numbered from the top."""
    key = list(page.session_state["import waiting"])[number]
    page.session_state[f"import {key} section"] = True
    page.run()


def test_what_is_dropped_is_shown_and_not_stored(page: AppTest, path: Path) -> None:
    drop(page, *sample("P01.txt", "P02.vtt", "participants.csv"))

    shown = overview(page)
    assert shown["file"] == ["P01.txt", "P02.vtt", "participants.csv"]
    assert shown["import"] == ["new"] * 3
    assert shown["transcript"][:2] == ["P01", "P02"]
    assert "13 participants" in str(shown["speakers"][2])
    assert stored(path) == ()


def test_a_button_imports_all_of_it(page: AppTest, path: Path) -> None:
    drop(page, *sample("P01.txt", "P02.vtt", "participants.csv"))

    page.button(key="import all").click().run()

    assert not page.exception
    assert page.success[0].value == "Imported: 2 added, 1 described."
    assert [transcript.id for transcript in stored(path)] == ["P01", "P02"]
    assert page.get("page_link")[0].proto.label == "Read and code them"
    assert not [button for button in page.button if button.key == "import all"]


def test_it_stores_what_the_command_stores(
    page: AppTest, path: Path, tmp_path: Path, codebook: Codebook
) -> None:
    names = ("P01.txt", "P02.vtt", "P08.docx")
    drop(page, *sample(*names))
    page.button(key="import all").click().run()

    other = studies.start(tmp_path / "other.study", codebook)
    importing.import_files(other, *(SAMPLES / name for name in names))
    other.close()

    assert stored(path) == stored(tmp_path / "other.study")


def test_a_file_is_read_once_however_often_the_page_is_drawn(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(page, ("a.txt", TALK))

    def read_again(*_: object) -> None:
        pytest.fail("it was read again")

    monkeypatch.setattr(reading, "read", read_again)
    page.run()
    page.button(key="import all").click().run()

    assert page.success


def test_a_faulty_file_blocks_the_import_with_all_its_faults_until_it_is_removed(
    page: AppTest, path: Path
) -> None:
    drop(page, ("a.txt", TALK), ("people.csv", b"participant;role\nAna;maker\nBen\nAna;other\n"))

    told = "\n".join(error.value for error in page.error).replace("\\", "")
    assert "people.csv:3: has not as many cells" in told
    assert "people.csv:4: names 'Ana' a second time" in told
    assert page.button(key="import all").disabled
    (remove,) = (button for button in page.button if button.label.startswith("Remove the 1"))
    remove.click().run()
    assert not page.error
    page.button(key="import all").click().run()
    assert [transcript.id for transcript in stored(path)] == ["a"]


def test_what_the_researcher_says_is_stored(page: AppTest, path: Path) -> None:
    drop(page, ("a.txt", TALK))

    number = next(box.key.split()[1] for box in page.text_input if box.key and box.key.endswith(" id"))
    page.text_input(key=f"import {number} id").set_value("Ana 1").run()
    assert page.text_input(key=f"import {number} participant").value == "Ana 1"
    page.text_input(key=f"import {number} language").set_value("de").run()
    page.selectbox(key=f"import {number} verbatim").set_value("clean").run()
    page.selectbox(key=f"import {number} role 1").set_value("participant").run()
    page.button(key="import all").click().run()

    assert not page.exception
    (transcript,) = stored(path)
    assert (transcript.id, transcript.participant, transcript.language) == ("Ana 1", "Ana 1", "de")
    assert (transcript.verbatim, transcript.roles["P"]) == ("clean", "participant")


def test_what_holds_for_all_files_is_kept_while_another_view_is_open(page: AppTest, path: Path) -> None:
    drop(page, ("a.txt", TALK), ("b.txt", TALK + b"b"))
    page.multiselect(key="import for all asking").set_value(["P"]).run()
    page.text_input(key="import for all language").set_value("fr").run()
    page.selectbox(key="import for all verbatim").set_value("edited").run()

    for view in ("All", "Import"):
        page.button_group[0].set_value(view).run()
    page.button(key="import all").click().run()

    assert not page.exception
    for transcript in stored(path):
        assert (transcript.language, transcript.verbatim) == ("fr", "edited")
        assert transcript.roles["P"] == "interviewer"


def test_one_file_may_differ_from_what_holds_for_all(page: AppTest, path: Path) -> None:
    drop(page, ("a.txt", TALK), ("b.txt", TALK + b"b"))
    page.multiselect(key="import for all asking").set_value(["P"]).run()
    open_section(page, 1)
    role = next(box for box in page.selectbox if box.key and box.key.endswith("role 1"))
    assert role.value == "interviewer"

    role.set_value("other").run()
    page.button(key="import all").click().run()

    assert [transcript.roles["P"] for transcript in stored(path)] == ["interviewer", "other"]


def test_a_name_that_no_transcript_can_have_blocks_the_import(page: AppTest) -> None:
    drop(page, ("a.txt", TALK))

    next(box for box in page.text_input if box.key and box.key.endswith(" id")).set_value("x" * 300).run()

    assert page.button(key="import all").disabled
    assert "transcript id has 300 characters" in page.error[0].value


def test_two_files_of_one_name_are_told_apart(page: AppTest, path: Path) -> None:
    drop(page, ("a.txt", TALK), ("a.txt", TALK + b"b"))
    assert page.button(key="import all").disabled

    open_section(page, 1)
    next(box for box in page.text_input if box.key and box.key.endswith(" id")).set_value("b").run()
    page.button(key="import all").click().run()

    assert [transcript.id for transcript in stored(path)] == ["a", "b"]


def test_what_is_there_is_left_alone_and_another_text_under_its_name_is_refused(
    page: AppTest, path: Path
) -> None:
    drop(page, ("a.txt", TALK))
    page.button(key="import all").click().run()

    drop(page, ("a.txt", TALK))
    assert overview(page)["import"] == ["there"]
    page.button(key="import all").click().run()
    assert page.success[0].value == "Imported: 1 was there."

    drop(page, ("a.txt", TALK + b"other"))
    assert overview(page)["import"] == ["taken"]
    assert page.button(key="import all").disabled
    assert "another text" in page.error[0].value


def test_a_corrected_text_is_kept_as_the_next_revision_if_it_is_said_to_be_one(
    page: AppTest, path: Path
) -> None:
    drop(page, ("a.txt", TALK))
    page.button(key="import all").click().run()
    drop(page, ("a.txt", TALK.replace(b"fine", b"mine")))
    open_section(page, 0)

    page.checkbox[0].check().run()
    assert overview(page)["import"] == ["correction"]
    page.button(key="import all").click().run()

    assert not page.exception
    assert [(transcript.id, transcript.revision) for transcript in stored(path)] == [("a", 2)]


def test_what_only_the_import_finds_is_told_and_nothing_is_lost(page: AppTest, path: Path) -> None:
    drop(page, *sample("P01.txt", "coder-A.jsonl"))

    page.button(key="import all").click().run()

    assert not page.exception
    assert "not in this study" in page.error[0].value
    assert overview(page)["file"] == ["P01.txt", "coder-A.jsonl"]
    assert stored(path) == ()


def test_a_person_says_what_a_table_holds(page: AppTest, path: Path) -> None:
    drop(page, ("a.csv", b"participant,text\nAna,Hello.\nBen,Hi.\n"))
    (kind,) = (box for box in page.selectbox if box.label == "This table holds")
    assert kind.value == "participants"

    kind.set_value("transcript").run()
    page.button(key="import all").click().run()

    assert [transcript.id for transcript in stored(path)] == ["a"]


@pytest.mark.parametrize("name", ["../../etc/a.txt", "C:\\Users\\Ana\\a.txt", "/a.txt"])
def test_folders_in_a_name_are_dropped(page: AppTest, path: Path, name: str) -> None:
    drop(page, (name, TALK))
    page.button(key="import all").click().run()

    (transcript,) = stored(path)
    assert (transcript.id, transcript.source) == ("a", "a.txt")


@pytest.mark.parametrize("name", [f"{HOSTILE}.txt".replace("/", ""), "a\nb.txt", "\u202eb.txt", "~.txt"])
def test_hostile_names_and_words_stand_nowhere_unescaped(page: AppTest, name: str) -> None:
    text = f"P1: {HOSTILE}\n\nI: {HOSTILE}\n\nP1: {HOSTILE}".encode()
    drop(page, (name, text), ("b.docx", b"PK\x03\x04" + text), (name, text + b"\x00"))
    open_section(page, 0)

    shown = [
        element.value for kind in (page.markdown, page.caption, page.error, page.warning) for element in kind
    ]
    shown += [box.label for kind in (page.expander, page.selectbox, page.button) for box in kind]
    # What a backslash stands before does nothing.
    unescaped = re.sub(r"\\.", "", "\n".join(shown))
    for part in ("<script", "[l](java", ":red[", "$x$", "`c`", "\u202e"):
        assert part not in unescaped
    assert not page.exception


def test_the_same_file_dropped_twice_waits_once(page: AppTest) -> None:
    drop(page, ("a.txt", TALK))
    drop(page, ("a.txt", TALK), ("b.txt", TALK + b"b"))

    assert overview(page)["file"] == ["a.txt", "b.txt"]


def test_many_files_are_looked_at_some_at_a_time(page: AppTest, path: Path) -> None:
    drop(page, *((f"{number}.txt", TALK + str(number).encode()) for number in range(60)))

    assert len(page.expander) == 25 + 1
    (place,) = (box for box in page.selectbox if box.label == "Files to look at")
    assert place.options == ["1 to 25", "26 to 50", "51 to 60"]
    place.set_value(50).run()
    assert [section.label for section in page.expander][1:] == [
        parts.plain(f"{number}.txt") for number in range(50, 60)
    ]
    page.button(key="import all").click().run()
    assert len(stored(path)) == 60


def test_everything_can_be_removed(page: AppTest, path: Path) -> None:
    drop(page, ("a.txt", TALK), ("b.txt", TALK + b"b"))

    page.button(key="import none").click().run()

    assert not page.dataframe
    assert stored(path) == ()


@pytest.mark.parametrize("address", ["http://a.bc/x", "HTTPS://a.bc", "www.a.bc", "me@a.bc"])
def test_an_address_in_a_text_is_taken_apart_so_that_it_is_no_link(address: str) -> None:
    shown = parts.plain(f"see {address}").replace("\\", "")

    assert address not in shown
    assert shown.replace("\N{WORD JOINER}", "") == f"see {address}"
