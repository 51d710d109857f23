"""A zip of extracts is unpacked with our own file names, and cannot write outside the folder or
fill the disk.
"""

from __future__ import annotations

import warnings
import zipfile
from dataclasses import replace

import pytest

from data.problems import UserError
from data.workbook import LIMITS, SENTENCES, archive, is_archive, members, read_workbook
from tests.data.file_makers import MAKERS, csv_text, zipped

TABLE = [["Id", "Born"], ["1", "2"]]


def reason(path, folder) -> str:
    with pytest.raises(UserError) as no:
        members(path, folder)
    assert no.value.message == SENTENCES[no.value.reason]
    return no.value.reason


def test_files_of_every_kind_come_out_of_a_zip(tmp_path):
    parts = {
        f"May/{kind}.{kind}": make(tmp_path / f"x.{kind}", TABLE).read_bytes()
        for kind, make in MAKERS.items()
    }
    path = zipped(tmp_path / "all.zip", {"May/": b"", **parts, "oc3.csv": csv_text(TABLE)})
    (tmp_path / "out").mkdir()
    found = members(path, tmp_path / "out")
    assert is_archive(path)
    assert [name for name, _ in found] == [*parts, "oc3.csv"]
    assert [read_workbook(inner).sheets[0].rows for _, inner in found] == [TABLE] * 5
    assert sorted(inner.name for inner in (tmp_path / "out").iterdir()) == [
        "0.bin",
        "1.bin",
        "2.bin",
        "3.bin",
        "4.bin",
    ]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_workbook_is_not_taken_for_a_zip_of_files(tmp_path, kind):
    assert not is_archive(MAKERS[kind](tmp_path / "a.zip", TABLE))


@pytest.mark.parametrize("content", [b"", b"PK", b"a,b\n", b"PK\x03\x04 and then nothing"])
def test_other_documents_are_not_taken_for_a_zip_of_files(tmp_path, content):
    (tmp_path / "a.zip").write_bytes(content)
    assert not is_archive(tmp_path / "a.zip")


def test_only_the_wanted_files_come_out_and_each_name_is_asked_about_once(tmp_path):
    path, asked = zipped(tmp_path / "a.zip", {"a.pdf": "x", "a.csv": "a,b", "b.zip": b"PK"}), []
    found = members(path, tmp_path, lambda name: bool(asked.append(name)) or name == "a.csv")
    assert ([name for name, _ in found], asked) == (["a.csv"], ["a.pdf", "a.csv", "b.zip"])


@pytest.mark.parametrize(
    "name",
    ["../a.csv", "/etc/a.csv", "x/../../a.csv", "..\\a.csv", "C:\\a.csv", "\\\\server\\a.csv"],
)
def test_a_name_that_leads_outside_is_refused(tmp_path, name):
    assert (
        reason(zipped(tmp_path / "a.zip", {name: "a,b", "b.csv": "c,d"}), tmp_path)
        == "archive_paths"
    )


@pytest.mark.parametrize("also", ["a.csv", "A.CSV"])
def test_two_files_with_one_name_are_refused(tmp_path, also):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package.writestr("a.csv", "a,b")
        package.writestr(also, "c,d")
    assert reason(tmp_path / "a.zip", tmp_path) == "archive_paths"


def test_a_zip_in_a_zip_is_refused(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"a.csv": "a,b"})
    assert (
        reason(zipped(tmp_path / "a.zip", {"inner.xlsx": inner.read_bytes()}), tmp_path)
        == "nested_archive"
    )


def test_a_locked_zip_is_refused(tmp_path):
    content = bytearray(zipped(tmp_path / "a.zip", {"a.csv": "a,b"}).read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(content)
    assert reason(tmp_path / "a.zip", tmp_path) == "archive_locked"


def test_an_empty_zip_is_reported(tmp_path):
    assert reason(zipped(tmp_path / "a.zip", {"x/": b""}), tmp_path) == "archive_empty"


@pytest.mark.parametrize(
    ("count", "look"), [(51, lambda path: members(path, path.parent)), (6_000, is_archive)]
)
def test_too_many_files_are_refused(tmp_path, count, look):
    path = zipped(tmp_path / "a.zip", {f"{number}.csv": "a,b" for number in range(count)})
    with pytest.raises(UserError) as no:
        look(path)
    assert no.value.reason == "archive_full"


def test_the_unpacked_size_is_counted_for_the_whole_zip(tmp_path, monkeypatch):
    path = zipped(tmp_path / "a.zip", {f"{number}.csv": "a" * 1_000 for number in range(3)})
    monkeypatch.setattr(archive, "LIMITS", replace(LIMITS, inflated=2_500))
    with pytest.raises(UserError) as no:
        members(path, tmp_path)
    assert no.value.reason == "too_large"


def test_a_false_size_is_detected_while_unpacking(tmp_path):
    content = bytearray(zipped(tmp_path / "a.zip", {"a.csv": "a" * 100_000}).read_bytes())
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = (10).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(content)
    assert reason(tmp_path / "a.zip", tmp_path) == "cut_short"
