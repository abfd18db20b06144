"""The reference, made from the models and the commands themselves."""

from __future__ import annotations

import inspect
import re
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import newsquotes
import pydantic
import typer
from measured import table
from newsquotes.cli import app
from newsquotes.errors import FailureCode, Stage
from newsquotes.schemas import record as records
from newsquotes.schemas.descriptions import DESCRIPTIONS
from newsquotes.schemas.run import Failure, Manifest
from newsquotes.schemas.tables import TABLES
from newsquotes.settings import RunOptions, Settings
from newsquotes.stages import STAGES, factory_name

_ROLES: Final = re.compile(r":(?:class|func|data|mod):`~?(?:[\w.]*\.)?(\w+)`")


# -- commands -------------------------------------------------------------------------------------


def commands() -> str:
    """One section per subcommand, with all its arguments and options."""
    group: Any = typer.main.get_command(app)
    parts = ["# Commands", _prose(group.help)]
    for name, command in group.commands.items():
        types = get_type_hints(inspect.unwrap(command.callback))
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        asked = [_metavar(a) if a.required else f"[{_metavar(a)}]" for a in arguments]
        usage = " ".join([f"newsquotes {name}", "[OPTIONS]", *asked])
        parts += [f"## newsquotes {name}", _prose(command.help), f"```text\n{usage}\n```"]
        rows = [_parameter(parameter, types.get(parameter.name)) for parameter in command.params]
        parts.append(table(["option", "what it does", "default"], rows))
    return "\n\n".join(parts) + "\n"


def _metavar(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper()).strip("{}[]")


def _parameter(parameter: Any, kind: Any) -> list[str]:
    """A row: how it is written, what it does, its default."""
    if parameter.param_type_name == "argument":
        names = f"`{_metavar(parameter)}`"
        if "|" in (values := _value(kind)):
            names += f" `{values}`"
    else:
        names = ", ".join(f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts])
        # True and False show by which of the names is written.
        if bool not in _parts(kind) and parameter.name != "help":
            names += f" `{parameter.metavar or _value(kind)}`"
    default = getattr(parameter.default, "value", parameter.default)
    shown = isinstance(default, (str, int, float, Path)) and not isinstance(default, bool)
    return [
        names,
        parameter.help or "",
        "required" if parameter.required else f"`{default}`" if shown else "",
    ]


def _value(kind: Any) -> str:
    """What a value of this type is called on a command line."""
    for part in _parts(kind):
        if get_origin(part) is Literal:
            return "|".join(map(str, get_args(part)))
        if inspect.isclass(part) and issubclass(part, Enum):
            return "|".join(str(member.value) for member in part)
        if inspect.isclass(part) and part is not type(None) and not get_args(part):
            return {"str": "TEXT", "int": "N", "float": "X"}.get(part.__name__, "PATH")
    return "VALUE"


# -- models ---------------------------------------------------------------------------------------


def record() -> str:
    """The record's models, outermost first, then the values that are words from a list."""
    parts = [
        "# The record",
        f"Schema version {records.SCHEMA_VERSION}. The same as JSON Schema (draft 2020-12): "
        "`newsquotes schema`. A field without a value is `null` or an empty list, never missing.",
    ]
    models = list(_models(records.Record, []))
    for model in models:
        parts.append(f"## {model.__name__}")
        parts.append(_prose(model.__doc__))
        parts.append(
            table(["field", "type", "notes"], [_field(model, *item) for item in _fields(model)])
        )
    for kind in vars(records).values():
        if inspect.isclass(kind) and issubclass(kind, StrEnum) and kind is not StrEnum:
            parts += [f"## {kind.__name__}", *_values(kind)]
    parts += [
        "## As tables",
        "`--format parquet`, `export --to parquet` and `export --to csv` lay the same out flat. "
        "`article` is the record's `id`; with it, `entity` and `quote` join the tables.",
        table(
            ["table", "columns"],
            [
                [f"`{name}`", ", ".join(f"`{column}`" for column in columns)]
                for name, columns in TABLES.items()
            ],
        ),
        "## The account of a run",
        "`run.json` is a Manifest, and each line of `failures.jsonl` a Failure. The same as JSON "
        "Schema: `newsquotes schema run`, `newsquotes schema failure`.",
    ]
    accounts = [m for m in [*_models(Manifest, []), Failure] if m.__module__ == Failure.__module__]
    for model in accounts:
        parts += [f"### {model.__name__}", _prose(model.__doc__)]
        parts.append(
            table(["field", "type", "notes"], [_field(model, *item) for item in _fields(model)])
        )
    return "\n\n".join(part for part in parts if part) + "\n"


