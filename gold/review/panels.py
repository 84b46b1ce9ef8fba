"""Parts of a row's page that come when asked for: candidates, words read anew, forms to split, merge and add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse  # noqa: TC002  # read when the routes are made

from gold.review import view
from gold.review.candidates import candidates, read_deadlines, read_units
from gold.review.forms import ROLES
from pipeline.readings import tidy

if TYPE_CHECKING:
    from fastapi import FastAPI

    from gold.review.app import Web
    from gold.review.desk import Sheet
    from pipeline.readings import Reading

_BESIDE = 4  # rows before and after that a row may be merged with


def add_panel_routes(app: FastAPI, web: Web) -> None:
    """All of them only read."""

    @app.get("/docs/{doc_id}/units")
    def units(request: Request, doc_id: str, q: str = "") -> HTMLResponse:
        document = web.sheet(doc_id).document
        found = candidates(q, document["issued_date"], document["issuer_unit_id"])
        return web.page(request, "_candidates.html", candidates=found)

    @app.get("/docs/{doc_id}/read-units")
    def reread_units(request: Request, doc_id: str, role: str) -> HTMLResponse:
        sheet = web.sheet(doc_id)
        text = request.query_params.get(ROLES.get(role, ""), "")
        found = read_units(role, text, sheet.document["issued_date"], sheet.document["issuer_unit_id"])
        shown = view.units_shown(sheet, {"units": found}, role)
        return web.page(request, "_units.html", role=role, units=shown, document=sheet.document)

    @app.get("/docs/{doc_id}/read-deadlines")
    def reread_deadlines(request: Request, doc_id: str, deadline_text: str = "") -> HTMLResponse:
        found = read_deadlines(deadline_text, web.sheet(doc_id).document["issued_date"])
        return web.page(request, "_deadlines.html", **view.deadline_parts({"deadlines": found}))

    @app.get("/rows/{task_id}/split")
    def split(request: Request, task_id: str) -> HTMLResponse:
        sheet = _sheet(web, task_id)
        return web.page(request, "_split.html", task=sheet.tasks[task_id], machine=view.full(sheet.now[task_id]))

    @app.get("/rows/{task_id}/merge")
    def merge(request: Request, task_id: str) -> HTMLResponse:
        sheet = _sheet(web, task_id)
        keys = list(sheet.now)
        at = keys.index(task_id)
        beside = keys[max(0, at - _BESIDE) : at] + keys[at + 1 : at + 1 + _BESIDE]
        chosen = request.query_params.getlist("with") or keys[at + 1 : at + 2]
        chosen = [key for key in chosen if key in sheet.now]
        row = together([sheet.now[key] for key in sorted({task_id, *chosen}, key=keys.index)])
        return web.page(
            request, "_merge.html", task=sheet.tasks[task_id], sheet=sheet, beside=beside, chosen=chosen,
            document=sheet.document, shown=view.full(row), **view.form_parts(sheet, row),
        )  # fmt: skip

    @app.get("/docs/{doc_id}/add")
    def add(request: Request, doc_id: str, page: int = 1) -> HTMLResponse:
        sheet = web.sheet(doc_id)
        return web.page(
            request,
            "_add.html",
            document=sheet.document,
            page_no=page,
            shown=view.full({}),
            **view.form_parts(sheet, {}),
        )


def _sheet(web: Web, task_id: str) -> Sheet:
    sheet = web.sheet(task_id[:16])
    if task_id not in sheet.now:
        raise HTTPException(404, "this row is not in the snapshot")
    return sheet


def together(rows: list[Reading]) -> Reading:
    """What rows make as one: the first's place, all their words, all their units and deadlines once."""
    first = rows[0]
    names = ("title", "product", "note", "deadline_text", "lead_text", "coordinator_text", "monitor_text")
    texts = {name: " ".join(dict.fromkeys(row[name] for row in rows if row.get(name))) for name in names}
    units = [
        unit for n, row in enumerate(rows) for unit in row.get("units", []) if unit not in _before(rows[:n], "units")
    ]
    dues = [
        due
        for n, row in enumerate(rows)
        for due in row.get("deadlines", [])
        if due not in _before(rows[:n], "deadlines")
    ]
    return tidy({**first, **texts, "units": units, "deadlines": dues})


def _before(rows: list[Reading], name: str) -> list[Reading]:
    return [part for row in rows for part in row.get(name, [])]
