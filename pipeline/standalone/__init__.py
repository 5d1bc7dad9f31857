"""Filters alone, on any parquet or jsonl file, outside a build."""
