"""A meet as documents, one module a format. From the journal alone: the same journal gives the same bytes."""

from collections.abc import Sequence
from pathlib import Path

from teachmeet.domain.facts import Line
from teachmeet.journal import write_whole

KINDS = ("markdown", "csv")
"""What `--to` takes."""


def write(kind: str, lines: Sequence[Line], folder: Path, name: str) -> list[Path]:
    """Write the export of this kind into a folder, and return the paths; raises OSError."""
    from teachmeet.export.record import record

    evening = record(lines)
    if kind == "markdown":
        from teachmeet.export.markdown import markdown

        documents = {f"{name}.md": markdown(evening)}
    else:
        from teachmeet.export.table import parts_table, sessions_table, talks_table

        assert kind == "csv", f"the command line offers no {kind}"
        documents = {f"{name}-talks.csv": talks_table(evening), f"{name}-plan.csv": parts_table(evening)}
        if evening.sessions:
            documents[f"{name}-sessions.csv"] = sessions_table(evening)
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in documents.items():
        write_whole(folder / file, text.encode())
    return [folder / file for file in documents]
