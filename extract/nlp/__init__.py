"""The mention layer as a spaCy pipeline: units, deadlines, citations and indicators of any Vietnamese official text.

`load()` gives a blank pipeline with the tokens of this package, phrase patterns of the registry and one component a
kind of mention; `nlp.to_disk(folder)` keeps it, `load(folder)` or `spacy.load(folder)` reads it back without a network.
Importing this module imports spaCy, which takes a second: the run does not need it, because tasks are read with the
same grammar directly.
"""

from extract.nlp.pipeline import GROUPS, load

__all__ = ["GROUPS", "load"]
