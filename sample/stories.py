"""The two stories that the sample tells: an app release that broke log-in, and parcels stuck in Germany."""

from sample.grammar import Theme

CRASH = Theme(
    name="crash",
    titles=(
        "Crashes since the update",
        "Unusable",
        "Broken update",
        "4.2.0 is a disaster",
        "Keeps crashing",
        "Crash on start",
    ),
    lines=(
        "Since the update the app crashes [each time|whenever|as soon as] I open it.",
        "Version 4.2.0 crashes on start, I see the logo and then the home screen of my phone.",
        "The new version freezes on the brew screen and then closes itself.",
        "Crashes {often} when I start a shot, my {drink} was ruined {when}.",
        "It crashed in the middle of an update of the {machine} and now the machine blinks red.",
        "App keeps crashing on {phone} after 4.2.0, it was fine before.",
        "Opens, hangs for [ten|five|twenty] seconds, crashes. [Every time.|Each time.|On both phones.]",
        "The update broke everything: [black|white|frozen] screen, then a crash.",
        "Cannot even get to the [settings|start page|shop], it crashes before that.",
        "The recipe tab makes it crash, {often}.",
        "Did anybody test this release? It crashes on both of our phones.",
    ),
    details=(
        "Reinstalling did not help.",
        "Restarted, reinstalled, cleared everything, no luck.",
        "Please bring back 4.1.3.",
        "I use the machine by hand now, like an animal.",
        "The {machine} itself is {good}, the software is {bad}.",
        "Fix this quickly.",
        "On {phone}, if that helps.",
        "Support says they know about it.",
    ),
)
LOGIN = Theme(
    name="login",
    titles=("Cannot log in", "Locked out", "Login loop", "Logged out and stuck", "Password never works"),
    lines=(
        "Cannot log in since the update, it says my password is wrong and it is not.",
        "Logged out after 4.2.0 and the log-in page just [spins|stays grey|says try later].",
        "The login code arrives after it has expired, {often}.",
        "Stuck in a log-in loop: email, code, email, code[.|, error.|, and back to the start.]",
        "I reset my password {number} times and still cannot sign in.",
        "It asks me to log in {often} and then says something went wrong.",
        "Locked out of my own account, so no [timer|brew log|shot graph], no [recipes|orders|beans].",
        "Since 4.2.0 signing in fails with error 401 on {phone}.",
        "I can't log in and can't [pause|cancel|change] my bean subscription either.",
        "The new sign-in does not accept my [email address|password|work email] any more.",
    ),
    details=(
        "Who needs an account to make a {drink} anyway?",
        "Tried wifi, mobile data, {phone}.",
        "Nobody answers the support form, which also needs a log-in.",
        "Worked perfectly for {weeks} before that.",
        "Please sort out the login.",
        "{who} has the same problem.",
    ),
)
LOST = Theme(
    name="lost data",
    titles=("All my recipes are gone", "Lost everything", "Brew log deleted"),
    lines=(
        "The update deleted all my saved recipes and the brew log.",
        "After 4.2.0 two years of shot history are gone.",
        "My grind settings were wiped by the new version.",
    ),
    details=("No backup, no warning.", "Not happy.", "I had {number} bags dialled in there."),
)
FIXED = Theme(
    name="fixed",
    titles=("Fixed in 4.2.1", "Works again", "Thanks for the fix", "Back to normal", "Updating my review"),
    lines=(
        "4.2.1 fixed it, log-in works and no more crashes.",
        "Finally fixed, the app opens again and my recipes are back.",
        "Works again with the latest update, thank you.",
        "Changed my rating after 4.2.1: stable for {days} now.",
        "The crash is gone since 4.2.1, {good}.",
        "They took two weeks, but the new version runs {very} well.",
    ),
    details=(
        "Please test more next time.",
        "Back to my morning {drink} routine.",
        "Everything syncs with the {machine} again.",
    ),
)

LATE = Theme(
    name="late delivery",
    titles=("Still not delivered", "Delivery took forever", "Late, late, late", "Where is my parcel?", "{late} late"),
    lines=(
        "Delivery took {late}, the shop promised three days.",
        "My order has been stuck in the depot near {city} for {late}.",
        "The parcel is late, tracking has not moved for {days}.",
        "Ordered {late} ago to {city} and still no parcel.",
        "Delivery to Germany is {bad} at the moment, {late} late and no word from the shop.",
        "Tracking has said 'delayed in {city}' for {days}.",
        "It was meant as a birthday present and came {late} late.",
        "Three new delivery dates, all missed. The box came after {late}.",
        "Waiting for {late} now, and the courier says it never left the warehouse.",
        "The {product} is {good} but the delivery to {city} took {late}.",
    ),
    details=(
        "Nobody told us why.",
        "The shop blames the courier, the courier blames the shop.",
        "I took a day off for nothing.",
        "Customer service only says 'be patient'.",
        "Other countries seem to get theirs in two days.",
        "Please find another courier for Germany.",
        "The beans were old when they arrived.",
        "I asked for my money back.",
    ),
)
DELIVERY_OVER = Theme(
    name="delivery over",
    titles=("Delivery is normal again", "Better this time"),
    lines=(
        "Second order came in {quick}, so the delays in Germany seem to be over.",
        "After the mess last month this one reached {city} in {quick}.",
    ),
    details=("Good to see.", "Hope it stays that way."),
)

BAD_RELEASE = (CRASH, CRASH, CRASH, CRASH, LOGIN, LOGIN, LOGIN, LOGIN, LOST)
