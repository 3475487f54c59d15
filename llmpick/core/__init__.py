"""Pure arithmetic over facts: no file, clock, environment or print."""
