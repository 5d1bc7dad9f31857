"""OpenRLHF: its prompt dataset and its executor of single turns, with `reward.py`.

The wheel is installed without what it needs for training (deepspeed, flash-attn, vllm): packages
whose `__init__` would load these are set up here by their folder alone.
"""

import asyncio
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace

from common import PARQUET, RELEASE, WRONG, gold, report, threads_seen, tokenizer

home = Path(find_spec("openrlhf").submodule_search_locations[0])
for name in ("openrlhf.utils", "openrlhf.datasets"):
    sys.modules[name] = ModuleType(name)
    sys.modules[name].__path__ = [str(home / name.partition(".")[2])]

from openrlhf.datasets.prompts_dataset import PromptDataset  # noqa: E402
from openrlhf.datasets.utils import blending_datasets  # noqa: E402
from openrlhf.utils.agent import SingleTurnAgentExecutor  # noqa: E402

made = tokenizer(["some words to begin with"])
flags = SimpleNamespace(input_key="prompt", label_key="label", apply_chat_template=True)
strategy = SimpleNamespace(
    args=SimpleNamespace(data=flags), is_rank_0=lambda: False, print=lambda *words: None
)
rows = blending_datasets(",".join(PARQUET), None, strategy)
prompts = PromptDataset(rows, made, strategy)
executor = SingleTurnAgentExecutor(str(RELEASE / "reward.py"))
seen = threads_seen()


class Engine:
    """Answers with a given text, and ends its turn as a model does."""

    def __init__(self, text: str) -> None:
        self.text = text

    async def generate(self, prompt_token_ids, sampling_params, multi_modal_data=None):
        ids = made(self.text)["input_ids"] + [made.eos_token_id]
        return SimpleNamespace(
            outputs=[SimpleNamespace(token_ids=ids, finish_reason="stop", logprobs=None)]
        )


def graded(number: int, response: str) -> dict:
    """What the executor makes of one response."""
    _, prompt, label, _ = prompts[number]
    sampling = SimpleNamespace(max_tokens=2_000, logprobs=None)
    return asyncio.run(executor.execute(prompt, label, sampling, 32_768, made, Engine(response)))


golds = [graded(number, gold(row)) for number, row in enumerate(rows)]
wrongs = [graded(number, WRONG) for number in range(len(rows))]
report(
    golds=[found["reward"] for found in golds],
    wrongs=[found["reward"] for found in wrongs],
    scores=sorted({found["scores"] for found in golds + wrongs}),
    keys=sorted({tuple(sorted(found["extra_logs"])) for found in golds + wrongs}),
    threads=sorted(seen),
)
