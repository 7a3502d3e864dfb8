"""Comments of a Word document as codings: what one says is the code, or several, and its author the coder.

The text is walked over as a transcript's is, so that positions are those of the transcript that comes of the
same file. Replies are left out; comments marked resolved are read, and told.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from toolkit.errors import ToolkitError
from toolkit.formats.archive import Archive
from toolkit.formats.markup import parsed
from toolkit.formats.projects.draft import Draft
from toolkit.formats.transcripts import word
from toolkit.formats.transcripts.assemble import told, trimmed
from toolkit.formats.transcripts.script import Script
from toolkit.model.project import Project
from toolkit.model.transcript import Source

NAME = "comments of a Word document"
ENDINGS = (".docx", ".docm")

_COMMENTS, _EXTENDED = "comments.xml", "commentsExtended.xml"
_APART = re.compile(r"[,;\n]")
_LONGEST_CODE = 100


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment; `paragraphs` are the ids by which other parts of the file speak of it."""

    id: str
    author: str
    date: str
    words: str
    paragraphs: tuple[str, ...]


def sniff(source: Source) -> bool:
    """Tell whether the file is a Word document in which passages have comments.

    It may be a transcript as well: a researcher has to say whether its comments are codings.
    """
    if not word.sniff(source.data[: 2**16]):
        return False
    try:
        archive, place, script = word.walked(source)
    except ToolkitError:
        return False
    return _beside(place, _COMMENTS) in archive.names and bool(script.marks)


def read(source: Source) -> Project:
    """Read the comments of a Word document.

    Raises
    ------
    ToolkitError
        If it is no Word document, damaged, hostile, or without comments.
    """
    archive, place, script = word.walked(source)
    member = _beside(place, _COMMENTS)
    if member not in archive.names:
        raise ToolkitError(source.name, "has no comments", "give a document whose comments name codes")
    comments = list(_comments(source, parsed(source.name, member, archive.read(member))))
    replies, resolved = _states(source, archive, place)
    ranges = dict(_ranges(script))
    draft = Draft(source, NAME)
    text = draft.text(source.stem, script.text)
    n_resolved = 0
    for comment in comments:
        if replies & set(comment.paragraphs):
            draft.leave_out("replies to comments")
        elif span := trimmed(script.text, *ranges.get(comment.id, (0, 0))):
            n_resolved += _take(draft, text, comment, (span.start, span.end), span.of(script.text)) and bool(
                resolved & set(comment.paragraphs)
            )
        else:
            draft.leave_out("comments that are on no words")
    if n_resolved:
        draft.notes.append(f"Marked as resolved, and read like the others: {told(n_resolved, 'comment')}.")
    return draft.project()


def _take(draft: Draft, text: str, comment: _Comment, place: tuple[int, int], quote: str) -> bool:
    """Add a comment's codings; tell whether it had any."""
    names = [name for part in _APART.split(comment.words) if (name := " ".join(part.split()).lstrip("# "))]
    if not names:
        draft.leave_out("comments without words")
        return False
    if any(len(name) > _LONGEST_CODE for name in names):
        draft.leave_out("comments too long to name a code", f"a name has at most {_LONGEST_CODE} characters")
        return False
    coder, made_at = draft.coder(comment.author), draft.moment(comment.date)
    for name in dict.fromkeys(names):
        code = draft.code(name)
        draft.coding(0, text, code, coder=coder, start=place[0], end=place[1], quote=quote, made_at=made_at)
    return True


def _beside(place: str, name: str) -> str:
    return posixpath.join(posixpath.dirname(place), name)


def _comments(source: Source, root: etree._Element) -> Iterator[_Comment]:
    for element in root.iter("{*}comment"):
        author, date = (word.attribute(element, name) or "" for name in ("author", "date"))
        paragraphs = (word.attribute(each, "paraId") for each in element.iter("{*}p"))
        yield _Comment(
            word.attribute(element, "id") or "",
            " ".join(author.split()),
            date,
            word.words_in(source.name, element),
            tuple(each.upper() for each in paragraphs if each),
        )


def _states(source: Source, archive: Archive, place: str) -> tuple[set[str], set[str]]:
    """Return the paragraphs of comments that are replies, and of those that are resolved."""
    member = _beside(place, _EXTENDED)
    replies: set[str] = set()
    resolved: set[str] = set()
    if member in archive.names:
        for element in parsed(source.name, member, archive.read(member)).iter("{*}commentEx"):
            paragraph = (word.attribute(element, "paraId") or "").upper()
            if word.attribute(element, "paraIdParent"):
                replies.add(paragraph)
            if word.attribute(element, "done") in ("1", "true"):
                resolved.add(paragraph)
    return replies - {""}, resolved - {""}


def _ranges(script: Script) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield where each comment begins and ends; one that does not end is on nothing."""
    begun: dict[str, int] = {}
    for element, place in script.marks:
        id_ = word.attribute(element, "id") or ""
        if etree.QName(element).localname == "commentRangeStart":
            begun.setdefault(id_, place)
        elif id_ in begun:
            yield id_, (begun[id_], place)
