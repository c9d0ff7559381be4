"""The words by which headers are known, in the languages of those who make forms: data, and one function over it."""

import re
from functools import lru_cache
from typing import NamedTuple

from teachmeet.sheet.answers import plain


def _any(words: str) -> str:
    """A pattern for any of the words, which stand between commas; they have no case, accents or punctuation."""
    return "(" + "|".join(word.strip() for word in words.split(",")) + ")"


_NAME = _any("name, nom, nombre, nome, naam, enw, imie")
_TITLE = _any("title, titol, titulo, titre, titel, titolo, teitl, tytul")
_SURNAME = _any(
    r"""surname, last name, family name, cognoms?, apellidos?, nom de famille, nachname, familienname, cognome,
    apelido, achternaam"""
)
_TALK = _any(
    r"""talks?, presentations?, sessions?, breakouts?, workshops?, topics?, idea, xerrad\w+, presentaci\w+, sessio\w*,
    tallers?, temas?, charlas?, ponenci\w+, sesion\w*, talleres, exposes?, interventions?, ateliers?, vortrag\w*,
    prasentation\w*, beitrag\w*, thema\w*, idee"""
)
_PLACE_OF_WORK = _any(
    r"""schools?, organi[sz]ations?, institution\w*, company, employer, affiliation, workplace, colleges?, universi\w+,
    escol\w+, centre, instituts?, entitat, organitzacio, escuela, colegio, centro, institutos?, entidad, organizacion,
    ecole, etablissement, lycee, schule, einrichtung, firma, hochschule, scuola, istituto, organizzazione, ysgol,
    szkola"""
)
_PRESENTER = _any(
    r"""presenters?, speakers?, proposers?, proposed by, hosts?, leaders?, facilitators?, authors?, who, proponent,
    ponents?, presentadora?, proposat per, qui, ponentes?, propuesto por, quien, autora?, intervenant\w*,
    presentateur, propose par, referent\w*, vortragende\w*, vorgeschlagen von, relatore"""
)
_YOUR = _any("what s, what is, the, your, full, el teu, la teva, els teus, tu, tus, su, votre, ihre?, deine?")
_AND = _any("and, i, y, et, und, e, en, or, o, ou, oder")
_GIVEN = _any("first name, given name, forename, prenom, vorname, nombre de pila")
_ABOUT_CONSENT = _any(
    r"""consent, permission, agree, happy, ok, may we, can we, podem, autorit\w+, podemos, autoriz\w+, pouvons nous,
    autoris\w+, durfen wir, erlaub\w*"""
)
_PUBLISH = _any(
    r"""publish\w*, publicar\w*, publiquem, publiquemos, publier\w*, publions, veroffentlich\w*, pubblic\w*,
    publiceren, cyhoeddi"""
)

JUST_NAME = re.compile(_NAME)
GIVEN_NAME = re.compile(f"({_YOUR} )*{_GIVEN}")

_OTHER_NAMES = rf"{_PLACE_OF_WORK}|{_TALK}|{_TITLE}|{_PUBLISH}|" + _any(
    r"""private, anonym\w*, hide, pronounc\w*, files?, events?, emergency, contact, manager, co presenter, second,
    other, user, rooms?"""
)
_OTHER_THAN_TITLES = rf"{_PUBLISH}|" + _any(
    r"""job, links?, url, slides?, descri\w+, beschreib\w*, summary, abstract, goals?, notes?, needs?, equipment, when,
    date, how, why, kind, type, tipus, tipo, art, format, length, duration, durad\w+, duracion, duree, dauer, avoid,
    clash\w*, number, numero, nummer, id, teach, rooms?, slots?"""
)
_OTHER_CONSENT = _any(
    r"""photo\w*, foto\w*, slides?, videos?, e ?mail, mail, record\w*, film\w*, gravar, grabar, aufnahm\w*, private,
    anonym\w*, hide, withhold, not, no, ne, nicht"""
)


class _Rule(NamedTuple):
    """A header that holds `what`, and no word of `unless`, looks like a field by this weight (0 to 100)."""

    weight: int
    what: str
    unless: str = "(?!)"


def _whole(pattern: str) -> str:
    return f"^({pattern})$"


