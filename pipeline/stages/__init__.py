"""The stages, one file each, in the order of `pipeline.runner`."""
