"""What this machine can do, and what to do about the rest."""

from __future__ import annotations

from typing import Any

from rewards.sandbox import probe


def examine() -> dict[str, Any]:
    """Findings as plain values: the sandbox with its levels, tried out one by one."""
    facts = probe.facts()
    found: list[dict[str, Any]] = [
        {"level": one.level, "available": one.available, "detail": one.detail, "advice": one.advice}
        for one in probe.reports()
    ]
    best = max((one["level"] for one in found if one["available"]), default=-1)
    return {"sandbox": {**facts, "level": best, "levels": found}}


def healthy(findings: dict[str, Any]) -> bool:
    """True if untrusted programs can be run at the level that is asked for."""
    sandbox = findings["sandbox"]
    return bool(sandbox["level"] >= sandbox["minimum_level"])


def lines(findings: dict[str, Any]) -> list[str]:
    """The findings for people."""
    sandbox = findings["sandbox"]
    verdict = "ok" if healthy(findings) else "too low"
    text = [
        f"sandbox: level {sandbox['level']} ({verdict}; minimum {sandbox['minimum_level']}), "
        f"{sandbox['slots']} boxes at once, lends {', '.join(sandbox['packages']) or 'no package'}"
    ]
    for one in sandbox["levels"]:
        mark = "yes" if one["available"] else "no "
        text.append(f"  level {one['level']}  {mark}  {one['detail']}")
        if one["advice"]:
            text.append(f"                to do: {one['advice']}")
    return text
