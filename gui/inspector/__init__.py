"""A close look at what is selected: overview, segments, speed, log."""
