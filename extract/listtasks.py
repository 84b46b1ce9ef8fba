"""Tasks from lists: items with labelled details ("Đơn vị chủ trì: …"), and plain items under a heading of tasks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from extract.blocks import opens_recipients
from extract.letters import SENTENCE_END
from extract.records import Assignment
from extract.roles import is_content, item_role, names_detail
from extract.rowtasks import final_mark_off, one_line
from extract.textend import FOOT, past, tail
from extract.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from extract.records import Section

_DETAIL_ROLES = frozenset({"lead", "coordinator", "monitor", "approver", "product", "deadline", "note"})
_PARTS = ("part", "chapter", "article")
_NAME = 40  # letters: the name of an item is no longer
_ITEM_KINDS = ("bullet", "point", "clause", "paragraph")


class Outline:
    """The sections of a document with their children at hand.

    `last_id`: the last paragraph of its text, "" if none; `tail`: the paragraphs that end it, or a part of it;
    `past`: what stands behind its last mark.
    """

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = tuple(sections)
        self.by_id = {section.section_id: section for section in sections}
        self.children: dict[str | None, list[Section]] = defaultdict(list)
        for section in sections:
            self.children[section.parent_id].append(section)
        end = next((at for at, section in enumerate(sections) if section.kind in FOOT), 0)
        last = sections[end - 1] if end else None
        self.last_id = last.section_id if last and last.kind == "paragraph" else ""
        self.tail = tail(self.sections)
        self.past = past(self.sections)

    def parent(self, section: Section) -> Section | None:
        """The section above, None at the top."""
        return self.by_id[section.parent_id] if section.parent_id else None

    def ancestors(self, section: Section) -> list[Section]:
        """From the section above up to the top."""
        found: list[Section] = []
        above = self.parent(section)
        while above:
            found.append(above)
            above = self.parent(above)
        return found

    def leaves(self, section: Section) -> list[Section]:
        """Items below that hold no further items, in reading order, each with its further paragraphs."""
        below = self.children[section.section_id]
        return [
            leaf for child in below for leaf in ([self.whole(child)] if self.is_leaf(child) else self.leaves(child))
        ]

    def is_leaf(self, section: Section) -> bool:
        """An item without children, or a full sentence with nothing but paragraphs, or what they list, below it."""
        below = self.children[section.section_id]
        if not below or section.heading:
            return not below
        if all(child.kind == "paragraph" for child in below):
            return True
        return _introduces(below[0]) and not (section.kind == "article" and any(child.heading for child in below))

    def whole(self, leaf: Section) -> Section:
        """The item with the text of the paragraphs below it, up to a list."""
        paragraphs = list(takewhile(lambda child: child.kind == "paragraph", self.children[leaf.section_id]))
        return replace(leaf, text=" ".join([leaf.text, *(child.text for child in paragraphs)])) if paragraphs else leaf

    def full(self, section: Section, keep: Callable[[Section], bool]) -> Section:
        """The item with all that stands below it and is to be kept, lists with their labels as printed."""
        below = [self.full(child, keep) for child in self.children[section.section_id] if keep(child)]
        return replace(section, text=" ".join([section.text, *map(_with_label, below)])) if below else section


def _with_label(section: Section) -> str:
    mark = {"point": ")", "clause": "."}.get(section.kind, "")
    return f"{section.label}{mark} {section.text}" if section.label else section.text


def _introduces(section: Section) -> bool:
    """Whether a paragraph inside an item opens a list of details: "… theo hướng:"."""
    return section.kind == "paragraph" and section.text.rstrip().endswith(":")


def labelled_tasks(outline: Outline) -> tuple[Assignment, ...]:
    """One task for each section whose children give its details by name, in any order."""
    tasks = []
    for section in outline.sections:
        details = _details(section, outline)
        if details and section.label and not _opens_details(section) and _may_be_task(section, details, outline):
            tasks.append(_with_content(_task(section, details, outline), section, outline))
    return tuple(tasks)


def _may_be_task(section: Section, details: Mapping[str, str], outline: Outline) -> bool:
    """Whether an item with details is something to do; below aims, scope or money only where somebody leads it.

    An article with a term alone says how long something takes.
    """
    zone = zone_of(section.heading)
    if zone == "duties" or (section.kind in _PARTS and "lead" not in details):
        return False
    about = {zone, *(zone_of(above.heading) for above in outline.ancestors(section))} & {"other", "money", "targets"}
    return not about or ("lead" in details and section.kind not in ("heading", *_PARTS))


def _opens_details(section: Section) -> bool:
    """Whether an item is only the name of details that stand below it: "b) Cơ quan thực hiện:"."""
    return names_detail(section.text) in _DETAIL_ROLES


def _details(section: Section, outline: Outline) -> dict[str, str]:
    """Role → text, only where a unit or a deadline is among them; what stands below a bare name counts as its text."""
    details: dict[str, str] = {}
    for child in outline.children[section.section_id]:
        found = _detail(child, outline) if child.kind in _ITEM_KINDS else None
        if not found or found[0] not in _DETAIL_ROLES:
            continue
        named = {} if found[1] else _details(child, outline)
        for role, text in (named or {found[0]: _told(found[1], child, outline)}).items():
            # Where "Đơn vị chủ trì" and "Đơn vị thực hiện" stand side by side, the second works for the first.
            place = "coordinator" if role == "lead" and "lead" in details else role
            details[place] = "; ".join(filter(None, (details.get(place), text)))
    return details if {"lead", "deadline"} & set(details) else {}


def _detail(section: Section, outline: Outline) -> tuple[str, str] | None:
    """Role and text of an item that gives a detail; the text is "" where it stands below the bare name."""
    bare = names_detail(section.text) if outline.children[section.section_id] else None
    return (bare, "") if bare else item_role(section.text)


def _told(text: str, section: Section, outline: Outline) -> str:
    """What a detail says, with the items below it where it only opens them: "Kết quả: Hồ sơ bao gồm: - …"."""
    listed = _listed(section, outline) if not text or text.endswith(":") else ""
    return " ".join(filter(None, (text, listed)))


def _listed(section: Section, outline: Outline) -> str:
    """The items below a name of details, one after the other."""
    return "; ".join(final_mark_off(child.text) for child in outline.children[section.section_id])


def _with_content(task: Assignment, section: Section, outline: Outline) -> Assignment:
    """The task with what a paragraph below says it is about, or an item by name: "- Nội dung: …", "a) Nhiệm vụ: …"."""
    told = []
    for child in outline.children[section.section_id]:
        named = is_content(child.text) or is_content(f"{child.heading}:")
        if named or (child.kind == "paragraph" and not item_role(child.text) and not opens_recipients(child.text)):
            whole = outline.full(child, lambda _: True).text
            behind = whole.removeprefix(child.heading) if child.heading else whole.partition(":")[2]
            told.append(final_mark_off(one_line(behind if named else whole)))
    title = ": ".join(filter(None, (task.title.rstrip(" .:;"), " ".join(told))))
    return replace(task, title=title) if told else task


def _task(section: Section, details: Mapping[str, str], outline: Outline) -> Assignment:
    """The task of an item; `details` maps roles to texts, none for a plain item."""
    group = group_above(section, outline)
    return replace(
        item(section),
        group_label=group.label if group else None,
        group_title=final_mark_off(group.heading) if group else None,
        product=final_mark_off(details.get("product", "")) or None,
        note=details.get("note") or None,
        lead_text=details.get("lead") or None,
        coordinator_text=details.get("coordinator") or None,
        monitor_text=details.get("monitor") or None,
        approver_text=details.get("approver") or None,
        deadline_text=details.get("deadline") or None,
    )


def item(section: Section) -> Assignment:
    """What an item of a list says by itself, as a task: its label, title and place."""
    return Assignment(
        kind="task",
        label=section.path,
        title=final_mark_off(one_line(section.text)),
        source_kind="list",
        page_no=section.page_no,
        annex=section.annex,
        section_id=section.section_id,
    )


def plain_tasks(outline: Outline) -> tuple[Assignment, ...]:
    """The items under headings such as "III. NHIỆM VỤ, GIẢI PHÁP", grouped by the headings between."""
    tasks = []
    for container in outline.sections:
        if _opens_tasks(container, outline):
            leaves = outline.leaves(container)
            tasks += [_task(leaf, {}, outline) for leaf in leaves if leaf.label and not _is_beside(leaf, outline)]
    return tuple(tasks)


def _is_beside(leaf: Section, outline: Outline) -> bool:
    """Whether an item among tasks tells of money and the like, by its heading or its own name: "Nguồn đầu tư: …".

    Below a heading of duties it is one, told as such.
    """
    above = outline.parent(leaf)
    name, colon, _ = leaf.text.partition(":")
    return (above is not None and zone_of(above.heading) in ("other", "money", "duties")) or (
        bool(colon) and len(name) <= _NAME and zone_of(name) in ("other", "money")
    )


def _opens_tasks(section: Section, outline: Outline) -> bool:
    """A heading of tasks that does not stand under a heading of tasks, duties or targets itself."""
    above = (zone_of(s.heading) for s in outline.ancestors(section) if s.kind != "annex")
    return section.kind != "annex" and zone_of(section.heading) == "tasks" and not any(above)


def group_above(section: Section, outline: Outline) -> Section | None:
    """The heading between the item and the heading of the whole list; None where the item stands right below it."""
    above = outline.parent(section)
    above = replace(above, heading=above.text) if above and _heads_as_others(above, outline) else above
    if above is None or not above.heading or above.kind in ("annex", "article"):
        return None
    heads_list = zone_of(above.heading) in ("tasks", "duties") and "." not in above.label  # "3.2" is a part of a list
    return None if heads_list and not _is_nested(above, outline) else above


def _heads_as_others(section: Section, outline: Outline) -> bool:
    """Whether an item that ends as a sentence does heads a list as most of its neighbours do: "5. Nghiên cứu …"."""
    if section.kind not in ("clause", "point") or section.heading or SENTENCE_END.search(section.text):
        return False
    beside = [child for child in outline.children[section.parent_id] if outline.children[child.section_id]]
    return 2 * sum(bool(child.heading) for child in beside) > len(beside)


def _is_nested(section: Section, outline: Outline) -> bool:
    """Whether a heading of tasks stands above this one, so that this one names a group."""
    return any(zone_of(s.heading) == "tasks" for s in outline.ancestors(section) if s.heading and s.kind != "annex")
