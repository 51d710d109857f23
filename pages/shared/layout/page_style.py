"""The look of every page: its style sheet, headline, tiles, banner and plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from itertools import repeat
from pathlib import Path

import streamlit as st

from analytics.charts import style
from analytics.publish.types import PublishedFact
from pages.shared.session.frame import opened

MOST_TILES = 5
_COLOURS = {"blue": style.BLUE, "accent": style.ACCENT, "text": style.TEXT, "quiet": style.QUIET, "tint": style.TINT}
_COLOURS |= {"rule": style.RULE, "white": style.WHITE, "safe-back": style.SAFE}
_JOINER = "\u2060"  # no width, no break: keeps ':name:', 'www.', '@' and '->' from being turned into something else


def style_sheet() -> None:
    """Put the style sheet on the page; once a run, by main.py."""
    st.html(f"<style>{css()}</style>")


@cache
def css() -> str:
    """look.css after the colours of the house style, as --cl-blue and so on."""
    states = {
        f"{name}-{part}": colour for name, (_, *pair) in style.STATES.items() for part, colour in zip(("text", "back"), pair, strict=True)
    }
    names = "".join(f"--cl-{name}: {colour};" for name, colour in (_COLOURS | states).items())
    return f":root {{{names}}}\n" + Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def headline(text: str, note: str = "", level: int = 1) -> None:
    """The finding as the page's heading, and the line under it (what is counted, of whom, when)."""
    opened()
    under = f"<p>{unbroken(note)}</p>" if note else ""
    st.html(f'<div class="cl-headline"><h{level}>{unbroken(text)}</h{level}>{under}</div>')


def unbroken(text: str) -> str:
    """Letter by letter, as HTML; a number is not parted from its per cent sign."""
    return escape(text).replace(" %", "&nbsp;%")


def tiles(shown: Sequence[PublishedFact], pictures: Sequence[str] = ()) -> None:
    """At most five tiles in a row, each with its picture (an img) where there is one; ValueError for more."""
    if len(shown) > MOST_TILES:
        raise ValueError(f"at most {MOST_TILES} tiles")
    if shown:
        st.html(f'<div class="cl-tiles">{"".join(map(_tile, shown, pictures or repeat("")))}</div>')


def banner(text: str, safe: bool = False) -> None:
    """A line across the page: 'These are made-up people.'; `safe` for 'Safe to share'."""
    st.html(f'<div class="cl-banner{" cl-safe" if safe else ""}" role="note">{escape(text)}</div>')


def quiet(text: str) -> None:
    """A line of secondary text, letter by letter."""
    st.html(f'<p class="cl-quiet">{escape(text)}</p>')


def points(texts: Sequence[str]) -> None:
    """Sentences as a list, letter by letter."""
    st.html(f'<ul class="cl-points">{"".join(f"<li>{unbroken(text)}</li>" for text in texts)}</ul>')


def quality_note(text: str) -> None:
    """The mark on a figure that rests on cells which could not be read or are in doubt, letter by letter; nothing without a text."""
    if text:
        st.html(f'<p class="cl-care">{_care(text)}</p>')


def _care(text: str) -> str:
    return f"▲ read with care: {escape(text)}"


def tabs(key: str, drawn: Mapping[str, Callable[[], None]], stays: bool = False) -> None:
    """A tab for each name. A tab is drawn in the run in which it is looked at, so a long page opens with what is seen first.

    What is typed into a tab and not yet saved goes with it, unless it `stays`: then a tab that was opened once is drawn from then on.
    """
    seen = st.session_state.setdefault(f"{key}_seen", set()) if stays else set()
    for name, tab in zip(drawn, st.tabs(list(drawn), key=key, on_change="rerun"), strict=True):
        if tab.open:
            seen.add(name)
        if name in seen:
            with tab:
                drawn[name]()


def folded(title: str, key: str, draw: Callable[[], None]) -> None:
    """Something that is drawn when it is opened."""
    fold = st.expander(title, key=key, on_change="rerun")
    if fold.open:
        with fold:
            draw()


def plain(text: object) -> str:
    """Text from a cell for a place that reads Markdown (a label, st.markdown), shown letter by letter on one line."""
    words = re.sub(r"([\\`*_{}\[\]()#+!|~<>$^&=.\-])", r"\\\1", " ".join(str(text).split()))
    words = re.sub(r"([:@]|\\[-<>=~+!])", rf"\1{_JOINER}", words)
    return re.sub(r"(?i)www", lambda found: found[0][:2] + _JOINER + found[0][2:], words)


def _tile(tile: PublishedFact, picture: str = "") -> str:
    parts = f"<small>{escape(tile.parts)}</small>" if tile.parts else ""
    lines = [f"<dt>{escape(tile.label)}</dt>", f'<dd class="cl-value">{escape(tile.value)}{parts}</dd>']
    if tile.change:
        lines.append(f'<dd class="cl-change">{escape(tile.change)}</dd>')
    if picture:
        lines.append(f'<dd class="cl-months">{picture}</dd>')
    if tile.state:
        symbol = style.STATES[tile.state][0]
        lines.append(f'<dd><span class="cl-tag cl-{tile.state}">{symbol} {escape(tile.target)}</span></dd>')
    elif tile.target:
        lines.append(f"<dd>{escape(tile.target)}</dd>")
    if tile.quality_note:
        lines.append(f'<dd class="cl-care">{_care(tile.quality_note)}</dd>')
    return f'<dl class="cl-tile">{"".join(lines)}</dl>'
