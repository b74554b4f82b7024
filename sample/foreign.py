"""Reviews in German and Spanish: shown, counted, and not scored by an engine that reads English."""

from collections.abc import Mapping

# (language, place, glad) to lines; "app" and "app broken" are said in an app store, the others in the shop.
LINES: Mapping[tuple[str, str, bool], tuple[str, ...]] = {
    ("de", "shop", True): (
        "Der Espresso schmeckt hervorragend und die Maschine ist schnell aufgeheizt.",
        "Sehr zufrieden, die Mühle mahlt gleichmäßig und ist erstaunlich leise.",
        "Tolle Verarbeitung, einfache Bedienung, der Milchschaum gelingt jedes Mal.",
        "Ich benutze die Maschine seit [drei|vier|sechs] Monaten jeden Tag und bin begeistert.",
        "Der Kundendienst hat schnell geantwortet und ein Ersatzteil kostenlos geschickt.",
        "Preis und Leistung stimmen, wir haben schon die zweite gekauft.",
    ),
    ("de", "shop", False): (
        "Nach [vier|fünf|acht] Wochen ist die Maschine undicht, der Tank tropft auf die Arbeitsplatte.",
        "Die Pumpe ist viel zu laut, damit wecke ich das ganze Haus.",
        "Leider wartet man ewig auf eine Antwort vom Kundendienst.",
        "Die Anleitung ist unverständlich und der Siebträger klemmt.",
    ),
    ("de", "shop late", False): (
        "Die Lieferung hat fast [zwei|drei] Wochen gedauert und niemand konnte mir sagen, warum.",
        "Das Paket liegt seit [neun|zehn|zwölf] Tagen im Verteilzentrum, die Sendungsverfolgung steht still.",
        "Drei Liefertermine, keiner wurde eingehalten.",
    ),
    ("de", "app", True): (
        "Die Rezepte in der App sind wirklich hilfreich.",
        "Die Verbindung zur Maschine klappt [sofort|ohne Probleme|zuverlässig].",
        "Übersichtlich und schnell, der Timer ist genau richtig.",
        "Ich bestelle [meine Bohnen|alles] bequem über die App.",
        "Die Erinnerung zum Entkalken ist Gold wert.",
        "Schöne Gestaltung, [läuft stabil|keine Werbung|leicht zu bedienen].",
    ),
    ("de", "app", False): (
        "Die Verbindung zur Waage bricht [ständig|dauernd|jedes zweite Mal] ab.",
        "Viel zu viele Benachrichtigungen, und ohne Konto geht nichts.",
        "Die App ist langsam und braucht zu viel Akku.",
    ),
    ("de", "app broken", False): (
        "Seit dem Update stürzt die App [ständig|beim Start|jedes Mal] ab.",
        "Ich kann mich nicht mehr anmelden, das Passwort wird nicht angenommen.",
        "Version 4.2.0 ist unbrauchbar, [schwarzer Bildschirm und Schluss|meine Rezepte sind weg].",
        "Der Anmeldecode kommt [viel zu spät|gar nicht] an.",
    ),
    ("es", "shop", True): (
        "El café sale buenísimo y la máquina se calienta en pocos minutos.",
        "Muy contento con el molinillo, la molienda es uniforme y casi no hace ruido.",
        "La atención al cliente me respondió el mismo día.",
        "Llegó antes de lo esperado y muy bien embalada.",
    ),
    ("es", "shop", False): (
        "A las [tres|cuatro|seis] semanas empezó a perder agua por abajo.",
        "Demasiado cara para lo que ofrece.",
        "La bomba hace muchísimo ruido por la mañana.",
    ),
}
MORE: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("de", True): ("Klare Empfehlung.", "Gerne wieder.", "Für die Küche im Büro genau richtig.", "Weiter so!"),
    ("de", False): ("Nicht noch einmal.", "Das war früher besser.", "Ich hoffe auf Besserung.", "Sehr ärgerlich."),
    ("es", True): ("La recomiendo.", "La usamos todos los días en casa.", "La compré en rebajas."),
    ("es", False): ("No volveré a comprar aquí.", "Espero que lo arreglen pronto.", "Una pena."),
}
TITLES: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("de", True): ("Sehr gut", "Top", "Gerne wieder", "Super"),
    ("de", False): ("Enttäuschend", "Leider nein", "Ärgerlich", "So nicht"),
    ("es", True): ("Muy buena", "Contento", "Recomendable"),
    ("es", False): ("Decepción", "Mal servicio", "No la recomiendo"),
}
