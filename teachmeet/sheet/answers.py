"""What people answer, in their own words and languages → kinds, minutes, yes and no. Pure; knows no columns."""

import re
import unicodedata

from teachmeet.domain.programme import KIND_SECONDS, MICRO, NANO, SOAPBOX, Pitch


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBERS = {
    1: "one un una uno une ein eine",
    2: "two dos dues deux zwei due dois twee dau",
    3: "three tres trois drei tre drie tri",
    4: "four quatre cuatro vier quattro quatro",
    5: "five cinc cinco cinq funf cinque vijf pump",
    6: "six sis seis sechs sei zes",
    7: "seven set siete sept sieben sette sete zeven saith",
    8: "eight vuit ocho huit acht otto oito",
    9: "nine nou nueve neuf neun nove negen",
    10: "ten deu diez dix zehn dieci dez tien",
    15: "fifteen quinze quince funfzehn quindici vijftien",
    20: "twenty vint veinte vingt zwanzig venti vinte twintig",
}
_NUMBER_OF = {word: str(number) for number, words in _NUMBERS.items() for word in words.split()}
_WORDED = re.compile(rf"\b({'|'.join(_NUMBER_OF)})\b(?=[\s\-)]*min)")
_MINUTES = re.compile(r"(\d+(?:[.,]\d+)?)[\s\-)]*(?:min|mn\b|m\b|['’′])")
_HOURS = re.compile(r"(\d+(?:[.,]\d+)?)\s*-?\s*(?:h\b|hour|hora|heure|stunde|ora\b|uur)")
_SECONDS = re.compile(r"(\d+)\s*-?\s*(?:s\b|sec|seg|sek)")
_SLIDES = re.compile(r"(\d+)\s*[x×]\s*(\d+)")  # PechaKucha's 20×20, Ignite's 20×15: slides × seconds
_LONGEST = 4 * 3600
_LOOKED_AT = 300
"""Characters of an answer or header: a cell can hold millions, and the patterns take their time squared."""

_KIND_WORDS = {
    MICRO: re.compile(r"\bmi[ck]ro(?!ph|f)"),
    NANO: re.compile(r"\bnano"),
    SOAPBOX: re.compile(r"\bsoap ?box|\bseifenkiste|\bcaisse a savon|\btribuna lliure|\btribuna libre"),
}
_LURKER = re.compile(
    r"\b(lurk\w*|listen\w*|audience|watch\w*|spectator\w*|observ\w*|attend\w*|just (coming|here)|come along"
    r"|(not|no|won t|don t want to) (talk\w*|present\w*|speak\w*)"
    r"|escoltar|oients?|public|publico|assisti\w*|asist\w*|escuchar|oyentes?|ecouter|auditeur|auditrice|spectateur"
    r"|spectatrice|zuhor\w*|teilnehm\w*|zuschau\w*|ascolt\w*|ouvi\w*|luister\w*|gwrando)\b"
)
_NOTHING = _words("no none nothing n a na nein non nee nada res cap rien nichts keine keiner niente geen nao")

_YES = _words("yes y yep yeah true 1 ok okay sure agree agreed si oui ja sim tak evet ie vale")
_YES_PHRASES = (
    *("i agree", "i do", "i consent", "of course"),
    *("d acord", "per descomptat", "de acuerdo", "d accord", "einverstanden"),
)
_TICKS = frozenset("✓✔☑✅")
_NO = _words("no n non nein nee false 0 nao nie hayir never mai nunca jamais niemals na")
_DOUBT = _words(
    "but only not no without except unless initials first pero pero mais sauf aber nur nicht ohne ausser solo nomes "
    "excepte excepto seulement uniquement prenom vorname solament solamente ma mas"
)

