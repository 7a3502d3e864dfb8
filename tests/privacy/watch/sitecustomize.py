"""Write down whatever this Python does with the network, if INTERCODER_TEST_WATCH names a file for it.

Python runs this before anything else where the folder is on its path; its own audit events tell what is done
(PEP 578), and nothing that runs later can take the hook away.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

_EVENTS = (
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.sendto",
    "socket.sendmsg",
    "urllib.Request",
)


def _watch(file: str) -> None:
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in _EVENTS:
            told = [repr(each) if isinstance(each, bytes | tuple) else str(each) for each in args[1:]]
            first = args[0]
            family = int(first.family) if hasattr(first, "family") else str(first)
            os.write(opened, f"{json.dumps([event, family, *told])}\n".encode())

    sys.addaudithook(hook)


if _asked := os.environ.get("INTERCODER_TEST_WATCH"):
    _watch(_asked)
