"""What a release folder is made of: rows, card, report, the rewards that travel with it."""
