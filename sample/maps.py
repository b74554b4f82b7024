"""The column maps of the sample's tables, as files that people can copy and change."""

SURVEY = "Acme Coffee customer survey (sample)"
MAPS = {
    "reviews": """[columns]
id = "review_id"
published_at = "date"
rating = "stars"
title = "title"
text = "review"
author = "name"
country = "country"
url = "link"
reply_at = "reply_date"
reply_text = "reply"

[options]
timezone = "UTC"
rating_max = 5
""",
    "surveys": f"""[columns]
respondent = "response_id"
answered_at = "answered_at"
customer = "customer"
segment = "segment"
country = "country"
touchpoint = "touchpoint"
nps = "nps"
csat = "csat"
ces = "ces"
comment = "comment"

[options]
survey = "{SURVEY}"
timezone = "UTC"
nps_scale = "0-10"
csat_max = 5
ces_max = 7
ces_direction = "high_is_easy"
""",
    "tickets": """[columns]
id = "ticket_id"
created_at = "created_at"
first_response_at = "first_response_at"
resolved_at = "resolved_at"
reopened_at = "reopened_at"
author_kind = "first_responder"
owner = "team"
channel = "channel"
priority = "priority"
satisfaction = "satisfaction"
subject = "subject"
text = "text"
customer = "customer"
segment = "segment"

[options]
timezone = "UTC"
business_hours = "Mon-Fri 09:00-17:00"
""",
    "customers": """[columns]
customer = "customer"
segment = "segment"
country = "country"
started_at = "started_at"
churned = "churned"
churned_at = "churned_at"
tenure_months = "tenure_months"
monthly_revenue = "monthly_revenue"
margin = "margin"

[options]
timezone = "UTC"
""",
    "touchpoints": """[columns]
touchpoint = "touchpoint"
kind = "kind"
since = "since"
until = "until"
value = "value"
customers = "customers"

[options]
timezone = "UTC"
own_rating_max = 5
""",
}
