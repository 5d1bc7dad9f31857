"""Publishing a release folder to the Hub: compare, check, commit, try again."""
