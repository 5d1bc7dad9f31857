"""Tokens per second through the vllm sampler, beside the engine's own on the same requests.

    python benchmarks/sampler.py FOLDER [--prompts 32] [--samples 8] [--runs 5]

Both sides run in this process on one AsyncLLM with the same weights, prompts, seeds and limits,
turn by turn: first the engine alone (all requests handed to `AsyncLLM.generate` at once), then the
sampler. Every answer is as long as allowed (no end token), so both make the same tokens. Gate: the
median through the sampler is at least 90 % of the engine's own. FOLDER has a model that vLLM loads.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import sys
import time
from itertools import count
from statistics import median
from typing import Any

from filters.difficulty.samplers.base import SamplingParams, draw_seed, load_sampler

LEAST = 0.9
TOKENS = 32
CPU_ARGS = {
    "dtype": "bfloat16", "max_model_len": 512, "max_num_seqs": 256, "enforce_eager": True,
}  # fmt: skip
_numbers = count()


def prompts(sampler: Any, number: int, run: int) -> list[str]:
    """Prompts that no earlier run has read, so that no cache helps the side that comes second."""
    return [
        sampler.render([{"role": "user", "content": f"{run}.{n}: tell a story about {n} ships."}])
        for n in range(number)
    ]


async def alone(sampler: Any, texts: list[str], samples: int) -> int:
    """The engine's own: tokens made."""
    vllm, engine = sampler._vllm, sampler._engine
    kind = importlib.import_module("vllm.sampling_params").RequestOutputKind.FINAL_ONLY

    async def one(ids: list[int], seed: int) -> int:
        settings = vllm.SamplingParams(
            temperature=1.0, max_tokens=TOKENS, seed=seed, output_kind=kind, ignore_eos=True
        )
        prompt = {"type": "token", "prompt_token_ids": ids}
        made = 0
        async for output in engine.generate(prompt, settings, f"alone-{next(_numbers)}"):
            made = len(output.outputs[0].token_ids)
        return made

    requests = [
        one(list(sampler._template.token_ids(text)), draw_seed(text, n))
        for text in texts
        for n in range(samples)
    ]
    return sum(await asyncio.gather(*requests))


async def through(sampler: Any, texts: list[str], samples: int) -> int:
    """The same requests through `sample`: tokens made."""
    params = SamplingParams(1.0, 1.0, TOKENS)
    requests = [sampler.sample(text, n, params) for text in texts for n in range(samples)]
    return sum(done.completion_tokens for done in await asyncio.gather(*requests))


def without_end(sampler: Any) -> None:
    """Let the sampler's answers run to their limit, as those of the other side do."""
    settings = sampler._settings

    def endless(*args: Any) -> Any:
        found = settings(*args)
        found.ignore_eos = True
        return found

    sampler._settings = endless


def main() -> int:
    """Print both medians; 0 if the gate holds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--prompts", type=int, default=32)
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    sampler = load_sampler(
        "vllm", model="benchmark@1", weights=given.folder, engine_args=CPU_ARGS, concurrency=256
    )
    without_end(sampler)
    speeds: dict[str, list[float]] = {"engine alone": [], "through the sampler": []}
    print("| run | engine alone | through the sampler | share |\n|---:|---:|---:|---:|")
    for run in range(given.runs + 1):
        # The engine is bound to the sampler's loop, so both sides are driven from there.
        for number, side in enumerate((alone, through)):
            texts = prompts(sampler, given.prompts, 2 * run + number)
            started = time.perf_counter()
            if side is alone:
                made = sampler._loop.wait(alone(sampler, texts, given.samples))
            else:
                made = asyncio.run(through(sampler, texts, given.samples))
            if run:  # the first run warms both up
                speeds[list(speeds)[number]].append(made / (time.perf_counter() - started))
        if run:
            own, ours = (found[-1] for found in speeds.values())
            print(f"| {run} | {own:.0f} tokens/s | {ours:.0f} tokens/s | {ours / own:.1%} |")
    own, ours = (median(found) for found in speeds.values())
    print(f"| median | {own:.0f} tokens/s | {ours:.0f} tokens/s | {ours / own:.1%} |")
    sampler.close()
    return 0 if ours >= LEAST * own else 1


if __name__ == "__main__":
    sys.exit(main())
