"""Filters: what makes two texts the same, a row contaminated, a problem too easy.

Imports nothing of `pipeline`, `domains` or `rewards`: every filter works on plain values.
"""
