"""A bare FastAPI endpoint that reads one row of SQLite: the least that such an interface does.

Usage: python -m benchmarks.reference.bare DATABASE PORT
"""

from __future__ import annotations

import sqlite3
import sys
import threading

import uvicorn
from fastapi import FastAPI, HTTPException

__all__ = ["application"]


def application(database: str) -> FastAPI:
    """One path, `/blocks/{number}`, over the table `block` of an index."""
    app = FastAPI()
    own = threading.local()

    @app.get("/blocks/{number}")
    def block(number: int) -> dict[str, object]:
        if not hasattr(own, "connection"):
            own.connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
            own.connection.row_factory = sqlite3.Row
        row = own.connection.execute("SELECT * FROM block WHERE number = ?", (number,)).fetchone()
        if row is None:
            raise HTTPException(404)
        return {k: v.hex() if isinstance(v, bytes) else v for k, v in dict(row).items()}

    return app


if __name__ == "__main__":
    uvicorn.run(application(sys.argv[1]), port=int(sys.argv[2]), log_level="warning")
