"""What somebody types who means no good, or pastes without a thought: each text is inert everywhere, or refused."""

import csv
import io
import re
import unicodedata

ESC, RLO, RLI, ZERO, NUL = "\x1b", "\u202e", "\u2067", "\u200b", "\x00"

CORPUS = {
    "an image": "<img src=x onerror=window.pwned=1>",
    "a script": "</script><script>window.pwned=2</script>",
    "an attribute": "\" autofocus onfocus=window.pwned=3 x=\"' onmouseover=window.pwned=4 '",
    "a drawing": "<svg/onload=window.pwned=5><style>*{display:none}</style>",
    "a link": "javascript:window.pwned=6//https://example.org",
    "a link in markdown": "[click](javascript:window.pwned=7) ![x](x \"onerror=1\") <https://example.org>",
    "a row of a table": "a | b\\| `code` **bold** # head --- * item",
    "liquid": "{{ 7*7 }} {% include secret.html %} ${7*7} #{7*7}",
    "a shortcode": "{{< youtube x >}} {{% raw %}} [gallery ids=\"1\"] :smile:",
    "a formula": "=HYPERLINK(\"http://example.org\",\"x\")",
    "another formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a number": "+44 1632 960 000",
    "a minus": "-2+3+cmd|x",
    "markup of the terminal": "[bold red]x[/] [@click=app.quit]y[/] [/] $accent {0} %s",
    "colours of a terminal": f"{ESC}[31mred{ESC}[2J{ESC}[H{ESC}]0;title\x07",
    "a terminal's other introducer": "\x9b2J\x90q\x9c x",
    "back to the start of the line": "seen\rhidden\bx\x7f\x0b\x0c",
    "several lines": "one\ntwo\r\nthree\u2028four\u2029five\x85six",
    "a tab": "a\tb",
    "an override": f"invoice {RLO}fdp.exe",
    "isolates that nobody closes": f"{RLI}\u2066\u2068 open",
    "nul": f"a{NUL}b",
    "nothing to be seen": f"{ZERO}\u200c\u200d\u2060\ufeff",
    "letters between nothing": f"a{ZERO}b\u200dc\ufeffd",
    "emoji": "👩🏽‍🏫 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇬🇧 🗺️ ☎",
    "marks without end": "Z" + "\u0336\u0321\u0489" * 30,
    "from right to left": "مشاريع علمية بلا مختبر (2) <b>",
    "wide letters": "字" * 60,
    "a word without a gap": "W" * 120,
    "ten thousand letters": "n" * 10_000,
    "a lone half": "half \ud83d",
}
"""What it is → the text."""

HARMFUL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


def moves(text: str) -> list[str]:
    """The characters that would move a cursor, break a row or turn a line around."""
    return sorted({repr(each) for each in text if unicodedata.category(each) in ("Cc", "Cs") or each in HARMFUL})


def turned(text: str) -> list[str]:
    """The same, but for the isolates in which we put somebody's words in the middle of ours, each with its end."""
    kept, depth = [], 0
    for each in text:
        if each == "\u2068":
            depth += 1
        elif each == "\u2069" and depth:
            depth -= 1
        else:
            kept.append(each)
    return moves("".join(kept)) + ["an isolate without its end"] * bool(depth)


def formulas(table: str) -> list[str]:
    """The cells of a table that a spreadsheet would calculate."""
    rows = csv.reader(io.StringIO(table))
    cells = [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    return [cell for cell in cells if not re.fullmatch(r"-\d+(\.\d+)?", cell)]
