"""What an audit found: per reward the false passes, the lazy policy, the false fails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .intervals import Share, wilson

_SHOWN = 160


class Finding(NamedTuple):
    """A response that was graded otherwise than it ought to be; `kind` is its attack or form."""

    gold: str
    kind: str
    variant: str
    response: str
    status: str


@dataclass(frozen=True)
class Report:
    """One reward's audit."""

    reward: str
    version: str
    golds: int
    attacks: int
    """Attacks tried, over all golds."""
    paid: tuple[Finding, ...]
    undecided: int
    """Attacks that were neither paid nor refused: a verdict is owed."""
    ceiling: Share
    """Golds for which any attack was paid."""
    lazy: Share
    """What the best constant response earns."""
    lazy_response: str
    refused: tuple[Finding, ...]
    """Harmless forms of the right answer that were not paid."""
    false_fails: Share
    ungradable: int
    """Golds that the reward cannot grade; none of the shares counts them."""

    @property
    def passed(self) -> bool:
        """Whether no attack was paid, on golds of which there are any."""
        return not self.paid and self.golds > 0

    def as_dict(self) -> dict[str, Any]:
        """For machines: rates with their intervals, and every finding."""
        shares = {"false_pass_ceiling": self.ceiling, "lazy_policy": self.lazy,
                  "false_fail": self.false_fails}  # fmt: skip
        return {
            "reward": self.reward, "version": self.version, "passed": self.passed,
            "golds": self.golds, "ungradable": self.ungradable, "attacks": self.attacks,
            "undecided": self.undecided,
            **{name: _share(share) for name, share in shares.items()},
            "lazy_response": self.lazy_response,
            "paid": [finding._asdict() for finding in self.paid],
            "refused": [finding._asdict() for finding in self.refused],
        }  # fmt: skip


def as_table(reports: Sequence[Report], details: int = 5) -> str:
    """The audit for people; of each reward at most so many findings of each sort."""
    width = max([len("reward"), *(len(report.reward) for report in reports)])
    lines = [
        f"{'reward':<{width}} {'golds':>6} {'attacks':>8}  {'false-pass ceiling':<22}"
        f"  {'lazy policy':<22}  {'false fails':<22}"
    ]
    lines += [
        f"{report.reward:<{width}} {report.golds:>6,} {report.attacks:>8,}  {report.ceiling!s:<22}"
        f"  {report.lazy!s:<22}  {report.false_fails!s:<22}".rstrip()
        for report in reports
    ]
    lines.append("95 % intervals: Wilson.")
    for report in reports:
        lines += _listed(f"{report.reward}: PAID attack", report.paid, details)
        lines += _listed(f"{report.reward}: refused form", report.refused, details)
        if report.undecided:
            lines.append(f"{report.reward}: {report.undecided:,} attacks undecided")
        if report.ungradable:
            lines.append(f"{report.reward}: {report.ungradable:,} golds cannot be graded")
    return "\n".join(lines)


def _listed(title: str, findings: Sequence[Finding], details: int) -> Iterable[str]:
    for finding in findings[:details]:
        response = finding.response if len(finding.response) <= _SHOWN else (
            f"{finding.response[:_SHOWN]}..."
        )  # fmt: skip
        yield f"{title} {finding.kind}/{finding.variant}, gold {finding.gold[:40]!r}: {response!r}"
    if len(findings) > details:
        yield f"{title}: {len(findings) - details:,} more"


def _share(share: Share) -> dict[str, float]:
    low, high = wilson(share)
    return {"rate": share.rate, "low": low, "high": high, "part": share.part, "of": share.of}