_REQUESTS = re.compile(
    r"\b(request\w*|want\w*|learn\w*|need\w*|seek\w*|question\w*|wish\w*|looking for|ask\w*|peticio\w*|demand\w*|vull"
    r"|aprendre|quiero|aprender|busco|cerco|cherche|apprendre|wunsch\w*|such\w*|gesuch\w*|gesucht|lern\w*|frage)\b"
)
_OFFERS = re.compile(
    r"\b(offer\w*|lead\w*|share|sharing|teach\w*|give|present\w*|ofert\w*|ofereix\w*|ofrec\w*|ofrezco|compart\w*"
    r"|offre\w*|propos\w*|partag\w*|angebot\w*|biet\w*|teil\w*|leit\w*)\b"
)


def folded(text: str) -> str:
    """The beginning of a text without case and accents, its punctuation kept."""
    apart = unicodedata.normalize("NFKD", text[:_LOOKED_AT].casefold())
    return "".join(c for c in apart if unicodedata.category(c) != "Mn")


def plain(text: str) -> str:
    """The words of a text, without case, accents and punctuation, one space between them."""
    return " ".join("".join(c if c.isalnum() else " " for c in folded(text)).split())


def said_seconds(cell: str) -> int | None:
    """The length that an answer names ("7 mins", "Seven minutes", "5'", "20×20", "7"), or None."""
    text = _WORDED.sub(lambda found: _NUMBER_OF[found[1]], folded(cell))
    if found := _MINUTES.search(text):
        seconds = _number(found[1]) * 60
    elif found := _SLIDES.search(text):
        seconds = _number(found[1]) * _number(found[2])
    elif found := _HOURS.search(text):
        seconds = _number(found[1]) * 3600
    elif found := _SECONDS.search(text):
        seconds = _number(found[1])
    elif found := re.fullmatch(r"\d+(?:[.,]\d+)?", _NUMBER_OF.get(text.strip(), text.strip())):
        seconds = _number(found[0]) * 60
    else:
        return None
    return round(seconds) if 0 < seconds <= _LONGEST else None


def _number(digits: str) -> float:
    return float(digits.replace(",", "."))


def kinds_named(cell: str) -> tuple[str, ...]:
    """The kinds that an answer calls by name, in the order in which it does."""
    text = plain(cell)
    found = {kind: word.search(text) for kind, word in _KIND_WORDS.items()}
    places = sorted((match.start(), kind) for kind, match in found.items() if match)
    return tuple(kind for _, kind in places)


def kind_and_seconds(cell: str) -> tuple[str, int] | None:
    """The kind and length of the talk an answer asks for; None when it names neither.

    A name wins over minutes: "Micro (5 min)" is a micro talk of five. Minutes alone choose the nearest kind.
    """
    seconds = said_seconds(cell)
    if named := kinds_named(cell):
        return named[0], seconds or KIND_SECONDS[named[0]]
    if seconds is None:
        return None
    return (NANO if seconds <= 180 else MICRO if seconds <= 600 else SOAPBOX), seconds


def is_lurker(cell: str) -> bool:
    """Whether an answer about one's talk says that there is none."""
    text = plain(cell)
    if kind_and_seconds(cell):
        return False
    return bool(_LURKER.search(text)) or (bool(text) and is_nothing(cell))


def is_nothing(cell: str) -> bool:
    """Whether an answer says that there is nothing to answer."""
    return set(plain(cell).split()) <= _NOTHING


def yes_or_no(cell: str) -> bool | None:
    """Whether an answer agrees; None when it is neither a plain yes nor a no ("Yes, but only my initials")."""
    if set(cell.strip()) & _TICKS:
        return True
    text = plain(cell)
    words = text.split()
    if not words:
        return None
    if words[0] in _NO:
        return False
    agrees = words[0] in _YES or text.startswith(_YES_PHRASES)
    return True if agrees and not set(words) & _DOUBT else None


def pitch_of(cell: str) -> Pitch | None:
    """Whether an answer offers or requests; what wants to learn is a request also when it mentions teaching."""
    text = plain(cell)
    if _REQUESTS.search(text):
        return Pitch.REQUEST
    return Pitch.OFFER if _OFFERS.search(text) else None
