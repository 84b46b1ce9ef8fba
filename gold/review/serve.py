"""Start the review page and say where it is."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING

import uvicorn

from gold.review.app import make_app
from gold.review.candidates import candidates
from gold.review.desk import Desk
from gold.review.guard import Guard

if TYPE_CHECKING:
    from pathlib import Path


def serve(out: Path, reviews: Path, host: str, port: int, reviewer: str) -> None:
    """Answer until interrupted.

    Raises:
        SnapshotError: there is no snapshot in `out`.
        ReviewError: a record cannot be read.
        OSError: the port is taken.
    """
    guard = Guard.at(host)
    listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    with listening:
        print("laying out the snapshot, once …", file=sys.stderr, flush=True)  # noqa: T201  # it may take a while
        desk = Desk(out, reviews, reviewer)
        candidates("Bộ")  # reads the registry before anybody waits for it
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{listening.getsockname()[1]}/" + (f"?token={guard.token}" if guard.token else "")
        said = f"{address}  decisions of {desk.reviewer} go to {reviews}; stop with Ctrl+C"
        print(said, file=sys.stderr, flush=True)  # noqa: T201  # where to look
        config = uvicorn.Config(make_app(desk, guard), log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listening])
