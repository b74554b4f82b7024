"""Sentences written for Earshot: what customers say to companies, which tweets and editorials seldom hold.

A complaint is often a bare fact ("Still waiting for my refund"), a question is not a complaint, and praise may
name a fault that is gone. Each pattern is filled in a few ways, always the same ones.
"""

import itertools
import random
import re
from collections.abc import Iterator

FILLINGS = {
    "thing": "parcel|order|package|delivery|card|subscription|replacement|refund|invoice|ticket",
    "product": "headset|phone|laptop|kettle|vacuum|router|watch|charger|printer|blender|speaker|camera",
    "app": "app|website|latest version|site|update|new version|login page",
    "staff": "agent|driver|cashier|manager|waiter|receptionist|technician|lady at the desk|guy on the phone|crew",
    "place": "store|branch|hotel|restaurant|counter|gate|drive thru|office|shop",
    "time": "two hours|three days|a week|45 minutes|over an hour|10 days|a month|since Monday",
    "part": "battery|screen|zip|handle|left side|bluetooth|button|lid|charging port|microphone",
    "meal": "burger|coffee|pizza|salad|breakfast|soup|steak|fries",
    "action": "log in|check out|pay|upload a photo|cancel my plan|change my address|reset my password|open it",
    "room": "room|bathroom|bed|lobby|cabin|table",
    "travel": "flight|train|bus|connection|transfer",
}

NEGATIVE = """
Still waiting for my {thing} after {time}.
@user still no {thing} and nobody answers
@user where is my {thing}? It was supposed to arrive {time} ago
Been on hold for {time} and then the call dropped.
@user on hold {time}, really?
I can't {action} after the update.
Can't {action} anymore, the {app} keeps crashing.
The {app} freezes every time I try to {action}.
@user your {app} is down again, I cannot {action}
The {part} stopped working after {time}.
The {part} broke within {time}.
{product} arrived with the {part} broken.
The {product} does not turn on.
The {product} worked for {time} and then died.
My {thing} was charged twice and no one will fix it.
You charged me twice for the same {thing}.
I was billed for a {thing} I never ordered.
They refuse to give me my money back for the {product}.
The {staff} hung up on me.
The {staff} was rude and rolled her eyes at us.
The {staff} ignored us for {time}.
The {staff} told me it was my own problem.
My {meal} was cold.
The {meal} was raw in the middle.
They forgot half of my order, no {meal} in the bag.
Got the wrong {meal} again.
There was a hair in my {meal}.
The {room} smelled of smoke.
The {room} was dirty and nobody came to clean it.
Waited {time} at the {place} and left without being served.
@user my {travel} is delayed {time} and no one at the {place} tells us why
@user {travel} cancelled, no rebooking, no hotel, nothing
@user missed my {travel} because of you
@user you lost my bag {time} ago and nobody calls back
@user thanks for cancelling my {travel} without telling me
@user great, another delay. {time} at the gate now
@user so much for your customer service, {time} and no reply
Wow, {time} to get a {meal}. Well done.
I want a refund.
@user I need somebody to call me back, this is the third time I ask
Third {product} in a year, same fault.
Expensive for what it is.
Way too slow.
It used to be good, now the {app} is full of ads.
The old version was better, please bring it back.
After the {app} update everything takes forever.
I have sent five emails and got no answer.
Not worth the price, the {part} feels cheap.
The {product} is nothing like the picture.
Would give zero stars if I could.
I will be switching to another provider.
Cancelled my account after {time} of this.
Do not buy this {product}, the {part} fails.
Avoid this {place}.
Returned it the next day.
It looks nice but the {part} doesn't work.
Good idea, but I can't even {action}.
I wanted to like the {product}, but the {part} is useless.
The {part} drains in {time}.
The sound cuts out every few minutes.
No instructions, no support, no reply.
@user why does it take {time} to get an answer?
@user why was my {thing} cancelled?
@user how can you lose a {thing} twice?
@user is anyone working today? Nobody picks up
Please fix the {app}, I lost all my data.
Only works half of the time.
Never arrived.
It stopped charging.
Asked for help at the {place}, got sent away.
They keep sending me to another department.
Hidden fees again.
The price went up and nobody told us.
"""

