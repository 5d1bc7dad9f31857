"""Math: problems with one typed answer, graded by `math`."""
