"""How the shipped models were made: one command, a fixed seed, a manifest."""
