"""What identifies a person taken out of a text before it is stored: e-mail, card, IBAN, IP address, phone."""

import ipaddress
import re

EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
CARD = re.compile(r"(?<![\w.-])\d(?:[ \u00a0\u2010-\u2013-]?\d){13,18}(?![\w-]|\.\d)")
# What Visa, Mastercard, American Express, Diners, JCB, Discover and Maestro give out; other lengths are order numbers.
CARD_SCHEMES = re.compile(r"4\d{15}(?:\d{3})?|5\d{15}|2[2-7]\d{14}|3[47]\d{13}|3[0689]\d{12}|35\d{14}|6\d{15,18}")
IP_V4 = re.compile(r"(?<![\w.$])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)")
IP_V6 = re.compile(
    r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4})(?![\w:])", re.IGNORECASE
)
VERSION_WORD = re.compile(
    r"(?:version|build|firmware|windows|release|v|ver|updated?|upgraded?|app|ios|macos|android|chrome|firefox|"
    r"software|driver|section|chapter)(?:\s+to)?\.?\s*$",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w.,$€£#/-])(?<!\d\s)(?:\+|00|\(|1 \()?\d[\d\s()./\u2010-\u2013-]{5,22}\d(?![\w-]|[.,/:]\d)")
NOT_A_PHONE_BEFORE = re.compile(
    r"(?:order|ticket|case|invoice|booking|reference|ref|tracking|serial|number|no|nr|id|model|part|sku|account|"
    r"zip|zip code is|isbn|ean|upc|version|build|imei|confirmation|claim|policy|member|membership|po|pnr|code|"
    r"room|size|#|№|\$|€|£)"
    r"[\s.:#]*(?:is|was|number|no|nr|id)?[\s.:#]*$",
    re.IGNORECASE,
)
PHONE_WORD_BEFORE = re.compile(
    r"(?:\b(?:phone|mobile|mob|cell|tel|ph|telephone|telefon|handy|call|whatsapp|fax|"
    r"text|sms|reach|dial|contact|ring me|me at|me on|my number)\b|[📞📱☎])[^\d]{0,24}$",
    re.IGNORECASE,
)
DATE_LIKE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*|\d{1,2}[./]\d{1,2}[./]?")
SEPARATORS = re.compile(r"[\s()./\u2010-\u2013-]+")
BEFORE = 32
MIN_DIGITS, NATIONAL_DIGITS, MAX_DIGITS = 7, 10, 15


def redact(text: str) -> str:
    """The text with [email], [card], [iban], [ip] and [phone] in place of what identifies a person.

    A version (10.0.19045.3803), an order number, a price, a date and a quantity stay.
    """
    if "@" in text:
        text = EMAIL.sub("[email]", text)
    if not any(character.isdigit() for character in text):
        return text
    text = IBAN.sub(lambda m: "[iban]" if _is_iban(m[0]) else m[0], text)
    text = CARD.sub(lambda m: "[card]" if _is_card(m[0]) else m[0], text)
    if ":" in text:
        text = IP_V6.sub(lambda m: "[ip]" if _is_ip(m) else m[0], text)
    text = IP_V4.sub(lambda m: "[ip]" if _is_ip(m) else m[0], text)
    return PHONE.sub(_phone, text)


def _is_card(told: str) -> bool:
    """Luhn's check digit, and a beginning and length that card schemes give out."""
    digits = [int(character) for character in told if character.isdecimal()]
    doubled = [d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(reversed(digits))]
    scheme = CARD_SCHEMES.fullmatch("".join(map(str, digits)))
    return scheme is not None and sum(doubled) % 10 == 0 and len(set(digits)) > 1


def _is_iban(told: str) -> bool:
    """ISO 13616: letters as numbers, the first four at the end, remainder 1 by 97."""
    plain = told.replace(" ", "")
    if not 15 <= len(plain) <= 34:
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def _is_ip(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - BEFORE) : match.start()]
    if VERSION_WORD.search(before):
        return False
    try:
        address = ipaddress.ip_address(match[0])
    except ValueError:
        return False
    return address.version == 4 or match[0].count(":") >= 3


def _phone(match: re.Match[str]) -> str:
    told = match[0]
    return "[phone]" if _is_phone(told, match.string[max(0, match.start() - BEFORE) : match.start()]) else told


def _is_phone(told: str, before: str) -> bool:
    digits = sum(character.isdecimal() for character in told)
    if not MIN_DIGITS <= digits <= MAX_DIGITS or DATE_LIKE.fullmatch(told.strip()):
        return False
    if told.startswith("+") or PHONE_WORD_BEFORE.search(before):
        return True
    if NOT_A_PHONE_BEFORE.search(before):
        return False
    return told.startswith(("00", "(", "1 (")) or _looks_dialled(told, digits)


def _looks_dialled(told: str, digits: int) -> bool:
    """Without a sign or a word: 07700 900123, for no count begins with 0, or groups such as 555-123-4567."""
    groups = [group for group in SEPARATORS.split(told.removeprefix("1-")) if group]
    if told.startswith("0") and len(groups[0]) > 1:
        return digits >= NATIONAL_DIGITS
    years = all(len(group) == 4 and group[:2] in ("19", "20") for group in groups)
    counting = len({len(group) for group in groups}) == 1 and groups == sorted(groups)
    amount = set(groups[1:]) == {"000"}
    grouped = len(groups) >= 3 and all(2 <= len(group) <= 5 for group in groups)
    return grouped and digits >= 9 and not (years or counting or amount or re.search(r"\s[/-]\s", told))
