"""`python -m docs.generate` writes docs/protocol.md and its schema from the code; `--check` fails when they are stale.

The prose stands in protocol.md.j2. Every number, field, name and example in it comes from the product itself.
"""

import asyncio
import inspect
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from websockets.asyncio.server import serve

from docs import meanings, shapes
from docs.evening import play
from docs.schema import schema
from docs.stage import BEGIN, Evening, Exchange
from teachmeet import admission, hub, inbox, journal, link, meetfolder, server, session, wire
from teachmeet.domain import checks, draw, state, text
from teachmeet.domain.actors import Actor, Role
from teachmeet.domain.facts import Line, personal_fields
from teachmeet.domain.history import fold
from teachmeet.domain.panels import View
from teachmeet.domain.programme import KIND_SECONDS, Duty
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.rules import decide
from teachmeet.domain.views import PANELS
from teachmeet.words import load

HERE = Path(__file__).parent
WIDTH = 100


@dataclass(frozen=True)
class Document:
    """The protocol's description; its methods are what the template may call."""

    evening: Evening

    # ── examples

    def exchange(self, *names: str) -> str:
        """What was sent, and what came, a frame a line."""
        return transcript(self.evening.exchanges[name] for name in names)

    def frame(self, written: str) -> str:
        """One frame or line of the journal, laid out to be read."""
        return f"```json\n{laid_out(msgspec.json.decode(written))}\n```"

    def panel_examples(self, name: str) -> str:
        """What each view that may look is shown, one example for all that are shown the same."""
        seen: dict[str, list[str]] = {}
        for view in PANELS[name][1]:
            frame = msgspec.json.decode(self.evening.panels[name, view])
            seen.setdefault(laid_out(frame["data"]), []).append(view.value)
        said = [self.panel_example(name, list(map(View, views))) for views in seen.values()]
        closed = self.evening.closed.get((name, View.ATTENDEE))
        if name == "tally" and closed is not None:
            said.append(f"Once the round is closed, everybody:\n\n{self.frame(closed)}")
        return "\n\n".join(said)

    def panel_example(self, name: str, views: list[View]) -> str:
        """The frame that these views are shown."""
        return f"The view of {listing(views)}:\n\n{self.frame(self.evening.panels[name, views[0]])}"

    def line_of(self, kind: str) -> str:
        """The line of the journal that holds the first fact of this kind, as its bytes stand in the file."""
        return wire.write_line(self._line_of(kind)).decode().rstrip("\n")

    def forgotten_line_of(self, kind: str) -> str:
        """The same line after its owner was forgotten."""
        seq = self._line_of(kind).seq
        return next(wire.write_line(line).decode().rstrip("\n") for line in self.evening.lines if line.seq == seq)

    def _line_of(self, kind: str) -> Line:
        lines = self.evening.before_forgetting[1:]
        return next(line for line in lines if any(isinstance(fact, wire.FACTS[kind]) for fact in line.facts))

    # ── who may

    @cached_property
    def senders(self) -> dict[str, list[str]]:
        """Who may send each command, as the rules decide it; of co-hosts, those with which duty."""
        actors = {role.value: Actor(role, secret="made") for role in Role if role not in (Role.CLOCK, Role.COHOST)}
        actors |= {f"cohost for `{duty.value}`": Actor(Role.COHOST, duty=duty) for duty in Duty}
        return {name: [who for who, actor in actors.items() if self._may(actor, name)] for name in wire.COMMANDS}

    def _may(self, actor: Actor, name: str) -> bool:
        message = wire.read_client(self.evening.exchanges[name].sent)
        if not isinstance(message, wire.Do) or message.do != name:
            raise LookupError(f"docs/evening.py has no example of {name}")
        try:
            decide(fold(self.evening.lines), actor, wire.read_command(message), BEGIN)
        except Refused as refused:
            return refused.code is not Code.NOT_YOURS
        return True

    # ── tables

    def commands_table(self) -> str:
        """All commands with who may send them."""
        rows = [
            f"| [`{name}`](#command-{name}) | {listing(self.senders[name])} | {shapes.first_sentence(kind)} |"
            for name, kind in wire.COMMANDS.items()
        ]
        return "\n".join(["| `do` | sent by | to |", "|---|---|---|", *rows])

    def panels_table(self) -> str:
        """All panels with who may look at them."""
        rows = [
            f"| [`{name}`](#panel-{name}) | {' | '.join('yes' if view in PANELS[name][1] else '' for view in View)} |"
            for name in PANELS
        ]
        views = " | ".join(view.value for view in View)
        return "\n".join([f"| panel | {views} |", "|---" * (len(View) + 1) + "|", *rows])

    def refusals(self) -> str:
        """All codes, group by group."""
        meanings.check()
        return "\n\n".join(f"### {title}\n\n{refusal_table(group)}" for title, group in meanings.MEANINGS.items())

    def facts_table(self) -> str:
        """All facts with their fields."""
        rows = [
            f"| `{name}` | {shapes.first_sentence(kind)} | {shapes.listed(kind, personal_of(kind)) or 'none'} |"
            for name, kind in wire.FACTS.items()
        ]
        return "\n".join(["| kind | it says | its fields |", "|---|---|---|", *rows])

    def parts(self) -> tuple[type, ...]:
        """The types that messages and panels are made of."""
        return shapes.parts((*wire.PANELS.values(), wire.Welcome))


