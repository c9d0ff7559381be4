"""The laws of the tree that import contracts (pyproject.toml, run by tests/run) cannot say."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "teachmeet"

DOMAIN_MAY_IMPORT = {
    "bisect",
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "heapq",
    "itertools",
    "math",
    "random",
    "types",
    "typing",
    "unicodedata",
    "teachmeet.domain",
}
# `datetime.time(19, 30)` is a value and allowed; the module `time` is not among the imports above.
CLOCKS = {"now", "today", "utcnow"}
OUTSIDE = {"open", "print", "input", "eval", "exec", "__import__"}

LONGEST = 400  # lines; a longer file is asking a question
LONGER: dict[str, int] = {  # path → the length it may have, with the answer in a comment
    "teachmeet/cli.py": 540,  # a contract, read as a table of commands and options
    "teachmeet/domain/commands.py": 500,  # a vocabulary, read as a table
    "teachmeet/domain/facts.py": 600,  # a vocabulary, read as a table
    "teachmeet/domain/panels.py": 520,  # a vocabulary, read as a table
    "teachmeet/wire.py": 600,  # half of it is the vocabularies' names, read as a table
}

WIRED_BY = {"cli", "__main__"}  # wire all rooms together, hence stand in no contract


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def walk(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """Each node of a module with its `file:line`."""
    for node in ast.walk(tree_of(path)):
        yield node, f"{relative(path)}:{getattr(node, 'lineno', 1)}"


def imports(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [name.name for name in names]
        case ast.ImportFrom(module=module, level=level):
            return ["." * level + (module or "")]
    return []


def dotted(node: ast.AST) -> str:
    """`a.b.c` of such an expression; of any other, the part after its last unnamed piece, as in `.c`."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{dotted(value)}.{name}"
    return ""


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project, also those not committed yet; none that git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def text_of(path: Path) -> str:
    """A file's text; empty for one that is not text."""
    content = path.read_bytes()
    return "" if b"\0" in content[:8000] else content.decode("utf-8", errors="replace")


def test_domain_imports_only_what_cannot_reach_outside() -> None:
    found = [
        f"{where} imports {name}"
        for path in modules(PACKAGE / "domain")
        for node, where in walk(path)
        for name in imports(node)
        if not any(name == allowed or name.startswith(f"{allowed}.") for allowed in DOMAIN_MAY_IMPORT)
    ]
    assert not found


def test_domain_reads_no_clock_and_touches_nothing_outside() -> None:
    found = [
        f"{where} calls {dotted(node.func)}()"
        for path in modules(PACKAGE / "domain")
        for node, where in walk(path)
        if isinstance(node, ast.Call)
        and (dotted(node.func).rpartition(".")[2] in CLOCKS or dotted(node.func) in OUTSIDE)
    ]
    assert not found


def test_domain_throws_only_dice_that_were_handed_in() -> None:
    found = []
    for path in modules(PACKAGE / "domain"):
        for node, where in walk(path):
            match node:
                case ast.ImportFrom(module="random", names=names):
                    found += [f"{where} imports {name.name}" for name in names if name.name != "Random"]
                case ast.Attribute(value=ast.Name(id="random"), attr=name) if name != "Random":
                    found.append(f"{where} uses random.{name}")
                case ast.Call(func=func, args=[], keywords=[]) if dotted(func) in {"Random", "random.Random"}:
                    found.append(f"{where} makes a Random without a seed")
    assert not found


def test_only_the_command_line_reads_arguments_and_environment() -> None:
    asked = {"sys.argv", "os.environ", "os.environb", "os.getenv"}
    found = []
    for path in modules(PACKAGE):
        if relative(path) in {"teachmeet/cli.py", "teachmeet/__main__.py"}:
            continue
        for node, where in walk(path):
            names = {dotted(node)} if isinstance(node, ast.Attribute) else set[str]()
            if isinstance(node, ast.ImportFrom):
                names = {f"{node.module}.{name.name}" for name in node.names}
            found += [f"{where} reads {name}" for name in sorted(names & asked)]
    assert not found


def catches_all(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or dotted(kind) in {"Exception", "BaseException"} for kind in kinds)


def does_nothing(body: list[ast.stmt]) -> bool:
    return all(
        isinstance(step, (ast.Pass, ast.Continue))
        or (isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant))
        for step in body
    )


def test_no_error_is_swallowed_unseen() -> None:
    found = []
    for folder in (PACKAGE, ROOT / "tests", ROOT / "benchmarks"):
        for path in modules(folder):
            for node, where in walk(path):
                match node:
                    case ast.ExceptHandler(body=body) if catches_all(node) and does_nothing(body):
                        found.append(where)
                    case ast.Call(func=func, args=args) if dotted(func).rpartition(".")[2] == "suppress":
                        found += [where for kind in args if dotted(kind) in {"Exception", "BaseException"}]
    assert not found


def test_every_room_stands_in_an_import_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    named = {source for contract in contracts["contracts"] for source in contract["source_modules"]}
    rooms = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    rooms |= {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert sorted(room for room in rooms - WIRED_BY if f"teachmeet.{room}" not in named) == []


def test_files_stay_short_enough_to_be_read_in_one_sitting() -> None:
    code = {".py", ".js", ".css", ".tcss", ".html"}
    lengths = {
        relative(path): len(text_of(path).splitlines())
        for path in tracked()
        if path.is_relative_to(PACKAGE) and path.suffix in code
    }
    assert {name: length for name, length in lengths.items() if length > LONGER.get(name, LONGEST)} == {}
    assert [name for name in LONGER if lengths.get(name, 0) <= LONGEST] == [], "no longer an exception"


def test_nothing_names_a_path_of_the_machine_it_was_written_on() -> None:
    # Put together here, so that this file does not find itself; not after a host or inside a longer path.
    path_of_ours = re.compile(r"(?<![\w.~$}/:-])/(?:" + "work|root" + r")/|(?<![\w.~$}/:-])/tmp/" + r"v\d*(?![\w-])")
    found = [
        f"{relative(path)}:{number}: {match.group()}"
        for path in tracked()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        for match in path_of_ours.finditer(line)
    ]
    assert not found


def test_pages_ask_no_other_host_for_anything() -> None:
    # Names of XML dialects are never fetched; `//host` takes over the page's own scheme.
    namespaces = re.compile(r"http://www\.w3\.org/(?:2000/svg|1999/xhtml|1999/xlink)\b")
    other_host = re.compile(r"(?:https?|wss?)://(?!\$\{)|(?:src|href|action)\s*=\s*[\"']?//|url\(\s*[\"']?//|@import\s+[\"']//")
    found = [
        f"{relative(path)}:{number}: {line.strip()}"
        for path in tracked()
        if path.is_relative_to(PACKAGE / "web")
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if other_host.search(namespaces.sub("", line))
    ]
    assert not found


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(r"python3? -m venv \S+ && .*\binstall\b.* && .*\bteachmeet", id="install and start"),
        pytest.param(r"bash tests/run", id="check everything"),
    ],
)
def test_readme_has_the_two_set_up_commands_on_a_line_each(command: str) -> None:
    fenced = re.findall(r"^```[^\n]*\n(.*?)^```", text_of(ROOT / "README.md"), flags=re.DOTALL | re.MULTILINE)
    lines = [line.strip().removeprefix("$ ") for block in fenced for line in block.splitlines()]
    assert any(re.fullmatch(command + r"(\s+#.*)?", line) for line in lines)
