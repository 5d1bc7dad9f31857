"""What the trainers' scripts share. Runs in a trainer's own interpreter, beside no Touchstone.

Arguments: the release folder, and a folder to write in. Results are printed as one line of JSON.
"""

import json
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

RELEASE, SCRATCH = Path(sys.argv[1]), Path(sys.argv[2])
WRONG = "<answer>no such answer</answer>"
sys.path.insert(0, str(RELEASE))

for package in ("pipeline", "domains", "rewards", "filters"):
    assert find_spec(package) is None, f"{package} of Touchstone can be imported"

import reward  # noqa: E402

PARQUET = sorted(map(str, (RELEASE / "data").glob("*/*.parquet")))


def gold(row: dict) -> str:
    """A response that gives the row's gold."""
    info = row["extra_info"]
    return reward.load_reward(info["reward"]).render(
        row["reward_model"]["ground_truth"], info["spec"]
    )


def threads_seen() -> set[str]:
    """Names of the threads that grade from now on."""
    from touchstone_rewards.base import Reward

    seen, score = set(), Reward.score

    def noted(self, *args, **kwargs):
        seen.add(threading.current_thread().name)
        return score(self, *args, **kwargs)

    Reward.score = noted
    return seen


def tokenizer(texts):
    """A small byte-level tokenizer with a chat template, made here: nothing is downloaded."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    special = ["<|im_start|>", "<|im_end|>", "<|pad|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=special, initial_alphabet=alphabet, show_progress=False
    )
    raw.train_from_iterator(texts, trainer)
    made = PreTrainedTokenizerFast(
        tokenizer_object=raw, eos_token="<|im_end|>", pad_token="<|pad|>"
    )
    made.chat_template = (
        "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    )
    return made


def documented(page: str, language: str) -> str:
    """The first block of a page of the docs, with the release's folder filled in."""
    text = (Path(__file__).parents[3] / "docs" / "trainers" / page).read_text("utf-8")
    block = text.split(f"```{language}\n", 1)[1].split("```", 1)[0]
    return block.replace("RELEASE", str(RELEASE))


def report(**found) -> None:
    """The result, as the last line."""
    print(json.dumps(found))
