"""Types as people read them: what msgspec knows of a message's fields, in words and Markdown tables."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect as shape

STAR = r"\*"


def summary(kind: type) -> str:
    """A type's docstring as Markdown paragraphs."""
    text = inspect.getdoc(kind) if "__doc__" in vars(kind) else None
    if not text or text.startswith(f"{kind.__name__}("):
        raise LookupError(f"{kind.__name__} has no docstring")
    return in_json(text)


def in_json(text: str) -> str:
    """A docstring in JSON's words."""
    return re.sub(r"\bNone\b", "null", text)


def first_sentence(kind: type) -> str:
    """What a type is, on one line."""
    return summary(kind).partition("\n\n")[0].replace("\n", " ")


def fields_of(kind: type) -> tuple[shape.Field, ...]:
    """The fields of a struct or dataclass."""
    known = shape.type_info(kind)
    if not isinstance(known, (shape.StructType, shape.DataclassType)):
        raise TypeError(f"{kind.__name__} has no fields to show")
    return known.fields


def table(kind: type, **instead: str) -> str:
    """The fields of a message as a Markdown table, or a sentence when there are none.

    `instead` gives the words for fields whose type says too little.
    """
    rows = [
        f"| `{field.encode_name}` | {instead.get(field.encode_name) or named(field.type)} | {presence(field)} |"
        for field in fields_of(kind)
    ]
    return "\n".join(["| field | holds | when left out |", "|---|---|---|", *rows]) if rows else "It has no fields."


def shown(kind: type, **instead: str) -> str:
    """The fields of something that the server sends whole, as a Markdown table; `instead` as in `table`."""
    rows = [
        f"| `{field.encode_name}` | {instead.get(field.encode_name) or named(field.type)} |"
        for field in fields_of(kind)
    ]
    return "\n".join(["| field | holds |", "|---|---|", *rows])


def listed(kind: type, personal: tuple[str, ...]) -> str:
    """The fields of a fact in one cell; personal ones are starred."""
    return "<br>".join(
        f"`{field.encode_name}`{STAR * (field.name in personal)} {named(field.type)}"
        for field in fields_of(kind)
    )


def presence(field: shape.Field) -> str:
    """What the server takes for a field that is not there."""
    if field.required:
        return "refused"
    if field.default_factory is not msgspec.NODEFAULT:
        return f"`{msgspec.json.encode(field.default_factory()).decode()}`"
    default = field.default
    return f"`{(bytes(default) if isinstance(default, msgspec.Raw) else msgspec.json.encode(default)).decode()}`"


def named(kind: shape.Type) -> str:
    """A type in words."""
    match kind:
        case shape.UnionType(types=types):
            several = [named(one) for one in types if not isinstance(one, shape.NoneType)]
            if any(isinstance(one, shape.NoneType) for one in types):
                several.append("null")
            return " or ".join(several)
        case shape.EnumType(cls=values):
            return " or ".join(f"`{msgspec.json.encode(value).decode()}`" for value in values)
        case shape.VarTupleType() | shape.ListType():
            most = "" if kind.max_length is None else f" of at most {kind.max_length}"
            return f"list{most}: {named(kind.item_type)}"
        case shape.TupleType(item_types=items):
            return f"list of: {', '.join(map(named, items))}"
        case shape.DictType(key_type=key, value_type=value):
            key_said = "a number written as text" if isinstance(key, shape.IntType) else named(key)
            return f"object: {key_said} → {named(value)}"
        case shape.DataclassType(cls=part) | shape.StructType(cls=part):
            return f"[{part.__name__}](#part-{part.__name__.lower()})"
        case _:
            return plain(kind)


def plain(kind: shape.Type) -> str:
    """A type without parts, with its limits."""
    match kind:
        case shape.IntType(ge=least, le=most):
            return f"whole number{bounds(least, most)}"
        case shape.FloatType():
            return "number"
        case shape.BoolType():
            return "true or false"
        case shape.StrType(pattern=pattern, max_length=most):
            if pattern is not None:
                return f"text like `{pattern}`"
            return "text" if most is None else f"text of at most {most} characters"
        case shape.DateTimeType():
            return "time"
        case shape.RawType():
            return "object"
        case _:
            raise TypeError(f"no words for {kind}")


def bounds(least: int | None, most: int | None) -> str:
    """The limits of a number."""
    if least is None or most is None:
        return "" if least is None else f" from {least}"
    return f" from {least} to {most}"


def parts(kinds: tuple[type, ...]) -> tuple[type, ...]:
    """The named types that fields of these hold, and theirs in turn, each once, in the order they are met."""
    met: dict[type, None] = {}

    def visit(kind: Any) -> None:
        for field in fields_of(kind):
            for part in inner(field.type):
                if part not in met and part not in kinds:
                    met[part] = None
                    visit(part)

    for kind in kinds:
        visit(kind)
    return tuple(met)


def inner(kind: shape.Type) -> Iterator[type]:
    """The named types that a type is made of."""
    match kind:
        case shape.DataclassType(cls=part) | shape.StructType(cls=part):
            yield part
        case shape.UnionType(types=types) | shape.TupleType(item_types=types):
            for one in types:
                yield from inner(one)
        case shape.VarTupleType(item_type=item) | shape.ListType(item_type=item):
            yield from inner(item)
        case shape.DictType(key_type=key, value_type=value):
            yield from inner(key)
            yield from inner(value)
        case _:
            return
