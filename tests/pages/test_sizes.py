"""Every page with a council of 60 and of 3,000 people, and with filters that leave a few people or
none.
"""

from io import BytesIO

import pandas as pd
import pytest

from data.check.check_month import read_month
from data.recognise.files import Source
from data.sample.council import sample_months
from data.store import OWN, Store
from data.writing.month_and_template import write_month
from tests.pages.test_pages import COUNTED, at, on, text

__all__ = ["at"]


def sized(tables, people):
    """Return a month's tables for this many people: the first of them, or copies of all under new
    ids.
    """
    ids = sorted(tables["care_leavers"]["Child Unique ID"])
    if people <= len(ids):
        keep = set(ids[:: len(ids) // people][:people])
        return {
            key: one[one["Child Unique ID"].isin(keep)]
            if key in ("care_leavers", "contacts", "service_use")
            else one
            for key, one in tables.items()
        }
    times = -(-people // len(ids))
    return {
        key: one if key not in ("care_leavers", "contacts", "service_use") else again(one, times)
        for key, one in tables.items()
    }


def again(table, times):
    return pd.concat(
        [
            table.assign(
                **{"Child Unique ID": [f"{number}{person}" for person in table["Child Unique ID"]]}
            )
            for number in range(1, times + 1)
        ],
        ignore_index=True,
    )


def council(home, people, months):
    store = Store(f"sqlite:///{home / 'own.db'}")
    for month in sample_months()[-months:]:
        made = BytesIO()
        tables = sized(month.tables, people)
        write_month(made, tables, dict.fromkeys(tables, f"As at {month.as_at:%d/%m/%Y}"))
        path = home / month.file_name
        path.write_bytes(made.getvalue())
        extract = read_month([Source(path.name, path)])
        store.save(extract, "tester", allow_left_out=len(extract.left_out))
    store.close()


@pytest.mark.parametrize(("people", "months"), [(60, 2), (3_000, 1)])
def test_every_page_opens_with_a_small_and_a_large_council(at, sample_home, people, months):
    council(sample_home, people, months)
    test = at(OWN)
    assert len(test.sidebar.selectbox) >= 2
    for page in COUNTED:
        words = on(test, page)
        assert "<h1>" in words
        assert not test.error


@pytest.mark.parametrize("page", COUNTED)
@pytest.mark.parametrize(
    "only",
    ["age.24~need.custody", "age.16~eligibility.qualifying~need.substance-misuse~gender.other"],
)
def test_a_page_opens_with_a_few_people_or_nobody(at, page, only):
    test = at("sample")
    test.text_input(key="only").set_value(only).run()
    words = on(test, page)
    assert "<h1>" in words
    said = (
        "Only ",
        "Nobody in March 2025 fits these filters",
        "The filters do not apply to this page",
    )
    assert any(one in words for one in said)
    assert text(test).count("<h1>") == 1
