from streamlit.testing.v1 import AppTest

from toolkit.formats import tables
from toolkit.ui import parts


def page() -> None:
    from toolkit.model.table import Column, Table  # noqa: PLC0415 - the function runs as a page of its own
    from toolkit.ui import parts  # noqa: PLC0415

    parts.downloads(Table("T", (Column("a"),), (("é",),)), "t")


def test_a_table_can_be_downloaded_in_every_format_there_is() -> None:
    app = AppTest.from_function(page).run()

    assert not app.exception
    buttons = app.get("download_button")
    assert len(buttons) == len(tables.ENDINGS)
    assert all(button.proto.help for button in buttons)


def test_every_ending_has_its_button() -> None:
    assert set(parts._ENDINGS) == set(tables.ENDINGS)  # noqa: SLF001 - there is no other list
