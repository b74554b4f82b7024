"""Sentences written for Earshot that show each intent; a sentence near to them in meaning is taken to have it too."""

from collections.abc import Mapping

from domain.traits import Intent

EXAMPLES: Mapping[Intent, tuple[str, ...]] = {
    Intent.COMPLAINT: (
        "Still waiting for my refund after three weeks.",
        "It stopped working after two days.",
        "I have been on hold for an hour and nobody answers.",
        "My order arrived broken and support ignores me.",
        "The app crashes every time I open it.",
        "I was charged twice for the same thing.",
        "The staff was rude and unhelpful.",
        "You lost my bag and nobody calls back.",
        "The food was cold and the place was dirty.",
        "I cannot log in since the update.",
        "They refuse to give me my money back.",
        "The delivery is a week late again.",
    ),
    Intent.QUESTION: (
        "How do I change my password?",
        "Does it work with the old model?",
        "Is there a way to export my data?",
        "What time does the store open on Sunday?",
        "Does anyone know if this is still in stock?",
        "I would like to know whether you ship abroad.",
        "Can somebody explain how the fees work?",
        "Which plan do I need for two people?",
    ),
    Intent.PRAISE: (
        "Thank you, your support team was wonderful.",
        "I love this product, it works perfectly.",
        "Best purchase I have made this year.",
        "The staff was friendly and went out of their way to help.",
        "Fast delivery and great quality.",
        "The app is easy to use and saves me time.",
        "The food was delicious, we will be back.",
        "Everything was clean and comfortable.",
    ),
    Intent.SUGGESTION: (
        "Please add a dark mode.",
        "It would be great if it had a timer.",
        "I wish there was a way to sort the list.",
        "You should offer a smaller size.",
        "My only suggestion is to make the text larger.",
        "They need to open more counters.",
        "Would be nice to have an option to turn the sound off.",
        "Bring back the old layout.",
    ),
    Intent.CHURN_RISK: (
        "I am cancelling my subscription.",
        "I will be switching to a competitor.",
        "This was the last time I order here.",
        "I will never fly with you again.",
        "You have lost a customer.",
        "I have deleted the app and closed my account.",
        "I am looking for an alternative.",
        "If this is not fixed I will leave.",
    ),
    Intent.RECOMMENDS: (
        "I would recommend this to anyone.",
        "Highly recommended.",
        "You should buy one, you will not regret it.",
        "If you are thinking about it, go for it.",
        "Everybody should try this place.",
        "I have told all my friends to get one.",
    ),
    Intent.WARNS_AGAINST: (
        "Do not buy this.",
        "Stay away from this company.",
        "I would not recommend this to anyone.",
        "Avoid this place at all costs.",
        "Do not waste your money on it.",
        "Buyers beware, it is a scam.",
    ),
}

# What people write that wants nothing of anybody: what an example must be nearer to than to these.
PLAIN = (
    "I bought it on Monday.",
    "The company opened a new store in Leeds.",
    "We are on our way to the airport.",
    "It comes in black and white.",
    "I have had it for two months.",
    "The company announced its figures for the third quarter.",
    "My brother has the same one.",
    "We stayed for two nights in June.",
    "Just landed.",
    "I use it on my phone and on my computer.",
    "Waiting at the gate.",
    "I sent you a message with my order number.",
    "It is okay, nothing special.",
    "Here is a picture of my desk.",
    "The match begins at eight tonight.",
    "He said that he would think about it.",
)