def personal_of(kind: type) -> tuple[str, ...]:
    """The personal fields of a kind of fact."""
    return personal_fields(kind)  # type: ignore[arg-type]  # what dataclasses.fields says is true of the class too


def refusal_table(group: Iterable[Code]) -> str:
    """Codes with when they come, the sentence that people read, what is in `values`, and whether to send again."""
    sentences, values = load("en").section("refusal"), meanings.values_of()
    said = {code: meaning for each in meanings.MEANINGS.values() for code, meaning in each.items()}
    rows = []
    for code in group:
        names = ", ".join(f"`{name}`" for name in values[code])
        again = "yes, in a moment" if code in link.RETRIED else "no"
        if code.value not in sentences:
            raise LookupError(f"words/en.toml has no sentence for refusal.{code.value}")
        rows.append(f"| `{code.value}` | {said[code]} | “{sentences[code.value]}” | {names} | {again} |")
    return "\n".join(["| code | comes when | `say` | `values` | send again? |", "|---|---|---|---|---|", *rows])


def listing(names: Iterable[str]) -> str:
    """Names in a row: a, b and c."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def transcript(exchanges: Iterable[Exchange]) -> str:
    """Frames as they went: `→` to the server, `←` from it."""
    lines = []
    for one in exchanges:
        lines += [f"→ {one.sent}"] if one.sent else []
        lines += [f"← {frame}" for frame in one.got]
    return "\n".join(["```text", *lines, "```"])


def laid_out(value: Any, indent: str = "", first: int = 0) -> str:
    """JSON on as few lines as fit the width; `first` is how much of its first line is taken."""
    flat = msgspec.json.format(msgspec.json.encode(value), indent=0).decode().replace("\n", " ")
    if len(indent) + first + len(flat) <= WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    deeper = indent + "  "
    if isinstance(value, dict):
        names = [f'"{name}": ' for name in value]
        inside = [name + laid_out(one, deeper, len(name)) for name, one in zip(names, value.values(), strict=True)]
    else:
        inside = [laid_out(one, deeper) for one in value]
    begin, end = "{}" if isinstance(value, dict) else "[]"
    return f"{begin}\n" + ",\n".join(deeper + one for one in inside) + f"\n{indent}{end}"


def protocol(document: Document) -> str:
    """The description as Markdown."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    heartbeat = inspect.signature(serve).parameters
    rooms = (admission, hub, inbox, journal, link, meetfolder, server, session, wire)
    modules = (*rooms, checks, draw, shapes, state, text)
    return environment.get_template("protocol.md.j2").render(
        {module.__name__.rpartition(".")[2]: module for module in modules},
        doc=document,
        panels_of=PANELS,
        views=View,
        listing=listing,
        kinds=[f"`{kind}` ({seconds // 60} minutes)" for kind, seconds in KIND_SECONDS.items()],
        forecast=round(hub.FORECAST),
        retried=[f"`{code.value}`" for code in Code if code in link.RETRIED],
        keepalive=heartbeat["ping_interval"].default,
        patience=heartbeat["ping_timeout"].default,
    )


def files() -> dict[Path, str]:
    """What is generated: path → text."""
    document = Document(asyncio.run(play()))
    as_json = msgspec.json.format(msgspec.json.encode(schema()), indent=2).decode()
    return {HERE / "protocol.md": protocol(document), HERE / "protocol.schema.json": f"{as_json}\n"}


def main(arguments: list[str], say: Callable[[str], object] = sys.stdout.write) -> int:
    """Write, or with `--check` compare; 1 when something is stale."""
    if arguments not in ([], ["--check"]):
        say("usage: python -m docs.generate [--check]\n")
        return 2
    stale = False
    for path, wanted in files().items():
        if path.exists() and path.read_text(encoding="utf-8") == wanted:
            continue
        stale = True
        if not arguments:
            path.write_text(wanted, encoding="utf-8", newline="\n")
        say(f"{path.name} {'is stale: run python -m docs.generate' if arguments else 'written'}\n")
    return 1 if stale and arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
