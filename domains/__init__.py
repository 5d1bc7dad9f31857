"""The domains: sources, prompt templates, and the contract between them and the pipeline."""
