"""Use cases: load, call the core, save, record. Called by pages, JSON and command line alike."""
