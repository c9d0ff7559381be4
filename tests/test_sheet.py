"""The sheet: what form tools and spreadsheets write → talks and topics, and a sentence for what is no sheet."""

import csv
import io
import re
import zipfile
from collections import Counter
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from teachmeet.domain.programme import Pitch
from teachmeet.domain.text import TITLE, is_blank, is_clean
from teachmeet.sheet import Report, Row, SheetError, Table, Wanted, load, match, read
from teachmeet.sheet.answers import is_lurker, kind_and_seconds, pitch_of, yes_or_no
from teachmeet.sheet.table import letter, one_line

DATA = Path(__file__).parent / "data"
Cells = list[list[str]]


def sheet(path: Path, rows: Cells, delimiter: str = ",", encoding: str = "utf-8", quoting: int = 0) -> Path:
    """A text file as the csv module writes it."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return path


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def table(*rows: list[str]) -> Table:
    """A table as `load` gives it, without a file; the first row holds the headers."""
    return Table(tuple(rows[0]), tuple(Row(number, tuple(cells)) for number, cells in enumerate(rows[1:], 2)))


def talks(path: Path, **named: str) -> Report:
    found = load(path)
    return read(found, match(found, Wanted.TALKS, named))


def talks_of(*rows: list[str], **named: str) -> Report:
    found = table(*rows)
    return read(found, match(found, Wanted.TALKS, named))


def topics_of(*rows: list[str], **named: str) -> Report:
    found = table(*rows)
    return read(found, match(found, Wanted.TOPICS, named))


# ── two real files


def test_the_teachmeet_sheet_gives_its_talks_and_names_what_it_left_out() -> None:
    report = talks(DATA / "teachmeet-signups.csv")

    assert Counter((talk.kind, talk.seconds) for talk in report.talks) == {("micro", 420): 24, ("nano", 120): 14}
    assert [(left.row, left.reason.split(":")[0]) for left in report.left_out] == [
        (40, "duplicate"),
        (41, "lurker"),
        (42, "blank row"),
    ]
    assert report.left_out[0].text == "Una · One-page profiles for supply teachers"
    assert report.notes == ()
    first = report.talks[0]
    assert (first.who.name, first.who.organisation, first.who.publish) == ("Wen", "Library service", False)
    assert first.who.note == "I need sound, and a table near the front"
    assert (first.title, first.link) == ("Drama for quiet children", "https://example.org/slides/0")


def test_the_titles_of_the_teachmeet_sheet_are_not_altered() -> None:
    with (DATA / "teachmeet-signups.csv").open(encoding="utf-8-sig", newline="") as file:
        written = [row["Title of your talk"] for row in csv.DictReader(file)]
    assert [talk.title for talk in talks(DATA / "teachmeet-signups.csv").talks] == written[:38]


def test_the_w3c_sheet_gives_its_topics_proposers_and_avoid_lists() -> None:
    found = load(DATA / "w3c-breakouts-2024.csv")
    report = read(found, match(found, Wanted.TOPICS))

    assert len(report.topics) == 19
    assert (report.left_out, report.notes) == ((), ())
    assert all(topic.who and topic.who.name.startswith("P") for topic in report.topics)
    assert all(topic.detail for topic in report.topics)
    with (DATA / "w3c-breakouts-2024.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    for topic, row in zip(report.topics, written, strict=True):
        assert topic.title == row["title"].strip()
        assert [written[at]["number"] for at in topic.avoid] == row["avoid_clash_with"].split()


# ── what people answer


@pytest.mark.parametrize(
    ("said", "kind", "seconds"),
    [
        ("7 mins", "micro", 420),
        ("Seven minutes", "micro", 420),
        ("nano", "nano", 120),
        ("Micro (7 min)", "micro", 420),
        ("MICRO PRESENTATION", "micro", 420),
        ("Nano presentation", "nano", 120),
        ("2 mins", "nano", 120),
        ("2-minute talk", "nano", 120),
        ("soapbox", "soapbox", 900),
        ("Soap box!", "soapbox", 900),
        ("15 minutes", "soapbox", 900),
        ("5 min", "micro", 300),
        ("5'", "micro", 300),
        ("3", "nano", 180),
        ("7", "micro", 420),
        ("seven", "micro", 420),
        ("1,5 Min.", "nano", 90),
        ("5–7 minutes", "micro", 420),
        ("7 (seven) minutes", "micro", 420),
        ("Micro, 5 minutes", "micro", 300),
        ("Nano; otherwise I listen", "nano", 120),
        ("half of it: 30 min", "soapbox", 1800),
        ("1 hour", "soapbox", 3600),
        ("90 seconds", "nano", 90),
        ("PechaKucha 20×20", "micro", 400),
        ("Micropresentació (set minuts)", "micro", 420),
        ("siete minutos", "micro", 420),
        ("Nanoprésentation, deux minutes", "nano", 120),
        ("Mikro-Vortrag, sieben Minuten", "micro", 420),
        ("fünfzehn Minuten", "soapbox", 900),
    ],
)
def test_kinds_in_any_spelling(said: str, kind: str, seconds: int) -> None:
    assert kind_and_seconds(said) == (kind, seconds)
    assert not is_lurker(said)


@pytest.mark.parametrize("said", ["", "Workshop", "0 min", "500 minutes", "not sure yet", "No preference", "?"])
def test_what_is_no_kind(said: str) -> None:
    assert kind_and_seconds(said) is None
    assert not is_lurker(said)


@pytest.mark.parametrize(
    "said",
    [
        *("Enthusiastic lurker", "just coming", "Just listening", "listen", "Attend only", "Audience member"),
        *("I won't present", "No", "nothing", "n/a", "públic"),
        *("Només escoltar", "Solo escuchar", "Seulement écouter", "Nur zuhören"),
    ],
)
def test_lurkers(said: str) -> None:
    assert is_lurker(said)


@pytest.mark.parametrize(
    ("said", "agreed"),
    [
        *((yes, True) for yes in ("Yes", "yes please", "Y", "TRUE", "1", "✓", "I agree", "Sí", "D'acord", "Ja")),
        *((no, False) for no in ("No", "no thanks", "FALSE", "0", "Non merci", "Nein", "nee", "Não", "No, gràcies")),
        *((doubt, None) for doubt in ("", "maybe", "ask me", "Yes, but not my school", "Sí, però només el nom")),
        ("Oui, bien sûr", True),
        ("Ja, aber nur A.", None),
    ],
)
def test_only_a_plain_yes_is_one(said: str, agreed: bool | None) -> None:
    assert yes_or_no(said) is agreed


@pytest.mark.parametrize(
    ("said", "pitch"),
    [
        ("Offer", Pitch.OFFER),
        ("I can lead this", Pitch.OFFER),
        ("I want to learn", Pitch.REQUEST),
        ("Request", Pitch.REQUEST),
        ("Angebot", Pitch.OFFER),
        ("Ich suche", Pitch.REQUEST),
        ("Petició", Pitch.REQUEST),
        ("Oferta", Pitch.OFFER),
        ("Breakout (Default)", None),
        ("", None),
    ],
)
def test_offers_and_requests(said: str, pitch: Pitch | None) -> None:
    assert pitch_of(said) is pitch


# ── which column is which


@pytest.mark.parametrize(
    "headers",
    [
        "name|organisation|kind|title|link|publish|note",
        "What is your name?|Where do you work?|Type of presentation|Talk title|URL|May we publish your name?|Comments",
        "Nom i cognoms|Escola|Què vols fer?|Títol de la xerrada|Enllaç|Podem publicar el teu nom?|Observacions",
        "Nombre y apellidos|Centro|¿Qué te gustaría hacer?|Título|Enlace|¿Podemos publicar tu nombre?|Comentarios",
        "Nom et prénom|Établissement|Durée|Titre de l'exposé|Lien|Pouvons-nous publier votre nom ?|Remarques",
        "Name|Schule|Art des Beitrags|Titel|Link|Dürfen wir Ihren Namen veröffentlichen?|Bemerkungen",
        "Presenter|School name|How long?|Name of your talk|Slides|Permission to use your name|Anything else?",
        "Speaker|Your school or college|Format|Topic|Website|Can we publish it?|Equipment",
        "Nom del ponent|Nom del centre|Durada|Nom de la xerrada|Web|Publicar el nom|Necessitats",
    ],
)
@pytest.mark.parametrize("turned", [0, 3, 5])
def test_headers_in_words_languages_and_any_order(headers: str, turned: int) -> None:
    fields = ["name", "organisation", "kind", "title", "link", "publish", "note"]
    answers = ["Una", "Hillside", "7 min", "Profiles", "https://example.org", "yes", "sound"]
    names = headers.split("|")
    turn = [*range(turned, 7), *range(turned)]
    found = table([names[at] for at in turn] + ["Timestamp"], [answers[at] for at in turn] + ["now"])
    assert match(found, Wanted.TALKS).columns == dict(zip(fields, names, strict=True))


@pytest.mark.parametrize(
    ("headers", "title", "name"),
    [
        (["Title", "Title of your talk", "Name"], "Title of your talk", "Name"),
        (["Job title", "Talk", "Username", "Name"], "Talk", "Name"),
        (["Email", "School name", "Full name", "What will you talk about?"], "What will you talk about?", "Full name"),
        (["Emergency contact name", "Your name", "Link to your presentation", "Title"], "Title", "Your name"),
    ],
)
def test_headers_that_only_look_alike(headers: list[str], title: str, name: str) -> None:
    found = match(table(headers, ["x"] * len(headers)), Wanted.TALKS)
    assert (found.columns["title"], found.columns["name"]) == (title, name)


@pytest.mark.parametrize(
    "headers", [("First name", "Last name"), ("Prénom", "Nom"), ("Vorname", "Name"), ("Nombre", "Apellidos")]
)
def test_a_name_in_two_columns_is_put_together(headers: tuple[str, str]) -> None:
    for (first, last), row in ((headers, ["Una", "Roe", "T"]), (headers[::-1], ["Roe", "Una", "T"])):
        assert talks_of([first, last, "Title"], row).talks[0].who.name == "Una Roe"


def test_a_question_about_photos_or_privacy_is_no_permission_to_publish_a_name() -> None:
    headers = ["Name", "Title", "May we publish photos of you?", "Keep my name private?"]
    assert talks_of(headers, ["Una", "T", "Yes", "Yes"]).talks[0].who.publish is None


def test_a_plain_question_is_believed_whatever_was_answered() -> None:
    headers = ["Name", "Title", "May we publish your name?", "Type"]
    report = talks_of(headers, ["Una", "T", "first name only", "Teacher"], ["Wen", "U", "ask", "Leader"])
    assert [talk.who.publish for talk in report.talks] == [False, False]
    # "Type" is not: nobody's answer there is a kind of talk.
    assert report.notes[0].startswith("No column says the kind of talk")


def test_kinds_are_found_by_their_answers_when_the_header_says_nothing() -> None:
    report = talks_of(["Name", "Title", "Pick one"], ["Una", "A", "nano"], ["Wen", "B", "7 minutes"])
    assert [talk.kind for talk in report.talks] == ["nano", "micro"]


def test_the_organizer_names_columns_and_takes_some_away() -> None:
    found = table(["A", "B", "Name", "Note"], ["T", "Una", "x", "y"])
    named = match(found, Wanted.TALKS, {"title": "a", "name": "B", "note": "", "number": "ignored for talks"})
    assert named.columns == {"title": "A", "name": "B"}
    assert named.missing == () and named.question(found) == ""


def test_what_cannot_be_guessed_is_asked_for() -> None:
    found = table(["A", "B", "C"], ["x", "y", "z"])
    matching = match(found, Wanted.TALKS)
    assert matching.missing == ("title", "name")
    with pytest.raises(SheetError) as asked:
        read(found, matching)
    assert str(asked.value) == 'No column looks like the title. Say which: --map title="…" (columns: A, B, C)'

    twins = table(["Name", "Talk", "Topic"], ["x", "y", "z"])
    question = match(twins, Wanted.TALKS).question(twins)
    assert question.startswith('2 columns look like the title: Talk, Topic. Say which: --map title="…"')


@pytest.mark.parametrize(
    ("headers", "named", "sentence"),
    [
        (["Name", "Title"], {"colour": "Name"}, "There is no field “colour” to map. Fields: title, name,"),
        (["Name", "Title"], {"kind": "Sort"}, "There is no column “Sort”. Columns: Name, Title."),
        (["Name", "Title", "title"], {}, "2 columns are called “Title” (B, C): give each its own name in the sheet."),
        (["Name", "X", "X"], {"title": "X"}, "2 columns are called “X” (B, C): give each its own name in the sheet."),
    ],
)
def test_columns_that_there_are_not(headers: list[str], named: dict[str, str], sentence: str) -> None:
    with pytest.raises(SheetError) as refused:
        match(table(headers, ["x"] * len(headers)), Wanted.TALKS, named)
    assert str(refused.value).startswith(sentence)


# ── rows


def test_rows_that_give_no_talk_say_why() -> None:
    report = talks_of(
        ["Name", "Title", "Kind", "Publish?"],
        ["Una", "Good", "nano", "yes"],
        ["", "Nobody's", "nano", ""],
        ["Wen", " ", "nano", ""],
        ["Olu", "x" * (TITLE + 1), "nano", ""],
        ["N" * 61, "T", "nano", ""],
        ["Pia", "T", "just coming", ""],
        ["UNA ", "good", "micro", "no"],
        ["Kit", "One", "nano", "yes", "two"],
    )
    assert [(left.row, left.reason.split(":")[0]) for left in report.left_out] == [
        (3, "no name"),
        (4, "no title"),
        (5, f"the title has {TITLE + 1} characters, {TITLE} are possible"),
        (6, "the name has 61 characters, 60 are possible"),
        (7, "lurker"),
        (8, "duplicate"),
        (9, "more cells than there are columns"),
    ]
    assert len(report.talks) == 1
    # The second sheet row of the same person said no: a no counts, whenever it was said.
    assert report.talks[0].who.publish is False
    assert report.left_out[5].reason.endswith("as row 2; it differs in what it says of the person, kind, seconds")
    assert "row 2" in report.notes[0]


def test_cells_not_read_as_they_stand_are_noted() -> None:
    report = talks_of(
        ["Name", "Title", "Kind", "Link", "Publish", "Notes"],
        ["Una", "Two\nlines  here", "Workshop", "javascript:alert(1)", "yes", "n" * 300],
        ["Wen\x07", "a\x1b[31mred \u202eb", "Micro or nano", "https://example.org/ü", "perhaps", ""],
        ["Olu", "a [/] b", "", "http://[bad", "", ""],
        ["Kit", "Pourquoi\u00a0?", "7", "ftp://example.org", "yes", ""],
        ["Pia", "T", "7", "", "no", ""],
    )
    assert [talk.title for talk in report.talks] == ["Two lines here", "a[31mred b", "a [/] b", "Pourquoi\u00a0?", "T"]
    assert [talk.kind for talk in report.talks] == ["micro"] * 5
    assert [talk.link for talk in report.talks] == ["", "https://example.org/ü", "", "", ""]
    assert [talk.who.publish for talk in report.talks] == [True, False, None, True, False]
    assert len(report.talks[0].who.note) == 280
    assert report.talks[1].who.name == "Wen"
    assert list(report.notes) == [
        "Row 2: line breaks or repeated spaces in the title became one space.",
        "Row 2: the note is longer than 280 characters and was cut there.",
        "Row 2: “Workshop” is no kind of talk known here, so it is read as micro (7 min).",
        "Row 2: the link “javascript:alert(1)” is no http or https address and was dropped.",
        "Row 3: control characters were left out of the title.",
        "Row 3: control characters were left out of the name.",
        "Row 3: “perhaps” is no plain yes, so the name will not be published.",
        "Row 3: “Micro or nano” names more than one kind; it is read as micro.",
        "Row 4: no kind is given, so it is read as micro (7 min).",
        "Row 4: the link “http://[bad” is no http or https address and was dropped.",
        "Row 5: the link “ftp://example.org” is no http or https address and was dropped.",
    ]


def test_a_sheet_without_kinds_is_all_micro_and_says_so() -> None:
    report = talks_of(["Name", "Title"], ["Una", "A"])
    assert report.talks[0].kind == "micro"
    assert report.notes == ("No column says the kind of talk: all are read as micro (7 min).",)


def test_topics_avoid_each_other_by_number() -> None:
    report = topics_of(
        ["#", "Topic", "Who", "Do not clash with", "Offer or request?", "Details"],
        ["1", "A", "Una", "2, 3 and #04", "offer", "x"],
        ["2", "B", "", "9; 2", "I want to learn", ""],
        ["3", "", "Wen", "", "", ""],
        ["04", "C", "Olu", "1/1", "whatever", ""],
        ["5", "c ", "OLU", "2", "offer", ""],
        ["6", "D", "Kit", "5", "offer", ""],
    )
    assert [topic.title for topic in report.topics] == ["A", "B", "C", "D"]
    # Row 6 is row 5 again: what it asks for holds, and its number means the same topic.
    assert [topic.avoid for topic in report.topics] == [(1, 2), (), (0, 1), (2,)]
    assert [topic.pitch.value for topic in report.topics] == ["offer", "request", "offer", "offer"]
    assert report.topics[1].who is None
    assert [left.row for left in report.left_out] == [4, 6]
    assert [note.split(",")[0] for note in report.notes] == [
        "Row 5: “whatever” is neither an offer nor a request",
        "Row 2: its avoid list names “3”",
        "Row 3: its avoid list names “9”",
    ]


@pytest.mark.parametrize(
    "header", ["needs", "Kit", "wants", "Room needs", "What do you need?", "Equipment", "Necessitats", "Ausstattung"]
)
def test_what_a_topic_needs_is_read_thing_by_thing(header: str) -> None:
    report = topics_of(
        ["Title", header, "Comments"],
        ["A", "a Projector, quiet", "early"],
        ["B", "projector and sinks; an easel.", ""],
        ["C", "none", ""],
        ["D", "N/A", ""],
        ["E", "", ""],
        ["F", "I need sound, and a table that is near the front", ""],
        ["G", "a, b2, c2, d2, e2, f2, g2, h2", ""],
    )
    assert [topic.kit for topic in report.topics] == [
        ("Projector", "quiet"),
        ("projector", "sinks", "easel"),
        *[()] * 3,
        ("sound",),
        ("b2", "c2", "d2", "e2", "f2", "g2"),
    ]
    assert [note.split(" is not")[0] for note in report.notes] == [
        "Row 7: “table that is near the front”",
        "Row 8: “h2”",
    ]


@pytest.mark.parametrize("header", ["Dietary needs", "I want to learn or offer", "Special requirements"])
def test_what_people_need_is_nothing_that_a_room_has(header: str) -> None:
    assert "kit" not in match(table(["Title", header], ["A", "soup"]), Wanted.TOPICS).columns


def test_avoid_lists_without_numbers_and_numbers_given_twice() -> None:
    assert "not read" in topics_of(["Title", "Avoid"], ["A", "2"]).notes[0]
    report = topics_of(["No", "Title", "Avoid"], ["1", "A", ""], ["1", "B", ""], ["2", "C", "1"])
    assert report.topics[2].avoid == (0,)
    assert report.notes == ("Row 3: the number 1 was given before; avoid lists mean the first row with it.",)


# ── files

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)
TITLES = TEXT.map(one_line).filter(lambda text: not is_blank(text) and is_clean(text))
NARROW = st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    titles=st.lists(TITLES, min_size=1, max_size=8, unique_by=lambda text: text.casefold()),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    turned=st.integers(0, 3),
)
def test_titles_come_back_identical(
    tmp_path: Path, titles: list[str], delimiter: str, encoding: str, quoting: int, turned: int
) -> None:
    rows = [["Name", "Title", "Kind", "Notes"]]
    rows += [[f"P{at}", title, "7 min", "one,\ntwo; \"three\"|four"] for at, title in enumerate(titles)]
    turn = [row[turned:] + row[:turned] for row in rows]
    report = talks(sheet(tmp_path / "s.csv", turn, delimiter, encoding, quoting))
    assert [talk.title for talk in report.talks] == titles
    assert report.left_out == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=NARROW.map(one_line), delimiter=st.sampled_from(",;\t|"))
def test_windows_1252_comes_back_with_a_note(tmp_path: Path, title: str, delimiter: str) -> None:
    assume(not is_blank(title))
    path = sheet(tmp_path / "s.csv", [["Nom", "Títol"], ["Zoë", title]], delimiter, "cp1252")
    report = talks(path)
    assert [talk.title for talk in report.talks] == [title]
    assert "Windows-1252" in report.notes[0]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_read_or_refused_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(data)
    try:
        found = load(path)
        for wanted in Wanted:
            report = read(found, match(found, wanted, {"title": found.headers[0], "name": found.headers[-1]}))
            titles = [talk.title for talk in report.talks] + [topic.title for topic in report.topics]
            assert all(map(is_clean, titles))
    except SheetError as refused:
        assert is_clean(str(refused)) and str(refused)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("sep=;\nName;Title\nUna;A, b\n", ["A, b"]),
        ("TeachMeet sign-ups\n\nName,Title\nUna,A\nWen,B", ["A", "B"]),
        ("Name;School, or organisation;Title\nUna;X;A, b\nWen;Y;C, d, e\n", ["A, b", "C, d, e"]),
        ("Name, Title\nUna, \"A, b\"\n", ["A, b"]),
        ("Name\tTitle\nUna\t\"Fun\" with maths\nWen\tsay \"hi\nOlu\tC", ['"Fun" with maths', 'say "hi', "C"]),
        ("Name,Title,Link\nUna,A\nWen,B,,\n", ["A", "B"]),
        ("Name|Title\n\n\nUna|A\n\n\n", ["A"]),
    ],
)
def test_texts_as_hands_and_tools_write_them(tmp_path: Path, text: str, titles: list[str], ending: str) -> None:
    (tmp_path / "s.txt").write_bytes(text.replace("\n", ending).encode())
    assert [talk.title for talk in talks(tmp_path / "s.txt").talks] == titles


def test_a_list_of_one_column_may_hold_commas(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("Title\nFeedback, not marks\nMarking, again\n")
    found = load(tmp_path / "s.csv")
    report = read(found, match(found, Wanted.TOPICS))
    assert [topic.title for topic in report.topics] == ["Feedback, not marks", "Marking, again"]


def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    rows = [["Name", "Title"], ["Una", "A"], [], ["", ""], ["Wen", ""], ["", ""]]
    report = talks(sheet(tmp_path / "s.csv", rows))
    assert [(left.row, left.reason) for left in report.left_out] == [
        (3, "blank rows 3 to 4"),
        (5, "no title"),
        (6, "blank row"),
    ]


def test_odd_quotation_marks_and_old_macs_are_noted(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_bytes('Name,Title\nZoé,"Fun" with maths\nè,B\n'.encode("mac_roman"))
    report = talks(tmp_path / "s.csv")
    assert [talk.who.name for talk in report.talks] == ["Zoé", "è"]
    assert ["Mac Roman" in report.notes[0], "quotation marks" in report.notes[1]] == [True, True]


def test_a_workbook_gives_what_its_cells_show(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "s.xlsx",
        [
            ["When", "Name", "Title", "Minutes", "May we publish your name?", None, "Notes"],
            [datetime(2026, 11, 1, 20, 0), "Una", 1984, 7, True, None, date(2026, 11, 2)],  # noqa: DTZ001 a cell has no zone
            [],
            [None, "Wen", "Fractions: 1.5", 2.0, False, "stray", time(9, 30)],
            [None, "Olu", "#N/A", 7.5, None, None, None],
            [None, None, None, None, None],
        ],
    )
    found = load(path)
    assert found.headers[5] == "Column F"
    report = read(found, match(found, Wanted.TALKS))
    assert [(talk.title, talk.kind, talk.seconds) for talk in report.talks] == [
        ("1984", "micro", 420),
        ("Fractions: 1.5", "nano", 120),
    ]
    assert [talk.who.publish for talk in report.talks] == [True, False]
    assert [talk.who.note for talk in report.talks] == ["2026-11-02", "09:30"]
    assert [(left.row, left.reason) for left in report.left_out] == [(3, "blank row"), (5, "no title")]


def test_a_workbook_is_read_from_its_first_visible_sheet_with_something_in_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.append(["not", "this"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Empty")
    page = book.create_sheet("Form responses")
    page.append(["Name", "Title"])
    page.append(["Una", "A"])
    page["XFD3"] = "far away"
    book.save(tmp_path / "s.csv")  # the name of a file says nothing
    report = talks(tmp_path / "s.csv")
    assert report.talks[0].title == "A"
    assert "“Form responses”" in report.notes[0]


def test_a_formula_gives_its_stored_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "s.xlsx", [["Name", "Title"], ["Una", '="A"&"B"']])
    changed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                data = re.sub(rb"<v ?/>|<v></v>", b"<v>AB</v>", data)
                data = data.replace(b'<c r="B2">', b'<c r="B2" t="str">')
            new.writestr(part.filename, data)
    path.write_bytes(changed.getvalue())
    assert [talk.title for talk in talks(path).talks] == ["AB"]


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "“s.csv” is empty"),
        (b"\xef\xbb\xbf\r\n", "“s.csv” is empty"),
        (b"Name,Title\n", "“s.csv” has no rows below its headers"),
        (b"Name,Title\n,\n\n", "“s.csv” has no rows below its headers"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "“s.csv” is an old Excel file (.xls), or one with a password: open it"),
        (b"%PDF-1.7", "“s.csv” is a PDF: open it"),
        (b"\x89PNG\r\n", "“s.csv” is a picture"),
        (b"\x00\x01\x02\x03" * 50, "“s.csv” is no spreadsheet that can be read"),
        (b"\xff\xfe\x00\xd8A\x00", "“s.csv” is no spreadsheet that can be read"),
        (b" <HTML><table>", "“s.csv” is a web page under a spreadsheet's name"),
        (b"PK\x03\x04 broken", "“s.csv” is damaged"),
        (zipped("xl/workbook.xml", "[Content_Types].xml"), "“s.csv” is damaged"),
        (zipped("mimetype", "content.xml"), "“s.csv” is an OpenDocument file (.ods): open it"),
        (zipped("Index/Document.iwa"), "“s.csv” is a Numbers file: open it"),
        (zipped("word/document.xml"), "“s.csv” is a Word document"),
        (zipped("a.csv"), "“s.csv” is a zip archive"),
        (b'Name,Title\nUna,"A\nWen,B\n', "“s.csv” has a quotation mark that is opened and never closed"),
        (b"Name,Title\n" + b"Una,A\n" * 20_001, "“s.csv” has more than 20,000 rows"),
        (b"Name,Title\nUna," + b"A" * 10_000_000, "“s.csv” is larger than 10 MB"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else None,
)
def test_what_is_no_sheet_gets_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(data)
    with pytest.raises(SheetError) as refused:
        load(path)
    said = str(refused.value)
    assert said.startswith(sentence)
    assert ": " in said and said.endswith((".", "?")) and "\n" not in said


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path, sentence in (
        (tmp_path / "none.csv", "There is no file “"),
        (tmp_path / "folder", "“folder” is a folder: give the path of the file in it."),
        (Path("/dev/null"), "“null” is no ordinary file"),
        (tmp_path / "a\0b", "There is no file “"),
        (tmp_path / ("x" * 300), "“xxx"),
    ):
        with pytest.raises(SheetError) as refused:
            load(path)
        assert str(refused.value).startswith(sentence)


def test_an_empty_workbook_is_empty(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="is empty"):
        load(workbook(tmp_path / "s.xlsx", []))


def test_columns_are_lettered_as_spreadsheets_do() -> None:
    assert [letter(at) for at in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
