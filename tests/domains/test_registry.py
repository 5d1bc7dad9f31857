from __future__ import annotations

import sys

import pytest

from domains import registry
from domains.registry import (
    SourceModuleError,
    UnknownDomainError,
    UnknownSourceError,
    find_source,
    known_domains,
    load_sources,
)


def test_sources_are_sorted_and_found_by_name():
    sources = load_sources("logic")
    assert [s.name for s in sources] == sorted(s.name for s in sources)
    assert all(find_source(s.data_source) is s for s in sources)
    assert not any(s.name.startswith("_") for s in sources)


def test_unknown_names_list_the_known():
    with pytest.raises(UnknownDomainError, match=r"'alchemy'.*logic"):
        load_sources("alchemy")
    with pytest.raises(UnknownDomainError, match="alchemy"):
        find_source("alchemy__gold")
    with pytest.raises(UnknownSourceError, match="logic__arc_agi_1"):
        find_source("logic__nothing")
    with pytest.raises(UnknownSourceError, match="<domain>__<source>"):
        find_source("arc_agi_1")


def test_a_folder_counts_only_with_its_file(tmp_path, monkeypatch):
    (tmp_path / "with").mkdir()
    (tmp_path / "with" / "domain.toml").touch()
    (tmp_path / "without").mkdir()
    monkeypatch.setattr(registry, "_ROOT", tmp_path)
    assert known_domains() == ("with",)


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("x = 1\n", "offers 0 sources"),
        ("from domains.logic.arc_agi_1 import arc_agi_1\n", "offers 0 sources"),
        (
            "from domains.base import Generator, source\n"
            "declare = source(location=Generator('f', '1', {}, 1), license='MIT', reward='r',"
            " template='plain')\n"
            "@declare\ndef a(row): ...\n@declare\ndef b(row): ...\n",
            "offers 2 sources",
        ),
    ],
)
def test_a_module_offers_exactly_one(body, seen, tmp_path, monkeypatch):
    import domains

    domain = f"made_{abs(hash(body))}"
    folder = tmp_path / domain
    folder.mkdir()
    (folder / "domain.toml").touch()
    (folder / "__init__.py").touch()
    (folder / "only.py").write_text(body)
    monkeypatch.setattr(registry, "_ROOT", tmp_path)
    monkeypatch.setattr(domains, "__path__", [*domains.__path__, str(tmp_path)])
    try:
        with pytest.raises(SourceModuleError, match=seen):
            load_sources(domain)
    finally:
        for name in [name for name in sys.modules if domain in name]:
            del sys.modules[name]
