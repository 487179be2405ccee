"""SQLite's FTS5 as a peer of the benchmark: ranks and quotes by itself, counts facets by joining the hits with a table of values."""

import os
import sqlite3
import sys

import peer

FACETS = ("topic", "speaker", "kind", "series", "year")


class FTS5:
    version = sqlite3.sqlite_version

    def connect(self, folder):
        return sqlite3.connect(os.path.join(folder, "fts5.db"), isolation_level=None)

    def index(self, folder):
        db = self.connect(folder)
        db.execute("CREATE VIRTUAL TABLE pages USING fts5(text, tokenize='porter unicode61')")
        for facet in FACETS:
            db.execute(f"CREATE TABLE {facet} (page INTEGER, value TEXT, PRIMARY KEY (page, value)) WITHOUT ROWID")
        db.execute("BEGIN")

        def add(text, facets):
            row = db.execute("INSERT INTO pages (text) VALUES (?)", (text,)).lastrowid
            for facet, values in facets.items():
                db.executemany(f"INSERT OR IGNORE INTO {facet} VALUES (?, ?)", [(row, value) for value in values])

        def finish():
            db.execute("INSERT INTO pages (pages) VALUES ('optimize')")
            db.execute("COMMIT")
            db.close()

        return add, finish

    def open(self, folder):
        db = self.connect(folder)
        db.execute("PRAGMA temp_store = memory")
        db.execute("CREATE TEMP TABLE hits (page INTEGER PRIMARY KEY)")

        def page(words):
            match = " OR ".join(f'"{word}"' for word in words.split())
            db.execute("DELETE FROM hits")
            db.execute("INSERT INTO hits SELECT rowid FROM pages WHERE pages MATCH ?", (match,))
            best = db.execute("SELECT rowid, snippet(pages, 0, '<b>', '</b>', '…', 40) FROM pages WHERE pages MATCH ? ORDER BY rank LIMIT 10", (match,)).fetchall()
            for facet in FACETS:
                db.execute(f"SELECT value, count(*) AS n FROM hits JOIN {facet} USING (page) GROUP BY value ORDER BY n DESC LIMIT 20").fetchall()
            total = db.execute("SELECT count(*) FROM hits").fetchone()[0]
            if best and "<b>" not in best[0][1]:
                sys.exit(f"nothing to quote for {words}")
            return total

        return page


peer.run(FTS5())
