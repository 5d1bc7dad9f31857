"""Grading of programs: what the code and simulation rewards share.

Programs run in the box (`rewards.sandbox`) and nowhere else; what they print or return comes back
as bytes or as plain values, and is compared here, outside.
"""
