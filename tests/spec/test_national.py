"""The DfE's measures by example: who is counted, who is left out, and what a blank means."""

import pytest

from analytics.measures.declared import MEASURES
from tests.spec.drawn import counted, month

NOW = "2025-03-31"


def test_suitable_accommodation_is_the_judgement_and_leaves_out_exactly_whom_the_dfe_leaves_out():
    people = """
        id | born       | touch | type | judged     | eligible
        1  | 2005-01-01 | YES   | U    | suitable   | former relevant
        2  | 2005-01-01 | YES   | U    | unsuitable | former relevant
        3  | 2005-01-01 | YES   | B    |            | former relevant
        4  | 2005-01-01 | DIED  | U    | suitable   | former relevant
        5  | 2005-01-01 | RHOM  | B    | suitable   | former relevant
        6  | 2005-01-01 | YES   | G    | suitable   | former relevant
        7  | 2005-01-01 | YES   | H    | unsuitable | former relevant
        8  | 2005-01-01 | YES   | R    |            | former relevant
        9  | 2005-01-01 | NO    |      |            |
        """
    assert counted("suitable_19_21", month(NOW, people)) == (1, 1, 2)


def test_no_fixed_abode_and_custody_are_never_suitable_despite_the_judgement():
    people = (
        "id | born | type | judged\n1 | 2005-01-01 | S | suitable\n2 | 2005-01-01 | X |\n3 | "
        "2005-01-01 | S | unsuitable"
    )
    assert counted("suitable_19_21", month(NOW, people)) == (0, 3, 0)


def test_in_work_or_learning_and_not_and_not_known():
    people = """
        id | born       | touch | doing
        1  | 2005-01-01 | YES   | F1
        2  | 2005-01-01 | YES   | P5
        3  | 2005-01-01 | YES   | F3
        4  | 2005-01-01 | YES   | G4
        5  | 2005-01-01 | REFU  | G5
        6  | 2005-01-01 | NREQ  |
        7  | 2005-01-01 | DIED  | F1
        8  | 2005-01-01 | RHOM  | G6
        """
    at = month(NOW, people)
    assert counted("eet_19_21", at) == (3, 2, 1)
    assert counted("neet_19_21", at) == (2, 3, 1)
    assert counted("neet_g4_19_21", at) == (1, 4, 1)
    assert counted("neet_g5_19_21", at) == (1, 4, 1)
    assert counted("neet_g6_19_21", at) == (0, 5, 1)


def test_in_touch_keeps_refused_and_no_longer_required_in_the_denominator():
    touches = ["YES", "NO", "REFU", "NREQ", "", "DIED", "RHOM"]
    people = "id | born | touch\n" + "\n".join(
        f"{n} | 2005-01-01 | {touch}" for n, touch in enumerate(touches)
    )
    assert counted("in_touch_19_21", month(NOW, people)) == (1, 3, 1)


def test_staying_put_counts_those_aged_18_to_20_and_a_blank_is_unknown():
    people = (
        "id | born | staying_put\n1 | 2005-01-01 | Y\n2 | 2005-01-01 | N\n3 | 2005-01-01 |\n4 "
        "| 2005-01-01 | U\n5 | 2003-01-01 | Y"
    )
    assert counted("staying_put_18_20", month(NOW, people)) == (1, 1, 2)


@pytest.mark.parametrize("name", ["suitable", "eet", "neet", "in_touch"])
def test_children_still_looked_after_are_in_none(name):
    people = (
        "id | born | eligible | touch | type | judged | doing\n1 | 2007-06-01 | eligible | YES "
        "| U | suitable | F1\n2 | 2007-06-01 | relevant | YES | U | suitable | F1"
    )
    assert sum(counted(f"{name}_17_18", month(NOW, people))) == 1


@pytest.mark.parametrize(
    ("born", "ages"),
    [
        ("2008-03-31", "17_18"),
        ("2006-03-31", "19_21"),
        ("2003-04-01", "19_21"),
        ("2003-03-31", "22_24"),
    ],
)
def test_the_age_groups_17_to_18_19_to_21_and_22_to_24_are_separate(born, ages):
    at = month(NOW, f"id | born | doing\n1 | {born} | F1")
    assert {group: counted(f"eet_{group}", at) for group in ("17_18", "19_21", "22_24")} == {
        group: ((1, 0, 0) if group == ages else (0, 0, 0)) for group in ("17_18", "19_21", "22_24")
    }


def test_a_missing_column_makes_a_measure_not_available_and_names_it():
    at = month(NOW, "id | born\n1 | 2005-01-01")
    lacking = {name: one.lacking(at) for name, one in MEASURES.items() if one.lacking(at)}
    assert lacking["eet_19_21"] == ("activity_status",)
    assert lacking["suitable_19_21"] == ("type_of_accommodation", "suitability_of_accommodation")
