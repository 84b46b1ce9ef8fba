"""All of it for many files: the story of one decision, the batch, the tables, the command line."""
