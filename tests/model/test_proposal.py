"""Codes that coders propose, what the team says to them, and the change records that stand for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolkit.errors import Invalid
from toolkit.model.change import CodebookChange
from toolkit.model.proposal import LONGEST_DEFINITION, LONGEST_LABEL, Proposal, Ruling

AT = "2026-03-01T09:30:00Z"
PROPOSED = Proposal("1", "small-things", "Small things", "Talk of small things.", "Ana", AT)
SAME = Ruling("small-things", "same", ("care",), "", "1.0.0", "Ben", AT)
DECLINED = Ruling("small-things", "declined", ("care", "trust"), "Too narrow.", "1.0.0", "Ben", AT)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"id": ""}, "proposal id is blank; give it a name"),
        ({"code": "small things"}, "code of a proposal 'small things' is not an id; use letters .+"),
        ({"label": " "}, "the name of the new code is blank; give it a name"),
        ({"label": "x" * 61}, "the name of the new code has 61 characters; use at most 60"),
        (
            {"definition": "one\ntwo"},
            "the definition of the new code is more than one line; leave the rest to the team",
        ),
        ({"definition": "x" * 501}, "the definition of the new code has 501 characters; use at most 500"),
        ({"definition": "a\x00"}, "the definition of the new code holds a NUL character at position 1; .+"),
        ({"coder": "\t"}, "coder of a proposal is blank; give it a name"),
        ({"made_at": "today"}, "time of a proposal is 'today'; write it in UTC as in 2026-03-01T09:30:00Z"),
    ],
)
def test_a_proposal_that_cannot_become_a_code_is_refused(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(Invalid, match=f"^{told}$"):
        replace(PROPOSED, **wrong)


def test_name_and_definition_may_be_as_long_as_is_allowed() -> None:
    longest = replace(PROPOSED, label="x" * LONGEST_LABEL, definition="y" * LONGEST_DEFINITION)
    assert (len(longest.label), len(longest.definition)) == (60, 500)


@pytest.mark.parametrize(
    ("ruling", "wrong", "told"),
    [
        (SAME, {"code": "a b"}, "code of a ruling 'a b' is not an id; .+"),
        (SAME, {"answer": "maybe"}, "answer of a ruling is 'maybe'; use one of same, declined"),
        (SAME, {"codes": ("a b",)}, "code of a ruling 'a b' is not an id; .+"),
        (DECLINED, {"codes": ("care", "care")}, "ruling names 'care' twice; name it once"),
        (SAME, {"codes": ("small-things",)}, "ruling leads from 'small-things' to itself; name another code"),
        (SAME, {"codes": ()}, "ruling names 0 codes that are the same; name one"),
        (SAME, {"codes": ("care", "trust")}, "ruling names 2 codes that are the same; name one"),
        (DECLINED, {"reason": " "}, "the reason is missing; say in a sentence why the code is declined"),
        (SAME, {"reason": "\x00"}, "reason of a ruling holds a NUL character at position 0; .+"),
        (SAME, {"codebook_version": "1"}, "version '1' is not three numbers; write it as in 1.0.0"),
        (SAME, {"ruled_by": ""}, "ruled_by is blank; give it a name"),
        (SAME, {"ruled_at": "2026"}, "time of a ruling is '2026'; .+"),
    ],
)
def test_a_ruling_that_leads_nowhere_is_refused(ruling: Ruling, wrong: dict[str, object], told: str) -> None:
    with pytest.raises(Invalid, match=f"^{told}$"):
        replace(ruling, **wrong)  # type: ignore[arg-type]


def test_a_proposed_code_that_is_an_existing_one_is_merged_into_it_and_a_declined_one_retires() -> None:
    assert SAME.as_change == CodebookChange(
        "proposal-small-things",
        "1.0.0",
        "merge",
        "2026-03-01",
        ("small-things",),
        ("care",),
        decided_by=("Ben",),
    )
    declined = DECLINED.as_change
    assert (declined.op, declined.results, declined.rationale) == ("retire", ("care", "trust"), "Too narrow.")


def test_a_code_may_be_declined_without_another_to_consider() -> None:
    assert replace(DECLINED, codes=()).as_change.results == ()
