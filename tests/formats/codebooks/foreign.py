"""What tests of exchange formats share: any sound codebook, and the sample."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from toolkit.formats.codebooks import native
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Source

_SAMPLE = Path("codebook/genai-documentation-1.0.0.yaml")
_HEADINGS = ["Example:", " Example: x", "Use it for:\n- a", "Code id: other", "Theme id: x", "definition:\nb"]
_ODD = ["- dash", "-", "  two blanks", "a (use: code-0)", "b (use: -)", "(use)", "c (see)", "<b>&amp;", "]]>"]
_ODD += ["=1+1", "@cmd", "'=1", "''-x", "+49", "a\n=b", ";=c", "a;\t-b", '"', 'say "yes"', "a,b", "a|b", "'"]

NAMES = st.one_of(
    st.sampled_from(_ODD).map(str.strip).filter(lambda name: "\n" not in name and "\t" not in name),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn"]), min_size=1, max_size=60)
    .map(str.strip)
    .filter(bool),
)
TEXTS = st.one_of(
    st.sampled_from([*_ODD, *_HEADINGS, "", "two\n\nlines\n", "\n\nbegins", " led", "\u2028", "tab\tin"]),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\n\t"), max_size=80
    ).filter(lambda text: not text.startswith("\ufeff")),
)
# Behind blanks may stand a byte order mark, with which no text begins.
STRIPPED = TEXTS.map(str.strip).filter(lambda text: not text.startswith("\ufeff"))
COLOURS = st.none() | st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def lists(of: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(of, max_size=3).map(tuple)


def sample() -> Codebook:
    return native.read(Source(_SAMPLE.name, _SAMPLE.read_bytes())).codebook


@st.composite
def books(draw: st.DrawFn) -> Codebook:
    """Make a sound codebook with a theme at least, and odd text wherever there may be text."""
    themes = tuple(
        Theme(f"theme-{n}", draw(NAMES), draw(TEXTS), draw(st.booleans()), draw(COLOURS))
        for n in range(draw(st.integers(1, 3)))
    )
    ids = [f"code-{n}" for n in range(draw(st.integers(0, 4)))]
    exclusions = st.builds(Exclusion, TEXTS, st.none() | st.sampled_from(ids) if ids else st.none())
    codes = tuple(
        Code(
            id_,
            draw(NAMES),
            draw(st.sampled_from([theme.id for theme in themes] + ids[:number])),
            draw(st.sampled_from(["0.1.0", "0.2.0", "1.0.0"])),
            draw(lists(TEXTS)),
            draw(TEXTS),
            draw(lists(TEXTS)),
            draw(st.lists(exclusions, max_size=2).map(tuple)),
            draw(TEXTS),
            draw(TEXTS),
            draw(lists(TEXTS)),
            draw(st.booleans()),
            draw(COLOURS),
            draw(TEXTS),
        )
        for number, id_ in enumerate(ids)
    )
    return Codebook(
        "book",
        draw(NAMES),
        draw(st.sampled_from(["0.1.0", "0.2.10"])),
        themes,
        codes,
        (Code("old", "Old", deprecated_in="0.1.0"),),
        approach=draw(st.sampled_from(["reflexive", "codebook"])),
        language=draw(st.sampled_from(["en", "de"])),
        synthetic_examples=draw(st.booleans()),
        provenance=draw(STRIPPED),
        rules=draw(lists(STRIPPED)),
    )
