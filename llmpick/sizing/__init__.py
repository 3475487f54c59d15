"""The fit of speeds on measured rows (extra `fit`)."""
