"""Languages, places and origins as English names them, with their codes."""

LANGUAGES = {
    **{"japanese": "ja", "chinese": "zh", "mandarin": "zh", "korean": "ko", "german": "de"},
    **{"french": "fr", "spanish": "es", "russian": "ru", "english": "en", "italian": "it"},
    **{"portuguese": "pt", "dutch": "nl", "polish": "pl", "turkish": "tr", "arabic": "ar"},
    **{"hindi": "hi", "thai": "th", "vietnamese": "vi", "indonesian": "id", "czech": "cs"},
    **{"swedish": "sv", "danish": "da", "finnish": "fi", "norwegian": "no", "greek": "el"},
    **{"ukrainian": "uk", "tamil": "ta", "bengali": "bn", "hebrew": "he"},
}
PLACES = {
    **{"european union": "EU", "europe": "EU", "european": "EU", "eu": "EU", "eea": "EU"},
    **{"germany": "DE", "france": "FR", "japan": "JP", "united states": "US", "usa": "US"},
    **{"america": "US", "us": "US", "u.s.": "US", "united kingdom": "GB", "uk": "GB"},
    **{"switzerland": "CH", "china": "CN", "korea": "KR", "south korea": "KR", "india": "IN"},
    **{"canada": "CA", "australia": "AU", "singapore": "SG", "brazil": "BR", "sweden": "SE"},
    **{"netherlands": "NL", "spain": "ES", "italy": "IT", "austria": "AT", "ireland": "IE"},
    **{"poland": "PL", "finland": "FI", "belgium": "BE", "denmark": "DK", "norway": "NO"},
    **{"tokyo": "JP", "osaka": "JP", "frankfurt": "DE"},
}
CITIES = {
    **dict.fromkeys(("berlin", "munich", "hamburg", "cologne", "stuttgart", "düsseldorf"), "DE"),
    **dict.fromkeys(("paris", "lyon", "toulouse", "marseille"), "FR"),
    **dict.fromkeys(("london", "manchester", "edinburgh"), "GB"),
    **dict.fromkeys(("madrid", "barcelona"), "ES"),
    **dict.fromkeys(("rome", "milan", "turin"), "IT"),
    **dict.fromkeys(("amsterdam", "rotterdam", "the hague"), "NL"),
    **dict.fromkeys(("zurich", "zürich", "geneva", "basel", "bern"), "CH"),
    **dict.fromkeys(("kyoto", "nagoya", "fukuoka", "sapporo", "yokohama", "kobe", "sendai"), "JP"),
    **dict.fromkeys(("new york", "san francisco", "seattle", "boston", "chicago"), "US"),
    **{"vienna": "AT", "brussels": "BE", "copenhagen": "DK", "stockholm": "SE", "oslo": "NO"},
    **{"helsinki": "FI", "dublin": "IE", "lisbon": "PT", "warsaw": "PL", "prague": "CZ"},
    **{"seoul": "KR", "toronto": "CA", "montreal": "CA", "sydney": "AU", "melbourne": "AU"},
}
"""Where people are; where requests may be processed is a country or a union."""
MAKERS = {
    **{"chinese": "CN", "american": "US", "us": "US", "european": "EU", "eu": "EU"},
    **{"japanese": "JP", "french": "FR", "german": "DE", "korean": "KR", "swiss": "CH"},
}
