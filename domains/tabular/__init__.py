"""Tables: questions whose answers stand in a table or follow from it."""
