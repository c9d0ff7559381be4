"""The words: each key found, values taken literally, plurals by the language's rule."""

import ast
import re
import sys
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

from teachmeet import words
from teachmeet.sheet.headers import FIELDS
from teachmeet.tongue import system_language
from teachmeet.words import Words, accepted, known, languages, load, plural, preferred, speak

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


def _load_from(folder: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> Words:
    """Loads past the caches, so that the real words stay loaded for other tests."""
    monkeypatch.setattr(resources, "files", lambda _: folder)
    monkeypatch.setattr(words, "languages", languages.__wrapped__)
    return words._loaded.__wrapped__(language)


# ── every text is asked for, and every text that is asked for is there

ASKED_BY_SHAPE = {
    "app.screen.*": "the screens, by their names",
    "app.theme.*": "the themes, by their names",
    "app.trouble.*": "what is wrong with the server",
    "app.trouble.*_sentence": "the same, said whole",
    "board.*": "what a board lacks: rooms, times, topics",
    "board.entry.*": "what is typed on the board",
    "board.entry.*_help": "how it is typed",
    "board.menu.*": "the acts of the board's menu",
    "board.menu.*_hint": "what they do",
    "board.warning.*": "warnings of a session",
    "board.why_not.*": "why a topic may not go into a cell",
    "board.wrong.*": "what a board is not good at",
    "clock.*": "how a clock stands",
    "doctor.about.*": "what a finding is about",
    "doctor.says.*": "a finding",
    "doctor.todo.*": "what to do about it",
    "export.*": "offer and request, in a table",
    "export.became.*": "what became of a talk",
    "export.column.*": "the columns of a table",
    "export.part_kind.*": "the kinds of a plan's parts",
    "leave.*": "the ways to leave",
    "leave.*_hint": "what they do",
    "made_up.camp_*": "the made-up people and their words, numbered",
    "made_up.camp_room_*": "the same",
    "made_up.camp_way_*": "the same",
    "made_up.offer_*": "the same",
    "made_up.pitch_*": "the same",
    "made_up.question_*": "the same",
    "made_up.request_*": "the same",
    "made_up.talk_*": "the same",
    "made_up.who_*": "the same",
    "new.*": "the fields of a new meet, its formats",
    "new.columns_*": "talks and topics",
    "new.field.*": "the fields of a sheet",
    "new.read_*": "talks and topics",
    "notice.*": "the server's notices",
    "passes.duty.*": "what a pass is for",
    "passes.held.*": "whether its page is here",
    "passes.told.*": "the same, said whole",
    "phone.need.*": "what a topic may need",
    "plan.*": "how a part of the plan stands",
    "plan.kind.*": "the kinds of a plan's parts",
    "plan.kinds.*": "the kinds of talks",
    "plan.menu.*": "the acts of the plan's menu",
    "plan.menu.*_hint": "what they do",
    "plan.warning.*": "warnings of a plan",
    "questions.menu.*": "the acts of a question's menu",
    "questions.menu.*_hint": "what they do",
    "questions.said.*": "that they are done",
    "questions.state.*": "how a question stands",
    "questions.told.*": "the same, said whole",
    "refusal.*": "the codes of refusals",
    "talks.*": "why a talk is not held",
    "talks.fix.*": "what can be done about being late",
    "talks.kind.*": "the kinds of talks",
    "talks.menu.*": "the acts of the talks' menu",
    "talks.menu.*_hint": "what they do",
    "talks.order_menu.*": "ways to order talks",
    "talks.tell.*": "what a speaker is told",
    "topics.*": "offer and request",
    "topics.how.*": "methods of a round",
    "topics.menu.*": "the acts of the topics' menu",
    "topics.menu.*_hint": "what they do",
    "topics.menu.*_said": "that they are done",
    "topics.part.*": "lead and scribe",
    "topics.typed.*": "what is typed about a topic",
    "topics.typed.*_help": "how it is typed",
    "topics.typed.*_said": "that it is done",
    "topics.votes.*": "what a method counts",
    "topics.voting.*": "the methods of a round",
    "topics.voting.label.*": "the choices of a round",
    "topics.voting.what.*": "what a method is",
    "undo.*": "the deeds that can be undone",
    "wall.results.*": "what a method counts",
    "wall.thanks.*": "the numbers of a meet",
    "wall.vote.*": "what a method asks for",
    "walls.scene.*": "the wall's scenes",
    "walls.what.*": "what they show",
}
"""Texts that code puts a name into to ask for them: the shape, and what is put in."""

GIVEN_PREFIXES = ("topics.merge", "topics.keep_apart")
"""The pickers of a topic, which ask for their own `title` and `help`."""

ASKED_BY_PAGES = {"duty_time": "what the main button of a timekeeper does"}
"""Sections that a page looks up by what a panel says, besides those below `phone` and `wall`."""

PACKAGE = Path(words.__file__).parent.parent
KEY = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")


@cache
def python() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What Python says: all its strings, the shapes of its f-strings, and the keys that it asks `words` for."""
    strings, shapes, asked = set(), set(), set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Constant(value=str(text)):
                    strings.add(text)
                case ast.JoinedStr(values=values):
                    shapes.add("".join(str(v.value) if isinstance(v, ast.Constant) else "*" for v in values))
                case ast.Call(func=func, args=args) if args:
                    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
                    place = {"bind": 2, "words": 0, "_words": 0}.get(name, len(args))
                    asked |= {text for key in args[place : place + 1] for text in _texts(key) if KEY.fullmatch(text)}
    return frozenset(strings), frozenset(shapes), frozenset(asked)


def _texts(node: ast.AST) -> set[str]:
    """The strings that an argument may be."""
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp(body=body, orelse=orelse):
            return _texts(body) | _texts(orelse)
    return set()


@cache
def pages_say() -> tuple[frozenset[str], frozenset[str]]:
    """The keys in pages and documents, and those of their sections of words that they look into."""
    web = [path for path in (PACKAGE / "web").rglob("*") if path.suffix in (".js", ".html")]
    document = (PACKAGE / "export" / "markdown.md.j2").read_text(encoding="utf-8")
    keys, branches = set(re.findall(r'words\("([a-z_.]+[a-z_])"', document)), set()
    for path in web:
        text, on_wall = path.read_text(encoding="utf-8"), path.parent.name == "wall"
        for key in re.findall(r'"([a-z_]+(?:\.[a-z0-9_]+)?)"', text):
            keys |= {f"wall.{key}"} if on_wall else {f"phone.{key}", key}
        for branch in re.findall(r"\bwords\.([a-z_]+(?:\.[a-z_]+)?)", text):
            branches |= {f"wall.{branch}", f"phone.{branch}"} if on_wall else {f"phone.{branch}", branch}
    return frozenset(keys), frozenset(branches)


def test_every_text_that_is_asked_for_is_there() -> None:
    document = set(re.findall(r'words\("([a-z_.]+[a-z_])"', (PACKAGE / "export" / "markdown.md.j2").read_text("utf-8")))
    assert (python()[2] | document) - load("en").keys() == set()
    assert len(python()[2]) > 300


def test_every_text_is_asked_for() -> None:
    strings, shapes, _ = python()
    keys, branches = pages_say()
    assert set(ASKED_BY_SHAPE) <= shapes, "a shape that no code asks for any more"
    given = {f"{prefix}.{name}" for prefix in GIVEN_PREFIXES for name in ("title", "help")}
    asked = [re.compile(shape.replace(".", r"\.").replace("*", "[a-z0-9_]+")) for shape in ASKED_BY_SHAPE]
    looked_up = tuple(f"{branch}." for branch in branches if branch.startswith(("phone.", "wall."))) + tuple(
        f"{section}." for section in ASKED_BY_PAGES
    )
    unused = {
        key
        for key in load("en").keys() - strings - keys - branches - given
        if not key.startswith(looked_up) and not any(shape.fullmatch(key) for shape in asked)
    }
    assert unused == set()


# ── the other languages

CATEGORIES_OF = {
    "ar": {"zero", "one", "two", "few", "many", "other"},
    "ca": {"one", "many", "other"},
    "en": {"one", "other"},
    "es": {"one", "many", "other"},
}
OTHERS = sorted({*languages()} - {"en"})


def own(language: str) -> dict[str, str | Mapping[str, str]]:
    """What stands in a language's own file."""
    return dict(words._flatten(words._read(language)))


def gaps(text: str | Mapping[str, str]) -> list[set[str]]:
    """The gaps of each form of a text."""
    return [set(words._GAP.findall(form)) for form in ([text] if isinstance(text, str) else text.values())]


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_lacks_no_text(language: str) -> None:
    missing = sorted(own("en").keys() - own(language).keys())
    assert missing == [], f"words/{language}.toml lacks {len(missing)}: they are said in English"


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_no_text_that_nobody_asks_for(language: str) -> None:
    assert sorted(own(language).keys() - own("en").keys()) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_has_the_same_gaps_in_every_language(language: str) -> None:
    english = own("en")
    wrong = []
    for key, text in own(language).items():
        wanted = set().union(*gaps(english[key])) if key in english else set()
        for found in gaps(text):
            # A form for one number may say it in a word; any other gap stands in each form.
            if isinstance(text, Mapping):
                found, wanted = found | {"n"}, wanted | {"n"}
            if key in english and found != wanted:
                wrong.append(f"{key}: {sorted(found)} for {sorted(wanted)}")
    assert wrong == []


@pytest.mark.parametrize("language", [*OTHERS, "en"])
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    english = own("en")
    for key, text in own(language).items():
        if isinstance(text, Mapping):
            assert {*text} <= CATEGORIES_OF[language], f"{language}: {key}"
            assert isinstance(english.get(key, text), Mapping), f"{language}: {key} is no number in English"
        else:
            assert not isinstance(english.get(key), Mapping), f"{language}: {key} wants plural forms"


# ── which language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("ca", "ca"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("fr-FR, fr;q=0.9, ar-EG;q=0.5, en;q=0.4", "ar"),
        ("en;q=0.4, CA_es;q=0.7", "ca"),
        ("es;q=0, en", "en"),
        ("es;q=0", "en"),
        ("es;q=abc, ca;q=0.1", "ca"),
        ("*", "en"),
        ("en-GB, es", "en"),
        (",;;q=,", "en"),
        ("es;q=0.5,ca;q=0.5", "es"),
    ],
)
def test_a_browser_gets_the_language_that_it_likes_best(header: str, language: str) -> None:
    assert accepted(header) == language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ca_ES.UTF-8@valencia"}, "ca"),
        ({"LC_ALL": "", "LC_MESSAGES": "es_MX", "LANG": "en_GB"}, "es"),
        ({"LC_ALL": "C.UTF-8", "LANG": "es_ES"}, "en"),
        ({"LC_ALL": "POSIX"}, "en"),
        ({"LANG": "tlh"}, "en"),
    ],
)
def test_the_system_says_its_language(environment: dict[str, str], language: str) -> None:
    if environment or sys.platform != "win32":
        assert preferred((system_language(environment),)) == language


def test_a_process_speaks_one_language() -> None:
    assert load().language == "en"
    speak("es-MX")
    try:
        assert load() is load("es")
    finally:
        speak("en")
    with pytest.raises(LookupError):
        speak("tlh")
    assert (load().language, known("AR"), known("tlh")) == ("en", "ar", None)
