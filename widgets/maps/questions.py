"""The questions of a chapter, for readers to check themselves."""

from __future__ import annotations

import textwrap

from widgets.article import VOICES, load
from widgets.entries import Article
from widgets.explorer import Explorer
from widgets.explorer.parts import Item, Option, Quiz, Say
from widgets.maps import style
from widgets.seeds import nearest

EXPLORERS = ("ask",)
"""The functions of this map that make an Explorer."""

#: Letters of a question that the list of questions shows.
LONGEST_TITLE = 60


def ask(chapter: str, *, article: Article | None = None) -> Explorer:
    """Show a chapter's questions: ``ask("07-levels")``.

    Raises
    ------
    ValueError
        When the chapter has none; it lists those that have.

    """
    asked = (article or load()).questions.values()
    questions = [one for one in asked if one.chapter == chapter]
    if not questions:
        chapters = sorted({one.chapter for one in asked})
        message = f"no questions for {chapter!r}; {nearest(chapter, chapters)}"
        raise ValueError(message)
    items = tuple(
        Item(
            one.id,
            textwrap.shorten(one.prompt, LONGEST_TITLE, placeholder=" …"),
            style.kazakh(one.prompt),
            one.answers,
            {option: Say(style.kazakh(text)) for option, text in one.feedback.items()},
            tuple(Option(value, style.kazakh(label)) for value, label in one.options.items()),
        )
        for one in questions
    )
    return Explorer(
        f"questions-{chapter}",
        "Check yourself",
        "questions.ask",
        quiz=Quiz("Your answer", (), items, "question"),
        voices=VOICES,
        dark=style.DARK,
    )
