"""How the settings of a build come about: profile, domain, own file, `--set`, in this order."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from domains import registry, templates
from filters.difficulty.rules import load_rule
from filters.difficulty.samplers.base import engines
from rewards import load_reward

from .errors import UsageError
from .resources import resource
from .settings import BuildSettings, SamplingSettings

Tree = dict[str, Any]


def load(
    domain: str | None,
    profile: str | None,
    file: Path | None = None,
    changes: Sequence[str] = (),
    limit: int | None = None,
) -> BuildSettings:
    """The resolved settings of a build.

    Args:
        domain: a folder of `domains/`, or None if `file` is given.
        profile: a table of `data/profiles.toml`; None: what the file says, else `local`.
        file: a configuration of the user's own, for own sources.
        changes: texts of the form `key.key=value`, the value as in TOML (bare words are text).
        limit: at most so many raw rows per source.
    """
    own = _read(file) if file else {}
    domain = domain or own.get("domain")
    if not isinstance(domain, str):
        raise UsageError(f'{file}: `domain` is missing; name the corpus: domain = "my_puzzles"')
    own_profile = own.pop("profile", None)
    profile = profile or own_profile or "local"
    shipped = _domain_file(domain) if not file else {}
    tree = _profile(profile)
    _merge(tree, {key: value for key, value in shipped.items() if key != "profiles"})
    _merge(tree, shipped.get("profiles", {}).get(profile, {}))
    _merge(tree, own)
    _merge(tree, {"domain": domain, "profile": profile})
    for change in changes:
        _merge(tree, _change(change))
    if limit is not None:
        tree["limit"] = limit
    settings = validated(tree)
    _check_names(settings)
    return settings


def _check_names(settings: BuildSettings) -> None:
    """What is named must exist before anything is built with it."""
    measure = settings.measure
    given = [model.engine for model in (measure.weak, measure.strong) if model]
    try:
        rule = load_rule(measure.rule)
        load_rule(settings.select.rule)
        for own in settings.own.values():
            load_reward(own.reward)
            templates.render(own.template, "")
    except ValueError as error:
        raise UsageError(str(error)) from None
    for role in ("weak", "strong"):
        if given and rule.k(role) and getattr(measure, role) is None:
            raise UsageError(
                f"measure.rule = {rule.name!r} draws a {role} model; set measure.{role}.engine and "
                f"measure.{role}.model, or take a rule of one model"
            )
    unknown = sorted(set(given) - set(engines()))
    if unknown:
        raise UsageError(f"unknown sampling engine {unknown[0]!r}; known: {', '.join(engines())}")


def validated(tree: Mapping[str, Any]) -> BuildSettings:
    """The settings, or a UsageError that says for each bad key what is allowed."""
    try:
        return BuildSettings.model_validate(tree)
    except ValidationError as error:
        problems = "; ".join(_explain(found) for found in error.errors())
        raise UsageError(f"configuration: {problems}") from None


def _profile(name: str) -> Tree:
    profiles = _read(resource("profiles.toml"))
    if name not in profiles:
        raise UsageError(f"unknown profile {name!r}; known: {', '.join(sorted(profiles))}")
    tree: Tree = profiles[name]
    benchmarks = _read(resource("benchmarks.toml")).get(name, {}).get("benchmarks", [])
    _merge(tree, {"decontaminate": {"benchmarks": benchmarks}})
    return tree


def _domain_file(domain: str) -> Tree:
    try:
        registry.load_sources(domain)
    except registry.UnknownDomainError as error:
        raise UsageError(str(error)) from None
    return _read(Path(registry.__file__).parent / domain / "domain.toml")


def _read(path: Path) -> Tree:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; give a TOML file that can be read") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not TOML: {error}") from None


def _merge(tree: Tree, over: Mapping[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, Mapping) and isinstance(tree.get(key), dict):
            _merge(tree[key], value)
        else:
            tree[key] = dict(value) if isinstance(value, Mapping) else value


def _change(text: str) -> Tree:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise UsageError(f"--set {text}: give key=value, as in --set measure.max_problems=50")
    tree: Any = _value(value.strip())
    for part in reversed(key.strip().split(".")):
        tree = {part: tree}
    found: Tree = tree
    return found


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


# Kept as a plain mapping, since only the keys that are given stand in place of the common ones.
_GIVEN_IN_PART: Mapping[str, type[BaseModel]] = {"sampling": SamplingSettings}


def _explain(found: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in found["loc"])
    if found["type"] != "extra_forbidden":
        return f"{where} = {found.get('input')!r:.80}: {found['msg']}"
    model = _model_at(found["loc"][:-1])
    allowed = ", ".join(sorted(model.model_fields)) if model else "none"
    return f"unknown key {where}; allowed there: {allowed}"


def _model_at(path: Sequence[Any]) -> type[BaseModel] | None:
    """The settings class that stands at a path, through optional fields and mappings."""
    model: type[BaseModel] | None = BuildSettings
    for part in path:
        if model is None:
            return None
        if part in model.model_fields:
            inner = _models_in(model.model_fields[part].annotation)
            model = inner[0] if inner else _GIVEN_IN_PART.get(part)
    return model


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in getattr(annotation, "__args__", ()) for m in _models_in(part)]
