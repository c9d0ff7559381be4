"""A meet as documents, one module a format. From the state alone: the same journal gives the same bytes."""

from pathlib import Path

from teachmeet.domain.state import State
from teachmeet.journal import write_whole


def write(kind: str, state: State, folder: Path, name: str) -> list[Path]:
    """Write the export of this kind into a folder, and return the paths; raises OSError."""
    from teachmeet.export.markdown import markdown

    assert kind == "markdown", f"the command line offers no {kind}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.md"
    write_whole(path, markdown(state).encode())
    return [path]
