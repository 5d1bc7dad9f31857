"""Stand-ins on loopback for the Hub and for GitHub's archives, with faults to order.

Nothing of Touchstone is used here: what these servers answer follows the endpoints that the real
clients ask, so that loaders and `touchstone push` run through `huggingface_hub`, `datasets` and
`urllib` as they would outside.
"""

from .github import FakeGithub
from .loopback import Fault
from .repo import Repo
from .server import FakeHub

__all__ = ["FakeGithub", "FakeHub", "Fault", "Repo"]
