"""The wire and the journal as a JSON Schema (draft 2020-12), for those who check messages by machine."""

import inspect
from dataclasses import fields
from typing import Any, get_type_hints

import msgspec

from docs import shapes
from teachmeet import wire
from teachmeet.domain.facts import Line
from teachmeet.domain.panels import Mine

REF = "#/$defs/{name}"
FROM_CLIENT = (wire.Hello, wire.Do, wire.Look, wire.Ping, wire.Address, wire.Arrange, wire.Hold, wire.Stop)
FROM_SERVER = (
    wire.Welcome,
    wire.PanelMessage,
    wire.Answer,
    wire.MineMessage,
    wire.Refusal,
    wire.Pong,
    wire.Bye,
)

Schema = dict[str, Any]


def schema() -> Schema:
    """Everything under `$defs`; the document itself allows any message of either side."""
    plain = tuple(kind for kind in (*FROM_CLIENT, *FROM_SERVER) if kind not in (wire.Do, wire.PanelMessage))
    kinds = (*plain, *wire.COMMANDS.values(), *wire.PANELS.values(), *wire.FACTS.values(), Mine)
    defs = definitions(kinds)
    defs["Do"] = any_of(f"do_{name}" for name in wire.COMMANDS)
    defs["PanelMessage"] = any_of(f"panel_{name}" for name in wire.PANELS)
    defs |= {f"do_{name}": enveloped(wire.Do, "do", name, "with", kind) for name, kind in wire.COMMANDS.items()}
    defs |= {
        f"panel_{name}": enveloped(wire.PanelMessage, "name", name, "data", kind) for name, kind in wire.PANELS.items()
    }
    defs["FromClient"] = any_of(kind.__name__ for kind in FROM_CLIENT)
    defs["FromServer"] = any_of(kind.__name__ for kind in FROM_SERVER)
    defs["JournalLine"] = journal_line()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"teachmeet's protocol, version {wire.VERSION}",
        **any_of(("FromClient", "FromServer")),
        "$defs": dict(sorted(defs.items())),
    }


def definitions(kinds: tuple[type, ...]) -> Schema:
    """The types and what they are made of, by name; a part whose name a message has too is called after its module."""
    _, defs = msgspec.json.schema_components(kinds, ref_template=REF)
    written = msgspec.json.encode(defs).replace(b"teachmeet.wire.", b"")
    plain: Schema = msgspec.json.decode(written.replace(b"teachmeet.domain.panels.", b"panels_"))
    for one in plain.values():
        if "description" in one:
            one["description"] = shapes.in_json(inspect.cleandoc(one["description"]))
    return plain


def any_of(names: Any) -> Schema:
    """One of these."""
    return {"anyOf": [ref(name) for name in names]}


def ref(name: str) -> Schema:
    """A pointer to a definition."""
    return {"$ref": REF.format(name=name)}


def enveloped(envelope: type[msgspec.Struct], tag: str, name: str, inside: str, kind: type) -> Schema:
    """A message that carries another type: its tag names the type, the field `inside` holds it."""
    hints = get_type_hints(envelope, include_extras=True)
    carried = [field for field in msgspec.structs.fields(envelope) if field.encode_name not in (tag, inside)]
    bare = msgspec.defstruct(
        envelope.__name__,
        [(f.encode_name, hints[f.name]) if f.required else (f.encode_name, hints[f.name], f.default) for f in carried],
        tag=str(envelope.__struct_config__.tag),
        tag_field="type",
    )
    made: Schema = definitions((bare,))[envelope.__name__]
    made["title"] = f"{envelope.__struct_config__.tag} {name}"
    made["properties"] |= {tag: {"const": name}, inside: ref(kind.__name__)}
    must = {field.encode_name for field in msgspec.structs.fields(envelope) if field.required}
    # A command without fields may be asked for without `with`.
    needs = [inside] if defs_need(kind) else []
    made["required"] = sorted({"type", *must, *needs})
    return made


def defs_need(kind: type) -> bool:
    """Whether a type has a field that must be given."""
    return any(field.required for field in msgspec.inspect.type_info(kind).fields)  # type: ignore[attr-defined]


def journal_line() -> Schema:
    """A line of the journal; each fact is a pair of its kind and its fields."""
    pairs = [
        {"type": "array", "prefixItems": [{"const": name}, ref(kind.__name__)], "minItems": 2, "maxItems": 2}
        for name, kind in wire.FACTS.items()
    ]
    known: Schema = {
        "seq": {"type": "integer", "minimum": 1},
        "at": {"type": "string", "format": "date-time"},
        "by": {"anyOf": [{"type": "integer", "minimum": 1}, {"enum": ["host", "clock"]}]},
        "client": {"type": "string"},
        "n": {"type": "integer", "minimum": 0},
        "facts": {"type": "array", "items": {"anyOf": pairs}, "minItems": 1},
    }
    if list(known) != [field.name for field in fields(Line)]:
        raise LookupError("docs/schema.py does not know the fields of a journal line")
    known["crc"] = {"type": "string", "pattern": "^[0-9a-f]{8}$"}
    return {"title": "a line of the journal", "type": "object", "properties": known, "required": list(known)}
