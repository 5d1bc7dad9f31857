"""The staged build: from pinned sources to a released corpus. Start reading at `runner.py`."""
