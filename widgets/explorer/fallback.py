"""A selection as plain HTML: what a page shows where no script runs."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from widgets.explorer.parts import Say, Score, Table

_LANG = re.compile(r"&lt;span lang=&quot;([a-z]{2})&quot;&gt;(.*?)&lt;/span&gt;")


def inline(text: str) -> str:
    """Escape a text, but for the language markup that ``parts`` allows."""
    return _LANG.sub(r'<span lang="\1">\2</span>', html.escape(text))


def say(statement: Say, voices: Mapping[str, str]) -> str:
    """Write one statement with its voice, its places and its status."""
    voice = voices.get(statement.voice, "")
    lead = f"<strong>{html.escape(voice)}:</strong> " if voice else ""
    refs = "".join(f' <a data-ref="{html.escape(ref.id)}">{html.escape(ref.label)}</a>' for ref in statement.refs)
    note = f' <small class="status">({html.escape(statement.note)})</small>' if statement.note else ""
    topic = f"<em>{inline(statement.topic)}</em> " if statement.topic else ""
    kind = f' class="voice voice-{html.escape(statement.voice)}"' if voice else ""
    return f"<p{kind}>{lead}{topic}{inline(statement.text)}{refs}{note}</p>"


def table(content: Table) -> str:
    """Write the table."""
    head = "".join(f'<th scope="col">{inline(column)}</th>' for column in content.columns)
    body = "".join(
        f'<tr><th scope="row">{inline(row[0])}</th>' + "".join(f"<td>{inline(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in content.rows
    )
    return (
        f"<table><caption>{inline(content.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def quiz(content: Mapping[str, Any]) -> str:
    """Write the items and the options, without what is said to each: a reader answers first."""

    def choices(options: Any) -> str:  # noqa: ANN401
        return "; ".join(inline(option["label"]) for option in options)

    shared = f"<p>{inline(content['question'])}: {choices(content['options'])}</p>" if content["options"] else ""
    items = "".join(
        f"<li>{inline(item['prompt'])}" + (f" ({choices(item['options'])})" if "options" in item else "") + "</li>"
        for item in content["items"]
    )
    return f"{shared}<ol>{items}</ol>"


def score(content: Score, ticked: Sequence[str], weighing: str, voices: Mapping[str, str]) -> str:
    """Write what each feature adds, the ways to weigh, what a button ticks, and what is ticked at the start."""
    names = {one.id: one.label for one in content.features}
    parts = [say(content.assumption, voices), table(_weights(content))]
    lines = []
    if content.grouping:
        under: dict[str, list[str]] = {}
        for way in content.weighings.values():
            under.setdefault(way.heading, []).append(way.label)
        ways = " ".join(f"{f'{heading}: ' if heading else ''}{'; '.join(labels)}." for heading, labels in under.items())
        lines.append(f"How each {content.grouping.noun} may count. {ways}")
    lines += [f"{one.label}: {' '.join(names[id_] for id_ in one.ticked)}" for one in content.profiles]
    if ticked:
        chosen = content.weighings.get(weighing)
        how = f" Weighing: {'; '.join(filter(None, (chosen.label, chosen.heading)))}." if chosen else ""
        totals = content.totals(ticked, weighing)
        sums = ", ".join(f"{target.label} {totals[target.value]}" for target in content.targets)
        lines.append(f"Ticked: {' '.join(names[id_] for id_ in ticked)} Totals: {sums}.{how}")
    return "".join((f"<p>{inline(content.question)}</p>", *parts, *(f"<p>{inline(line)}</p>" for line in lines)))


def _weights(content: Score) -> Table:
    """Tabulate what each feature adds to each target, and in which group it stands."""
    groups = {one.value: one.label for one in content.grouping.groups} if content.grouping else {}
    noun = [content.grouping.noun.capitalize()] if content.grouping else []
    return Table(
        "What each feature adds",
        ("Feature", *noun, *(target.label for target in content.targets)),
        tuple(
            (
                feature.label,
                *((groups.get(feature.group, "–"),) if groups else ()),
                *(str(feature.weights.get(target.value, 0)) for target in content.targets),
            )
            for feature in content.features
        ),
    )
