"""Programs: tasks whose solutions are run on tests."""