def _values(kind: type[StrEnum]) -> tuple[str, str]:
    """What the values are for, and a list of them with their meanings, from the docstring."""
    purpose, _, told = inspect.cleandoc(kind.__doc__ or "").partition("\n\n")
    told = _prose(" ".join(told.split()))
    meanings = dict(re.findall(r"\*([\w-]+)\*: (.+?)(?=; \*|\.\Z)", told))
    return purpose, "\n".join(f"- `{value}`: {meanings[value]}" for value in kind)


def settings() -> str:
    """Every setting, by what it can change."""
    parts = [
        "# Settings",
        "Each is an option of `newsquotes extract`, with hyphens for underscores, and may stand in "
        "`newsquotes.toml`, or in `pyproject.toml` under `[tool.newsquotes]`.",
    ]
    for model in (Settings, RunOptions):
        rows = []
        for name, field in model.model_fields.items():
            default = "" if field.default is None else f"`{field.default}`"
            rows.append([f"`{name}`", _type(field.annotation), default, field.description or ""])
        parts += [f"## {model.__name__}", _prose(model.__doc__)]
        parts.append(table(["setting", "type", "default", "what it does"], rows))
    return "\n\n".join(parts) + "\n"


def _models(model: type[pydantic.BaseModel], seen: list[type]) -> Iterator[type]:
    if model in seen:
        return
    seen.append(model)
    yield model
    for _, field in _fields(model):
        for part in _parts(field.annotation):
            if inspect.isclass(part) and issubclass(part, pydantic.BaseModel):
                yield from _models(part, seen)


def _fields(model: type[pydantic.BaseModel]) -> list[tuple[str, Any]]:
    return list(model.model_fields.items())


def _field(model: type, name: str, field: Any) -> list[str]:
    limits = [
        f"{word} {getattr(limit, key)}"
        for limit in _limits(field)
        for key, word in (("ge", "at least"), ("gt", "more than"), ("le", "at most"))
        if getattr(limit, key, None) is not None
    ]
    if any(getattr(limit, "min_length", None) for limit in _limits(field)):
        limits.append("not empty")
    # The two sides of "or null" carry the same limits.
    known = DESCRIPTIONS.get(model.__name__, {}).get(name) or field.description
    allowed = "; ".join(dict.fromkeys(limits))
    said = " ".join(filter(None, (known, f"{allowed.capitalize()}." if allowed else "")))
    return [f"`{name}`", _type(field.annotation), said]


def _limits(field: Any) -> list[Any]:
    inner = [limit for part in _parts(field.annotation) for limit in getattr(part, "metadata", ())]
    annotated = [
        limit for part in get_args(field.annotation) for limit in getattr(part, "__metadata__", ())
    ]
    found = []
    for limit in [*field.metadata, *inner, *annotated]:
        found += getattr(limit, "metadata", None) or [limit]
    return found


def _parts(kind: Any) -> Iterator[Any]:
    yield kind
    for part in get_args(kind):
        yield from _parts(part)


def _type(kind: Any) -> str:
    """A type as a reader of JSON would call it, with links to the models on the same page."""
    if kind is type(None) or kind is Any:
        return "null" if kind is not Any else "anything"
    if hasattr(kind, "__metadata__"):
        return _type(get_args(kind)[0])
    arguments = [part for part in get_args(kind) if part is not Ellipsis]
    origin = getattr(kind, "__origin__", None)
    if origin is tuple or origin is list:
        return f"list of {_type(arguments[0])}"
    if origin is dict:
        return f"object of {_type(arguments[1])}"
    if arguments and all(isinstance(part, str) for part in arguments):
        return " or ".join(f"`{part}`" for part in arguments)
    if arguments:
        return " or ".join(_type(part) for part in arguments)
    if inspect.isclass(kind) and issubclass(kind, (StrEnum, pydantic.BaseModel)):
        known = kind.__module__ in {records.__name__, Failure.__module__}
        if kind in {Stage, FailureCode}:
            return "[code](codes.md#failures)"
        return f"[{kind.__name__}](record.md#{kind.__name__.lower()})" if known else "object"
    return {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}.get(
        getattr(kind, "__name__", ""), str(kind)
    )


# -- Python ---------------------------------------------------------------------------------------


def _example(body: str) -> str:
    return f"**Example**\n\n```pycon\n{inspect.cleandoc(body)}\n```\n\n"


