"""Read a page as a manager does: its headlines, its tiles, the rows of its charts and the ids
behind each bar.
"""

from __future__ import annotations

import html
import json
import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
from streamlit.testing.v1 import AppTest

from data.check.check_month import read_month
from data.recognise.files import Source
from data.schema import TABLES
from data.store import Store
from data.writing.month_and_template import write_month
from tests.spec.drawn import drawn

MAIN = str(Path(__file__).parents[2] / "pages" / "main.py")


def import_drawn(home: Path, as_at: str, **tables: str) -> None:
    """Import a month of our own from text tables, by table key."""
    frames = {}
    for key, text in tables.items():
        frame = drawn(key, text).drop(columns="unusable")
        headings = {column.key: column.heading for column in TABLES[key].columns}
        frames[key] = (
            frame.rename(columns=headings).astype("object").where(frame.notna().to_numpy(), None)
        )
    made = BytesIO()
    write_month(made, frames, dict.fromkeys(frames, f"As at {as_at}"))
    path = home / f"drawn {as_at}.xlsx"
    path.write_bytes(made.getvalue())
    extract = read_month([Source(path.name, path)])
    assert extract.left_out.empty
    store = Store(f"sqlite:///{home / 'own.db'}")
    store.save(extract, "tester")
    store.close()


class ReadPage:
    """A page of our own data, read after each choice."""

    def __init__(self, page: str):
        self.test = AppTest.from_file(MAIN, default_timeout=120)
        self.test.query_params["council"] = "Our own data"
        self.test.run()
        self.test.switch_page(page).run()
        assert not self.test.exception

    @property
    def words(self) -> list[str]:
        """Return every text of the page in order, without HTML."""
        bodies = [
            element.proto.body for element in self.test.main if hasattr(element.proto, "body")
        ]
        return [line for body in bodies for line in lines(body)]

    @property
    def headlines(self) -> list[str]:
        """Return the headings in order."""
        bodies = [
            element.proto.body
            for element in self.test.main
            if "cl-headline" in getattr(element.proto, "body", "")
        ]
        return [lines(re.search(r"<h\d>(.*?)</h\d>", body)[1])[0] for body in bodies]

    @property
    def tiles(self) -> list[str]:
        """Return each tile as one line: label, figure, change and target."""
        (body,) = (
            element.proto.body
            for element in self.test.main
            if "cl-tiles" in getattr(element.proto, "body", "")
        )
        return [" | ".join(lines(tile)) for tile in re.split(r'(?=<dl class="cl-tile")', body)[1:]]

    @property
    def charts(self) -> list[list[tuple]]:
        """Return the rows of each chart: the labels and values of its traces, as drawn."""
        return [rows(json.loads(element.proto.spec)) for element in self.test.get("plotly_chart")]

    def pick(self, key: str, option: str) -> None:
        """Choose a bar of a chart by its key."""
        self.test.selectbox(key=f"{key}_pick").set_value(option).run()
        assert not self.test.exception

    def options(self, key: str) -> list[str]:
        """Return the bars of a chart that can be chosen."""
        return self.test.selectbox(key=f"{key}_pick").options

    @property
    def tables(self) -> list[pd.DataFrame]:
        """Return the tables of the page, in order."""
        return [table.value for table in self.test.dataframe]

    @property
    def people(self) -> list[list[str]]:
        """Return the ids of each list of people on the page, in order."""
        return [list(table["Young person"]) for table in self.tables if "Young person" in table]


def lines(body: str) -> list[str]:
    """Return the texts of some HTML."""
    return [text for piece in re.split(r"<[^>]+>", body) if (text := html.unescape(piece).strip())]


def rows(spec: dict) -> list[tuple]:
    """Return (label, value, ...) for each bar of a plotly figure."""
    traces = [trace for trace in spec["data"] if trace.get("type") == "bar"]
    if not traces:
        return []
    along, value = ("y", "x") if traces[0].get("orientation") == "h" else ("x", "y")
    labels = numbers(traces[0][along])
    if named := spec["layout"][f"{along}axis"].get("ticktext"):
        labels = [" ".join(lines(name)) for name in named]
    return list(zip(labels, *(numbers(trace[value]) for trace in traces), strict=False))


def numbers(values: object) -> list:
    """Return the values of a plotly array, which may be packed as base64."""
    if isinstance(values, dict):
        return np.frombuffer(b64decode(values["bdata"]), dtype=values["dtype"]).tolist()
    return list(values)
