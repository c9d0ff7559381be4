"""How every benchmark prints what it found; one shape, so that figures of different days can be laid side by side."""

import json


def emit(benchmark: str, figures: dict[str, float], as_json: bool) -> None:
    """Prints the figures: one JSON object for programs, else a line each for people."""
    if as_json:
        print(json.dumps({"benchmark": benchmark, "figures": figures}))
        return
    print(benchmark)
    width = max(map(len, figures), default=0)
    for name, value in figures.items():
        print(f"  {name:<{width}}  {value:,.6g}")
