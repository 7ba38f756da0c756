"""The JSON Schema of the wire: what the build makes `widget/src/wire.d.ts` and `widget/src/limits.json` from.

The build runs this as `python -m chat_server.wire.schema` where nothing but msgspec is installed.
"""

import json
from inspect import cleandoc
from typing import Any, Final, get_args

import msgspec
from msgspec import inspect

from chat_server.domain import entries
from chat_server.wire import frames, limits

COMMANDS: Final = ("VisitorCommand", "AgentCommand")
FRAMES: Final = ("VisitorFrame", "AgentFrame")
REF: Final = "#/$defs/"


def structs(*types: Any) -> dict[str, type[msgspec.Struct]]:
    """Every struct class that can be reached from the types, by name. Two classes of one name are an error."""
    found: dict[str, type[msgspec.Struct]] = {}
    seen: set[int] = set()

    def walk(node: object) -> None:
        if isinstance(node, inspect.StructType) and found.setdefault(node.cls.__name__, node.cls) is not node.cls:
            raise TypeError(f"two structs are called {node.cls.__name__}")
        if isinstance(node, (tuple, list)):
            for item in node:
                walk(item)
        elif isinstance(node, (inspect.Type, inspect.Field)) and id(node) not in seen:
            seen.add(id(node))
            for name in node.__struct_fields__:
                walk(getattr(node, name))

    kept = inspect.multi_type_info(types)
    walk(kept)
    return found


def components() -> dict[str, Any]:
    """One schema with every struct of the wire and the named unions of `frames.py` and `entries.py` under `$defs`.

    Commands may leave out what has a default. Frames of the server carry every field, because msgspec writes it, except
    where the struct says `omit_defaults`; a struct that travels both ways stays as a command may send it.
    """
    unions = {name: getattr(frames, name) for name in (*COMMANDS, *FRAMES)}
    unions |= {name: each for name, each in vars(entries).items() if _is_union_of_structs(each)}
    schemas, defs = msgspec.json.schema_components(tuple(unions.values()), ref_template=REF + "{name}")

    received = structs(*(unions[name] for name in COMMANDS))
    sent = structs(*(unions[name] for name in FRAMES))
    members: dict[frozenset[str], str] = {}
    for name, schema in zip(unions, schemas, strict=True):
        if name not in defs:
            defs[name] = schema
        refs = _refs(schema)
        if len(refs) > 1:
            members.setdefault(refs, name)
    for name, schema in defs.items():
        if name in sent and name not in received and not sent[name].__struct_config__.omit_defaults:
            schema["required"] = list(schema.get("properties", {}))
        defs[name] = _tidy(schema, members if name not in unions else {})
    return {
        "title": "Wire",
        "oneOf": [{"$ref": REF + name} for name in (*COMMANDS, *FRAMES)],
        "$defs": dict(sorted(defs.items())),
    }


def constants() -> dict[str, int | float | str]:
    """The public constants of `limits.py`, under their own names."""
    return {
        name: value
        for name, value in sorted(vars(limits).items())
        if name.isupper() and not name.startswith("_") and isinstance(value, (int, float, str))
    }


def _is_union_of_structs(value: object) -> bool:
    args = get_args(value)
    return len(args) > 1 and all(isinstance(arg, type) and issubclass(arg, msgspec.Struct) for arg in args)


def _refs(schema: dict[str, Any]) -> frozenset[str]:
    """The members of a plain union of structs; empty for anything else."""
    items = schema.get("anyOf", ())
    names = frozenset(item["$ref"] for item in items if set(item) == {"$ref"})
    return names if len(names) == len(items) else frozenset()


def _tidy(node: Any, members: dict[frozenset[str], str]) -> Any:
    """Without what would spoil the TypeScript: discriminators, titles of fields, index signatures, unions twice."""
    if isinstance(node, list):
        return [_tidy(item, members) for item in node]
    if not isinstance(node, dict):
        return node
    if name := members.get(_refs(node)):
        return {"$ref": REF + name} | ({"description": node["description"]} if "description" in node else {})
    tidy = {
        key: {field: _tidy(part, members) for field, part in value.items()}
        if key == "properties"
        else _tidy(value, members)
        for key, value in node.items()
        if key not in {"discriminator", "title", "default"}
    }
    if "properties" in node:
        tidy["additionalProperties"] = False
    if isinstance(text := tidy.get("description"), str):
        tidy["description"] = cleandoc(text)
    return tidy


if __name__ == "__main__":
    print(json.dumps({"schema": components(), "limits": constants()}))
