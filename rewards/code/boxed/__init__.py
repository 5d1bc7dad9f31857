"""Text that runs in boxes, in front of the tests and after the candidate's program."""
