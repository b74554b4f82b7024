"""What is neither praise nor blame: openings, endings, turns, plain facts and questions."""

from sample.grammar import Theme

OPENERS = (
    "Had it for {weeks} now.",
    "Bought this for our {room}.",
    "Got it as a present from {who}.",
    "Long time {rival} user here.",
    "Not my first machine.",
    "I hardly ever write reviews.",
    "Okay, so.",
    "Upgraded from {old}.",
    "Short version first.",
    "Third order from this shop.",
    "I drink about {number} cups a day.",
    "Honest review after {weeks}.",
    "Let me start with the facts.",
)
GLAD = (
    "Highly recommended.",
    "Very happy.",
    "Would buy again.",
    "Love it.",
    "Five stars from me.",
    "Thanks!",
    "Keep it up.",
    "A pleasure every morning.",
    "10/10.",
    "Can only recommend it.",
)
SORE = (
    "Not recommended.",
    "Avoid.",
    "Very disappointed.",
    "Never again.",
    "One star is one too many.",
    "What a waste of money.",
    "I want my money back.",
    "So frustrating.",
    "Please fix this.",
    "I am switching to {rival}.",
    "Sort it out.",
)
EVEN = (
    "Three stars for now.",
    "We will see.",
    "Make of that what you will.",
    "It does the job.",
    "Will update in {weeks}.",
    "Neither good nor bad.",
)
TURNS = ("But", "That said,", "On the other hand,", "However,", "Sadly,", "The downside:", "Only thing:", "Still,")

FACTS = Theme(
    name="facts",
    titles=("Okay", "It's fine", "Average", "Does what it should", "First impressions", "Normal"),
    lines=(
        "It makes coffee, what else is there to say.",
        "I use it with {roast}, {number} cups a day, 18 g in the basket.",
        "The tank holds about two litres and the cable is one metre long.",
        "Arrived {when}, have only made a {drink} or two so far.",
        "Does what the [description|box|shop page] says, no more and no less.",
        "It takes a {size} basket, for those who wonder.",
        "Mine is the black one, it stands in the {room}.",
        "Average. Similar to {old}.",
        "Bought it in the sale, used it for {weeks}.",
        "The {grinder} sits at {setting} for me.",
    ),
    details=("Descaled it once so far.", "{who} uses it more than I do.", "Bought together with the scale."),
)
APP_FACTS = Theme(
    name="app facts",
    titles=("OK", "Fine", "Does the job", "Decent", "A timer"),
    lines=(
        "It is a timer with recipes, [fine|okay|no more].",
        "I only use it for [updates|the shot timer|bean orders] and the [descale reminder|recipe list|water alarm].",
        "Needs an account. Works with the scale and the {machine}.",
        "Using it on {phone}, nothing special to report.",
        "Would be nice to have a [watch version|tablet layout|widget] and [dark mode|larger letters|fahrenheit].",
        "Please add {roast} to the bean list.",
    ),
    details=("The rest is okay.", "Version for tablets?", "Using it for {weeks}."),
)
QUESTIONS = Theme(
    name="questions",
    titles=(
        "Question about the {machine}",
        "{machine} or {grinder} first?",
        "Basket size of the {machine}?",
        "Which grind for the {grinder}?",
        "Descaling the {machine}",
        "{machine} and hard water",
        "Anybody using {roast} in the {machine}?",
    ),
    lines=(
        "Does the {machine} take a {size} basket?",
        "What do you set the {grinder} to for a {drink}?",
        "Can somebody tell me how long the {machine} takes to heat up?",
        "Is the {part} of the {machine} the same as on the older model?",
        "How often do you descale the {machine} with hard water?",
        "Which ratio do you use for {roast} on the {machine}?",
        "Does {app} work without an account[?| on {phone}?]",
        "Has anybody put a [bottomless|walnut] portafilter on the {machine}?",
        "How loud is the {grinder} [really|in a flat with thin walls|at six in the morning]?",
        "Where can I buy a new {part} for the {machine} [in Europe|without paying for shipping|this week]?",
        "Is there a difference between the {machine} sold here and the one in the US?",
        "Where do you keep the {grinder} in a {room}?",
    ),
    details=(
        "I am at {setting} right now.",
        "Water here is 18 dH.",
        "Budget is not the problem, space is.",
        "Asking for {who}.",
        "Searched the forum, found only old threads.",
    ),
)
ANSWERS = Theme(
    name="answers",
    lines=(
        "Try {setting} and work from there.",
        "It takes a {size} basket, I [measured mine|asked support|have the bottomless one].",
        "Grind finer, dose [17|18|19] grams and [wait|taste] before you change anything else.",
        "Mine heats up in about [eight|ten|seven|twelve] minutes, give it [fifteen|twenty] for the cups.",
        "Same here with the {machine}, I use filtered water and descale every [three|two|four] months.",
        "You need the {part} kit, it is listed under spares at {brand}.",
        "1:2 in [28|30|26|32] seconds, whatever the recipe in {app} says.",
        "The {machine} and the {grinder} share the same cable, if that helps.",
    ),
    details=("Hope that helps.", "Your mileage may vary.", "At least that is how it was {when}."),
)
VERSUS = Theme(
    name="versus",
    titles=("{brand} vs {rival}", "Moving from {rival} to {brand}", "{machine} or {rival}?"),
    lines=(
        "I have had both, {brand} makes the better {drink} and {rival} has the better steam.",
        "Between {brand} and {rival} I would take {brand} for the build and {rival} for the price.",
        "Sold my {rival} and got a {machine}, the shots are {good} and the app is so-so.",
        "{who} has a {rival} and honestly there is not much in it against the {machine}.",
        "{rival} is cheaper, {brand} is quieter, both make a {good} {drink}.",
        "Looked at {rival} as well and the {machine} won because of the steam.",
    ),
    details=("Happy to answer questions.", "Prices here are about the same.", "No affiliation with either."),
)
