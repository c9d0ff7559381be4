"""The words: each key found, values taken literally, plurals by the language's rule."""

from importlib import resources
from pathlib import Path

import pytest

from teachmeet import words
from teachmeet.sheet.headers import FIELDS
from teachmeet.words import Words, languages, load, plural

SAMPLE: dict[str, object] = {
    "app": {"name": "TeachMeet"},
    "join": {
        "hello": "Hello {who}",
        "count": {"one": "{n} phone is in", "other": "{n} phones are in"},
        "steps": {"first": "Scan", "second": "Type your name"},
    },
}


def test_a_text_is_found_by_its_dotted_key() -> None:
    assert Words("en", SAMPLE)("join.steps.first") == "Scan"


@pytest.mark.parametrize("key", ["join", "join.nothing", "nothing", "", "join.count.one"])
def test_an_unknown_key_is_an_error_that_names_it(key: str) -> None:
    with pytest.raises(KeyError, match=f"'{key}'"):
        Words("en", SAMPLE)(key)


@pytest.mark.parametrize("typed", ["{who}", "{who.__class__}", "{0}", "}{", "{{x}}", "%s", "[b]a[/]", "\\1"])
def test_values_are_inserted_literally(typed: str) -> None:
    assert Words("en", SAMPLE)("join.hello", who=typed) == f"Hello {typed}"


def test_a_gap_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="who"):
        Words("en", SAMPLE)("join.hello")


def test_the_plural_form_follows_n() -> None:
    say = Words("en", SAMPLE)
    counts = [say("join.count", n=n) for n in (0, 1, 2)]
    assert counts == ["0 phones are in", "1 phone is in", "2 phones are in"]
    with pytest.raises(KeyError, match=r"join\.count"):
        say("join.count")


def test_a_missing_form_falls_back_to_other() -> None:
    say = Words("ar", SAMPLE)
    assert say("join.count", n=2) == "2 phones are in"


@pytest.mark.parametrize(
    ("language", "numbers", "category"),
    [
        ("en", (1,), "one"),
        ("en", (0, 2, 1.0, 1.5, 1_000_000), "other"),
        ("es", (1, 1.0), "one"),
        ("es", (1_000_000, 2_000_000), "many"),
        ("es", (0, 2, 21, 1_000_001, 0.5), "other"),
        ("ca", (1,), "one"),
        ("ca", (1_000_000,), "many"),
        ("ca", (0, 1.0, 2), "other"),
        ("ar", (0,), "zero"),
        ("ar", (1,), "one"),
        ("ar", (2,), "two"),
        ("ar", (3, 10, 103, 110), "few"),
        ("ar", (11, 26, 99, 111, 1011), "many"),
        ("ar", (100, 101, 102, 200, 1000, 0.1, 3.5), "other"),
        ("tlh", (0, 1, 2), "other"),
    ],
)
def test_the_rules_are_those_of_cldr(language: str, numbers: tuple[float, ...], category: str) -> None:
    assert [plural(language, n) for n in numbers] == [category] * len(numbers)


def test_a_section_is_plain_data_of_ones_own() -> None:
    say = Words("en", SAMPLE)
    section = say.section("join")
    assert section == SAMPLE["join"]
    section.clear()
    assert say.section("join.steps") == {"first": "Scan", "second": "Type your name"}
    for unknown in ("nothing", "join.hello", "join.hello.x"):
        with pytest.raises(KeyError, match=unknown):
            say.section(unknown)


def test_english_is_there_and_loaded_once() -> None:
    assert "en" in languages()
    assert load() is load()
    assert load("en-GB").language == "en"
    assert load()("app.name") == "TeachMeet"


def test_every_column_that_a_sheet_may_have_has_its_word() -> None:
    for field in {name for fields in FIELDS.values() for name in fields}:
        assert load()(f"new.field.{field}")


def test_an_unknown_language_is_an_error_that_says_what_there_is() -> None:
    with pytest.raises(LookupError, match=r"'xx'.*en"):
        load("xx")


def test_what_a_language_lacks_is_said_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english = '[a]\nb = "here"\nc = {one = "a cup", other = "{n} cups"}\n'
    (tmp_path / "en.toml").write_text(english, encoding="utf-8")
    (tmp_path / "es.toml").write_text('[a]\nc = {one = "una taza", other = "{n} tazas"}\n', encoding="utf-8")
    assert _load_from(tmp_path, "es", monkeypatch)("a.b") == "here"
    assert _load_from(tmp_path, "es", monkeypatch)("a.c", n=3) == "3 tazas"


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ("[a]\nb = 3\n", r"a\.b is not a text"),
        ('[a]\nb = {other = 3}\n', r"a\.b is not a text"),
        ('[a]\nb = "{who.__class__}"\n', r"a\.b has a stray"),
        ('[a]\nb = "{0}"\n', r"a\.b has a stray"),
        ('[a]\nb = "50 }"\n', r"a\.b has a stray"),
    ],
)
def test_a_wrong_file_is_refused_when_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toml: str, complaint: str
) -> None:
    (tmp_path / "en.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        _load_from(tmp_path, "en", monkeypatch)


@pytest.mark.parametrize("language", languages())
def test_no_sentence_shouts(language: str) -> None:
    file = resources.files("teachmeet.words") / f"{language}.toml"
    assert "!" not in file.read_text(encoding="utf-8")


def test_each_language_has_the_keys_of_english() -> None:
    for language in languages():
        assert load(language).keys() == load("en").keys(), f"{language} has keys that English has not"


def _load_from(folder: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> Words:
    """Loads past the caches, so that the real words stay loaded for other tests."""
    monkeypatch.setattr(resources, "files", lambda _: folder)
    monkeypatch.setattr(words, "languages", languages.__wrapped__)
    return words._loaded.__wrapped__(language)