EXTRAS: Final = {
    "bench": "`newsquotes bench`: textacy, to compare with",
    "docx": "documents of Word as inputs",
    "duckdb": "`export --to duckdb`",
    "html": "HTML inputs",
    "parquet": "`--format parquet` and Parquet exports",
    "ray": "`--engine ray`",
    "remote": "inputs and outputs on S3 and other remote stores",
    "rtf": "RTF documents as inputs",
    "tables": "tables as inputs: Parquet, Arrow, Excel",
    "train": "`newsquotes train`",
    "warc": "web archives as inputs",
    "xlsx": "workbooks as outputs",
    "xmi": "`export --to xmi`",
    "xml": "news XML and feeds as inputs",
    "zstd": "`--compress zstd`, and inputs compressed so",
}


def extras() -> str:
    """The extras of the distribution, with the packages that each installs."""
    with (Path(__file__).parents[1] / "pyproject.toml").open("rb") as file:
        needs = tomllib.load(file)["project"]["optional-dependencies"]
    rows = [[f"`{name}`", EXTRAS[name], ", ".join(needs[name])] for name in sorted(needs)]
    return table(["extra", "for", "packages"], rows)


def stages() -> str:
    """What each spaCy component of this package reads and writes."""
    from spacy.language import Language

    parts = [
        "# Stages",
        "Each is a spaCy component. [`add_stages`](python.md#add_stages) puts all of them into a "
        "pipeline of your own; `nlp.add_pipe` adds one by its name. They run in the order of this "
        "page: `newsquotes_paragraphs` before the model's components, so "
        '`nlp.add_pipe("newsquotes_paragraphs", first=True)`, and the others after them. A stage '
        "raises an error if what it reads is missing. All that they write to a `Doc` is plain "
        "data; `pipeline/stages/annotations.py` has the types.",
    ]
    for stem in STAGES:
        module = __import__(f"newsquotes.stages.{stem}.component", fromlist=["_"])
        meta = Language.get_factory_meta(factory_name(stem))
        reads = ", ".join(f"`{name}`" for name in meta.requires) or "the text"
        writes = ", ".join(f"`{name}`" for name in meta.assigns)
        parts += [f"## {factory_name(stem)}", _prose(module.__doc__)]
        parts.append(table(["reads", "writes"], [[reads, writes]]))
    return "\n\n".join(parts) + "\n"


def python() -> str:
    """The public names with their signatures."""
    parts = [
        "# Python",
        _prose(newsquotes.__doc__),
        "The examples run as tests. Where they do not say otherwise, `nlp` is `load()`, and "
        '`record` is `extract(nlp, "“It has rained for a week,” said Mara Okoro.")`; `articles` is '
        "a folder with this text in `rain.txt`. A record is a pydantic model: "
        "`record.model_dump()` gives a `dict`, `record.model_dump_json()` its JSON, and "
        "`Record.model_validate_json(text)` reads and checks it.",
    ]
    for name in newsquotes.__all__:
        thing = getattr(newsquotes, name)
        parts.append(f"## {name}")
        if inspect.isfunction(thing):
            parts.append(_signature(thing))
        else:
            page = {"records": "record", "settings": "settings"}.get(
                "records"
                if thing.__module__ == records.__name__
                else thing.__module__.rpartition(".")[2],
                "",
            )
            if page:
                parts.append(f"Its fields are in [{page}]({page}.md#{name.lower()}).")
        parts.append(_prose(thing.__doc__))
        for own, member in vars(thing).items() if inspect.isclass(thing) else ():
            does = getattr(member, "__func__", None) or getattr(member, "fget", None) or member
            if own.startswith("_") or not inspect.isfunction(does):
                continue
            parts.append(f"### {name}.{own}")
            parts.append(_signature(does))
            parts.append(_prose(does.__doc__))
    return "\n\n".join(parts) + "\n"


def _signature(function: Callable[..., Any]) -> str:
    lines = textwrap.dedent(inspect.getsource(function).partition('"""')[0]).rstrip()
    lines = re.sub(r"  # noqa.*", "", lines)
    return f"```python\n{lines}\n```"


def _prose(docstring: str | None) -> str:
    """A docstring as Markdown: double backquotes become code, Google sections lists."""
    text = inspect.cleandoc(docstring or "") + "\n"
    text = _ROLES.sub(r"`\1`", text).replace("``", "`")
    text = re.sub(
        r"^( *)Example:\n((?:\1    .*\n|\n)+)",
        lambda found: _example(found[2]),
        text,
        flags=re.MULTILINE,
    ).strip()
    lines: list[str] = []
    listing = False
    for line in text.splitlines():
        if re.fullmatch(r"(Args|Attributes|Returns|Raises|Yields):", line):
            lines += [f"**{line[:-1]}**", ""]
            listing = True
        elif listing and line.startswith("    ") and not line.startswith("     "):
            lines.append(re.sub(r"^    ([\w.]+): ", r"- `\1`: ", line))
        else:
            lines.append(line)
    return "\n".join(lines)