NEUTRAL = """
@user what time does the {place} open on Sunday?
@user does the {product} come with a charger?
@user can I {action} from abroad?
@user how do I {action}?
@user is there a way to {action}?
@user do you ship to Canada?
@user can you follow me so I can send you a message?
@user I have sent you a message with my order number
@user DM sent
@user which {place} is closest to the station?
@user is the {travel} to Denver on time?
@user what is the baggage allowance on this {travel}?
@user can I change the name on my {thing}?
@user when will the {product} be back in stock?
@user do you still have the {product} in blue?
@user any news on the {app} for tablets?
I ordered a {product} on Monday.
I bought the {product} for my brother.
I use the {app} on my phone and on my computer.
My {thing} should come on Friday.
We booked the {room} for two nights in June.
The {place} is next to the station.
The {product} weighs about 300 grams.
It comes in black and white.
The company said on Tuesday that it will open a new {place}.
The {place} announced its figures for the third quarter.
The {app} has a settings page where you can {action}.
I asked the {staff} for a receipt.
We had the {meal} and a glass of water.
It is okay, nothing special.
It does what it says, no more and no less.
Average {meal}, average price.
The {product} is decent, some things are good and some are not.
Some people like it and some do not.
Neither good nor bad.
I am on the {travel} from Boston to Chicago.
Just landed, now heading to the {place}.
Waiting at the {place} for my {travel}.
I would like to {action} next week.
Looking for a {product} under 100 dollars, any suggestions?
Has anybody tried the new {product}?
My last {product} was from another brand.
Will the {app} work without a connection?
Not sure yet, I have had it for {time}.
The {staff} said it takes {time}.
"""

POSITIVE = """
My {thing} came a day early, thank you!
@user thank you, your {staff} sorted it out in minutes
@user shout out to the {staff} at the {place}, so kind
@user best {travel} in years
@user thanks for the quick reply!
@user you guys rock
@user problem solved, thanks to your {staff}
The {staff} went out of the way to help us.
The {staff} was patient and friendly.
The {part} lasts all day.
The {part} is excellent for the price.
The {product} works perfectly, right out of the box.
Best {product} I have ever owned.
I have had no problems with the {product}.
No complaints so far, the {product} does everything I hoped for.
Never had an issue in {time}.
Can't live without this {app}.
I can't fault the {place}.
The {app} is easy to use and I can {action} in seconds.
Love the {app}, it saves me so much time.
Finally a {app} that just works.
The update fixed every bug I had.
It used to crash, but now the {app} runs smoothly.
The {meal} was hot and delicious.
The {meal} was to die for.
Great {meal}, fair prices, we will be back.
The {room} was spotless.
Wonderful stay, the {room} had a lovely view.
Refund came through in a day, well handled.
They replaced my {product} without any questions.
Worth every penny.
Highly recommended.
Five stars from me.
Exactly what I needed.
Not bad at all, I am impressed.
I was sceptical, but the {product} won me over.
Cheap, but it works like a charm.
Small {place}, big heart.
Couldn't be happier with the {product}.
Nothing but praise for the {staff}.
Thanks to the {staff} I made my {travel}.
My kids love the {product}.
Bought a second {product} for my mother.
Sound is clear and the {part} feels solid.
Delivery was fast and the {thing} well packed.
"""

VARIANTS = 8


def own_sentences() -> Iterator[tuple[str, str]]:
    """Pairs of text and label, about fifteen hundred, the same at each run."""
    chance = random.Random(20)
    for label, patterns in (("negative", NEGATIVE), ("neutral", NEUTRAL), ("positive", POSITIVE)):
        for pattern in patterns.strip().splitlines():
            for text in sorted(filled(pattern, chance)):
                yield text, label


def filled(pattern: str, chance: random.Random) -> set[str]:
    """Up to eight fillings of a pattern, some of them without capitals or a full stop, as people type."""
    names = re.findall(r"{(\w+)}", pattern)
    choices = list(itertools.product(*(FILLINGS[name].split("|") for name in names)))
    texts = set()
    for choice in chance.sample(choices, min(VARIANTS, len(choices))):
        text = pattern
        for name, word in zip(names, choice, strict=True):
            text = text.replace("{" + name + "}", word, 1)
        text = text.replace("for since", "since")
        text = text.replace(" a update", " an update").replace(" a app", " an app").replace("a invoice", "an invoice")
        text = text.replace("a order", "an order").replace("since Monday ago", "on Monday")
        texts.add(text.lower().rstrip(".") if chance.random() < 0.3 else text)
    return texts
