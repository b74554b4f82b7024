"""Turns of phrase that show an intent by themselves; each was written for Earshot and is tried on one sentence."""

import re
from collections.abc import Mapping

from domain.traits import Intent

_NOT = r"(?:do not|don'?t|dont|never|not|no one should|nobody should|wouldn'?t|would not|cannot|can'?t)"
_THEIRS = r"(?:account|subscription|membership|plan|contract|card|policy|service|prime|premium)s?"
_GOOD = r"(?:great|nice|good|better|helpful|cool|awesome|perfect|useful|lovely|amazing)"

_CUES: Mapping[Intent, str] = {
    Intent.QUESTION: r"""
        ^(?:(?:@\w+|hi|hello|hey|so|and|but|also|ok|okay|please|quick\ question)[,:!\s]+)*
            (?:how|what|when|where|which|who|whose|why|is|are|was|were|do|does|did|can|could|will|would|should|has
            |have
            |any(?:one|body)?|am\ i|isn't|aren't|doesn't|don't|can't|won't)\b[^.!]*\?
        | ^(?:@\w+\ |hi\ |hello\ )*(?:how\ (?:do|can|to)|can|where\ (?:do|can)|when\ (?:do|can|will))\ (?:i|we)\b
        | ^(?:@\w+\ |hi\ |hello\ )*(?:what\ time|how\ (?:much|long|many))\ (?:do|does|is|are|will|can)\b
        | \b(?:does|do|has|can|could)\ (?:any|some)(?:one|body)\b | \bany(?:one|body)\ (?:know|else|have|tried)\b
        | \bi(?:'m|\ am)\ wondering\b | \bi\ wonder\ (?:if|how|whether|why)\b | \bi(?:'d|\ would)\ like\ to\ know\b
        | \b(?:is|are)\ there\ (?:any|a)\b[^.!]*\? | \b(?:can|could)\ (?:i|you|we|someone|somebody)\b[^.!]*\?
    """,
    Intent.SUGGESTION: rf"""
        \b(?:please|pls|plz)\ (?:add|bring\ back|make|include|allow|let|give\ us|offer|consider|improve|implement
            |support
            |create|provide|put|keep|change|remove|enable)\b
        | \bwould\ be\ (?:so\ |really\ |very\ |even\ |much\ )?{_GOOD}\ (?:if|to\ have|to\ see|to\ be\ able)\b
        | \b(?:it'?d|would)\ be\ {_GOOD}\ (?:if|to)\b
        | \bi(?:\ just|\ only|\ really)?\ wish\ (?:you|it|they|there|the|that|i\ could)\b
        | \b(?:you|they|it|airlines?|the\ \w+)\ (?:guys\ )?(?:really\ )?(?:should|ought\ to)\ (?:add|have|be\ able
            |offer|let
            |allow|consider|include|make|bring|provide|put|hire|train|invest|improve|give)\b
        | \b(?:you|they)\ (?:guys\ )?(?:really\ )?need\ to\ (?:add|have|offer|hire|train|improve|update|open|fix
            |make|get)\b
        | ^wish\ (?:you|it|they|there|the)\b | \b(?:recommend|suggest)\ (?:you\ |that\ you\ )?add(?:ing)?\b
        | \b(?:my|one|a|only)\ suggestion\b | \bi(?:'d|\ would)\ (?:like|love)\ to\ see\b | \bi\ suggest\b
        | \b(?:bring|put)\ back\ the\b | \bhow\ about\ (?:adding|a|an|you)\b | \bwhy\ not\ (?:add|make|offer|just)\b
        | \bneeds?\ (?:a|an|more)\ (?:\w+\ )?(?:option|button|mode|feature|setting|way|filter)s?\b
        | \bshould\ (?:have|come\ with)\ (?:a|an|more|been|included)\b
    """,
    Intent.CHURN_RISK: rf"""
        \b(?:cancel+(?:ed|ing)?|clos(?:e|ed|ing)|end(?:ed|ing)?|terminat(?:e|ed|ing))\ (?:my|our|the
            |this)\ (?:\w+\ )?{_THEIRS}\b
        | \b(?:am|are|i'?m|we'?re|will\ be|i'?ll\ be|going\ to\ be|be|considering|just|already)\ (?:switch(?:ing|ed)
            |chang(?:ing|ed)|mov(?:ing|ed))\ (?:to|over|back|away|providers?|banks?|carriers?|airlines?|companies
            |brands?)\b
        | ^(?:now\ |finally\ |also\ )?switch(?:ing|ed)\ (?:to\b(?!\ (?:the|an?|it|this|your|dark|light)\b)
            |providers?|banks?|carriers?)
        | \b(?:i|we)(?:'ll|\ will|\ would|'m|\ am|\ are|'re)?\ (?:just\ |definitely\ )?(?:never|not
            |won'?t)\b[^.!?]{{0,25}}
            \b(?:fly|fl(?:ew|ying)|buy|use|order|come|go|shop|stay|eat|book|return|do\ business|purchas\w+|deal
            |download)\w*
            \b[^.!?]{{0,40}}\b(?:again|back|anymore|any\ more|ever)\b
        | \b(?:never|not)\ (?:flying|buying|using|ordering|coming|going|shopping|staying|eating
            |booking)\b[^.!?]{{0,40}}\b(?:again|back)\b
        | \bnever\ (?:again|fly\w*|use|order|buy|shop)\b[^.!?]{{0,30}}\bagain\b | ^never\ again\b
        | \blast\ time\ (?:i|we|i'?ll|we'?ll|that\ i|you)\b | \bmy\ last\ (?:flight|order|purchase|time)\ with\b
        | \b(?:lost|losing|lose)\ (?:a|this|my|another|me\ as\ a|one)\ (?:\w+\ )?(?:customer|client|business
            |passenger|user)\b
        | \b(?:i'?m|i\ am|we'?re|we\ are)\ (?:so\ |officially\ )?done\ with\ (?:you|this|these|them|the)\b
        | \b(?:un-?install|delet)(?:ed|ing)\ (?:the|this|your|my)?\ ?(?:\w+\ )?(?:app|account|it)\b
        | \btak(?:e|ing)\ (?:my|our)\ (?:business|money)\ (?:elsewhere|somewhere)\b | \bmy\ business\ elsewhere\b
        | \blooking\ for\ (?:an?\ )?(?:alternative|replacement|other\ provider|another\ (?:app|provider|bank
            |company))s?\b
        | \b(?:won'?t|will\ not|not)\ be\ (?:back|returning|coming\ back|renewing|a\ customer)\b
    """,
    Intent.WARNS_AGAINST: rf"""
        \b{_NOT}\b(?:\ \w+){{0,3}}\ recommend\b | \brecommend\ (?:to\ )?(?:stay|avoid|against|that\ you\ avoid
            |not)\w*\b
        | \b(?:do\ not|don'?t|dont|never)\ (?:ever\ |even\ )?(?:buy|purchase|order|download|install|get\ this|waste
            |trust|fall\ for
            |use\ (?:this|them|it)|fly\ (?:with|this|\w+\ \w+lines)|go\ (?:here|there|to\ this)|eat\ (?:here|there
            |at)|stay\ (?:here|at)
            |book\ (?:with|here|this)|bother|spend\ your)\b
        | (?:^|[.!,]\s*)(?:please\ )?avoid\b | \bavoid\ (?:this|at\ all|like|these|them|it)\b
        | \b(?:stay|keep)\ (?:far\ )?away\b | \b(?:buyers?|customers?|people)?\ ?beware\b | \bsteer\ clear\b
        | \bsave\ your\ (?:money|time)\b | \bthink\ twice\b | \brun\ away\b | \blook\ elsewhere\b | \bgo\ elsewhere\b
    """,
    Intent.RECOMMENDS: r"""
        \b(?:highly|definitely|strongly|really|totally|absolutely|would|will|can|i|we|do|and|fully)\ recommend(?:ed
            |ing)?\b
        | \brecommend(?:ed)?\ (?:it|this|them|these|to\ (?:anyone|everyone|everybody|all|my|friends|any|you|others))\b
        | ^(?:highly\ |definitely\ |strongly\ )?recommend(?:ed)?\b | \b(?:a\ )?must[-\ ](?:buy|have|try|visit|see)\b
        | \b(?:you|everyone|everybody)\ (?:should|must|need\ to|have\ to)\ (?:definitely\ )?(?:buy|get|try|visit
            |download)\b
        | \b(?:just\ |so\ )?go\ for\ it\b | \b(?:just\ )?buy\ (?:it|one|this)\b(?!\s+(?:again|for|because|as|and))
        | \b(?:won'?t|will\ not|not)\ regret\b | \bworth\ (?:buying|trying|a\ try|a\ visit|checking)\b
        | \bgive\ (?:it|them|this)\ a\ (?:try|go|shot|chance)\b | \bdon'?t\ (?:hesitate|think\ twice)\b
    """,
    Intent.COMPLAINT: r"""
        \bstill\ (?:waiting|no|not|haven'?t|hasn'?t|have\ not|has\ not|doesn'?t|does\ not|broken)\b
        | \b(?:does|do|did|is|are|was)\s?n[o']?t\ (?:work|working|turn\ on|connect|charge|load|open|arrive|fit)\w*\b
        | \bnot\ work(?:ing|s)?\b | \bstopped\ (?:working|charging)\b | \b(?:keeps?|kept)\ (?:crashing|freezing
            |failing|disconnecting)\b
        | \b(?:want|need|demand|give\ me|get)\ (?:a|my|our)\ (?:refund|money\ back)\b | \bnever\ (?:arrived|came
            |received|got)\b
        | \bon\ hold\b | \b(?:waste|waist)\ of\ (?:money|time)\b | \bcustomer\ service\ (?:is|was)\ (?:a\ joke
            |terrible|awful|horrible|bad)\b
        | \b(?:worst|terrible|horrible|awful|unacceptable|ridiculous|pathetic|disgusting|disappoint(?:ed|ing)|rude
            |broken)\b
    """,
    Intent.PRAISE: r"""
        \b(?:thank\ you|thanks)\ (?:so\ much|for\ (?:the|your)|guys|to)\b | \bthank\ you\b | \bkudos\b
            | \bshout\ ?out\b
        | \b(?:love|loving|loved)\ (?:it|this|the|your|my|these|them|how)\b | \b(?:great|excellent|amazing|awesome
            |fantastic
            |wonderful|outstanding)\ (?:job|work|service|product|app|experience|quality|staff|food|flight|value
            |sound|hotel|stay)\b
        | \bkeep\ (?:it\ )?up\b | \bwell\ done\b | \bworks?\ (?:great|perfectly|well|fine|like\ a\ charm|flawlessly)\b
        | \b(?:best|perfect|excellent|fantastic|superb|brilliant|awesome|amazing)\b
    """,
}
CUES: Mapping[Intent, re.Pattern[str]] = {
    intent: re.compile(written, re.VERBOSE | re.IGNORECASE) for intent, written in _CUES.items()
}
NOT_RECOMMENDED = re.compile(rf"\b{_NOT}\b(?:\s\w+){{0,3}}\s(?:recommend|buy|go\s+for)\b", re.IGNORECASE)
