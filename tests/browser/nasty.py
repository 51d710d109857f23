"""Texts that a careless page would interpret, a month full of them, and how to find traces on a
page.
"""

from __future__ import annotations

import io
import re
from datetime import date

import xlsxwriter

NASTY = (
    "<b>bold</b><img src=x onerror=window.hit=1>",
    "<a href='javascript:window.hit=2'>a</a><br>b",
    "**bold** [l](javascript:alert(1))",
    ":material/home: :red[x]",
    "$x^2$",
    "%{customdata} %{x}",
    '=HYPERLINK("http://evil.example","x")',
    "javascript:alert(1)",
    "{{x}}",
    "&lt;i&gt;",
    "+1+1",
    "-2-2",
    "@SUM(A1)",
    "# head",
    "`code` ~~s~~",
)
AS_AT = date(2025, 3, 31)
COUNCIL = "<b>Council</b> $x^2$ :red[x]"
SHEET = "<b>$x^2$ {{x}} &lt; `n`"  # every special character that a sheet name may hold
NOT_KEPT = "<img src=x onerror=window.hit=3> **ignored** :red[x]"
FILE = "<img src=x onerror=window.hit=4> **f** $x^2$ :red[x].xlsx"
WIDE = (1366, 2400)
PLACES = ("/", "/cohort", "/coverage_21_plus", "/check_ins", "/definitions")
# What would be on the page if a text had been interpreted.
MADE_OF_A_CELL = """() => [
  ...document.querySelectorAll("[data-testid=stMain] img:not([src^=data]):not([src^=blob])"),
  ...document.querySelectorAll(".katex, [data-testid=stMain] .MathJax, .js-plotly-plot .math-group, .js-plotly-plot a, [data-testid=stMarkdownContainer] :is(h1, em, del)"),
  ...[...document.querySelectorAll("[data-testid=stMain] a[href]")].filter((a) => /^javascript:|evil\\.example/.test(a.getAttribute("href"))),
  ...[...document.querySelectorAll("[data-testid=stMain] :is(b, strong, i, code)")].filter((e) => /^(bold|i|Council|code|f|n|ignored)$/.test(e.textContent)),
  ...[...document.querySelectorAll("[data-testid=stIconMaterial]")].filter((e) => e.textContent === "home"),
].map((e) => e.outerHTML.slice(0, 200))"""


OPEN_ALL = """() => document.querySelectorAll("[data-testid=stMain] details:not([open]) > summary").forEach((one) => {
  if (one.offsetParent) one.click();
})"""
HOVER = """(number) => [...document.querySelectorAll(".js-plotly-plot")[number].querySelectorAll(".hovertext")]
  .map((text) => text.textContent).join(" ")"""
NEW_HOVER = f"([number, last]) => {{ const now = ({HOVER})(number); return now && now !== last }}"


def capital(text: str) -> str:
    """Return a council's own area with a capital letter."""
    return text[:1].upper() + text[1:]


def squeezed(text: str) -> str:
    """Return a text without spaces and zero-width characters, where a chart or Markdown may break
    lines.
    """
    return re.sub("[\\s\u2060\u200b]", "", text)


def nasty_month() -> bytes:
    """Return a month in which every text that a council can write is a nasty one."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    people = [
        "Child Unique ID",
        "Date of Birth",
        "Eligibility Category",
        "Allocated Team",
        "Allocated Personal Adviser",
        "Area",
    ]
    people += ["Support Status", "Gender", "Latest Date of Contact", NOT_KEPT]
    rows = [
        [
            text,
            date(2002, 4, 1 + number),
            "former relevant",
            text,
            text,
            text,
            "not receiving",
            text,
            date(2025, 3, 3),
            text,
        ]
        for number, text in enumerate(NASTY)
    ]
    fill(book.add_worksheet("Care leavers"), [people, *rows], day)
    calls = [[text, date(2025, 3, 3), "visit", text, "no answer", text] for text in NASTY]
    fill(
        book.add_worksheet("Contacts"),
        [["Child Unique ID", "Contact Date", "Purpose", "Method", "Outcome", "Made By"], *calls],
        day,
    )
    uses = [[text, text, date(2025, 3, 3), text] for text in NASTY]
    fill(
        book.add_worksheet("Service use"),
        [["Child Unique ID", "Service", "Start Date", "Outcome"], *uses],
        day,
    )
    fill(book.add_worksheet(SHEET), [["note", text] for text in NASTY], day)
    book.close()
    return made.getvalue()


def fill(sheet, rows, day):
    """Write every text as text, as Excel stores input that follows an apostrophe."""
    for number, cells in enumerate(rows):
        for place, value in enumerate(cells):
            if isinstance(value, date):
                sheet.write_datetime(number, place, value, day)
            else:
                sheet.write_string(number, place, value)
