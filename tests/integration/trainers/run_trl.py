"""TRL: two steps of GRPO on the corpus as it is, then its own reward path on gold and wrong."""

import runpy

import torch
from common import RELEASE, SCRATCH, WRONG, documented, gold, report, threads_seen, tokenizer
from datasets import load_dataset
from transformers import Qwen2Config, Qwen2ForCausalLM
from trl import GRPOConfig

rows = load_dataset(str(RELEASE), "all", split="train")
made = tokenizer(turn["content"] for prompt in rows["prompt"] for turn in prompt)
torch.manual_seed(0)
model = Qwen2ForCausalLM(
    Qwen2Config(
        vocab_size=len(made), hidden_size=32, intermediate_size=64, num_hidden_layers=1,
        num_attention_heads=2, num_key_value_heads=2, max_position_embeddings=16_384,
    )
)  # fmt: skip
seen = threads_seen()
args = GRPOConfig(
    output_dir=str(SCRATCH / "trl"), max_steps=2, per_device_train_batch_size=4, num_generations=4,
    max_completion_length=8, logging_steps=1, report_to="none", save_strategy="no", use_cpu=True,
    bf16=False,
)  # fmt: skip
# The page's own code, with a model and settings for which a CPU is enough.
snippet = documented("trl.md", "python")
for there, here in (
    ('"Qwen/Qwen2.5-0.5B-Instruct"', "model, processing_class=made"),
    ('GRPOConfig(output_dir="out")', "args"),
):
    assert there in snippet
    snippet = snippet.replace(there, here)
(SCRATCH / "snippet.py").write_text(snippet)
given = {"model": model, "made": made, "args": args}
trainer = runpy.run_path(str(SCRATCH / "snippet.py"), given)["trainer"]

some = [dict(row) for row in rows]
broken = {**some[0], "reward_model": {"style": "rule", "ground_truth": "{"}}
responses = [gold(row) for row in some] + [WRONG] * len(some) + [WRONG]
inputs = [*some, *some, broken]
found = trainer._calculate_rewards(
    inputs, [row["prompt"] for row in inputs],
    [[{"role": "assistant", "content": text}] for text in responses], [[0]] * len(inputs),
)[:, 0].tolist()  # fmt: skip
half = len(some)
report(
    steps=trainer.state.global_step,
    logged="undecided" in trainer.state.log_history[0],
    golds=found[:half], wrongs=found[half:-1], ungradable=str(found[-1]), threads=sorted(seen),
)  # fmt: skip
