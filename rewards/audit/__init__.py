"""Audits a reward from outside: attacks that must not be paid, harmless forms that must be.

    from .audit import audit
    report = audit(load_reward("grid"))
    report.ceiling  # Share(part=0, of=5): golds for which some attack was paid

Needs nothing but the contract of `Reward`, so it travels with the rewards. `attacks/` holds one
class of attacks per file, `harmless` the right answer in other clothes, `lazy` the best constant
answer, `golds` golds beside the rewards' own examples. Programs are run by the rewards alone.
"""

from .attacks import ATTACKS
from .intervals import Share, wilson
from .report import Finding, Report, as_table
from .run import audit, own_golds

__all__ = [
    "ATTACKS",
    "Finding",
    "Report",
    "Share",
    "as_table",
    "audit",
    "own_golds",
    "wilson",
]
