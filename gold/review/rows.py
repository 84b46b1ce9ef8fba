"""The addresses of a document, of a row, and of every decision on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi import BackgroundTasks, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData  # noqa: TC002  # read when the routes are made

from gold.review import forms, queue, view
from gold.review.evidence import place_of, span_of
from gold.review.queue import Wanted

if TYPE_CHECKING:
    from fastapi import FastAPI

    from gold.review.app import Web
    from pipeline.reviews import Review


def add_row_routes(app: FastAPI, web: Web) -> None:
    """Documents and rows to look at."""

    @app.get("/docs/{doc_id}")
    def document(request: Request, doc_id: str) -> HTMLResponse:
        return web.page(request, "document.html", **view.document_page(web.desk, web.sheet(doc_id)))

    @app.get("/rows/{task_id}")
    def row(request: Request, tasks: BackgroundTasks, task_id: str, page: int | None = None) -> HTMLResponse:
        sheet = web.sheet(task_id[:16])
        if task_id not in sheet.now:
            raise HTTPException(404, "this row is not in the snapshot")
        shown = view.row_page(web.desk, web.pictures, sheet, task_id, page)
        answer = web.page(request, "row.html", **shown)
        tasks.add_task(_draw_ahead, web, Wanted.of(request.query_params), web.me(request), task_id)
        answer.background = tasks
        return answer


def add_decision_routes(app: FastAPI, web: Web) -> None:
    """What a reviewer decides; a decision on a row leads on to the next row of the queue."""
    form_of = Depends(web.form)

    @app.post("/rows/{task_id}")
    def decide(request: Request, task_id: str, form: FormData = form_of) -> Response:
        sheet = web.sheet(task_id[:16])
        if task_id not in sheet.now:
            raise HTTPException(404, "this row is not in the snapshot")
        me = web.me(request)
        made = forms.agreed(sheet, me, form) if form.get("review_id") else forms.decided(sheet, me, task_id, form)
        place = place_of(web.desk.store, sheet.printed(task_id))
        web.desk.record(replace(made, span={**made.span, **span_of(place)}))
        if request.headers.get("hx-request"):
            return _line(web, request, task_id)
        return _onward(web, request, made, task_id)

    @app.post("/docs/{doc_id}/add")
    def add(request: Request, doc_id: str, form: FormData = form_of) -> RedirectResponse:
        sheet, me = web.sheet(doc_id), web.me(request)
        web.desk.record(forms.added(sheet, me, form))
        return RedirectResponse(f"/docs/{doc_id}?{Wanted.of(request.query_params).query(done='add')}", 303)

    @app.post("/docs/{doc_id}/missed")
    def on_missed(request: Request, doc_id: str, form: FormData = form_of) -> RedirectResponse:
        sheet, me = web.sheet(doc_id), web.me(request)
        made = forms.refused(sheet, me, form) if form.get("action") == "reject" else forms.agreed(sheet, me, form)
        web.desk.record(made)
        return RedirectResponse(f"/docs/{doc_id}?{Wanted.of(request.query_params).query(done=made.action)}", 303)

    @app.post("/undo")
    def undo(request: Request, form: FormData = form_of) -> RedirectResponse:
        me = web.me(request)
        last = forms.last_word(web.desk.records_of(me), me)
        wanted = Wanted.of(request.query_params)
        sheet = web.desk.sheet(last.doc_id) if last else None
        if last is None or sheet is None:
            return RedirectResponse(str(form.get("here", "/")).split("?")[0] + f"?{wanted.query(done='nothing')}", 303)
        web.desk.record(forms.base(sheet, me, "undo", last.task_id, undoes=last.review_id, machine=None))
        path = f"/rows/{last.task_id}" if last.task_id in sheet.now else f"/docs/{last.doc_id}"
        return RedirectResponse(f"{path}?{wanted.query(done='undo')}", 303)


def _onward(web: Web, request: Request, made: Review, task_id: str) -> RedirectResponse:
    from gold.review.app import to_next

    if made.action == "comment":
        return RedirectResponse(f"/rows/{task_id}?{Wanted.of(request.query_params).query(done='comment')}", 303)
    return to_next(web, request, task_id, "settle" if made.settles else made.action)


def _line(web: Web, request: Request, task_id: str) -> HTMLResponse:
    """The row's line in the table of its document."""
    sheet = web.sheet(task_id[:16])
    queued = web.desk.store.query("select * from queue where task_id = ?", [task_id])
    return web.page(request, "_line.html", row=view.line_of(sheet, task_id, queued[0] if queued else {}))


def _draw_ahead(web: Web, wanted: Wanted, me: str, task_id: str) -> None:
    """Draw the page of the row that comes next while the reviewer reads this one."""
    key = queue.after(web.desk.store, wanted, me, task_id)
    found = web.desk.store.query("select doc_id, page_no from queue where task_id = ?", [key or ""])
    for row in found:
        document = web.desk.store.document(row["doc_id"])
        if document:
            web.pictures.of(document, row["page_no"])
