"""Simulation: what programs return, and which arguments make them return it."""
