"""A llama GGUF file as the folder that transformers and vLLM read: fp16 weights, config, tokenizer.

    python -m tests.integration.gguf_to_hf FILE.gguf FOLDER

For tests: the weights that a package index serves are GGUF, which vLLM does not load. Needs gguf,
numpy, safetensors and tokenizers. Limits: a dense llama with tied or own output weights and a
byte-level BPE vocabulary whose pre-tokenizer splits single digits (`smollm`).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGUFReader
from gguf.quants import dequantize
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

CONTROL_TOKEN = 3
TOP = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
}
BLOCK = {
    "attn_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm",
    "ffn_down": "mlp.down_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
}
SKIPPED = {"rope_freqs.weight"}  # derived from rope_theta


def convert(source: Path, folder: Path) -> Path:
    """Write the folder if it is not there whole; the folder."""
    if (folder / "model.safetensors").is_file():
        return folder
    reader = GGUFReader(str(source))
    fields = {name: field.contents() for name, field in reader.fields.items()}
    if fields["general.architecture"] != "llama" or fields["tokenizer.ggml.pre"] != "smollm":
        raise ValueError(f"{source}: only a llama with the smollm pre-tokenizer is converted")
    folder.mkdir(parents=True, exist_ok=True)
    _write_json(folder / "config.json", _config(fields, tied=not _has(reader, "output.weight")))
    stops = {"bos_token_id": fields["tokenizer.ggml.bos_token_id"],
             "eos_token_id": fields["tokenizer.ggml.eos_token_id"]}  # fmt: skip
    _write_json(folder / "generation_config.json", stops)
    _tokenizer(fields, folder)
    waiting = folder / "model.safetensors.tmp"
    save_file(_weights(reader, fields), waiting, metadata={"format": "pt"})
    waiting.rename(folder / "model.safetensors")
    return folder


def _has(reader: Any, name: str) -> bool:
    return any(tensor.name == name for tensor in reader.tensors)


def _config(fields: dict[str, Any], tied: bool) -> dict[str, Any]:
    def of(name: str) -> Any:
        return fields[f"llama.{name}"]

    return {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu",
        "hidden_size": of("embedding_length"), "intermediate_size": of("feed_forward_length"),
        "num_hidden_layers": of("block_count"), "num_attention_heads": of("attention.head_count"),
        "num_key_value_heads": of("attention.head_count_kv"), "vocab_size": of("vocab_size"),
        "max_position_embeddings": of("context_length"), "rope_theta": of("rope.freq_base"),
        "rms_norm_eps": of("attention.layer_norm_rms_epsilon"), "tie_word_embeddings": tied,
        "bos_token_id": fields["tokenizer.ggml.bos_token_id"],
        "eos_token_id": fields["tokenizer.ggml.eos_token_id"], "torch_dtype": "float16",
    }  # fmt: skip


def _weights(reader: Any, fields: dict[str, Any]) -> dict[str, np.ndarray]:
    heads = {
        "attn_q": fields["llama.attention.head_count"],
        "attn_k": fields["llama.attention.head_count_kv"],
    }
    found = {}
    for tensor in reader.tensors:
        if tensor.name in SKIPPED:
            continue
        values = dequantize(tensor.data, tensor.tensor_type)
        part = tensor.name.split(".")
        if part[0] == "blk" and part[2] in heads:
            values = _unpermuted(values, heads[part[2]])
        found[_name(tensor.name)] = np.ascontiguousarray(values.astype(np.float16))
    return found


def _name(name: str) -> str:
    if name in TOP:
        return TOP[name]
    _, number, part, _ = name.split(".")
    return f"model.layers.{number}.{BLOCK[part]}.weight"


def _unpermuted(values: np.ndarray, heads: int) -> np.ndarray:
    """Undo llama.cpp's order of rotary halves: rows (head, pair, half) -> (head, half, pair)."""
    rows = values.reshape(heads, values.shape[0] // heads // 2, 2, *values.shape[1:])
    return rows.swapaxes(1, 2).reshape(values.shape)


def _tokenizer(fields: dict[str, Any], folder: Path) -> None:
    tokens: list[str] = fields["tokenizer.ggml.tokens"]
    merges = [tuple(merge.split(" ")) for merge in fields["tokenizer.ggml.merges"]]
    tokenizer = Tokenizer(
        models.BPE(vocab={token: number for number, token in enumerate(tokens)}, merges=merges)
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    kinds = fields["tokenizer.ggml.token_type"]
    special = [t for t, kind in zip(tokens, kinds, strict=True) if kind == CONTROL_TOKEN]
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in special])
    tokenizer.save(str(folder / "tokenizer.json"))
    names = {
        f"{role}_token": tokens[fields[f"tokenizer.ggml.{key}_token_id"]]
        for role, key in (("bos", "bos"), ("eos", "eos"), ("unk", "unknown"), ("pad", "padding"))
    }
    _write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "PreTrainedTokenizerFast", **names,
         "model_max_length": fields["llama.context_length"],
         "chat_template": fields["tokenizer.chat_template"]},
    )  # fmt: skip


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1), encoding="utf-8")


if __name__ == "__main__":
    print(convert(Path(sys.argv[1]), Path(sys.argv[2])))
