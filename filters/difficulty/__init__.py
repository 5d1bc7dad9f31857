"""Difficulty: how often a model solves a problem, and what that says about keeping it.

`rules` names the published rules, `stopping` ends the sampling as soon as a rule's decision is
sure, `passrate` estimates without the bias of stopping, `bands` puts rates into words, `cascade`
drives it all over many problems, `samplers/` holds the engines. Pure but for the samplers.
"""
