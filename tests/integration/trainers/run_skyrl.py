"""SkyRL-gym: the environment of a row, by its registered name."""

import skyrl_gym
from common import PARQUET, WRONG, gold, report
from datasets import concatenate_datasets, load_dataset

skyrl_gym.register("touchstone", entry_point="touchstone_rewards.adapters.skyrl:TouchstoneEnv")
rows = concatenate_datasets(
    [load_dataset("parquet", data_files=file, split="train") for file in PARQUET]
)


def step(row: dict, response: str) -> dict:
    """One episode, as the trainer's generator runs it."""
    extras = {name: value for name, value in row.items() if name != "prompt"}
    env = skyrl_gym.make("touchstone", env_config=None, extras=extras)
    env.init(row["prompt"])
    found = env.step(response)
    env.close()
    return {**found, "metrics": env.get_metrics()}


golds = [step(row, gold(row)) for row in rows]
wrongs = [step(row, WRONG) for row in rows]
report(
    golds=[found["reward"] for found in golds],
    wrongs=[found["reward"] for found in wrongs],
    done=all(found["done"] for found in golds + wrongs),
    metrics=sorted({tuple(sorted(found["metrics"])) for found in golds + wrongs}),
)
