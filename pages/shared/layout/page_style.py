"""Draw the style sheet, headline, tiles, banner and plain text of every page."""

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
_COLOURS = {
    "blue": style.BLUE,
    "accent": style.ACCENT,
    "text": style.TEXT,
    "quiet": style.QUIET,
    "tint": style.TINT,
}
_COLOURS |= {"rule": style.RULE, "white": style.WHITE, "safe-back": style.SAFE}
# word joiner (no width, no break): stops Markdown from changing ':name:', 'www.', '@' and '->'
_JOINER = "\u2060"


def style_sheet() -> None:
    """Put the style sheet on the page; called once per run."""
    st.html(f"<style>{css()}</style>")


@cache
def css() -> str:
    """Return page_style.css after the colours of the house style (--cl-blue and so on)."""
    states = {
        f"{name}-{part}": colour
        for name, (_, *pair) in style.STATES.items()
        for part, colour in zip(("text", "back"), pair, strict=True)
    }
    names = "".join(f"--cl-{name}: {colour};" for name, colour in (_COLOURS | states).items())
    return f":root {{{names}}}\n" + Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def headline(text: str, note: str = "", level: int = 1) -> None:
    """Show a finding as a heading, and the line under it (what is counted, for whom, when)."""
    opened()
    under = f"<p>{escape(note)}</p>" if note else ""
    st.html(f'<div class="cl-headline"><h{level}>{escape(text)}</h{level}>{under}</div>')


def tiles(shown: Sequence[PublishedFact], pictures: Sequence[str] = ()) -> None:
    """Show tiles in a row, each with its picture (an img) if there is one.

    Raises ValueError if there are more than five tiles.
    """
    if len(shown) > MOST_TILES:
        raise ValueError(f"at most {MOST_TILES} tiles")
    if shown:
        st.html(f'<div class="cl-tiles">{"".join(map(_tile, shown, pictures or repeat("")))}</div>')


def banner(text: str, safe: bool = False) -> None:
    """Show a line across the page, such as 'These are made-up people.'; `safe` is for 'Safe to
    share'.
    """
    st.html(f'<div class="cl-banner{" cl-safe" if safe else ""}" role="note">{escape(text)}</div>')


def quiet(text: str) -> None:
    """Show a line of secondary text, escaped."""
    st.html(f'<p class="cl-quiet">{escape(text)}</p>')


def points(texts: Sequence[str]) -> None:
    """Show sentences as a list, escaped."""
    st.html(f'<ul class="cl-points">{"".join(f"<li>{escape(text)}</li>" for text in texts)}</ul>')


def quality_note(text: str) -> None:
    """Mark a figure that uses cells which could not be read; show nothing if the text is empty."""
    if text:
        st.html(f'<p class="cl-care">{_care(text)}</p>')


def _care(text: str) -> str:
    return f"▲ read with care: {escape(text)}"


def tabs(key: str, drawn: Mapping[str, Callable[[], None]], stays: bool = False) -> None:
    """Draw one tab per name, but fill a tab only when it is open, so that a long page opens
    quickly.

    Unsaved input is lost when the reader leaves a tab. With `stays`, a tab opened once is always
    drawn, so its input is kept.
    """
    seen = st.session_state.setdefault(f"{key}_seen", set()) if stays else set()
    for name, tab in zip(drawn, st.tabs(list(drawn), key=key, on_change="rerun"), strict=True):
        if tab.open:
            seen.add(name)
        if name in seen:
            with tab:
                drawn[name]()


def folded(title: str, key: str, draw: Callable[[], None]) -> None:
    """Draw an expander whose content is drawn only while it is open."""
    fold = st.expander(title, key=key, on_change="rerun")
    if fold.open:
        with fold:
            draw()


def plain(text: object) -> str:
    """Return text on one line, escaped for a place that reads Markdown (a label, st.markdown)."""
    words = re.sub(r"([\\`*_{}\[\]()#+!|~<>$^&=.\-])", r"\\\1", " ".join(str(text).split()))
    words = re.sub(r"([:@]|\\[-<>=~+!])", rf"\1{_JOINER}", words)
    return re.sub(r"(?i)www", lambda found: found[0][:2] + _JOINER + found[0][2:], words)


def _tile(tile: PublishedFact, picture: str = "") -> str:
    parts = f"<small>{escape(tile.parts)}</small>" if tile.parts else ""
    lines = [
        f"<dt>{escape(tile.label)}</dt>",
        f'<dd class="cl-value">{escape(tile.value)}{parts}</dd>',
    ]
    if tile.change:
        lines.append(f'<dd class="cl-change">{escape(tile.change)}</dd>')
    if picture:
        lines.append(f'<dd class="cl-months">{picture}</dd>')
    if tile.state:
        symbol = style.STATES[tile.state][0]
        lines.append(
            f'<dd><span class="cl-tag cl-{tile.state}">{symbol} {escape(tile.target)}</span></dd>'
        )
    elif tile.target:
        lines.append(f"<dd>{escape(tile.target)}</dd>")
    if tile.quality_note:
        lines.append(f'<dd class="cl-care">{_care(tile.quality_note)}</dd>')
    return f'<dl class="cl-tile">{"".join(lines)}</dl>'
