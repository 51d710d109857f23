"""Declarations are consistent: measures, columns, code lists, rules and settings name only what
exists.
"""

from pathlib import Path

import pytest

from analytics.measures.declared import MEASURES
from analytics.measures.measure import ON_BIRTHDAYS
from analytics.month.settings import SETTINGS, TARGETS, settings_from
from data.check.rules.people import RULES
from data.codelists import codelist, names
from data.schema import TABLES, Kind
from pages.shared.page_list import PAGES, address
from tests.mutants import FAULTS, ROOT, Fault, where

SPECS = "\n".join(
    path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("spec/test_*.py")
)
# Families whose members differ only in an age group or a period: one example covers each family.
FAMILIES = {"suitable", "eet", "neet", "in_touch", "neet_g4", "neet_g5", "neet_g6"}
UPTAKE = {"hubs", "housing_advice", "work_support", "health_service"}


def example_of(name: str) -> str:
    """Return what a spec must name for this measure."""
    family = name.removesuffix("_903").rsplit("_", 2)[0]
    return f"{family}_" if family in FAMILIES else name


@pytest.mark.parametrize(
    "name", [name for name, one in MEASURES.items() if one.basis != ON_BIRTHDAYS]
)
def test_every_measure_has_an_example(name):
    service = name.removeprefix("users_of_").removesuffix("_month").removesuffix("_year")
    generic = service in {
        "staying_close_service",
        "money_advice",
        "mentoring",
    }  # declared by the same line as those of UPTAKE
    assert generic or example_of(name) in SPECS or service in UPTAKE


@pytest.mark.parametrize("one", MEASURES.values(), ids=list(MEASURES))
def test_every_measure_answers_every_question_of_a_reader(one):
    assert all(
        (one.title, one.theme, one.definition, one.why_it_matters, one.source, one.owner, one.needs)
    )
    assert one.definition.endswith(".")
    assert not one.target_key or one.target_key in TARGETS
    assert one.of in TABLES


@pytest.mark.parametrize("one", MEASURES.values(), ids=list(MEASURES))
def test_what_a_measure_needs_is_in_the_schema(one):
    for needed in (*one.needs, *one.reads):
        for name in needed.split("|"):
            table, _, column = name.rpartition(".")
            assert name in TABLES or column in TABLES[table or "care_leavers"].keys


def test_titles_are_not_used_twice():
    titles = [one.title for one in MEASURES.values()]
    assert len(titles) == len(set(titles))


def test_columns_name_code_lists_that_exist_and_every_list_is_used():
    used = {
        column.codes
        for table in TABLES.values()
        for column in table.columns
        if column.kind is Kind.CODE
    }
    assert used == set(names())
    for name in names():
        assert codelist(name).labels


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_no_two_columns_of_a_table_can_be_read_from_one_heading(table):
    headings = [
        heading.lower() for column in table.columns for heading in (column.heading, *column.aliases)
    ]
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_no_column_has_a_name_that_the_reader_adds_to_a_row(table):
    assert not {"source_sheet", "source_row", "unusable"} & set(table.keys)
    assert len(table.keys) == len(set(table.keys))


def test_rules_name_columns_that_exist_and_no_code_twice():
    for rule in RULES:
        assert {rule.column, *rule.needs} <= set(TABLES[rule.table].keys)
    codes = [(rule.code, rule.table) for rule in RULES]
    assert len(codes) == len(set(codes))


def test_every_setting_reads_back_what_it_writes():
    rows = [(key, setting.written(setting.default)) for key, setting in SETTINGS.items()]
    assert settings_from(rows) == settings_from([])


def test_every_page_is_in_the_list_and_the_list_names_no_other():
    files = {path.name for path in (Path(__file__).parents[1] / "pages").glob("*.py")} - {
        "main.py",
        "__init__.py",
    }
    assert files == set(PAGES)
    assert [address("overview.py"), address("check_ins.py")] == ["/", "/check_ins"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_planted_fault_has_its_place(fault: Fault):
    assert len(list(where(fault, (ROOT / fault.path).read_text(encoding="utf-8")))) == 1
