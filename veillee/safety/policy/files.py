"""Policy files: YAML in, plain values out, and the line of everything that is wrong."""

import hashlib
import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from veillee.safety.policy.errors import PolicyError

LINE = "__line__"
T = TypeVar("T")


class _Loader(yaml.CSafeLoader):
    """Safe YAML whose mappings remember their line and refuse to name a thing twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value!r} stands here twice", problem_mark=key.start_mark)
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=True)
        mapping[LINE] = node.start_mark.line + 1
        return mapping


# YAML 1.1 reads `on` and `no` as yes-or-no, which nobody who writes `mode: on` means; only true and false are.
BOOL = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != BOOL]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(BOOL, re.compile("^(?:true|false)$"), ["t", "f"])


class PolicyFile:
    """One file, read once. `name` is its path below the policies folder."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        try:
            self.content = path.read_bytes()
            self.body: Any = yaml.load(self.content, _Loader)  # noqa: S506 - a SafeLoader
        except OSError as error:
            raise PolicyError(name, 1, f"cannot be read: {error.strerror}") from error
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise PolicyError(name, line, f"not valid YAML: {error.problem}") from error
        except yaml.YAMLError as error:
            raise PolicyError(name, 1, "not valid YAML") from error
        if not isinstance(self.body, dict):
            raise PolicyError(name, 1, "must be a mapping")

    def entries(self) -> list[tuple[str, Any]]:
        """The named entries of a file that is one mapping of names to things."""
        return [(str(key), value) for key, value in self.body.items() if key != LINE]

    def parse(self, value: Any, into: type[T]) -> T:
        """The value as that type. Raises PolicyError with the line of the mapping that does not fit."""
        try:
            return msgspec.convert(without_lines(value), into)
        except msgspec.ValidationError as error:
            raise PolicyError(self.name, line_of(value), str(error)) from error


def line_of(value: Any) -> int:
    """The line on which a mapping starts; 1 for anything that is not a mapping."""
    return int(value.get(LINE, 1)) if isinstance(value, dict) else 1


def without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_lines(inner) for key, inner in value.items() if key != LINE}
    if isinstance(value, list):
        return [without_lines(inner) for inner in value]
    return value


class PolicyFolder:
    """Our files, overlaid by the operator's: a file of the same name replaces ours, a new name adds to them.

    `part` is the folder below to which it is limited; all of it is read otherwise.
    """

    def __init__(self, *folders: Path, part: str = "") -> None:
        paths: dict[str, Path] = {}
        texts: dict[str, Path] = {}
        for folder in folders:
            if not folder.is_dir():
                raise PolicyError(str(folder), 1, "is not a folder")
            paths |= {path.relative_to(folder).as_posix(): path for path in sorted((folder / part).rglob("*.yaml"))}
            texts |= {path.relative_to(folder).as_posix(): path for path in sorted((folder / part).rglob("*.tsv"))}
        self.files = {name: PolicyFile(name, path) for name, path in sorted(paths.items())}
        self.texts = {name: path.read_bytes() for name, path in sorted(texts.items())}

    def text_of(self, name: str) -> str:
        """A file that is not YAML. Raises PolicyError when it is missing or not UTF-8."""
        if name not in self.texts:
            raise PolicyError(name, 1, "is missing")
        try:
            return self.texts[name].decode("utf-8")
        except UnicodeDecodeError as error:
            raise PolicyError(name, 1, "not UTF-8") from error

    def get(self, name: str) -> PolicyFile:
        if name not in self.files:
            raise PolicyError(name, 1, "is missing")
        return self.files[name]

    def below(self, folder: str) -> list[PolicyFile]:
        return [file for name, file in self.files.items() if name.startswith(f"{folder}/")]

    @property
    def version(self) -> str:
        """Twelve hex digits that change with every byte of every file."""
        digest = hashlib.sha256()
        contents = {name: file.content for name, file in self.files.items()} | self.texts
        for name, content in contents.items():
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()[:12]
