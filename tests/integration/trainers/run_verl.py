"""verl: its dataset over the release's files, and its reward manager with `reward.py`."""

import asyncio

import torch
from common import PARQUET, SCRATCH, WRONG, documented, gold, report, threads_seen, tokenizer
from hydra import compose, initialize_config_module
from omegaconf import open_dict
from verl import DataProto
from verl.trainer.ppo.reward import load_reward_manager
from verl.utils.dataset.rl_dataset import RLHFDataset, collate_fn

made = tokenizer(["some words to begin with"])
# The settings of the page's own command, with the files that this release has.
words = documented("verl.md", "").replace("\\\n", " ").split()
assert words[:3] == ["python", "-m", "verl.trainer.main_ppo"]
settings = dict(word.split("=", 1) for word in words[3:]) | {
    "data.train_files": f"[{','.join(PARQUET)}]", "data.val_files": "[]",
    "data.max_prompt_length": "16384", "data.filter_overlong_prompts_workers": "1",
}  # fmt: skip
with initialize_config_module("verl.trainer.config", version_base=None):
    config = compose("ppo_trainer", [f"{key}={value}" for key, value in settings.items()])
with open_dict(config):
    config.data.cache_dir = str(SCRATCH / "verl")
rows = RLHFDataset(config.data.train_files, made, config.data)
seen = threads_seen()


def graded(item: dict, response: str) -> dict:
    """What the manager says of one response to one item of the dataset."""
    ids = torch.tensor([made(response)["input_ids"] or [0]])
    prompt = torch.zeros((1, 1), dtype=torch.long)
    batch = DataProto.from_single_dict(
        collate_fn([item])
        | {
            "prompts": prompt,
            "responses": ids,
            "attention_mask": torch.ones_like(torch.cat([prompt, ids], 1)),
        }
    )
    return manager.loop.run_until_complete(manager.run_single(batch))


asyncio.set_event_loop(asyncio.new_event_loop())
manager = load_reward_manager(config, made)
items = [rows[number] for number in range(len(rows))]
golds = [graded(item, gold(item)) for item in items]
wrongs = [graded(item, WRONG) for item in items]
report(
    rows=len(rows),
    golds=[found["reward_score"] for found in golds],
    wrongs=[found["reward_score"] for found in wrongs],
    keys=sorted({tuple(sorted(found["reward_extra_info"])) for found in golds + wrongs}),
    threads=sorted(seen),
)
