"""The web page: addresses, each a thin function over desk, queue and view."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData  # noqa: TC002  # read when the routes are made
from starlette.exceptions import HTTPException as WebError
from starlette.middleware.base import BaseHTTPMiddleware

from gold.review import queue, view
from gold.review.diffs import add_change_routes
from gold.review.guard import Guard
from gold.review.panels import add_panel_routes
from gold.review.picture import Pictures
from gold.review.queue import Wanted
from gold.review.rows import add_decision_routes, add_row_routes
from normalize.errors import DecisionError
from pipeline.reviews import reviewer_name

if TYPE_CHECKING:
    from gold.review.desk import Desk, Sheet

HERE = Path(__file__).parent
REVIEWER = "congbao_reviewer"
DONE = {
    "accept": "Accepted.", "correct": "Corrected.", "reject": "Rejected.", "not_a_task": "Marked as no task.",
    "split": "Split.", "merge": "Merged.", "add": "Added.", "comment": "Comment kept.", "undo": "Taken back.",
    "settle": "Settled.", "end": "No other row is in this queue.", "nothing": "There is nothing to take back.",
    "group": "The group is accepted.",
}  # fmt: skip
"""What the page says after something was done; an address carries the name alone."""


class Web:
    """What every address needs: the desk, the pictures, the templates, and who asks."""

    def __init__(self, desk: Desk, guard: Guard) -> None:
        self.desk = desk
        self.guard = guard
        self.pictures = Pictures(desk.store.file.parent / "pictures")
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.globals.update(labels=view.LABELS, said=view.SAID, states=queue.STATES, many=queue.MANY)
        for name in self.templates.list_templates():
            self.templates.get_template(name)  # read once, before anybody waits for it

    def me(self, request: Request) -> str:
        """Who asks: the name chosen in this browser, else the one the command was started with."""
        return reviewer_name(request.cookies.get(REVIEWER, "")) or self.desk.reviewer

    def page(self, request: Request, name: str, status: int = 200, **more: Any) -> HTMLResponse:
        """A page or a part of one, from its template; every value is escaped."""
        values = {
            "me": self.me(request),
            "proof": request.state.proof,
            "wanted": Wanted.of(request.query_params),
            "progress": queue.progress(self.desk.store),
            "done": DONE.get(request.query_params.get("done", ""), ""),
            "snapshot": self.desk.store.root.name,
            "here": request.url.path,
            **more,
        }
        return HTMLResponse(self.templates.get_template(name).render(values), status)

    def sheet(self, doc_id: str) -> Sheet:
        """A document, or 404."""
        self.desk.fresh()
        found = self.desk.sheet(doc_id)
        if found is None:
            raise HTTPException(404, "this document is not in the snapshot")
        return found

    async def form(self, request: Request) -> FormData:
        """The form of a request that carries the proof of its session; 403 without."""
        form = await request.form()
        if not self.guard.proven(request, str(form.get("proof") or request.headers.get("x-proof", ""))):
            raise HTTPException(403, "the form is not from this page; load it again")
        return form


def make_app(desk: Desk, guard: Guard | None = None) -> FastAPI:
    """The application; it reads and writes nothing but the desk's folders."""
    web = Web(desk, guard or Guard())
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(BaseHTTPMiddleware, dispatch=web.guard)
    app.mount("/static", StaticFiles(directory=HERE / "static"))

    @app.exception_handler(WebError)
    def refused(request: Request, error: WebError) -> HTMLResponse:
        return web.page(request, "trouble.html", error.status_code, problem=error.detail)

    @app.exception_handler(DecisionError)
    def wrong(request: Request, error: DecisionError) -> HTMLResponse:
        return web.page(request, "trouble.html", 400, problem=str(error))

    _add_queue_routes(app, web)
    add_row_routes(app, web)
    add_decision_routes(app, web)
    add_panel_routes(app, web)
    add_change_routes(app, web)
    return app


def _add_queue_routes(app: FastAPI, web: Web) -> None:
    store = web.desk
    form_of = Depends(web.form)

    @app.get("/")
    def rows(request: Request, skip: int = 0) -> HTMLResponse:
        store.fresh()
        wanted, me = Wanted.of(request.query_params), web.me(request)
        found = queue.rows(store.store, wanted, me, max(skip, 0))
        count = queue.size(store.store, wanted, me)
        return web.page(
            request,
            "queue.html",
            rows=found,
            skip=skip,
            count=count,
            step=queue.PAGE,
            choices=queue.choices(store.store),
        )

    @app.get("/documents")
    def documents(request: Request, skip: int = 0) -> HTMLResponse:
        store.fresh()
        wanted = Wanted.of(request.query_params)
        found = queue.documents(store.store, wanted, max(skip, 0))
        count = queue.document_count(store.store, wanted)
        choices = queue.choices(store.store)
        return web.page(request, "documents.html", rows=found, skip=skip, count=count, step=queue.PAGE, choices=choices)

    @app.get("/next")
    def following(request: Request, after: str = "") -> RedirectResponse:
        store.fresh()
        return to_next(web, request, after)

    @app.get("/favicon.ico")
    def icon() -> FileResponse:
        return FileResponse(HERE / "static" / "icon.svg", media_type="image/svg+xml")

    @app.post("/who")
    def who(form: FormData = form_of) -> RedirectResponse:
        answer = RedirectResponse("/", 303)
        answer.set_cookie(REVIEWER, reviewer_name(str(form.get("name", ""))), httponly=True, samesite="strict")
        return answer

    @app.get("/pages/{doc_id}/{page_no}.jpg")
    def picture(doc_id: str, page_no: int) -> FileResponse:
        document = store.store.document(doc_id)
        made = web.pictures.of(document, page_no) if document and 0 < page_no <= document["page_count"] else None
        if made is None:
            raise HTTPException(404, "there is no picture of this page")
        return FileResponse(made.file, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


def to_next(web: Web, request: Request, task_id: str, done: str = "") -> RedirectResponse:
    """On to the next row of the queue that the address asks for; to the list where there is none."""
    wanted = Wanted.of(request.query_params)
    key = queue.after(web.desk.store, wanted, web.me(request), task_id)
    if key is None:
        return RedirectResponse(f"/?{wanted.query(done=done or 'end')}", 303)
    return RedirectResponse(f"/rows/{key}?{wanted.query(done=done)}", 303)
