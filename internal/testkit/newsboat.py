"""Writes what a cache of Newsboat holds, as the items of newsboat.go.

    newsboat.py cache.db
"""

import json
import sqlite3
import sys

columns = ["number", "id", "title", "url", "content"]
rows = sqlite3.connect(sys.argv[1]).execute("select id, guid, title, url, content from rss_item order by id")
json.dump([dict(zip(columns, row)) for row in rows], sys.stdout)
