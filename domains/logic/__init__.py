"""Logic: abstract grids, puzzles with one solution, deduction."""
