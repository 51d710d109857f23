"""The look of pages: text is literal, colours come from one place, clicks are understood."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from analytics.charts import style
from analytics.publish.types import PublishedFact
from pages.shared.layout.page_style import _tile, css, plain, tiles
from pages.shared.panels.chart_or_table import clicked_key

ROOT = Path(__file__).parents[2]


def event(customdata):
    return {"selection": {"points": [{"customdata": customdata}]}}


@pytest.mark.parametrize(
    ("customdata", "key"),
    [(["18"], "18"), ({"0": "18"}, "18"), ("18", "18"), ([], None), (None, None), ([""], None)],
)
def test_a_click_is_understood_in_each_form(customdata, key):
    assert clicked_key(event(customdata)) == key


def test_no_click_chooses_nothing():
    assert clicked_key(None) is None
    assert clicked_key({"selection": {"points": []}}) is None


@given(st.text())
def test_plain_text_has_only_escaped_markdown(text):
    shown = plain(text)
    assert shown.replace("\\", "").replace("\u2060", "") == " ".join(text.split()).replace(
        "\\", ""
    ).replace("\u2060", "")
    assert "www." not in shown.lower()
    for mark in "*_`[$<#":
        assert shown.count(mark) == shown.count(f"\\{mark}")


def test_a_tile_shows_its_text_literally():
    shown = _tile(PublishedFact("<b>a</b>", "<i>", "<u>", "<s>", "off", "<q>"))
    assert not [tag for tag in ("<b>", "<i>", "<u>", "<s>", "<q>") if tag in shown]
    assert "▲ &lt;q&gt;" in shown


def test_at_most_five_tiles():
    with pytest.raises(ValueError, match="at most 5"):
        tiles([PublishedFact("a", "1", "", "", "", "")] * 6)


def test_colours_come_from_the_house_style():
    source = (ROOT / "pages/shared/layout/page_style.css").read_text(encoding="utf-8")
    assert "#" not in source
    used = {part.split(")")[0] for part in source.split("var(")[1:]}
    assert [name for name in used if f"{name}:" not in css()] == []
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    assert theme["primaryColor"] == style.BLUE
    assert theme["textColor"].upper() == style.TEXT


def test_the_fonts_and_their_licence_are_here():
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    for face in config["theme"]["fontFaces"]:
        assert (ROOT / "pages/static" / Path(face["url"]).name).is_file()
    assert "SIL OPEN FONT LICENSE" in (ROOT / "pages/static/Inter-LICENCE.txt").read_text(
        encoding="utf-8"
    )
    assert not config["browser"]["gatherUsageStats"]


def twin_page():
    """Draw a page with one chart, its people and its downloads; run by AppTest."""
    from datetime import date

    import pandas as pd
    import streamlit as st

    from analytics import charts
    from analytics.publish.publish import publish, publish_people
    from analytics.publish.types import Audience, Finding
    from pages.shared.layout.page_style import style_sheet
    from pages.shared.panels.chart_or_table import chart_with_table
    from pages.shared.panels.people_list import downloads, people_download, people_table

    style_sheet()
    audience = Audience.SHARED if st.session_state.get("safe") else Audience.MANAGER
    table = pd.DataFrame({"Age": ["16", "17 <b>"], "Young people": [55, 3]})
    shown = publish(
        Finding(
            "58 young people",
            "n = 58",
            table,
            "Age",
            ("Young people",),
            ("a16", "a17"),
            as_at=date(2025, 3, 31),
        ),
        audience,
    )
    chosen = chart_with_table(shown, charts.columns, "ages")
    st.text(f"chosen {chosen}")
    people = pd.DataFrame({"Child Unique ID": ["001"], "Date of Birth": [pd.Timestamp(2007, 1, 1)]})
    listed = publish_people("One person", people, audience, date(2025, 3, 31), 1)
    people_table(listed, "people")
    people_download(listed, "ages")
    downloads(shown, "ages")


@pytest.fixture
def page():
    return AppTest.from_function(twin_page, default_timeout=30).run()


def chosen(page) -> str:
    return page.text[0].value


def test_the_select_box_chooses_and_the_choice_can_be_cleared(page):
    assert chosen(page) == "chosen None"
    assert chosen(page.selectbox[0].select("a17").run()) == "chosen a17"
    assert chosen(page.selectbox[0].set_value(None).run()) == "chosen None"


def test_the_table_shows_what_the_chart_shows(page):
    page.segmented_control[0].set_value("Table").run()
    html = next(block.proto.body for block in page.get("html") if "cl-table" in block.proto.body)
    assert '<th scope="row">17 &lt;b&gt;</th><td class="cl-number">3</td>' in html
    assert not page.get("plotly_chart")


def test_a_shared_screen_names_nobody_and_explains_what_is_hidden(page):
    page.session_state["safe"] = True
    page.run()
    assert not page.exception
    assert not page.dataframe
    said = " ".join(block.proto.body for block in page.get("html"))
    assert "Names are left out" in said
    assert "c = hidden" in said
    assert len(page.get("download_button")) == 2


def test_a_manager_sees_the_list_with_ids_as_text(page):
    assert list(page.dataframe[0].value["Child Unique ID"]) == ["001"]
    assert len(page.get("download_button")) == 3
