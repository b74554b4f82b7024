"""Reddit in miniature: what its API and its feeds say about given posts and comments."""

import html
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from tests.collectors.contract import Item
from tests.wire import Asked, Reply, Wire, as_json

LOGIN = {
    "REDDIT_CLIENT_ID": "an-id",
    "REDDIT_CLIENT_SECRET": "a-secret",
    "REDDIT_USER_AGENT": "earshot tests by nobody",
}
TOKEN = {"access_token": "a-token", "token_type": "bearer", "expires_in": 3600, "scope": "*"}
Thing = dict[str, object]


def post(name: str, **changes: object) -> Thing:
    said = {
        "id": name,
        "name": f"t3_{name}",
        "title": f"About {name}",
        "selftext": "",
        "author": "someone",
        "subreddit": "Espresso",
        "created": 1_770_028_800.0,
        "created_utc": 1_770_000_000.0,
        "permalink": f"/r/Espresso/comments/{name}/about/",
        "num_comments": 0,
        "score": 1,
        "edited": False,
    }
    return {"kind": "t3", "data": {**said, **changes}}


def comment(name: str, **changes: object) -> Thing:
    said = {
        "id": name,
        "name": f"t1_{name}",
        "body": f"Said {name}",
        "author": "someone",
        "subreddit": "Espresso",
        "created_utc": 1_770_000_100.0,
        "link_id": "t3_a",
        "parent_id": "t3_a",
        "replies": "",
        "score": 1,
    }
    return {"kind": "t1", "data": {**said, **changes}}


def more(*names: str) -> Thing:
    said = {"id": names[0], "name": f"t1_{names[0]}", "count": len(names), "children": list(names), "parent_id": "t3_a"}
    return {"kind": "more", "data": said}


def listing(things: Sequence[Thing], after: str | None = None) -> Thing:
    return {"kind": "Listing", "data": {"children": list(things), "after": after, "before": None}}


def serve_login(wire: Wire) -> None:
    wire.on("/api/v1/access_token", as_json(TOKEN))


def serve_listing(wire: Wire, path: str, things: Sequence[Thing]) -> None:
    """A listing in pages, and the same things by their names."""
    names = [str(thing["data"]["name"]) for thing in things]  # type: ignore[index]

    def page(asked: Asked) -> Reply:
        start = names.index(asked.query["after"]) + 1 if "after" in asked.query else 0
        end = start + int(asked.query["limit"])
        return as_json(listing(things[start:end], names[end - 1] if end < len(names) else None))

    wire.on(path, page)
    serve_info(wire, things)


def serve_info(wire: Wire, things: Sequence[Thing]) -> None:
    def info(asked: Asked) -> Reply:
        wanted = asked.query["id"].split(",")
        return as_json(listing([thing for thing in things if thing["data"]["name"] in wanted]))  # type: ignore[index]

    wire.on("/api/info/", info)


def post_of(item: Item) -> Thing:
    assert item.at is not None
    return post(name_of(item), title=item.text, created_utc=item.at.timestamp())


def name_of(item: Item) -> str:
    return item.id.replace("-", "")


def entry(
    name: str,
    *,
    title: str = "A title",
    words: str = "",
    at: datetime | None = None,
    author: str = "/u/someone",
    place: str = "Espresso",
) -> str:
    """One entry as Reddit writes it today."""
    post_id = name.removeprefix("t3_") if name.startswith("t3_") else "a"
    tail = f"{name.removeprefix('t1_')}/" if name.startswith("t1_") else ""
    written = f'<!-- SC_OFF --><div class="md"><p>{html.escape(words)}</p> </div><!-- SC_ON -->' if words else ""
    foot = (
        f' &#32; submitted by &#32; <a href="https://www.reddit.com/user/someone"> {author} </a> <br/> '
        '<span><a href="https://i.redd.it/x.jpg">[link]</a></span> &#32; <span><a href="https://x">[comments]</a></span>'
    )
    if not words:
        image = f'<a href="https://x"> <img src="https://x/t.jpg" alt="{title}" /> </a>'
        foot = f"<table> <tr><td> {image} </td><td>{foot}</td></tr></table>"
    markup = html.escape(written if name.startswith("t1_") else written + foot)
    when = f"<updated>{at.isoformat()}</updated><published>{at.isoformat()}</published>" if at else ""
    return (
        f"<entry><author><name>{author}</name></author><category term='{place}' label='r/{place}'/>"
        f"<content type='html'>{markup}</content><id>{name}</id>"
        f"<link href='https://www.reddit.com/r/{place}/comments/{post_id}/a_title/{tail}'/>{when}"
        f"<title>{html.escape(title)}</title></entry>"
    )


def atom(entries: Sequence[str]) -> Reply:
    top = "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title>newest</title>"
    body = f"{top}{''.join(entries)}</feed>".encode()
    return Reply(body=body, headers={"Content-Type": "application/atom+xml; charset=UTF-8"})


class Cassette:
    """A recorded conversation, given again: by method, path and query, the same question's answers in turn."""

    def __init__(self, path: Path) -> None:
        text = path.read_text("utf-8")
        for mark, value in {"<TEST_SUBREDDIT>": "testsub", "<USERNAME>": "someone"}.items():
            text = text.replace(mark, value)
        self.pairs = [(one["request"], one["response"]) for one in json.loads(text)["interactions"]]

    def serve(self, wire: Wire) -> None:
        answers: dict[object, list[Reply]] = {}
        for request, response in self.pairs:
            parts = urlsplit(request["uri"])
            body = request["body"]
            sent = body.get("string", "") if isinstance(body, dict) else body or ""
            reply = replayed(response)
            for key in (
                (request["method"], parts.path, tuple(sorted(parse_qsl(parts.query + "&" + sent)))),
                (request["method"], parts.path),
            ):
                answers.setdefault(key, []).append(reply)

        def answer(asked: Asked) -> Reply:
            if asked.path == "/api/v1/access_token":
                return as_json(TOKEN)
            said = sorted([*asked.query.items(), *parse_qsl(asked.body.decode())])
            exact, loose = (asked.method, asked.path, tuple(said)), (asked.method, asked.path)
            queue = answers.get(exact) or answers.get(loose) or [Reply(status=404, body=b"{}")]
            return queue.pop(0) if len(queue) > 1 else queue[0]

        wire.otherwise(answer)


def replayed(response: Mapping[str, object]) -> Reply:
    dropped = {"content-length", "transfer-encoding", "content-encoding", "set-cookie", "date", "connection"}
    headers = {
        name: values[0]
        for name, values in response["headers"].items()
        if name.lower() not in dropped  # type: ignore[attr-defined]
    }
    return Reply(
        status=response["status"]["code"],  # type: ignore[index]
        body=response["body"]["string"].encode(),  # type: ignore[index]
        headers={name: value for name, value in headers.items() if value.isascii()},
    )
