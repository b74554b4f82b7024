"""What the sorts of import and their fields are called on a page; the name that a map uses stands behind."""

from collections.abc import Mapping

from tables.fields import FIELDS, What

KINDS: Mapping[str, str] = {
    What.SURVEYS: "Survey answers",
    What.REVIEWS: "Reviews and other mentions",
    What.TICKETS: "Support tickets",
    What.CUSTOMERS: "Customers",
    What.TOUCHPOINTS: "Figures of touchpoints",
    What.NOTES: "Notes of the team",
}
PRESETS: Mapping[str, str] = {
    "": "Another tool",
    "delighted": "Delighted",
    "google_forms": "Google Forms",
    "qualtrics": "Qualtrics",
    "surveymonkey": "SurveyMonkey",
    "typeform": "Typeform",
    "zendesk": "Zendesk",
}
# The fields that are offered at once; the others stand behind a fold until the file has them.
FIRST: Mapping[str, tuple[str, ...]] = {
    What.SURVEYS: ("nps", "csat", "ces", "answered_at", "respondent", "comment"),
    What.REVIEWS: ("text", "title", "rating", "published_at", "id", "author"),
    What.TICKETS: ("id", "created_at", "first_response_at", "resolved_at", "subject", "text"),
    What.CUSTOMERS: ("customer", "churned", "churned_at", "started_at", "tenure_months", "monthly_revenue"),
    What.TOUCHPOINTS: ("touchpoint", "kind", "value", "period", "day", "customers"),
    What.NOTES: ("text", "noted_at", "team", "touchpoint", "id"),
}
NAMES: Mapping[str, str] = {
    "nps": "Would recommend, 0 to 10",
    "csat": "Satisfaction",
    "ces": "Effort or ease",
    "answered_at": "Answered on",
    "respondent": "Who answered",
    "comment": "In their words",
    "customer": "Customer",
    "touchpoint": "Touchpoint",
    "segment": "Segment",
    "country": "Country",
    "weight": "Weight",
    "survey": "Name of the survey",
    "text": "Text",
    "title": "Title",
    "rating": "Stars",
    "published_at": "Written on",
    "id": "Number or id",
    "author": "Who wrote it",
    "url": "Link",
    "language": "Language",
    "app_version": "App version",
    "reply_at": "Answered by us on",
    "reply_text": "Our answer",
    "site": "Site",
    "parent": "Answer to",
    "likes": "Likes",
    "comments": "Number of comments",
    "shares": "Shares",
    "created_at": "Opened on",
    "first_response_at": "First answer on",
    "resolved_at": "Solved on",
    "reopened_at": "Opened again on",
    "first_response_minutes": "Minutes to the first answer",
    "resolution_minutes": "Minutes to the solution",
    "author_kind": "First answer by human or bot",
    "owner": "Who handles it",
    "channel": "Channel",
    "priority": "Priority",
    "satisfaction": "Satisfaction",
    "subject": "Subject",
    "churned": "Has left",
    "churned_at": "Left on",
    "started_at": "Customer since",
    "tenure_months": "Months as a customer",
    "monthly_revenue": "Revenue a month",
    "margin": "Margin, a share",
    "kind": "Which figure",
    "value": "The figure",
    "customers": "Out of how many customers",
    "period": "Month, quarter or week",
    "day": "Day",
    "since": "First day",
    "until": "Last day",
    "noted_at": "Noted on",
    "team": "Team",
    "external_id": "Number or id",
    "engagement": "Votes",
    "first_day": "First day",
    "last_day": "Last day",
    "ces_direction": "Which end is easy",
}
# Fields whose cells may be codes or words that stand for a value, or for no answer.
CODED = frozenset({"nps", "csat", "ces", "satisfaction", "rating", "churned", "kind", "author_kind"})


def label(field: str) -> str:
    """What a field is called, with the name that maps and messages use."""
    return f"{NAMES.get(field, field)} ({field})"


def offered(what: str, columns: Mapping[str, object]) -> tuple[list[str], list[str]]:
    """The fields of a sort: those shown at once, being the first ones and those that have a column, and the rest."""
    at_once = [field for field in FIELDS[What(what)] if field in FIRST[what] or field in columns]
    return at_once, [field for field in FIELDS[What(what)] if field not in at_once]