_WHAT_TO_DO = _any(
    r"""what (would|do|will) you (like |want )?(to )?do, que (t agradaria|vols|voldries) fer,
    que (te gustaria|quieres|le gustaria) hacer, que (souhaitez|voulez|aimeriez|voudriez) vous( \w+)? faire,
    que (veux|souhaites|voudrais) tu faire,
    was (mocht\w*|woll\w*|will\w*) (du|sie)( \w+)? (tun|machen|anbieten|beitragen)"""
)
_WHAT_ABOUT = r"^(what|que|de que|sobre que|de quoi|was|wovon|woruber)\b.*\b" + _any(
    """talk, speak, share, present, parlar, compartir, presentar, hablar, parler, partager, sprechen, reden,
    vorstellen"""
)
_KIND = _any(
    r"""kind, type, length, duration, how long, micro, nano, tipus, tipo, durad\w+, duracion, duree, dauer, lange,
    formats?, formato, art (des|der|von), redezeit"""
)
_JUST_KIND = _any(
    r"""contribution, participa\w+, beitrag, minutes, mins?, minuts, minutos, minuten, art, categor\w+, kategorie"""
)
_LINK = _any(
    r"""links?, url, website, web site, web, slides?, enllac, enlace, diapositiv\w*, lien, webseite, folien,
    collegamento"""
)
_NOTE = _any(
    r"""notes?, comments?, anything (else|we), remarks?, requirements?, equipment, needs, notas?, comentari\w*,
    observaci\w*, alguna cosa, necessit\w*, algo que, necesid\w*, remarques?, commentaires?, autre chose, quelque chose,
    besoins?, bemerkung\w*, anmerkung\w*, hinweis\w*, sonstiges"""
)
_DIET = r"diet\w*|allerg\w*|food|alimen\w*|essen\w*"
_KIT = _any(
    r"""kit, equipment, needs, requirements, wants, necessit\w*, material, equipament, necesid\w*, equipamiento,
    besoins?, equipement, materiel, bedarf, ausstattung, benodigt\w*"""
)
_AVOID = _any(
    r"""avoid\w*, clash\w*, conflict\w*, incompatib\w*, evitar, xocs?, solap\w*, coincid\w*, eviter, chevauch\w*,
    vermeid\w*, konflikt\w*, uberschneid\w*"""
)
_DETAIL = _any(
    r"""goals?, details?, outcome, summary, abstract, descri\w+, objecti\w+, detalls?, resum\w*, objetivo,
    detalles?, ziele?, beschreib\w*"""
)
_PITCH = _any(
    r"""offer\w*, request\w*, pitch, (lead|teach|share) or learn, ofert\w*, ofereix\w*, peticio\w*, ofrec\w*,
    demandas?, offre, demande, angebot, gesuch"""
)
_NUMBER = _any("number, no, nr, num, n, id, issue, numero, nummer")

_RULES: dict[str, tuple[_Rule, ...]] = {
    "name": (
        _Rule(100, _whole(rf"({_YOUR} )*{_NAME}( complet\w*)?")),
        _Rule(95, _whole(rf"({_YOUR} )*(first|{_NAME}|vor)( {_AND})? {_SURNAME}")),
        _Rule(95, _whole(rf"{_NAME}( {_AND})? {_GIVEN}|{_GIVEN}( {_AND})? ({_NAME}|{_SURNAME})")),
        _Rule(85, _whole(GIVEN_NAME.pattern)),
        _Rule(80, _whole(rf"{_PRESENTER}( s)?( name)?|{_NAME} (of|del?|de la|des|du|der) (the )?{_PRESENTER}")),
        _Rule(50, _NAME, _OTHER_NAMES),
    ),
    "surname": (_Rule(85, _whole(rf"({_YOUR} )*{_SURNAME}")),),
    "organisation": (
        _Rule(100, _whole(rf"({_YOUR} )*{_PLACE_OF_WORK}( {_AND} {_PLACE_OF_WORK})*")),
        _Rule(80, rf"{_PLACE_OF_WORK}|where do you (work|teach)|on treballes|donde trabajas", "type|links?|teach at"),
    ),
    "title": (
        _Rule(100, rf"{_TITLE}\b.*\b{_TALK}|{_TALK} {_TITLE}", _OTHER_THAN_TITLES),
        _Rule(90, _whole(rf"({_YOUR} )*{_TITLE}|vortragstitel|themen?titel")),
        _Rule(85, rf"{_NAME} (of|del?|des|du|der)\b.*\b{_TALK}|{_TALK} {_NAME}", _OTHER_THAN_TITLES),
        _Rule(70, _whole(rf"({_YOUR} |proposed |suggested )*{_TALK}|sujet|asunto|vorschlag")),
        _Rule(60, _WHAT_ABOUT, _OTHER_THAN_TITLES),
        _Rule(50, rf"{_TITLE}|{_TALK}", _OTHER_THAN_TITLES),
    ),
    "kind": (
        _Rule(100, _WHAT_TO_DO),
        _Rule(90, _KIND, rf"files?|members?|tickets?|{_PLACE_OF_WORK}"),
        _Rule(70, _whole(_JUST_KIND)),
    ),
    "link": (_Rule(90, _LINK, rf"{_PUBLISH}|share|may we|can we|needs?"),),
    "publish": (
        _Rule(100, _PUBLISH, _OTHER_CONSENT),
        _Rule(90, rf"{_ABOUT_CONSENT}\b.*\b{_NAME}", _OTHER_CONSENT),
    ),
    "note": (_Rule(80, _NOTE, _DIET),),
    "number": (_Rule(90, _whole(rf"({_TALK} )?{_NUMBER}")),),
    "avoid": (_Rule(100, _AVOID),),
    "detail": (_Rule(80, rf"{_DETAIL}|^(what is it |what s it )?about$"),),
    "kit": (
        _Rule(95, _whole(rf"((room|talk|session|topic) )?{_KIT}")),
        _Rule(90, _whole(r"what (do|does|will) (you|it|they|the session|your session) (need|want)")),
        _Rule(85, _KIT, rf"{_DIET}|{_PITCH}|{_PUBLISH}|learn\w*|special|access\w*|teaching|didact\w*"),
    ),
    "pitch": (_Rule(90, _PITCH), _Rule(60, _whole("kind|type|tipus|tipo|art"))),
}
"""By field, the best rule first."""

_COMPILED = {
    field: [(rule.weight, re.compile(rf"\b({rule.what})\b"), re.compile(rf"\b({rule.unless})\b")) for rule in rules]
    for field, rules in _RULES.items()
}


@lru_cache(maxsize=4096)
def score(field: str, header: str) -> int:
    """How much a header looks like a field, from 0 (not at all) to 100 (says so)."""
    if field == "number" and header.strip() == "#":
        return 90
    text = plain(header)
    rules = _COMPILED[field]
    return next((weight for weight, what, unless in rules if what.search(text) and not unless.search(text)), 0)
