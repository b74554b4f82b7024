"""What content customers say."""

from sample.grammar import Theme

COFFEE = Theme(
    name="coffee",
    titles=("Best coffee at home", "Café quality", "Great shots", "So happy with the {drink}", "Rich crema"),
    lines=(
        "The {drink} it makes is {good}, better than most cafés around here.",
        "I pull a {drink} before work and it is {very} consistent.",
        "Coffee tastes {good}, thick crema and no bitterness at all.",
        "Even with {roast} the shots come out sweet and balanced.",
        "Shot quality is {good}, I have stopped buying coffee outside.",
        "{who} used to laugh at me for spending this much and now makes a {drink} on it twice a day.",
        "Coming from {old}, the difference in the cup is huge.",
        "My first {drink} was already drinkable, by the weekend they were {good}.",
        "Temperature is rock steady, every {drink} tastes like the last one.",
        "I did not know my beans could taste [this good|so sweet|like this].",
        "Crema for days, and the {drink} is {good}.",
        "We make about {number} drinks a day and I cannot fault a single one.",
        "Love the pre-infusion, it rescues even my sloppy tamping.",
    ),
    details=(
        "I weigh 18 g in and 36 out and it just works.",
        "{roast} needed a finer grind, nothing more.",
        "Guests ask where I bought it.",
        "No more queueing for a {drink}.",
        "It heats up in about eight minutes.",
    ),
)
GRIND = Theme(
    name="grind",
    titles=("Superb grinder", "Even grind, little mess", "Finally fluffy grounds", "Worth it for the burrs"),
    lines=(
        "The grind is {very} even and there is hardly any retention.",
        "The {grinder} is quiet enough to use while {who} is asleep.",
        "Dialling in took me {number} shots, then I left it at {setting}.",
        "Grounds are fluffy, no clumps, and static is almost zero.",
        "Burrs came well aligned, {roast} go through without stalling.",
        "Stepless adjustment on the {grinder} is {good}.",
        "Switching between filter and espresso is {very} quick and repeatable.",
        "For {price} I have not seen a better grinder.",
        "It grinds 18 g in about nine seconds and sounds solid doing it.",
    ),
    details=(
        "I clean it once a fortnight with a brush.",
        "One tap and the chute is empty.",
        "A big step up from {old}.",
    ),
)
APP = Theme(
    name="app praise",
    titles=("Brilliant app", "Love the brew log", "Handy", "Works well with my machine", "So useful"),
    lines=(
        "[Love|I like|Big fan of] the brew timer, it talks to the scale and stops at the [right|exact] weight.",
        "The recipe library is {good}, I found a {drink} profile that just works.",
        "Scheduling the warm-up from bed is my favourite thing about {app}.",
        "[Clean|Nice|Tidy] design, easy to [follow|use], and the shot graphs are {good}.",
        "Pairing took [ten|five|twenty] seconds and it has been stable for {weeks}.",
        "The maintenance reminders in {app} are {very} helpful.",
        "I like how {app} remembers the grind setting for each bag of beans.",
        "Ordering beans in {app} is [quick|simple|painless] and the subscription is easy to [pause|change|skip].",
        "[Nice|Useful|Pretty] widgets, sensible notifications, no ads[.|, no nonsense.|, and it never nags.]",
        "[Step by step guides|The lessons|The videos in there] made me a better barista[, no joke|, honestly|].",
        "{app} taught me more about extraction than [a dozen videos|two books|a weekend course].",
        "[Simple|Clear|Stable], fast and it does what it says.",
        "The descale reminder alone is worth it, my {drink} tastes [better|cleaner] since.",
        "I start the {machine} from [the tram|bed|the shower] and the {drink} is ready when I get up.",
        "Sharing recipes with {who} is [fun|easy|a nice touch].",
        "Great for keeping track of {roast}, I log [every|each] shot.",
        "Does [everything|all] I need and the {machine} gets its updates [over night|without cables].",
        "Support for two machines works {very} well[.|, one at home and one in the {room}.]",
        "[Beautiful|Well made] app, the grind advisor was right within [two|three] shots.",
    ),
    details=(
        "Works on {phone} without trouble.",
        "A [dark mode|tablet version|watch face] would be nice, but that is a small wish.",
        "{who} uses it too.",
        "[Keep it up!|More of this.|Well done.]",
        "Using it daily for {weeks}.",
    ),
)
SHIPPING = Theme(
    name="fast delivery",
    titles=("Fast delivery", "Arrived early", "Well packed and quick", "Impressed by the shipping"),
    lines=(
        "Ordered on Monday and it was here in {quick}.",
        "Delivery was {very} fast and the box was packed like a fragile vase.",
        "Arrived a day earlier than promised.",
        "Shipping updates were clear and the parcel came in {quick}.",
        "Everything arrived in one piece, {good} packaging without a mountain of plastic.",
        "The beans were roasted two days before they landed on my doorstep.",
        "It turned up in {quick}, even to the island where we live.",
    ),
    details=(
        "The driver carried it up the stairs.",
        "Tracking was accurate to the hour.",
        "Nothing missing, nothing loose.",
    ),
)
SUPPORT = Theme(
    name="good support",
    titles=("Great customer service", "They fixed it in a day", "Helpful people", "Support that answers"),
    lines=(
        "Customer service answered within {hours} and sent a new {part} for free.",
        "I broke the {part} myself and support still helped me, {good} service.",
        "The support chat walked me through descaling, patient and friendly.",
        "Had a question about the {part} and got a proper answer from a person, not a script.",
        "They replaced my {product} without any argument.",
        "Support called me back as promised, which never happens elsewhere.",
        "Kind, quick and competent help when the {part} arrived bent.",
    ),
    details=(
        "That is how you keep a customer.",
        "Thank you to whoever answered me {when}.",
        "Five stars for the people there.",
    ),
)
BUILD = Theme(
    name="build",
    titles=("Built like a tank", "Beautiful machine", "Solid and good looking", "A joy to use", "Heavy in a good way"),
    lines=(
        "The {machine} feels solid, all metal where it matters.",
        "Looks {good} in our {room}, people think it cost twice as much.",
        "The {machine} fits under the cabinet and still has a decent water tank.",
        "Easy to clean, the {part} comes off in a second.",
        "Build quality is {good} and nothing rattles after {weeks}.",
        "Steam is powerful, milk for a {drink} in twenty seconds.",
        "Buttons feel {good} and everything is where you expect it.",
        "Setup was {very} easy, fifteen minutes from box to first {drink}.",
        "Microfoam like silk, and I am a beginner.",
    ),
    details=(
        "It replaced {old}.",
        "{who} approves as well.",
        "I would buy it again tomorrow.",
        "We have it in the {room}.",
    ),
)
VALUE = Theme(
    name="value",
    titles=("Great value", "Worth every penny", "Bargain", "Pays for itself", "Would buy again"),
    lines=(
        "For {price} you get a lot of machine.",
        "Worth every penny, it paid for itself in {weeks}.",
        "I compared it with three others, {rival} included, and this was the best value.",
        "Not cheap, but it is worth it if you drink more than two cups a day.",
        "{very} good value, especially in the summer sale.",
        "Recommended to {who}, who bought one the same week.",
    ),
    details=("No regrets.", "I recommend it to anyone starting out.", "Wish I had bought it sooner."),
)

BEANS = Theme(
    name="beans",
    titles=("Lovely beans", "Fresh and tasty", "The subscription is great"),
    lines=(
        "The bean subscription is {good}, always fresh and never late.",
        "Their house blend makes a {good} {drink}.",
        "Each bag comes with a sensible recipe, {very} nice touch.",
        "I look forward to the monthly bag, the last one was [fruity|nutty|chocolatey] and delicious.",
        "Beans are roasted to order and you can taste it.",
    ),
    details=("I pause it over the holidays with two clicks.", "The bags reseal properly."),
)

SHOP_PRAISE = (COFFEE, GRIND, SHIPPING, SUPPORT, BUILD, VALUE, BEANS)
FORUM_PRAISE = (COFFEE, GRIND, BUILD, VALUE, SUPPORT)
