"""The catalogue: whole or not at all, filled again from the meets, never a rehearsal."""

from dataclasses import replace
from pathlib import Path

import pytest

from teachmeet.catalogue import CATALOGUE, Catalogue, WholeFile
from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.programme import Format, TopicPlan
from teachmeet.laptop import Laptop

COMMAND = MakeMeet("Bridge TeachMeet", Format.TEACHMEET, "UTC", topics=(TopicPlan(None, "Chalk"),))


def test_a_new_meet_is_entered_with_its_numbers(tmp_path: Path) -> None:
    Laptop(tmp_path).new("bridge", COMMAND)
    (row,) = Catalogue(tmp_path).rows()
    assert (row["meet"], row["title"], row["topics"], row["talks"]) == ("bridge", "Bridge TeachMeet", 1, 0)


def test_entering_again_replaces_the_row(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path)
    laptop.new("bridge", COMMAND)
    laptop.catalogue("bridge")
    assert len(Catalogue(tmp_path).rows()) == 1


def test_a_rehearsal_never_enters(tmp_path: Path) -> None:
    Laptop(tmp_path).new("bridge-rehearsal", replace(COMMAND, rehearsal=True))
    assert Catalogue(tmp_path).rows() == []


def test_a_removed_meet_is_gone(tmp_path: Path) -> None:
    Laptop(tmp_path).new("bridge", COMMAND)
    catalogue = Catalogue(tmp_path)
    catalogue.remove("bridge")
    assert catalogue.rows() == []


@pytest.mark.parametrize("content", ["", "{", "[]", "\x00\x00", '"text"'])
def test_a_broken_catalogue_counts_as_none_and_stops_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / CATALOGUE).write_text(content, encoding="utf-8")
    laptop = Laptop(tmp_path)
    laptop.new("bridge", COMMAND)
    assert [row.slug for row in laptop.meets()] == ["bridge"]
    assert [row["meet"] for row in Catalogue(tmp_path).rows()] == ["bridge"]


def test_what_the_disk_refuses_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = WholeFile(tmp_path / CATALOGUE)
    storage.write({"meets": {"1": {"meet": "old"}}})

    def refuse(_from: object, _to: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(OSError, match="no space"):
        storage.write({"meets": {}})
    assert storage.read() == {"meets": {"1": {"meet": "old"}}}
    assert [path.name for path in tmp_path.iterdir()] == [CATALOGUE]
