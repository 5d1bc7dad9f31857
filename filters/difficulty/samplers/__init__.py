"""Sampling engines: one file each, found by name. `base` has the contract and `load_sampler`."""
