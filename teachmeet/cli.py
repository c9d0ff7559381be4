"""The command line: the only reader of arguments and environment; wires the rooms together. Holds no rules.

A contract: names, exit codes and output shapes stay. 0 done; 1 refused, damaged, unknown, already there or already
running, with one line on stderr; 2 usage. Nothing but results on stdout.
"""

import asyncio
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from teachmeet import wire, words
from teachmeet.addresses import BadAddress, public_address
from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.panels import Door
from teachmeet.domain.programme import Format
from teachmeet.laptop import Laptop, LaptopError
from teachmeet.meetfolder import FolderError, Running
from teachmeet.tongue import system_language
from teachmeet.typed import TypedError, local_zone, moment, rooms, slots, zone

if TYPE_CHECKING:
    from teachmeet.domain.facts import Line
    from teachmeet.sheet import Report, Wanted

SESSIONS = "sessions"


class Refusal(click.ClickException):
    """One line on stderr, and exit code 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Say it, on one line."""
        click.echo(" ".join(self.message.split()), err=True)


def refuse(error: Exception) -> NoReturn:
    """End with what an error says."""
    raise Refusal(str(error)) from None


def sessions_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--sessions DIR`, which may stand before or after the subcommand."""

    def remember(context: click.Context, _option: click.Parameter, value: str | None) -> None:
        if value is not None:
            context.ensure_object(dict)["sessions"] = value

    spoken = click.option("--lang", metavar="CODE", expose_value=False, callback=_speak, help="The language to speak.")
    return click.option(
        "--sessions",
        metavar="DIR",
        expose_value=False,
        callback=remember,
        is_eager=True,
        help="The folder of the meets; TEACHMEET_SESSIONS names it too.  [default: sessions]",
    )(spoken(command))


def _known(language: str | None) -> str | None:
    if language is not None and words.known(language) is None:
        raise click.BadParameter(f"{language} is none of {', '.join(words.languages())}")
    return language


def _speak(_context: click.Context, _option: click.Parameter, language: str | None) -> None:
    """Speak a language that was named; screens take their words when they are imported, which is later."""
    if _known(language):
        words.speak(str(language))


def laptop(context: click.Context) -> Laptop:
    """The laptop with the sessions folder that was named."""
    named = context.ensure_object(dict).get("sessions")
    return Laptop(Path(named or SESSIONS))


public_option = click.option(
    "--public",
    metavar="URL",
    help='Where a tunnel hands phones on to this laptop; kept for the meet until --public "".',
)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--sessions", metavar="DIR", envvar="TEACHMEET_SESSIONS", help="The folder of the meets.  [default: sessions]"
)
@click.option(
    "--lang",
    metavar="CODE",
    envvar="TEACHMEET_LANG",
    callback=lambda _context, _option, language: _known(language),
    help="The language to speak: ar, ca, en, es.  [default: what was chosen, else the system's]",
)
@click.version_option(package_name="teachmeet")
@click.pass_context
def cli(context: click.Context, sessions: str | None, lang: str | None) -> None:
    """Run a live TeachMeet, edcamp or unconference from this laptop; phones join by a QR code."""
    if sessions is not None:
        context.ensure_object(dict)["sessions"] = sessions
    wishes = (lang, laptop(context).language, system_language(os.environ))
    words.speak(words.preferred(wish for wish in wishes if wish))
    if context.invoked_subcommand is None:
        context.invoke(host)


# ── making


@cli.command()
@click.argument("meet")
@click.option("--title", help="What people read; the meet's name when left out.")
@click.option("--format", "kind", type=click.Choice([f.value for f in Format]), default=Format.TEACHMEET.value)
@click.option("--starts", metavar="T", help="ISO time, in the meet's zone when it names none.")
@click.option("--ends", metavar="T", help="ISO time.")
@click.option("--tz", metavar="ZONE", help="IANA zone such as Europe/London; the laptop's own when left out.")
@click.option("--talks", metavar="FILE", help="Sign-up sheet of talks: CSV, TSV or XLSX.")
@click.option("--topics", metavar="FILE", help="Sheet of topics: CSV, TSV or XLSX.")
@click.option(
    "--rooms",
    "room_list",
    metavar="LIST",
    default="",
    help='Rooms with seats, and what is in them: "Library:60,Lab:24:projector+sinks".',
)
@click.option("--slots", "slot_list", metavar="LIST", default="", help='Times: "09:00-09:50,10:00-10:50".')
@click.option("--series", metavar="NAME", default="", help="The meets that this one follows; draws may heed them.")
@click.option("--map", "mapping", metavar='FIELD="Column"', multiple=True, help="Which column is which.")
@sessions_option
@click.pass_context
def new(
    context: click.Context,
    meet: str,
    title: str | None,
    kind: str,
    starts: str | None,
    ends: str | None,
    tz: str | None,
    talks: str | None,
    topics: str | None,
    room_list: str,
    slot_list: str,
    series: str,
    mapping: tuple[str, ...],
) -> None:
    """Make the meet MEET, from sheets if there are any; says what was read and what was left out."""
    from teachmeet.sheet import SheetError, Wanted

    named = dict(map(_pair, mapping))
    try:
        here = zone(tz or local_zone())
        begins = None if starts is None else moment(starts, here)
        day = None if begins is None else begins.astimezone(here).date()
        on_talks = _sheet(talks, Wanted.TALKS, named)
        on_topics = _sheet(topics, Wanted.TOPICS, named)
        times = slots(slot_list, here, day)
        command = MakeMeet(
            title or meet,
            Format(kind),
            here.key,
            begins or (times[0].starts if times else None),
            None if ends is None else moment(ends, here),
            rooms(room_list),
            times,
            on_talks.talks if on_talks else (),
            on_topics.topics if on_topics else (),
            series=series,
            past=laptop(context).past(series),
        )
        folder = laptop(context).new(meet, command)
    except (LaptopError, TypedError, SheetError) as error:
        refuse(error)
    for path, report in ((talks, on_talks), (topics, on_topics)):
        if path is not None and report is not None:
            _say_what_was_read(path, report)
    click.echo(f"{folder.path} is made. Open it with: teachmeet host {meet}")


def _sheet(path: str | None, wanted: "Wanted", named: dict[str, str]) -> "Report | None":
    from teachmeet.sheet import load, match, read

    if path is None:
        return None
    table = load(Path(path))
    return read(table, match(table, wanted, named))


def _say_what_was_read(path: str, report: "Report") -> None:
    """What a sheet gave, then row by row what was left out and what was changed."""
    kinds = Counter(talk.kind for talk in report.talks)
    if report.talks:
        of_each = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        click.echo(f"{path}: {_counted(len(report.talks), 'talk')} ({of_each})")
    else:
        click.echo(f"{path}: {_counted(len(report.topics), 'topic')}")
    for left in report.left_out:
        click.echo(f"  row {left.row} left out: {left.reason}" + (f" ({left.text})" if left.text else ""))
    for note in report.notes:
        click.echo(f"  {note}")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _pair(option: str) -> tuple[str, str]:
    field, equals, column = option.partition("=")
    if not equals:
        raise click.UsageError(f'--map {option} has no “=”: write it like title="Title of your talk"')
    return field.strip(), column.strip().strip('"')


# ── serving


@cli.command()
@click.argument("meet", required=False)
@public_option
@sessions_option
@click.pass_context
def host(context: click.Context, meet: str | None = None, public: str | None = None) -> None:
    """Open the terminal UI; starts the meet's server if none runs."""
    machine = laptop(context)
    if public is not None:
        if meet is None:
            raise click.UsageError("--public needs to know which meet: teachmeet host MEET --public URL")
        wanted = _public(public)
        _need_a_terminal("teachmeet serve")
        click.echo(_publish(machine, meet, wanted))
    _open_terminal(machine, meet)


def _public(typed: str) -> str:
    """The public address that was typed; nothing takes it back."""
    try:
        return public_address(typed) if typed.strip() else ""
    except BadAddress as error:
        refuse(error)


def _publish(machine: Laptop, meet: str, public: str) -> str:
    """Have the meet's code show a public address, also while it runs; what that means, in a sentence."""
    from teachmeet.publishing import publish

    try:
        asyncio.run(publish(machine.folder(meet), public))
    except (FolderError, LaptopError) as error:
        refuse(error)
    return words_leave(public) if public else f"{meet} has no public address any more: what people write stays here."


def words_leave(public: str) -> str:
    """What a public address means, plainly."""
    host = public.partition("://")[2]
    return f"Words leave the building: all that people write and vote passes through {host}."


def _need_a_terminal(instead: str) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refusal(f"The terminal UI needs a terminal: run this in one; without one use “{instead}”")


def _open_terminal(machine: Laptop, meet: str | None, crowd: int = 0) -> None:
    _need_a_terminal("teachmeet serve")
    try:
        if meet is not None:
            machine.folder(meet)
        from teachmeet.app import TeachmeetApp

        TeachmeetApp(machine, meet, crowd).run()
    except LaptopError as error:
        refuse(error)


@cli.command()
@click.argument("meet")
@click.option("--bind", metavar="ADDR", default="0.0.0.0", show_default=True, help="The address to listen on.")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), help="The port; kept for the meet's life.")
@public_option
@click.option("--json", "as_json", is_flag=True, help="Say that it is ready as JSON.")
@sessions_option
@click.pass_context
def serve(
    context: click.Context, meet: str, bind: str, port: int | None, public: str | None, as_json: bool
) -> None:
    """Run the server of MEET alone, until Ctrl+C."""
    from teachmeet.planner import arrange
    from teachmeet.serving import ServingError
    from teachmeet.serving import serve as serve_until_stopped

    def ready(running: Running, door: Door) -> None:
        if as_json:
            found = [address.address for address in door.addresses]
            facts = {"ready": True, "url": door.url, "addresses": found, "port": door.port, "pid": running.pid}
            click.echo(wire.as_json(facts | ({"public": folder.public} if folder.public else {})))
        else:
            click.echo(f"{meet} is open at {door.url}" + (f"\n{words_leave(folder.public)}" if folder.public else ""))

    try:
        machine = laptop(context)
        folder = machine.folder(meet)
        if public is not None:
            folder.keep_public(_public(public))
        asyncio.run(serve_until_stopped(folder, bind, port, ready, lambda: machine.enter(meet), arrange))
    except (LaptopError, ServingError, FolderError) as error:
        refuse(error)


@cli.command()
@click.argument("meet")
@sessions_option
@click.pass_context
def stop(context: click.Context, meet: str) -> None:
    """Stop the server of MEET, everything saved."""
    from teachmeet.stopping import stop as stop_server

    try:
        folder = laptop(context).folder(meet)
        stopped = asyncio.run(stop_server(folder))
    except (LaptopError, FolderError) as error:
        refuse(error)
    click.echo(f"{meet} is stopped, everything saved." if stopped else f"{meet} was not running.")


@cli.command()
@click.argument("meet", required=False)
@click.option("--json", "as_json", is_flag=True)
@sessions_option
@click.pass_context
def status(context: click.Context, meet: str | None, as_json: bool) -> None:
    """Say which meets there are, and which are running."""
    machine = laptop(context)
    try:
        if meet is not None:
            machine.folder(meet)
    except LaptopError as error:
        refuse(error)
    rows = [row for row in machine.meets() if meet in (None, row.slug)]
    if as_json:
        meets = [
            {"meet": row.slug, "title": row.title, "running": row.running is not None}
            | {name: getattr(row.running, name, None) for name in ("url", "pid", "since")}
            for row in rows
        ]
        click.echo(wire.as_json({"meets": meets}))
        return
    for row in rows:
        running = f"running at {row.running.url} since {row.running.since}" if row.running else "not running"
        click.echo(f"{row.slug}: {row.title}: {row.trouble or running}")
    if not rows:
        click.echo("There is no meet yet: make one with: teachmeet new NAME")


@cli.command()
@click.argument("meet", required=False)
@click.option("--json", "as_json", is_flag=True)
@sessions_option
@click.pass_context
def doctor(context: click.Context, meet: str | None, as_json: bool) -> None:
    """Look at network, port, firewall, clock, disk, terminal and power, and say what to do."""
    from teachmeet.doctor import Subject, Terminal, Verdict, findings
    from teachmeet.doctor.report import COLOURS, lines, plain

    machine = laptop(context)
    try:
        folder = None if meet is None else machine.folder(meet)
    except LaptopError as error:
        refuse(error)
    shown = sys.stdout.isatty()
    size = shutil.get_terminal_size()
    terminal = Terminal(size.columns, size.lines, sys.stdout.encoding) if shown else None
    found = findings(Subject(machine.sessions, folder, os.environ, terminal))
    coloured = shown and "NO_COLOR" not in os.environ

    def paint(text: str, verdict: Verdict) -> str:
        return click.style(text, fg=COLOURS[verdict], bold=True) if coloured else text

    if as_json:
        click.echo(wire.as_json(plain(found, words.load())))
    else:
        click.echo("\n".join(lines(found, words.load(), min(size.columns, 110) if shown else 110, paint)))
    context.exit(any(one.verdict is Verdict.WRONG for one in found))


# ── afterwards


@cli.command()
@click.argument("meet")
@click.option(
    "--at", "until", metavar="SEQ", type=click.IntRange(1), help="Only up to this number; a command stands whole."
)
@click.option("--draws", is_flag=True, help="Draw every lot again, and say whether it falls the same.")
@click.option("--json", "as_json", is_flag=True)
@sessions_option
@click.pass_context
def replay(context: click.Context, meet: str, until: int | None, draws: bool, as_json: bool) -> None:
    """Fold the journal of MEET, also while it runs, and say what it leads to."""
    from teachmeet import journal
    from teachmeet.domain.history import fold

    try:
        read = journal.read(laptop(context).folder(meet).journal).lines
    except (LaptopError, journal.JournalError) as error:
        refuse(error)
    lines = [line for line in read if until is None or line.last <= until]
    if draws:
        _prove(lines, as_json)
        return
    state = fold(lines)
    found: dict[str, int | str] = {**wire.numbers(state), "sha256": wire.digest(state)}
    click.echo(wire.as_json(found) if as_json else "\n".join(f"{name}: {value}" for name, value in found.items()))


def _prove(lines: "list[Line]", as_json: bool) -> None:
    """Every draw again; refused when one falls otherwise, or was from another hat than there was then."""
    from teachmeet.domain.proofs import proofs

    found = proofs(lines)
    if as_json:
        click.echo(wire.as_json({"draws": found}))
    for proof in () if as_json else found:
        hat = ", ".join(f"{talk}×{lots}" for talk, lots in zip(proof.hat, proof.weights, strict=False))
        said = ", ".join(("the same again" if proof.same else "NOT the same", "" if proof.fits else "ANOTHER hat"))
        click.echo(f"{proof.seq}: {proof.talks} from {hat} with seed {proof.seed}: {said.removesuffix(', ')}")
    failed = [str(proof.seq) for proof in found if not (proof.same and proof.fits)]
    if failed:
        raise Refusal(f"{len(failed)} of {len(found)} draws cannot be proved: see number {', '.join(failed)}")


@cli.command()
@click.argument("meet")
@click.option("--to", "kind", type=click.Choice(["markdown", "csv"]), required=True)
@click.option(
    "--out", metavar="DIR", type=click.Path(path_type=Path), help="Where to; the meet's exports/ when left out."
)
@sessions_option
@click.pass_context
def export(context: click.Context, meet: str, kind: str, out: Path | None) -> None:
    """Write the evening of MEET as a document or as tables, and print where."""
    from teachmeet.export import write

    machine = laptop(context)
    try:
        folder = machine.folder(meet)
        paths = write(kind, machine.lines(meet), out or folder.exports, meet)
        machine.catalogue(meet)
    except LaptopError as error:
        refuse(error)
    except OSError as error:
        raise Refusal(f"{out or folder.exports} cannot be written to: {error.strerror or error}") from None
    for path in paths:
        click.echo(str(path))


@cli.command()
@click.argument("meet", required=False)
@click.option("--format", "kind", type=click.Choice([f.value for f in Format]), help="Of a made-up one.")
@click.option("--people", type=click.IntRange(1, 2_000), default=24, show_default=True)
@click.option(
    "--seconds", type=click.FloatRange(0.5, 86_400), default=30, show_default=True, help="With --json: how long."
)
@click.option("--json", "as_json", is_flag=True, help="Without the terminal UI: run, then say how it went.")
@sessions_option
@click.pass_context
def rehearse(
    context: click.Context, meet: str | None, kind: str | None, people: int, seconds: float, as_json: bool
) -> None:
    """Try an evening or an edcamp out with simulated attendees, on a copy of MEET or on a made-up one."""
    if meet is not None and kind is not None:
        raise click.UsageError(f"--format is for a made-up meet; {meet} has its own")
    machine = laptop(context)
    try:
        if meet is not None:
            machine.folder(meet)
        if not as_json:
            _need_a_terminal("teachmeet rehearse --json")  # before anything is made, or an older rehearsal deleted
        folder = machine.rehearsal(meet, Format(kind or Format.TEACHMEET))
        if not as_json:
            _open_terminal(machine, folder.slug, people)
            return
        played = asyncio.run(_rehearse(machine, folder.slug, people, seconds))
        state = machine.state(folder.slug)
        counted = {name: wire.numbers(state)[name] for name in ("topics", "votes", "sessions")}
        click.echo(wire.as_json({**played, **counted, "going": sum(map(len, state.going.values()))}))
    except (LaptopError, FolderError) as error:
        refuse(error)


async def _rehearse(machine: Laptop, slug: str, people: int, seconds: float) -> dict[str, float]:
    from teachmeet.rehearsal import rehearse as play
    from teachmeet.stopping import stop as stop_server

    running = await machine.start(slug)
    folder = machine.folder(slug)
    try:
        return await play(lambda: running.socket, folder.code, people, seconds, folder.host)
    finally:
        await stop_server(folder)


@cli.command(hidden=True)
@click.argument("meet")
@click.option("--people", type=int, default=24)
@click.option("--seconds", type=float, default=3600)
@sessions_option
@click.pass_context
def crowd(context: click.Context, meet: str, people: int, seconds: float) -> None:
    """The simulated attendees alone, for a rehearsal whose host sits at the terminal UI."""
    from teachmeet.rehearsal import rehearse as play

    try:
        folder = laptop(context).folder(meet)
        running, code = folder.running(), folder.code
    except (LaptopError, FolderError) as error:
        refuse(error)
    if running is None:
        raise Refusal(f"{meet} is not running: start it with “teachmeet serve {meet}”")
    click.echo(wire.as_json(asyncio.run(play(lambda: running.socket, code, people, seconds))))


def main() -> None:
    """The entry point."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Windows pipes are not UTF-8
    try:
        cli(prog_name="teachmeet")
    except OSError as error:  # a sessions folder that may not be looked into, and whatever else the system refuses
        Refusal(f"{error.filename or 'teachmeet'}: {error.strerror or error}").show()
        sys.exit(Refusal.exit_code)
