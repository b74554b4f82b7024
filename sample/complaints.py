"""What annoys customers all the year round, when nothing special is going on."""

from sample.grammar import Theme

NOISE = Theme(
    name="noise",
    titles=("Too loud", "Wakes the whole house", "Noisy pump"),
    lines=(
        "The pump is far too loud, it wakes {who} {often}.",
        "The {grinder} screams like a jet engine, unusable before seven in the morning.",
        "It vibrates so much that the cups walk off the top.",
        "Very noisy, and the rattle from the {part} got worse after {weeks}.",
        "Loud. I can hear it two rooms away.",
    ),
    details=(
        "I put a rubber mat under it, no change.",
        "Our {room} is not that small.",
        "Not what I expected for {price}.",
    ),
)
LEAK = Theme(
    name="leak",
    titles=("Leaks after {weeks}", "Water everywhere", "Broken already", "Puddle on the counter"),
    lines=(
        "It started leaking after {weeks}, there is a puddle under the {part} {often}.",
        "The {machine} leaks from the group head and the shots are watery.",
        "Broke after {weeks}, no pressure any more, just a sad drip.",
        "Water tank leaks, the counter in our {room} is ruined.",
        "The {part} cracked after {weeks} of normal use.",
        "Steam wand drips all day and the boiler makes a nasty hiss.",
        "It trips the fuse {often}, we had to unplug it.",
    ),
    details=(
        "Replaced the gasket twice.",
        "For {price} that is {bad}.",
        "Waiting for a repair now.",
        "This is my second one with the same fault.",
    ),
)
CLOG = Theme(
    name="clogging",
    titles=("Clogs all the time", "Grinder jams", "Poor grinder", "Static mess"),
    lines=(
        "The {grinder} clogs {often} with {roast}.",
        "So much static that half the dose lands on the counter.",
        "Burrs arrived misaligned and the grind is uneven, boulders and dust.",
        "It jammed {when} and I had to take it apart with pliers.",
        "Retention is {bad}, three grams of yesterday's coffee in every dose.",
        "The grind adjustment slips, I find it two marks coarser {often}.",
    ),
    details=("{old} did better.", "Cleaning it takes {hours}.", "Not good enough for {price}."),
)
SUPPORT = Theme(
    name="slow support",
    titles=("Customer service is {bad}", "No answer", "Support ignores me", "Still waiting for a reply"),
    lines=(
        "I wrote to customer service {number} times and got no answer for {days}.",
        "Support only sends the same canned reply about restarting, nobody reads my emails.",
        "Waited {hours} on hold, then the line went dead.",
        "The chat bot goes in circles and there is no way to reach a person.",
        "They promised to call back {when} and never did.",
        "Customer service was rude and told me the broken {part} was my fault.",
        "Opened a ticket {days} ago, still nothing.",
    ),
    details=(
        "After-sales service is {bad}.",
        "I am giving up.",
        "You are on your own once they have your money.",
        "Please answer your emails.",
    ),
)
REFUND = Theme(
    name="refund",
    titles=("Where is my refund?", "Returned it, no money back", "Refund takes forever", "Charged twice"),
    lines=(
        "I returned the {product} {days} ago and still have no refund.",
        "They charged my card twice and the refund has been 'processing' for {days}.",
        "Returning it was a nightmare, the shipping fee eats a third of what I paid.",
        "The subscription was charged again after I cancelled it.",
        "Refund refused because the box was opened, how else do you test a machine?",
    ),
    details=("My bank is involved now.", "Keep your receipts.", "Nobody can tell me when I get my money."),
)
PRICE = Theme(
    name="price",
    titles=("Overpriced", "Not worth the money", "Too expensive", "Pretty but pricey"),
    lines=(
        "Far too expensive for what you get, I paid mostly for the logo.",
        "The price went up twice this year and the {part} is plastic now.",
        "Spare parts are a rip-off, forty for a {part}.",
        "I expected more for {price}.",
        "Filters, tablets, a special brush: it keeps costing money.",
        "Shipping fees eat every discount they give you.",
    ),
    details=("{rival} does the same for less.", "Would not buy again.", "Wait for a sale."),
)
DAMAGED = Theme(
    name="damaged",
    titles=("Arrived damaged", "Dented on arrival", "Parts missing", "Box was crushed"),
    lines=(
        "It arrived with a dent in the side and a broken {part}.",
        "The box was crushed and the {part} was missing.",
        "No {part} in the box, although the leaflet says it is included.",
        "Second hand? Mine came with old coffee grounds in it.",
        "Packaging was far too thin, the water tank was cracked.",
        "They sent the wrong {product}, and now I have to pay for the return.",
    ),
    details=(
        "Photos sent {when}, no reaction.",
        "A gift, too. How embarrassing.",
        "I need it for the {room} and cannot use it.",
    ),
)
MANUAL = Theme(
    name="manual",
    titles=("Confusing manual", "No instructions", "Hard to set up"),
    lines=(
        "The manual is useless, it took {hours} to find out how to prime the pump.",
        "Confusing instructions, the pictures show a different model.",
        "Descaling is needlessly complicated and the light never goes off.",
        "Setting it up without a video is impossible.",
    ),
    details=("A simple sheet of paper would do.", "I gave up and asked {who}.", "Tiny grey print, really?"),
)
PAIRING = Theme(
    name="pairing",
    titles=("Won't pair", "Loses connection", "Bluetooth is flaky", "Needs work"),
    lines=(
        "It loses the bluetooth connection to the scale {often}.",
        "Pairing with the {machine} fails, I have to restart both {often}.",
        "The app is [slow|sluggish] and the [shot graph|recipe list|shop page] takes forever to load.",
        "Too many notifications about [beans|offers|a sale] I never asked for.",
        "Forced to make an account just to use a [timer|scale|recipe], annoying.",
        "It drains the battery, [twenty|fifteen|thirty] percent in an hour on {phone}.",
        "The subscription page is confusing, I ordered two bags by mistake.",
    ),
    details=("Tried it on {phone}.", "Reinstalled twice.", "The machine is fine, it is the software that is weak."),
)
STALE = Theme(
    name="stale beans",
    titles=("Stale beans", "Old stock", "Subscription got worse"),
    lines=(
        "The last two bags were stale, roasted {weeks} ago.",
        "Beans arrived oily and bitter, not what I ordered.",
        "The subscription keeps sending {roast} although I chose something else.",
    ),
    details=("I cancelled it.", "Shame, it used to be {good}."),
)

SHOP_COMPLAINTS = (NOISE, LEAK, CLOG, SUPPORT, REFUND, PRICE, DAMAGED, MANUAL, STALE)
APP_COMPLAINTS = (PAIRING, PAIRING, PAIRING, PRICE, SUPPORT)
FORUM_COMPLAINTS = (NOISE, LEAK, CLOG, SUPPORT, PRICE, REFUND)
