"""What changed between two snapshots, with the same change in many rows accepted at once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData  # noqa: TC002  # read when the routes are made

from gold.diff.compare import compare, grouped, summary
from gold.diff.sides import read_side
from gold.diff.words import marked, shortened
from gold.review import forms
from gold.review.risk import SETTLED

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI

    from gold.diff.records import Diff, Group
    from gold.review.app import Web

_TABLES = ("documents", "tasks", "citations", "indicators")
_STEP = 40  # groups on a page
_ROWS = 12  # rows of a group that are listed


@lru_cache(maxsize=4)
def difference(before: Path, after: Path) -> tuple[Diff, tuple[Group, ...]]:
    """The diff of two snapshots, which never change, and its groups."""
    found = compare(read_side(before, _TABLES), read_side(after, _TABLES))
    return found, grouped(found.changes)


def add_change_routes(app: FastAPI, web: Web) -> None:
    """The page of changes, and the acceptance of a group."""
    form_of = Depends(web.form)

    @app.get("/changes")
    def changes(request: Request, against: str = "", skip: int = 0) -> HTMLResponse:
        web.desk.fresh()
        others = _others(web)
        chosen = against if against in others else (others[0] if others else "")
        values: dict[str, Any] = {
            "others": others,
            "against": chosen,
            "groups": [],
            "summary": [],
            "skip": skip,
            "step": _STEP,
            "count": 0,
        }
        if chosen:
            found, groups = _between(web, chosen)
            part = list(enumerate(groups))[max(skip, 0) : max(skip, 0) + _STEP]
            values |= {"summary": summary(found), "count": len(groups)}
            values["groups"] = [_shown(web, number, group) for number, group in part]
        return web.page(request, "changes.html", **values)

    @app.post("/changes/accept")
    def accept(request: Request, form: FormData = form_of) -> RedirectResponse:
        against, number = str(form.get("against", "")), str(form.get("group", ""))
        if against not in _others(web) or not number.isdigit():
            raise HTTPException(404, "these snapshots are not there")
        _, groups = _between(web, against)
        if int(number) >= len(groups):
            raise HTTPException(404, "this group is not there")
        _accept(web, request, groups[int(number)])
        return RedirectResponse(f"/changes?against={against}&done=group", 303)


def _others(web: Web) -> list[str]:
    """Names of the other snapshots beside this one, the newest before it first."""
    root = web.desk.store.root
    names = sorted((path.name for path in root.parent.glob("v??????") if path.is_dir()), reverse=True)
    return [name for name in names if name != root.name]


def _between(web: Web, against: str) -> tuple[Diff, tuple[Group, ...]]:
    root = web.desk.store.root
    return difference(root.parent / against, root)


def _open_rows(web: Web, group: Group) -> list[str]:
    """Rows of a group that are in the snapshot as the machine reads them and ask for a person."""
    keys = sorted({change.row_id for change in group.changes if change.row_id and change.kind != "removed"})
    found: list[str] = []
    for at in range(0, len(keys), 500):
        some = keys[at : at + 500]
        marks, settled = ", ".join("?" * len(some)), ", ".join("?" * len(SETTLED))
        sql = f"select task_id from queue where task_id in ({marks}) and state not in ({settled})"  # noqa: S608
        found += [row["task_id"] for row in web.desk.store.query(sql, [*some, *SETTLED])]
    return sorted(found)


def _accept(web: Web, request: Request, group: Group) -> None:
    """Accept the rows of a group that are still open, each as a decision of its own."""
    me = web.me(request)
    sheets = {key[:16]: web.sheet(key[:16]) for key in _open_rows(web, group)}
    keys = [key for key in _open_rows(web, group) if key in sheets[key[:16]].now]
    web.desk.record_all([forms.base(sheets[key[:16]], me, "accept", key) for key in keys])


def _shown(web: Web, number: int, group: Group) -> dict[str, object]:
    rows = [
        {"change": change, "marks": shortened(marked(change.before, change.after))} for change in group.changes[:_ROWS]
    ]
    return {"number": number, "group": group, "rows": rows, "open": len(_open_rows(web, group))}
