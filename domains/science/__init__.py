"""Science: quantities with units, short texts and choices."""
