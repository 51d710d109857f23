"""The Data page asks which of several sheets to read, for these files only, and names what it
skips.
"""

from __future__ import annotations

from data.recognise.mapping import Mapping
from data.store import Store
from tests.data.test_several_sheets import calls, team
from tests.data.workbooks import CONTACTS, MAY, PEOPLE, write
from tests.pages.test_pages import text
from tests.pages.test_upload import OURS, choose, data_page, pressed

__all__ = ["data_page"]
TITLE = OURS.format(MAY)


def lists(path, first="March", second="May"):
    return write(path, {first: team(1, 2, 3), second: team(2, 3, 4)}, TITLE)


def labels(page):
    return [button.label for button in page.button]


def which(page):
    return next(radio for radio in page.radio if "Choose which to read" in radio.label)


def people(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/home/own.db")
    return store.tables(store.month("2024-05"))["care_leavers"]["child_unique_id"].tolist()


def test_nothing_is_preselected_and_nothing_can_be_imported_before_the_answer(data_page, tmp_path):
    page = choose(data_page, lists(tmp_path / "a.xlsx"))
    assert (which(page).value, len(which(page).options)) == (None, 3)
    assert "Import this month" not in labels(page)
    assert not page.error


def test_the_answer_is_applied_to_these_files(data_page, tmp_path):
    page = choose(data_page, lists(tmp_path / "a.xlsx"))
    which(page).set_value(2).run()
    assert which(page).value == 2
    pressed(page, "Import this month")
    assert people(tmp_path) == ["00002", "00003", "00004"]


def test_the_answer_can_be_changed(data_page, tmp_path):
    page = choose(data_page, lists(tmp_path / "a.xlsx"))
    which(page).set_value(2).run()
    which(page).set_value(1).run()
    pressed(page, "Import this month")
    assert people(tmp_path) == ["00001", "00002", "00003"]


def test_an_answer_is_still_shown_after_visiting_another_page_and_can_be_changed(
    data_page, tmp_path
):
    page = choose(data_page, lists(tmp_path / "a.xlsx"))
    which(page).set_value(2).run()
    page = page.switch_page("definitions.py").run().switch_page("data_upload.py").run()
    assert which(page).value == 2
    which(page).set_value(1).run()
    assert which(page).value == 1
    pressed(page, "Import this month")
    assert people(tmp_path) == ["00001", "00002", "00003"]


def test_an_answer_holds_only_while_the_files_are_read_in_the_same_way(data_page, tmp_path):
    page = choose(data_page, lists(tmp_path / "a.xlsx"))
    which(page).set_value(2).run()
    page.session_state["mapping"] = Mapping("ours", ())
    page.run()
    assert which(page).value is None
    assert "Import this month" not in labels(page)


def test_other_files_are_asked_about_again(data_page, tmp_path):
    page = choose(data_page, lists(tmp_path / "a.xlsx"))
    which(page).set_value(2).run()
    page = choose(page, write(tmp_path / "b.xlsx", {"March": team(5, 6), "May": team(6, 7)}, TITLE))
    assert which(page).value is None
    assert "Import this month" not in labels(page)


def test_reading_sheets_together_must_be_confirmed(data_page, tmp_path):
    page = choose(
        data_page, write(tmp_path / "a.xlsx", {"Team A": team(1, 2), "Team B": team(3)}, TITLE)
    )
    button = next(button for button in page.button if button.label == "Import this month")
    assert button.disabled
    next(box for box in page.checkbox if "read together" in box.label).check().run()
    pressed(page, "Import this month")
    assert people(tmp_path) == ["00001", "00002", "00003"]


def test_a_folder_with_other_files_is_accepted_and_they_are_named(data_page, tmp_path):
    month = write(tmp_path / "May.xlsx", {PEOPLE: team(1, 2)}, TITLE)
    for name, content in (
        ("readme.txt", b"Hello"),
        ("Guidance.pdf", b"%PDF"),
        ("~$May.xlsx", b"\7A"),
    ):
        (tmp_path / name).write_bytes(content)
    page = choose(
        data_page,
        tmp_path / "Guidance.pdf",
        month,
        tmp_path / "readme.txt",
        tmp_path / "~$May.xlsx",
    )
    assert not page.error
    for name in ("readme.txt", "Guidance.pdf", "~$May.xlsx"):
        assert name in text(page)
    pressed(page, "Import this month")
    assert people(tmp_path) == ["00001", "00002"]


def test_a_lone_lock_file_is_reported(data_page, tmp_path):
    (tmp_path / "~$May.xlsx").write_bytes(b"\7A")
    page = choose(data_page, tmp_path / "~$May.xlsx")
    assert "lock file" in page.error[0].value


def test_a_missing_heading_next_to_complete_contacts_can_be_mapped(data_page, tmp_path):
    export = [{"Category of care": one.pop("Eligibility Category"), **one} for one in team(1, 2)]
    page = choose(
        data_page, write(tmp_path / "a.xlsx", {"Export": export, CONTACTS: calls(1)}, TITLE)
    )
    assert "has no column Eligibility Category" in page.error[0].value
    assert "Use these headings" in labels(page)
