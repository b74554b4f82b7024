"""What each sort of import can hold: the names that a map may give, and the headers that need no map."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum


class What(StrEnum):
    """The sorts of import, as the command line names them."""

    REVIEWS = "reviews"
    SURVEYS = "surveys"
    TICKETS = "tickets"
    CUSTOMERS = "customers"
    TOUCHPOINTS = "touchpoints"
    NOTES = "notes"


# Field to the headers that say it, in the order of belief; compared without case and punctuation.
_REVIEWS: Mapping[str, str] = {
    "text": "text review content body reviewtext reviewbody verifiedreviews comment comments feedback tweet",
    "title": "title reviewtitle headline summary subject",
    "rating": "rating stars score star reviewstar reviewrating starrating reviewerscore overall",
    "published_at": "publishedat date reviewdate createdat at tweetcreated published time timestamp created updatedat",
    "id": "id reviewid externalid tweetid uuid",
    "author": "author username name reviewer authorname reviewername user",
    "url": "url link permalink reviewurl",
    "language": "language lang locale",
    "country": "country countrycode storefront reviewernationality",
    "app_version": "appversion version reviewcreatedversion",
    "reply_at": "replyat repliedat replydate responsedate",
    "reply_text": "reply replytext replycontent responsetext ownerresponse developerresponse",
    "site": "site domain",
    "parent": "parent parentid",
    "likes": "likes thumbsupcount votes helpfulvotes",
    "comments": "commentcount repliescount",
    "shares": "shares retweetcount",
}
_SURVEYS: Mapping[str, str] = {
    "nps": "nps npsscore netpro netpromoterscore likelihoodtorecommend recommend",
    "csat": "csat csatscore satisfaction overallsatisfaction customersatisfaction",
    "ces": "ces cesscore effort customereffort customereffortscore ease",
    "answered_at": "answeredat date submittedat submitdate completedat respondedat responsedate recordeddate "
    "enddate createdat timestamp time",
    "respondent": "respondent respondentid responseid respondentnumber respnum id email emailaddress",
    "comment": "comment comments feedback text verbatim openended reason",
    "customer": "customer customerid customeremail account accountid",
    "touchpoint": "touchpoint stage",
    "segment": "segment group plan tier",
    "country": "country countrycode",
    "weight": "weight",
    "survey": "survey surveyname wave",
}
_TICKETS: Mapping[str, str] = {
    "id": "id ticketid caseid number ticketnumber",
    "created_at": "createdat created opened openedat datecreated submittedat",
    "first_response_at": "firstresponseat firstresponsetime firstreplyat firstrespondedat",
    "resolved_at": "resolvedat solvedat closedat timetoresolution resolved",
    "reopened_at": "reopenedat reopened",
    "first_response_minutes": "firstreplytimeinminutes firstresponseminutes",
    "resolution_minutes": "fullresolutiontimeinminutes resolutionminutes",
    "author_kind": "authorkind firstresponder respondertype",
    "owner": "owner assignee agent",
    "channel": "channel ticketchannel via source",
    "priority": "priority ticketpriority urgency",
    "satisfaction": "satisfaction customersatisfactionrating csat satisfactionrating",
    "subject": "subject ticketsubject title",
    "text": "text description ticketdescription body message",
    "customer": "customer customerid customeremail requesterid requester",
    "segment": "segment group plan tier",
}
_CUSTOMERS: Mapping[str, str] = {
    "customer": "customer customerid id account accountid",
    "churned": "churned churn left cancelled canceled",
    "churned_at": "churnedat churndate cancelledat cancellationdate leftat",
    "started_at": "startedat startdate signupdate since joinedat createdat",
    "tenure_months": "tenuremonths tenure monthsactive",
    "monthly_revenue": "monthlyrevenue monthlycharges mrr arpu revenue",
    "margin": "margin grossmargin",
    "segment": "segment contract plan tier",
    "country": "country countrycode",
}
_TOUCHPOINTS: Mapping[str, str] = {
    "touchpoint": "touchpoint stage step journeystage funnelstep",
    "kind": "kind measure metric figure type",
    "value": "value count amount score rating number n",
    "customers": "customers base activecustomers customercount",
    "period": "period month quarter week year",
    "day": "day date",
    "since": "since from start startdate firstday periodstart",
    "until": "until to end enddate lastday periodend",
    "segment": "segment group plan tier",
}
_NOTES: Mapping[str, str] = {
    "text": "text note notes comment body content",
    "noted_at": "notedat date day createdat timestamp time",
    "team": "team department shop branch store group",
    "touchpoint": "touchpoint stage",
    "id": "id noteid",
}
FIELDS: Mapping[What, Mapping[str, str]] = {
    What.REVIEWS: _REVIEWS,
    What.SURVEYS: _SURVEYS,
    What.TICKETS: _TICKETS,
    What.CUSTOMERS: _CUSTOMERS,
    What.TOUCHPOINTS: _TOUCHPOINTS,
    What.NOTES: _NOTES,
}
JOINED = frozenset({"text", "title", "comment", "subject", "customer"})
"""Fields that may come from several columns, put together in the stated order."""


def guess(headers: Sequence[str], what: What | str) -> dict[str, str]:
    """Field to header for the headers that speak for themselves; no header is used twice."""
    by_name: dict[str, str] = {}
    for header in headers:
        by_name.setdefault(plain(header), header)
    found: dict[str, str] = {}
    for field, names in FIELDS[What(what)].items():
        free = [by_name[name] for name in names.split() if by_name.get(name) not in (None, *found.values())]
        if free:
            found[field] = free[0]
    return found


def plain(header: str) -> str:
    """A header without case, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", header).casefold()
