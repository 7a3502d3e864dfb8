"""A version and its records give exactly the next version, or every difference is told with its place."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.reconcile.revisions import book, code, coding, lineages, record, released
from toolkit.errors import Invalid
from toolkit.formats.codebooks import native
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.lineage import Lineage
from toolkit.model.transcript import Source
from toolkit.reconcile.replay import replay
from toolkit.reconcile.resolve import resolve
from toolkit.reconcile.revise import draft_of, revise

CODEBOOKS = Path(__file__).parents[2] / "codebook"


def shipped(version: str) -> Codebook:
    path = CODEBOOKS / f"genai-documentation-{version}.yaml"
    return native.read(Source(path.name, path.read_bytes())).codebook


def told(old: Codebook, new: Codebook) -> list[str]:
    return [finding.what for finding in replay(old, new)]


@pytest.mark.parametrize(("old", "new"), [("0.1.0", "0.2.0"), ("0.2.0", "1.0.0"), ("0.1.0", "1.0.0")])
def test_the_shipped_versions_follow_from_one_another_by_their_records(old: str, new: str) -> None:
    assert told(shipped(old), shipped(new)) == []


def test_the_shipped_history_has_24_records_and_the_sizes_of_its_plan() -> None:
    first, pilot, final = (shipped(version) for version in ("0.1.0", "0.2.0", "1.0.0"))
    assert [len(final.changes), len(pilot.changes), len(first.changes)] == [24, 16, 0]
    assert [(len(b.themes), len(b.codes), len(b.deprecated)) for b in (first, pilot, final)] == [
        (6, 26, 0),
        (7, 30, 6),
        (7, 30, 8),
    ]
    assert sum(bool(code.definition) for code in first.codes) == 14


@given(lineages())
def test_what_is_revised_step_by_step_replays_exactly_also_over_several_versions(drawn: Lineage) -> None:
    first, *_, last = drawn.releases
    for older, newer in zip(drawn.releases, drawn.releases[1:], strict=False):
        assert told(older, newer) == []
    assert told(first, last) == []


OTHERWISE: dict[str, object] = {
    "label": "Something else",
    "definition": "Something else.",
    "example": "Something else.",
    "include": ("something else",),
    "exclude": (Exclusion("something else"),),
    "boundary": "something else",
    "notes": "something else",
    "colour": "#123456",
    "codable": False,
    "since": "0.0.1",
    "alt_labels": ("Something else",),
}


@given(lineages(most=1), st.data())
def test_a_code_that_no_record_names_may_not_differ_in_anything(drawn: Lineage, data: st.DataObject) -> None:
    old, new = drawn.releases
    named = {name for change in new.changes for name in change.named}
    quiet = [each for each in new.codes if each.id not in named and each.parent not in named]
    assume(quiet)
    chosen = data.draw(st.sampled_from(quiet))
    field, value = data.draw(st.sampled_from(sorted(OTHERWISE.items(), key=str)))
    (finding,) = replay(old, spoil(new, chosen.id, **{field: value}))
    assert finding.path == (*new.path(chosen.id), field)


@given(lineages(most=1), st.data())
def test_leaving_out_a_record_that_adds_or_takes_out_is_noticed(drawn: Lineage, data: st.DataObject) -> None:
    old, new = drawn.releases
    made = [c for c in new.changes if c.op in ("add", "merge", "split", "retire", "reinstate")]
    # What one record adds another may split something into: without the first, the second makes it.
    results = Counter(name for c in new.changes for name in c.results)
    made = [c for c in made if c.op != "add" or results[c.results[0]] == 1]
    assume(made)
    dropped = data.draw(st.sampled_from(made))
    try:
        left = replace(new, changes=tuple(c for c in new.changes if c != dropped))
    except Invalid:
        return  # noticed already: the file alone contradicts itself
    assert told(old, left)


START = book(code("a"), code("b"), code("c"))


def spoil(new: Codebook, name: str, **changed: object) -> Codebook:
    codes = tuple(replace(c, **changed) if c.id == name else c for c in new.codes)  # type: ignore[arg-type]
    return replace(new, codes=codes)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"label": "New"}, "label of 'a' differs from 1.0.0, and no record says so"),
        ({"parent": "t2"}, "parent of 'a' differs from 1.0.0, and no record says so"),
        ({"definition": "New."}, "definition of 'a' differs from 1.0.0, and no record says so"),
    ],
)
def test_each_difference_without_a_record_is_told(changed: dict[str, object], what: str) -> None:
    new = replace(spoil(START, "a", **changed), version="1.0.1")
    assert told(START, new) == [what]


def test_all_differences_are_told_at_once() -> None:
    new = replace(spoil(spoil(START, "a", label="X"), "b", parent="t2"), version="1.1.0")
    new = replace(new, codes=(*(c for c in new.codes if c.id != "c"), code("d", since="1.1.0")))
    assert told(START, new) == [
        "label of 'a' differs from 1.0.0, and no record says so",
        "parent of 'b' differs from 1.0.0, and no record says so",
        "code 'd' is new without a record",
        "code 'c' of 1.0.0 is missing",
    ]


THEMED: dict[str, tuple[CodebookChange, tuple[Code, ...], tuple[Theme, ...]]] = {
    "add": (record("add", "", "t9"), (), (Theme("t9", "Nine"),)),
    "rename": (record("rename", "t1"), (), (Theme("t1", "One"),)),
    "redefine": (record("redefine", "t1", effect="wider"), (), (Theme("t1", "T1", "Much."),)),
    "merge": (record("merge", "t1", "t2"), (), ()),
    "split": (record("split", "t2", "t8 t9"), (), (Theme("t8", "Eight"), Theme("t9", "Nine"))),
    "retire": (record("retire", "t2"), (), ()),
}


@pytest.mark.parametrize("op", THEMED)
def test_every_operation_on_themes_replays(op: str) -> None:
    change, codes, themes = THEMED[op]
    new = revise(draft_of(START), change, START, codes=codes, themes=themes)
    assert told(START, new) == []
    assert told(START, replace(new, changes=()))
    lineage = Lineage((START, replace(new, status="released")))
    assert resolve([coding("1", "a")], lineage).tally.followed == 1


def test_a_theme_that_was_retired_comes_back_as_a_theme() -> None:
    second = revise(draft_of(START), record("retire", "t2"), START)
    assert second.code["t2"].was_theme
    back = record("reinstate", "t2", id="CR-0002")
    third = revise(draft_of(second), back, second, themes=(Theme("t2", "T2"),))
    assert "t2" in third.theme
    assert told(second, third) == []
    with pytest.raises(Invalid, match="'t2' was a theme"):
        revise(draft_of(second), back, second, codes=(code("t2"),))


def test_the_order_of_records_decides() -> None:
    new = released(
        (record("split", "a", "x y"), (code("x"), code("y"))), (record("merge", "b", "x"), ()), after=START
    )
    assert told(START, new) == []
    turned = replace(new, changes=new.changes[::-1])
    assert told(START, turned)[0] == "record 'CR-0002' names 'x', which is not there after 1.0.0"


def test_a_merge_of_the_pilot_cannot_stand_before_the_split_that_makes_its_target() -> None:
    pilot = shipped("0.2.0")
    records = list(pilot.changes)
    records[9:11] = records[10], records[9]
    found = replay(shipped("0.1.0"), replace(pilot, changes=tuple(records)))
    assert found[0].what == "record 'CR-0011' names 'evaluation-method', which is not there after 0.1.0"
    assert found[0].path == ("changes", 9, "results", 0)


def test_a_first_definition_needs_no_record_but_a_second_does() -> None:
    bare = replace(START, version="0.1.0", codes=(Code("a", "A", parent="t1"),))
    defined = replace(spoil(bare, "a", definition="About a.", include=("this",)), version="0.2.0")
    assert told(bare, defined) == []
    again = replace(spoil(defined, "a", definition="About something else."), version="0.3.0")
    assert told(defined, again) == ["definition of 'a' differs from 0.2.0, and no record says so"]


def test_a_link_may_follow_what_it_led_to_but_not_lead_elsewhere_on_its_own() -> None:
    linked = spoil(START, "a", exclude=(Exclusion("if late", "b"),))
    merged = released((record("merge", "b", "c"), ()), after=linked)
    assert merged.code["a"].exclude == (Exclusion("if late", "c"),)
    assert told(linked, merged) == []
    elsewhere = replace(spoil(linked, "a", exclude=(Exclusion("if late", "c"),)), version="1.0.1")
    assert told(linked, elsewhere) == ["exclude of 'a' differs from 1.0.0, and no record says so"]


def test_a_link_that_followed_a_merge_stays_where_it_leads_when_the_code_comes_back() -> None:
    linked = spoil(START, "a", exclude=(Exclusion("if late", "b"),))
    back = released((record("merge", "b", "c"), ()), (record("reinstate", "b"), (code("b"),)), after=linked)
    assert back.code["b"].active
    assert back.code["a"].exclude == (Exclusion("if late", "c"),)
    assert told(linked, back) == []


def test_a_split_may_lead_to_a_code_in_use_before_a_new_one() -> None:
    new = released((record("split", "a", "b x"), (code("x"),)), after=START)
    assert told(START, new) == []


def test_who_takes_over_a_code_may_take_its_labels_and_no_others() -> None:
    merged = released((record("merge", "a", "b"), ()), after=START)
    assert told(START, spoil(merged, "b", alt_labels=("Label of a",))) == []
    assert told(START, spoil(merged, "b", alt_labels=("Label of a", "Another"))) == [
        "alt_labels of 'b' differs from 1.0.0, and no record says so"
    ]


def test_a_theme_without_a_record_is_told_and_whether_its_id_is_a_codes() -> None:
    more = replace(START, version="1.1.0", themes=(*START.themes, Theme("t9", "Nine")))
    (finding,) = replay(START, more)
    assert (finding.what, finding.remedy) == ("theme 't9' is new without a record", "add a record: op add")
    instead = replace(START, version="1.1.0", themes=(*START.themes, Theme("a", "A")), codes=START.codes[1:])
    (finding,) = replay(START, instead)
    assert finding.remedy == "choose another id: a code has it"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (record("rename", "z"), "record 'CR-0001' is about 'z', which is not there after 1.0.0"),
        (record("rename", "a"), "record 'CR-0001' renames 'a', which is still called 'Label of a'"),
        (record("redefine", "a", effect="wider"), "record 'CR-0001' redefines 'a', of which nothing changed"),
        (record("move", "a", "t1"), "record 'CR-0001' moves 'a' to 't1', where it is"),
        (record("add", "", "a"), "record 'CR-0001' adds 'a', which is there already"),
        (record("reinstate", "a"), "record 'CR-0001' reinstates 'a', which is in use"),
        (record("merge", "a", "t1"), "record 'CR-0001' leads from codes to themes or from themes to codes"),
        (record("move", "t1", "t2"), "record 'CR-0001' moves the theme 't1'"),
    ],
)
def test_a_record_that_does_not_fit_is_told(change: object, what: str) -> None:
    # Built around the checks of the model, which sees one file and not what was before.
    new = replace(START, version="2.0.0")
    object.__setattr__(new, "changes", (replace(change, version="2.0.0"),))  # type: ignore[type-var]
    assert what in told(START, new)


def test_a_released_record_may_not_be_told_in_another_way() -> None:
    second = released((record("add", "", "d"), (code("d"),)), after=START)
    third = released((record("add", "", "e"), (code("e"),)), after=second)
    assert told(second, third) == []
    rewritten = replace(third, changes=(replace(third.changes[0], rationale="other"), third.changes[1]))
    assert told(second, rewritten) == ["record 'CR-0001' differs from the one released with 1.1.0"]
    without = replace(third, changes=third.changes[1:])
    assert told(second, without) == []


def test_another_codebook_or_no_later_version_is_refused_alone() -> None:
    assert told(START, replace(START, id="other", version="2.0.0")) == [
        "is codebook 'other', and the study follows 'b'"
    ]
    assert told(START, START) == ["version 1.0.0 is not later than 1.0.0, which is released"]


def test_a_version_that_rises_too_little_is_refused_with_the_least_that_would_do() -> None:
    new = released((record("split", "a", "x y"), (code("x"), code("y"))), after=START)
    assert new.version == "2.0.0"
    low = replace(
        new,
        version="1.1.0",
        codes=tuple(replace(c, since="1.1.0" if c.since == "2.0.0" else c.since) for c in new.codes),
        deprecated=tuple(replace(c, deprecated_in="1.1.0") for c in new.deprecated),
        changes=(replace(new.changes[0], version="1.1.0"),),
    )
    (finding,) = replay(START, low)
    assert "for which 1.1.0 after 1.0.0 is too small a step" in finding.what
    assert finding.remedy == "make it 2.0.0"


def test_an_old_label_has_to_stay_among_the_others() -> None:
    new = released((record("rename", "a"), (replace(code("a"), label="New"),)), after=START)
    assert new.code["a"].alt_labels == ("Label of a",)
    assert told(START, spoil(new, "a", alt_labels=())) == [
        "the label 'Label of a' that 'a' had is not among its alt_labels"
    ]


def test_a_record_id_that_any_release_used_is_not_used_again() -> None:
    second = released((record("add", "", "d"), (code("d"),)), after=START)
    bare = replace(second, version="1.1.1", changes=())
    third = replace(
        released((record("add", "", "e"), (code("e"),)), after=bare),
        changes=(record("add", "", "e", version="1.2.0"),),
    )
    assert told(bare, third) == []
    found = replay(bare, third, (START, second))
    assert [each.what for each in found] == ["record 'CR-0001' differs from the one released with 1.1.0"]


def test_history_that_a_release_left_out_may_be_told_again() -> None:
    second = released((record("add", "", "d"), (code("d"),)), after=START)
    bare = replace(second, version="1.1.1", changes=())
    third = released((record("add", "", "e"), (code("e"),)), after=replace(bare, changes=second.changes))
    assert replay(bare, third, (START, second)) == []


def test_a_code_comes_back_with_the_meaning_it_had() -> None:
    second = released((record("retire", "a"), ()), after=START)
    bare = replace(second, deprecated=(Code("a", "Label of a", deprecated_in=second.version),))
    third = released((record("reinstate", "a"), (code("a"),)), after=bare)
    assert replay(bare, third, (START,)) == []
    other = spoil(third, "a", definition="Something utterly unrelated.")
    (finding,) = replay(bare, other, (START,))
    assert finding.what == "definition of 'a' differs from 2.0.0, and no record says so"
    with pytest.raises(Invalid, match="'a' comes back as it was; redefine it in a step of its own"):
        released((record("reinstate", "a"), (replace(code("a"), definition="New."),)), after=second)


def test_what_follows_from_a_record_is_told_with_what_to_write() -> None:
    new = released((record("add", "", "d"), (code("d"),)), after=START)
    (finding,) = replay(START, spoil(new, "d", since="0.1.0"))
    assert finding.remedy == "write since: 1.1.0"


def test_a_released_version_gets_no_further_record() -> None:
    second = released((record("add", "", "d"), (code("d"),)), after=START)
    third = released((record("add", "", "e"), (code("e"),)), after=second)
    late = record("rename", "a", id="CR-0009", version="1.1.0")
    (finding,) = replay(second, replace(third, changes=(third.changes[0], late, third.changes[1])))
    assert (finding.path, finding.what, finding.remedy) == (
        ("changes", 1),
        "record 'CR-0009' is of version 1.1.0, which was released without it",
        "released versions never change",
    )


def test_an_id_out_of_use_is_not_added_again_nor_changed() -> None:
    gone = released((record("retire", "a"), ()), after=START)
    added = replace(
        gone,
        version="2.1.0",
        codes=(*gone.codes, replace(code("a"), since="2.1.0")),
        deprecated=(),
        changes=(record("add", "", "a", id="CR-0002", version="2.1.0"),),
    )
    assert [(finding.what, finding.remedy) for finding in replay(gone, added)] == [
        (
            "record 'CR-0002' brings back 'a', which was taken out of use",
            "reinstate it first, or choose a new id",
        ),
        ("code 'a' is in use again without a record", "add a record: op reinstate"),
    ]
    renamed = replace(
        gone, version="2.0.1", changes=(*gone.changes, record("rename", "a", id="CR-0002", version="2.0.1"))
    )
    assert told(gone, renamed) == ["record 'CR-0002' is about 'a', which is out of use since 2.0.0"]


def test_a_theme_may_come_and_go_within_one_release() -> None:
    draft = revise(draft_of(START), record("add", "", "t9"), START, themes=(Theme("t9", "T9"),))
    draft = revise(draft, record("retire", "t9", id="CR-0002"), START)
    assert told(START, replace(draft, status="released")) == []


def test_a_code_of_whose_meaning_nothing_is_known_comes_back_with_what_the_new_version_says() -> None:
    second = released((record("retire", "a"), ()), after=START)
    bare = replace(second, deprecated=(Code("a", "Label of a", deprecated_in=second.version),))
    third = released((record("reinstate", "a"), (replace(code("a"), definition="Said anew."),)), after=bare)
    unknowing = replace(START, codes=START.codes[1:])
    assert replay(bare, third) == replay(bare, third, (unknowing,)) == replay(bare, third, (bare,)) == []


@pytest.mark.parametrize(
    ("changed", "told_", "remedy"),
    [
        (
            {"definition": "Otherwise."},
            "definition of 'a' differs from 2.0.0, and no record says so",
            "add a record: op redefine",
        ),
        (
            {"deprecated_in": "1.0.0"},
            "deprecated_in of 'a' differs from 2.0.0, and no record says so",
            "write deprecated_in: 2.0.0",
        ),
        (
            {"consider": ("c",)},
            "consider of 'a' differs from 2.0.0, and no record says so",
            "write consider: b; c",
        ),
        (
            {"replaced_by": "b"},
            "replaced_by of 'a' differs from 2.0.0, and no record says so",
            "leave out replaced_by",
        ),
    ],
)
def test_what_is_out_of_use_stays_as_it_was(changed: dict[str, object], told_: str, remedy: str) -> None:
    gone = released((record("retire", "a", "b c"), ()), after=START)
    (buried,) = gone.deprecated
    later = replace(gone, version="2.0.1", deprecated=(replace(buried, **changed),))  # type: ignore[arg-type]
    (finding,) = replay(gone, later)
    assert (finding.path[:2], finding.what, finding.remedy) == (("deprecated", 0), told_, remedy)


def test_what_is_out_of_use_need_not_go_on_saying_what_it_meant() -> None:
    gone = released((record("retire", "a"), ()), after=START)
    (buried,) = gone.deprecated
    silent = Code("a", buried.label, since=buried.since, deprecated_in=buried.deprecated_in)
    assert told(gone, replace(gone, version="2.0.1", deprecated=(silent,))) == []
