"""The current plan: the month's sheet or what was entered in the app, whichever has the later
date."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analytics.plan.app_entries import merged, newest_day, next_id, plan_actions
from analytics.plan.entries_and_sheets import at_import, history_of
from tests.spec.drawn import drawn, month

MARCH = date(2025, 3, 31)
SHEET = """
    action_id | area_for_improvement | action  | due        | delivery_rag | progress_this_month
    IP-104    | 1                    | Audits  | 2025-09-30 | amber        | Slow
    IP-205    | 2                    | Hubs    | 2025-07-31 | green        | Open soon
    """
SHORT = {
    "rag": "delivery_rag",
    "said": "progress_this_month",
    "done": "completed",
    "area": "area_for_improvement",
}
KINDS = {"": "changed", "add": "added", "back": "taken back"}


def entries(text: str) -> pd.DataFrame:
    """Read entries from text with bars: id, kind, month (as_at), dated, who, and one column per
    field.

    An empty cell was not entered; '-' is a blank.
    """
    head, *lines = [
        [cell.strip() for cell in line.split("|")]
        for line in text.strip().splitlines()
        if line.strip()
    ]
    rows = []
    for number, line in enumerate(lines, 1):
        cells = dict(zip(head, line, strict=True))
        plain = {key: cells.pop(key, "") for key in ("action", "kind", "month", "dated", "who")}
        fields = {
            SHORT.get(key, key): None if value == "-" else value
            for key, value in cells.items()
            if value
        }
        rows.append(
            [
                number,
                plain["action"],
                KINDS[plain["kind"]],
                fields,
                {},
                plain["month"] or "2025-03-31",
                plain["dated"],
                plain["who"] or "Ann",
                plain["dated"] + " 10:14",
            ]
        )
    frame = pd.DataFrame(
        rows,
        columns=["id", "action_id", "kind", "fields", "was", "as_at", "dated", "who", "at"],
        dtype="object",
    )
    return frame.assign(**{key: pd.to_datetime(frame[key]) for key in ("as_at", "dated", "at")})


def shown(
    text: str,
    as_at: str = "2025-03-31",
    sheet: str = SHEET,
    columns: str = "action_id delivery_rag progress_this_month entered_by",
):
    found = merged(drawn("plan_actions", sheet), entries(text), date.fromisoformat(as_at))
    return [
        " | ".join("" if pd.isna(cell) else str(cell) for cell in row)
        for row in found[columns.split()].itertuples(index=False)
    ]


@pytest.mark.parametrize(
    ("dated", "shown_date"),
    [
        ("2025-03-30", "IP-104 | amber | Slow | "),  # the sheet is later
        (
            "2025-03-31",
            "IP-104 | red | Slow | Ann",
        ),  # the person who entered it could see that day's sheet
        ("2025-04-03", "IP-104 | red | Slow | Ann"),
    ],
)
def test_the_later_of_the_sheet_and_an_entry_is_shown(dated, shown_date):
    text = f"action | month | dated | rag\n IP-104 | 2025-02-28 | {dated} | red"
    assert shown(text) == [shown_date, "IP-205 | green | Open soon | "]


def test_the_newer_of_two_entries_is_shown_and_each_changes_only_its_fields():
    text = """
        action | dated      | who | rag | said
        IP-104 | 2025-04-02 | Ann | red | Nobody to do it
        IP-104 | 2025-04-02 | Bob |     | A post was found
        """
    assert shown(text)[0] == "IP-104 | red | A post was found | Bob"


def test_a_later_sheet_is_shown_with_only_the_entries_made_after_it():
    text = """
        action | month      | dated      | rag | said
        IP-104 | 2025-02-28 | 2025-03-03 | red | No post
        IP-104 | 2025-03-31 | 2025-04-02 |     | A post
        """
    assert shown(text)[0] == "IP-104 | amber | A post | Ann"
    assert (
        shown(text, "2025-02-28")[0] == "IP-104 | red | No post | Ann"
    )  # entries on a later month are ignored


def test_a_blank_can_be_entered_and_a_column_that_the_sheet_lacks_is_added():
    text = """
        action | dated      | rag  | said | done
        IP-205 | 2025-04-02 | blue | -    | 2025-04-01
        """
    assert shown(text, columns="action_id delivery_rag progress_this_month completed") == [
        "IP-104 | amber | Slow | ",
        "IP-205 | blue |  | 2025-04-01 00:00:00",
    ]


ADDED = """
    action | kind | month      | dated      | who | rag         | said | area | action_words
    IP-216 | add  | 2025-02-28 | 2025-03-03 | Ann | not started |      | 2    | Flats
    IP-216 |      | 2025-02-28 | 2025-03-04 | Bob | green       | Good |      |
    """


def added(text: str = ADDED) -> str:
    return text.replace("action_words", "section")


def test_an_action_added_in_the_app_shows_in_every_later_month_whose_sheet_lacks_it_and_in_none_before():
    columns = "action_id area_for_improvement section delivery_rag progress_this_month entered_by"
    assert shown(added(), columns=columns)[2:] == ["IP-216 | 2 | Flats | green | Good | Bob"]
    assert len(shown(added(), "2025-01-31")) == 2


def test_an_added_action_is_the_sheets_once_a_later_sheet_has_it():
    sheet = f"{SHEET.rstrip()}\n ip-216 | 2 | Flats | 2025-09-30 | amber | From the sheet"
    assert shown(added(), sheet=sheet)[2:] == ["ip-216 | amber | From the sheet | "]


def test_a_withdrawn_action_is_missing_until_it_is_added_again():
    gone = added() + "IP-216 | back | | 2025-04-01 | Bob | | | |\n"
    assert len(shown(gone)) == 2
    assert len(shown(gone + "IP-216 | add | | 2025-04-02 | Ann | green | | 2 | Again\n")) == 3


def test_a_withdrawn_change_shows_what_it_restores_and_by_whom():
    text = """
        action | kind | dated      | who | rag
        IP-104 |      | 2025-04-02 | Ann | red
        IP-104 | back | 2025-04-02 | Ann | amber
        """
    assert shown(text)[0] == "IP-104 | amber | Slow | Ann"


def test_an_entry_about_an_action_that_no_sheet_and_nobody_added_shows_nothing():
    assert shown("action | dated | rag\n IP-999 | 2025-04-02 | red") == shown(
        "action | dated | rag"
    )


def test_without_entries_the_sheet_is_unchanged_and_names_nobody():
    sheet = drawn("plan_actions", SHEET)
    for none in (
        None,
        entries("action | dated | rag"),
        entries("action | dated | rag\n IP-104 | 2025-03-01 | red"),
    ):
        found = merged(sheet, none, MARCH)
        pd.testing.assert_frame_equal(found[list(sheet)], sheet)
        assert found[["entered_by", "entered_at"]].isna().all(axis=None)


def test_the_columns_keep_their_kinds_and_what_was_unreadable_is_readable_once_it_is_entered():
    sheet = drawn("plan_actions", SHEET).assign(
        unusable=["delivery_rag due", ""], source_row=[4, 5]
    )
    found = merged(
        sheet,
        entries(
            added(
                "action | kind | dated | rag | done\n IP-104 | | 2025-04-02 | red | -\n "
                "X-1 | add | 2025-04-02 | green |"
            )
        ),
        MARCH,
    )
    assert found["unusable"].tolist() == ["due", "", ""]
    assert found["source_row"].tolist() == [4, 5, 0]
    for key in sheet:
        assert found[key].dtype == sheet[key].dtype, key
    assert (str(found["entered_at"].dtype), "completed" in found) == ("datetime64[us]", False)


def test_a_month_hands_over_its_plan_and_one_without_a_sheet_has_only_what_was_added():
    people = "id | born\n 1 | 2004-01-01"
    text = entries(added())
    assert plan_actions(month("2025-03-31", people)) is None
    assert plan_actions(month("2025-03-31", people, plan_entries=text))["action_id"].tolist() == [
        "IP-216"
    ]
    whole = month("2025-03-31", people, plan_actions=SHEET, plan_entries=text)
    assert plan_actions(whole)["entered_by"].isna().tolist() == [True, True, False]


def test_the_plan_is_of_the_day_of_its_latest_entry():
    assert newest_day(None, MARCH) == MARCH
    assert newest_day(
        entries("action | dated | rag\n IP-104 | 2025-04-03 | red\n IP-104 | 2025-03-03 | red"),
        MARCH,
    ) == date(2025, 4, 3)


@pytest.mark.parametrize(
    ("area", "free"), [("1", "IP-105"), ("2", "IP-207"), ("7", "IP-701"), (None, "IP-901")]
)
def test_the_next_free_id_follows_those_of_its_area_and_is_nobodys(area, free):
    taken = entries("action | kind | dated | rag\n ip-206 | add | 2025-03-01 | green")
    assert next_id(area, drawn("plan_actions", SHEET), taken, MARCH) == free


# at the import of a sheet


def said(text: str, sheet: str = SHEET, as_at: date = MARCH) -> list[str]:
    return at_import(
        drawn("plan_actions", sheet), entries(text), as_at, [date(2025, 1, 31), date(2025, 2, 28)]
    )


def test_a_sheet_that_contradicts_an_entry_says_so_and_which_will_show():
    text = """
        action | month      | dated      | rag
        IP-104 | 2025-02-28 | 2025-03-03 | red
        IP-205 | 2025-02-28 | 2025-04-02 | amber
        """
    assert said(text) == [
        "IP-104: the app has red on 3 March 2025, but this sheet of 31 March 2025 has amber.",
        "IP-205: the app has amber on 2 April 2025, but this sheet of 31 March 2025 has "
        "green. The app's entry is not older, so it is still shown.",
    ]


def test_a_sheet_that_agrees_is_one_sentence_and_superseded_entries_are_not_repeated():
    text = """
        action | month      | dated      | rag
        IP-104 | 2025-01-31 | 2025-02-03 | red
        IP-205 | 2025-02-28 | 2025-03-03 | green
        """
    assert said(text) == ["This sheet gives the rating that the app has for IP-205."]


def test_a_sheet_without_an_action_that_was_edited_or_added_says_so():
    text = added() + "IP-300 | | 2025-02-28 | 2025-03-09 | Bob | red | | |\n"
    assert said(text) == [
        "IP-216: added in the app by Ann on 3 March 2025; this sheet does not have it, and "
        "it is still shown.",
        "IP-300: the app has red on 9 March 2025, but this sheet of 31 March 2025 does not "
        "have the action.",
    ]
    assert at_import(None, entries(text), MARCH, []) == []


def test_the_history_has_every_sheet_and_every_entry_the_newest_first():
    sheets = [(day, drawn("plan_actions", SHEET)) for day in (date(2025, 2, 28), MARCH)]
    text = (
        "action | month | dated | rag | who\n IP-104 | 2025-02-28 | 2025-03-03 | red | Bob\n "
        "IP-104 | | 2025-04-02 | blue | Ann"
    )
    lines = history_of("IP-104", sheets, entries(text), MARCH)
    assert [(one["source"], one["delivery_rag"]) for one in lines] == [
        ("Changed in the app by Ann, 02/04/2025 10:14 UTC", "blue"),
        ("Sheet of 31 March 2025", "amber"),
        ("Changed in the app by Bob, 03/03/2025 10:14 UTC", "red"),
        ("Sheet of 28 February 2025", "amber"),
    ]
