"""A light coder: speaks with the server as a browser does, and draws nothing.

Fifty browsers on a machine of two cores measure the browsers. This one asks for the page and for what the
page asks before it talks, opens the websocket with the cookies it was given, runs the page *Code*, reads the
pane's data from it, and sends an outbox with one coding at a time as the pane would: to the server it is a
session like any other. It does not fetch the files of the page, and does not come back if it is thrown out.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from benchmarks.annotator import making
from toolkit.model.identifier import new_id
from toolkit.ui.annotator.protocol import PROTOCOL

PATIENCE: Final = 60
_FIRST: Final = ("_stcore/health", "_stcore/host-config")  # what a page asks before it talks
_XSRF: Final = "_streamlit_xsrf"


class Refused(Exception):
    """A coding was not accepted, with what the server said."""


class Speaker:
    """Somebody who codes without a browser."""

    kind = "light"

    def __init__(self, socket: ClientConnection, address: str, name: str) -> None:
        self._socket = socket
        self._address = address
        self._query = urlencode({"coder": name, "transcript": making.NAME})
        self._widgets: dict[str, WidgetState] = {}
        self._pane = self._fragment = self._page = ""
        self._client, self._seq, self._turn = new_id(), 0, 0
        self._told: dict[str, Any] = {}
        self._turns: list[dict[str, Any]] = []

    @classmethod
    async def sit_down(cls, address: str, name: str, trusted: ssl.SSLContext | None) -> Speaker:
        """Open the interview; `trusted` says whose certificates count, where there are any."""
        async with httpx.AsyncClient(verify=trusted or True, timeout=PATIENCE) as page:
            query = urlencode({"coder": name, "transcript": making.NAME})
            for path in (f"code?{query}", *_FIRST):
                (await page.get(f"{address}/{path}")).raise_for_status()
            cookies = dict(page.cookies)
        socket = await connect(
            f"{address.replace('http', 'ws', 1)}/_stcore/stream",
            ssl=trusted,
            origin=Origin("{0.scheme}://{0.netloc}".format(urlsplit(address))),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(cookies[_XSRF])],
            additional_headers={"Cookie": "; ".join(f"{key}={value}" for key, value in cookies.items())},
            open_timeout=PATIENCE,
            max_size=None,
            # What comes between two codings waits without holding the server up.
            max_queue=None,
        )
        speaker = cls(socket, address, name)
        async with asyncio.timeout(PATIENCE):
            await speaker._open()
        return speaker

    async def _open(self) -> None:
        asked = BackMsg()
        asked.rerun_script.query_string = self._query
        asked.rerun_script.page_name = "code"
        await self._send(asked)
        while not self._told:
            await self._hear()
        self._turns = self._told["doc"]["turns"]

    async def code(self, number: int) -> float:
        """Give the next turn the code with this number; return the milliseconds until it was acknowledged."""
        self._turn, self._seq = self._turn + 1, self._seq + 1
        asked = self._outbox(self._turns[self._turn], self._told["codes"][number - 1]["id"])
        begun = time.monotonic()
        await self._send(asked)
        async with asyncio.timeout(PATIENCE):
            while not self._is_acknowledged():
                await self._hear()
        taken = (time.monotonic() - begun) * 1_000
        if refused := self._told["ack"]["rejected"]:
            raise Refused(refused[0]["reason"])
        return taken

    async def leave(self) -> None:
        """Hang up."""
        await self._socket.close()

    def _is_acknowledged(self) -> bool:
        ack = self._told["ack"]
        return ack is not None and ack["client"] == self._client and ack["seq"] >= self._seq

    def _outbox(self, turn: dict[str, Any], code: str) -> BackMsg:
        """Return what a browser sends for a coding: all widgets, and the outbox as the pane's value."""
        operation = {
            "op": "add",
            "id": new_id(),
            "act": new_id(),
            "seq": self._seq,
            "start": turn["start"],
            "end": turn["start"] + len(turn["text"]),
            "code": code,
        }
        doc = {"doc": self._told["doc"]["id"], "sha256": self._told["doc"]["sha256"]}
        outbox = {"v": PROTOCOL, "client": self._client, **doc, "ops": [operation], "rev": self._told["rev"]}
        asked = BackMsg()
        asked.rerun_script.query_string = self._query
        asked.rerun_script.page_script_hash = self._page
        asked.rerun_script.fragment_id = self._fragment
        asked.rerun_script.widget_states.widgets.extend(self._widgets.values())
        asked.rerun_script.widget_states.widgets.add(
            id=self._pane, json_value=json.dumps({"outbox": outbox}, separators=(",", ":"))
        )
        return asked

    async def _send(self, asked: BackMsg) -> None:
        context = asked.rerun_script.context_info
        context.timezone, context.locale, context.color_scheme = "UTC", "en-US", "light"
        context.url = f"{self._address}/code"
        await self._socket.send(asked.SerializeToString())

    async def _hear(self) -> None:
        """Take in the next message."""
        frame = await self._socket.recv(decode=False)
        told = ForwardMsg.FromString(frame)
        if told.WhichOneof("type") == "page_info_changed":
            self._query = told.page_info_changed.query_string
        if told.WhichOneof("type") != "delta" or told.delta.WhichOneof("type") != "new_element":
            return
        element = told.delta.new_element
        if element.WhichOneof("type") == "bidi_component":
            self._pane, self._fragment = element.bidi_component.id, told.delta.fragment_id
            self._page = told.metadata.active_script_hash
            # A patch of what has changed leaves out the codes if they have not.
            self._told = self._told | json.loads(element.bidi_component.json)
        elif (state := _state(element)) is not None:
            self._widgets[state.id] = state


def _state(element: Element) -> WidgetState | None:
    """Return what a browser says of a widget that nobody touched; None for what is none."""
    match element.WhichOneof("type"):
        case "selectbox":
            box = element.selectbox
            return WidgetState(id=box.id, string_value=box.raw_value or box.options[box.default])
        case "checkbox":
            return WidgetState(id=element.checkbox.id, bool_value=element.checkbox.default)
        case _:
            return None
