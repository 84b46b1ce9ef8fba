"""spaCy tokenizer over `extract.wordtokens`: syllables are tokens, `64/2007/NĐ-CP` and `31/12/2024` stay whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc
from spacy.util import get_words_and_spaces, registry

from extract.wordtokens import token_spans
from normalize.syllable import unify_tone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from spacy.language import Language
    from spacy.vocab import Vocab

NAME = "congbao.syllables.v1"


class SyllableTokenizer:
    """Text to a `Doc` that gives the text back letter by letter; `token.norm_` is lower case with one tone style."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The tokens of a text; white space beyond one blank becomes tokens of its own, as spaCy has it."""
        words, spaces = get_words_and_spaces([text[start:end] for start, end in token_spans(text)], text)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        for token in doc:
            token.norm_ = unify_tone(token.lower_)
        return doc

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:  # noqa: ARG002  # spaCy's signature
        """The tokens of each text."""
        yield from map(self, texts)

    # The tokenizer has no state: there is nothing to keep, and nothing to read back.
    def to_disk(self, path: Path | str, **_: Any) -> None:
        """Keep nothing."""

    def from_disk(self, path: Path | str, **_: Any) -> SyllableTokenizer:  # noqa: ARG002  # spaCy's signature
        """Read nothing."""
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """No bytes."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> SyllableTokenizer:  # noqa: ARG002  # spaCy's signature
        """Read nothing."""
        return self


@registry.tokenizers(NAME)  # type: ignore[untyped-decorator]  # catalogue ships no types
def make_tokenizer() -> Callable[[Language], SyllableTokenizer]:
    """Factory named in the pipeline's config."""
    return lambda nlp: SyllableTokenizer(nlp.vocab)
