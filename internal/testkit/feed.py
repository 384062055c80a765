"""Reads a feed on standard input, and writes what it holds as the Feed of
feed.go. RSS and Atom are read by feedparser; JSON Feed is read as JSON and held
to the rules of https://www.jsonfeed.org/version/1.1/. What is against the
rules ends it with a message.

    feed.py rss|atom|json
"""

import calendar
import datetime
import html
import json
import re
import sys

NEVER = "0001-01-01T00:00:00Z"


def read_xml(body, format):
    import feedparser

    found = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    wants(not found.bozo, f"not well-formed: {found.get('bozo_exception')}")
    version = {"rss": "rss20", "atom": "atom10"}[format]
    wants(found.version == version, f"is {found.version}, not {version}")
    return {
        "title": found.feed.get("title", ""),
        "description": found.feed.get("subtitle", ""),
        "language": found.feed.get("language", "").lower(),
        "updated": instant(found.feed.get("updated_parsed")),
        "authors": names(found.feed.get("authors", [])),
        "links": {link["rel"]: link["href"] for link in found.feed.get("links", [])},
        "items": [xml_item(entry, format) for entry in found.entries],
    }


def xml_item(entry, format):
    wants(entry.get("id"), f"an item without an identifier: {entry.get('title')}")
    summary = entry.get("summary", "")
    if format == "rss":  # where it is HTML
        summary = html.unescape(summary)
    content = entry.get("content", [])
    wants(len(content) < 2, f"{entry.id} has several contents")
    # Without a summary, feedparser takes the content for one.
    if format == "atom" and entry.get("summary_detail", {}).get("type") != "text/plain":
        summary = ""
    return {
        "id": entry.id,
        "title": entry.get("title", ""),
        "summary": summary,
        "url": entry.get("link", ""),
        "published": instant(entry.get("published_parsed")),
        "updated": instant(entry.get("updated_parsed")),
        "html": content[0].value if content else "",
        "authors": names(entry.get("authors", [])),
        "categories": [tag.label or tag.term for tag in entry.get("tags", [])],
        "image": entry.get("media_thumbnail", [{"url": ""}])[0]["url"],
        "enclosures": [
            {"url": file.href, "type": file.type, "length": int(file.length)} for file in entry.get("enclosures", [])
        ],
    }


def names(people):
    return [person["name"] for person in people if person.get("name")]


def instant(parsed):
    if parsed is None:
        return NEVER
    moment = datetime.datetime.fromtimestamp(calendar.timegm(parsed), datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


# The members of JSON Feed and what they have to be. One that begins with an
# underscore is an extension.
TEXT, ADDRESS, DATE, NUMBER = "text", "address", "date", "number"
PERSON = {"name": TEXT, "url": ADDRESS, "avatar": ADDRESS}
ATTACHMENT = {
    "url!": ADDRESS,
    "mime_type!": TEXT,
    "title": TEXT,
    "size_in_bytes": NUMBER,
    "duration_in_seconds": NUMBER,
}
ITEM = {
    "id!": TEXT,
    "url": ADDRESS,
    "external_url": ADDRESS,
    "title": TEXT,
    "content_html": TEXT,
    "content_text": TEXT,
    "summary": TEXT,
    "image": ADDRESS,
    "banner_image": ADDRESS,
    "date_published": DATE,
    "date_modified": DATE,
    "authors": [PERSON],
    "tags": [TEXT],
    "language": TEXT,
    "attachments": [ATTACHMENT],
}
FEED = {
    "version!": TEXT,
    "title!": TEXT,
    "home_page_url": ADDRESS,
    "feed_url": ADDRESS,
    "description": TEXT,
    "user_comment": TEXT,
    "next_url": ADDRESS,
    "icon": ADDRESS,
    "favicon": ADDRESS,
    "authors": [PERSON],
    "language": TEXT,
    "expired": bool,
    "hubs": [{"type!": TEXT, "url!": ADDRESS}],
    "items!": [ITEM],
}


def read_json(body):
    feed = json.loads(body.decode("utf-8"), object_pairs_hook=without_repetition)
    judge(feed, FEED, "feed")
    wants(feed["version"] == "https://jsonfeed.org/version/1.1", f"is of version {feed['version']}")
    wants(feed.get("next_url") != feed.get("feed_url"), "its next page is itself")
    ids = [item["id"] for item in feed["items"]]
    wants(len(ids) == len(set(ids)), "two items have one identifier")
    links = {"self": feed.get("feed_url"), "alternate": feed.get("home_page_url"), "next": feed.get("next_url")}
    return {
        "title": feed["title"],
        "description": feed.get("description", ""),
        "language": feed.get("language", "").lower(),
        "updated": NEVER,
        "authors": names(feed.get("authors", [])),
        "links": {rel: address for rel, address in links.items() if address},
        "items": [json_item(item) for item in feed["items"]],
    }


def json_item(item):
    wants("content_html" in item or "content_text" in item, f"{item['id']} has no content")
    return {
        "id": item["id"],
        "title": item.get("title", ""),
        "summary": item.get("summary", ""),
        "url": item.get("url", ""),
        "published": item.get("date_published", NEVER),
        "updated": item.get("date_modified", NEVER),
        "html": item.get("content_html", ""),
        "authors": names(item.get("authors", [])),
        "categories": item.get("tags", []),
        "image": item.get("image", ""),
        "enclosures": [
            {"url": file["url"], "type": file["mime_type"], "length": file.get("size_in_bytes", 0)}
            for file in item.get("attachments", [])
        ],
    }


def judge(value, rule, where):
    """Ends it unless the value is what the rule says."""
    if isinstance(rule, list):
        wants(isinstance(value, list), f"{where} is no list")
        for i, entry in enumerate(value):
            judge(entry, rule[0], f"{where}[{i}]")
    elif isinstance(rule, dict):
        wants(isinstance(value, dict) and value, f"{where} is no object, or an empty one")
        judge_object(value, rule, where)
    elif rule == NUMBER:
        wants(type(value) in (int, float), f"{where} is no number")
    elif rule is bool:
        wants(isinstance(value, bool), f"{where} is not true or false")
    else:
        wants(isinstance(value, str), f"{where} is no text")
        pattern = {ADDRESS: r"https?://[^\s/]+\S*", DATE: r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)"}.get(rule, r"(?s).*")
        wants(re.fullmatch(pattern, value), f"{where} is {value!r}, no {rule}")


def judge_object(value, rules, where):
    known = {name.rstrip("!"): rule for name, rule in rules.items()}
    for name in (name[:-1] for name in rules if name.endswith("!")):
        wants(name in value, f"{where} has no {name}")
    for name, member in value.items():
        if name.startswith("_"):
            wants(isinstance(member, dict), f"{where}.{name} is an extension and no object")
        else:
            wants(name in known, f"{where}.{name} is not in the standard")
            judge(member, known[name], f"{where}.{name}")


def without_repetition(pairs):
    names = [name for name, _ in pairs]
    wants(len(names) == len(set(names)), f"an object names something twice: {names}")
    return dict(pairs)


def wants(holds, message):
    if not holds:
        sys.exit("This is no good feed: " + message)


if __name__ == "__main__":
    body, format = sys.stdin.buffer.read(), sys.argv[1]
    result = read_json(body) if format == "json" else read_xml(body, format)
    sys.stdout.reconfigure(encoding="utf-8")
    json.dump(result, sys.stdout, ensure_ascii=False)
