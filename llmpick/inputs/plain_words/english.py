"""
What plain English says of money, places, privacy, sizes and weights.

Rules are tried in their order: the longer meaning first.
"""

from __future__ import annotations

import re

from llmpick.inputs.plain_words.places import CITIES, LANGUAGES, MAKERS, PLACES
from llmpick.inputs.plain_words.rules import (
    NO_VOLUME,
    PER_MONTH,
    TOKENS_A_PAGE,
    Refused,
    Rule,
    Values,
    number,
    whole,
    words,
)

_LANGUAGE = "|".join(LANGUAGES)
_PLACE = "|".join(sorted(map(re.escape, PLACES), key=len, reverse=True))
_MAKER = "|".join(MAKERS)
_NO = r"no|not|non|without|avoid(?:ing)?|exclud(?:e|ing)|never|anything but|except"
_NUMBER = r"\d[\d,]*(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|hundred"
_POWER = r"k|m|mio|million|thousand|billion|bn"
_PERIOD = r"second|minute|hour|day|week|month|year"
_MODELS = r"models?|llms?|makers?|vendors?|labs?|developers?|ai"
_OPERATORS = r"providers?|clouds?|operators?|hosts?|hosting|compan(?:y|ies)|law|jurisdictions?"

_SIGN = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₹": "INR"}
_CODE = {
    **{"usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD", "eur": "EUR"},
    **{"euro": "EUR", "euros": "EUR", "gbp": "GBP", "pounds": "GBP", "jpy": "JPY", "yen": "JPY"},
    **{"chf": "CHF", "francs": "CHF", "cny": "CNY", "rmb": "CNY", "krw": "KRW", "won": "KRW"},
    **{"inr": "INR", "rupees": "INR", "sek": "SEK", "dkk": "DKK", "nok": "NOK", "pln": "PLN"},
    **{"aud": "AUD", "cad": "CAD", "sgd": "SGD", "brl": "BRL"},
}
_WHAT = (
    r"requests?|quer(?:y|ies)|questions?|messages?|documents?|docs|tickets?|e?-?mails?|calls?|"
    r"texts?|pages?|invoices?|receipts?|articles?|reviews?|chats?|conversations?|meetings?|"
    r"contracts?|prompts?|records?|items?|images?|photos?|pictures?|summaries|translations?|files?|"
    r"reports?|posts?|comments?|cases?|notes?|descriptions?|letters?|forms?|resumes?|cvs?|papers?"
)
_PEOPLE = (
    r"people|persons?|users?|developers?|devs?|engineers?|employees?|seats?|staff|colleagues|"
    r"members?|students?|lawyers?|nurses?|doctors?|agents?|analysts?|programmers?|consultants?"
)


def _budget(found: re.Match[str]) -> Values | Refused:
    sign = found["sign"] or found["late"]
    code = _SIGN.get(sign) if sign else _CODE[found["code"]]
    if found["each"]:
        return Refused("a budget for each person is not taken; say the sum: --budget")
    amount = number(found["amount"], found["power"])
    period = found["period"] or "month"
    if period in ("day", "week"):
        amount, period = amount * PER_MONTH[period], "month"
    return {"budget": f"{amount:.10g}{code}/{period}"}


def _cents(found: re.Match[str]) -> Values:
    return {"budget": f"{number(found['amount']) / 100:.10g}USD/request"}


def _volume(found: re.Match[str]) -> Values | Refused:
    amount = number(found["amount"], found["power"])
    if not amount:
        return Refused(NO_VOLUME)
    period = found["period"] or ("day" if found["daily"] == "daily" else "month")
    return {"requests": whole(amount * PER_MONTH[period])}


def _pages(found: re.Match[str]) -> Values:
    return {"input_tokens": whole(number(found["amount"]) * TOKENS_A_PAGE)}


def _gpu(found: re.Match[str]) -> Values:
    count = f"{whole(number(found['count']))}x" if found["count"] else ""
    return {"gpu": count + found["name"].strip(), "self_host": "only"}


def _elsewhere(command: str) -> Refused:
    return Refused(f"that is a question for `{command}`")


def _cloud(name: str, provider: str) -> Rule:
    """A cloud that must serve it: on it, it alone, or the one that the user has."""
    before = r"(?:only |must be |stay |runs? |we(?:'re| are) )*(?:on|via|through|at|in|from|using|use|only|with)"
    behind = r"only|alone|shop|customers?|accounts?|credits?|exclusively|house"
    return words(
        rf"{before} (?:an? |the |our )?{name}(?: (?:{behind}))?|(?:an? |the |our )?{name} (?:{behind})",
        {"providers": (provider,)},
    )


LIMITS: tuple[Rule, ...] = (
    words(r"large language models?|language models?|general purpose", {}),
    words(
        r"(?:eu |european )?ai act",
        Refused("rules of law are flagged, not judged: add --region and --sector"),
    ),
    words(
        r"(?:the )?(?:finance|legal|it|marketing|hr|compliance|security|procurement|dpo|board)(?: team| department| people)?"
        r"(?= (?:is|are|was|has|have|wants?|asks?|asked|says?|said|can|could|will|won't|lets?|only|needs?|keeps?|team|department|must|sign))",
        {},
    ),
    # money, before numbers of anything else
    words(
        r"(?:(?:under|below|at most|up to|max(?:imum)?|less than|for|budget(?: of)?|costs?|about) )?"
        r"(?P<amount>\d+(?:[.,]\d+)?) ?(?:(?:us )?cents?|ct|¢)"
        rf"(?:\s*(?:/|per|an?|each|for each)\s*(?:{_WHAT}|reply|answer))",
        _cents,
    ),
    words(
        r"(?:under |below |at most |less than |for )?\d+(?:[.,]\d+)? ?(?:cents?|ct|¢)",
        Refused("of what a cent is paid is not said: --budget 0.01/request"),
    ),
    words(
        r"(?:(?:under|below|at most|up to|max(?:imum)?|less than|for|budget(?: of)?|costs?|about) )?"
        rf"(?:[$€£¥₩₹]\s?\d[\d,.]*|\d[\d,.]*\s?(?:[€£¥]|{'|'.join(_CODE)}))\s*(?:/|per|for|an?)\s*"
        rf"(?:(?:{_NUMBER})\s?(?:{_POWER})?\s?|(?:{_POWER}|hundred) )"
        rf"(?:[a-z]+ )?(?:tokens?|mtok|{_WHAT})",
        Refused("a price of so many is no budget: --budget 0.01/request, or the sum a month"),
    ),
    words(
        r"(?:(?:with )?(?:a |an |our |my |the )?(?:monthly )?budget(?: is| of)?|under|below|"
        r"max(?:imum)?(?: of)?|at most|up to|no more than|less than|within|for|costs?|about)?\s*"
        r"(?:(?P<sign>[$€£¥₩₹])\s?)?(?P<amount>\d[\d,]*(?:\.\d+)?)\s?(?P<power>k|m|million)?\s?"
        rf"(?:(?P<late>[€£¥])|(?P<code>{'|'.join(_CODE)})|(?<=[$€£¥₩₹][\d\s,.km])|(?(sign)|(?!)))"
        r"(?:\s*(?:/|per|an?|each)\s*(?P<period>day|week|month|year|request|call))?"
        r"(?P<each>\s*(?:/|per|for each|an?)\s*(?:user|seat|developer|person|head))?"
        r"(?:\s*(?:/|per|an?)\s*month)?(?:\s+budget)?",
        _budget,
    ),
    # what is not llmpick's to judge
    words(
        r"export[- ]controls?(?:led)?|itar|ear99|dual[- ]use|sanction(?:s|ed)",
        Refused(
            "export control and sanctions are not judged here, ask who answers for them; what can "
            "be asked is --region, --exclude-jurisdiction, --not-made-in or --self-host only"
        ),
    ),
    words(
        r"(?:attorney|lawyer|solicitor)[- ]client (?:privilege|confidentiality)|legal privilege|professional secrecy",
        lambda _: {"privacy": "confidential"},
    ),
    # how secret it is
    words(
        r"confidential\w*|secrets?|sensitive|personal (?:data|information)|pii|customer data|"
        r"patients?(?:'s?)? (?:data|records?|notes?|information|letters?)|client[- ]privileged?|"
        r"attorney[- ]client privilege|trade secrets?|proprietary|privileged",
        {"privacy": "confidential"},
    ),
    # where requests are processed
    words(
        rf"(?:data |they |it |everything |that )?(?:must |has to |have to |should |may |need to |to )?"
        rf"(?:stays?|staying|remains?|kept|hosted|processed|stored|running|run|residing|servers?|"
        rf"data ?cent(?:er|re)s?|regions?|residency|never leaves?|not leave|leaves?)"
        rf"(?: only)?(?: in(?:side)?| within)? (?:the )?(?P<place>{_PLACE})(?: only)?",
        lambda found: {"region": PLACES[found["place"]]},
    ),
    words(
        rf"(?:in[- ])?(?P<place>{_PLACE})[- ](?:based |only )?(?:data[- ]?)?"
        r"(?:residency|hosting|hosted|regions?|servers?|data ?cent(?:er|re)s?|only|sovereignty)",
        lambda found: {"region": PLACES[found["place"]]},
    ),
    # who may run it, and who may have made it
    words(
        rf"(?:{_NO})[- ](?:an? |any |the |of )?(?P<maker>{_MAKER})(?:[- ]owned)? (?:{_OPERATORS})",
        lambda found: {"exclude_jurisdiction": (MAKERS[found["maker"]],)},
    ),
    words(r"(?:us )?cloud act", {"exclude_jurisdiction": ("US",)}),
    words(
        rf"(?:{_NO})[- ](?:an? |any |the |be |of )?(?P<maker>{_MAKER})(?:[- ]made)?(?: (?:{_MODELS}))?",
        lambda found: {"not_made_in": (MAKERS[found["maker"]],)},
    ),
    words(
        rf"(?:{_NO})[- ](?:\w+ ){{0,2}}(?:made|trained|built|developed|from|in) (?:in )?(?P<place>{_PLACE})",
        lambda found: {"not_made_in": (PLACES[found["place"]],)},
    ),
    words(
        rf"(?P<maker>{_MAKER})(?:[- ]made)? (?:{_MODELS})",
        lambda found: {"made_in": (MAKERS[found["maker"]],)},
    ),
    words(
        rf"(?:made|trained|built|developed) in (?:the )?(?P<place>{_PLACE})",
        lambda found: {"made_in": (PLACES[found["place"]],)},
    ),
    words(
        rf"(?:based |located )in (?:the )?(?P<place>{_PLACE})",
        lambda found: Refused(
            "where you are is no limit by itself: "
            f"--region {PLACES[found['place']]} if requests must be processed there"
        ),
    ),
    words(
        rf"in (?:the )?(?P<place>{_PLACE})",
        lambda found: {"region": PLACES[found["place"]]},
    ),
    words(
        rf"(?:based |located )?(?:in |from |at )?(?P<city>{'|'.join(map(re.escape, CITIES))})",
        lambda found: Refused(
            "where you are is no limit by itself: "
            f"--region {CITIES[found['city']]} if requests must be processed there"
        ),
    ),
    words(
        rf"(?:an? |the |our |in )?(?P<place>{_MAKER}|{_PLACE})(?= (?:[a-z-]+ )?(?:compan(?:y|ies)|firms?|banks?|"
        r"hospitals?|clinics?|start-?ups?|agenc(?:y|ies)|schools?|universit(?:y|ies)|office|ministry|"
        r"insurers?|manufacturers?|retailers?|shops?|lawyers?|municipalit(?:y|ies)|teams?)(?![a-z]))",
        lambda found: Refused(
            "where you are is no limit by itself: "
            f"--region {({**PLACES, **MAKERS})[found['place']]} if requests must be processed there"
        ),
    ),
    # languages
    words(
        rf"(?:translat\w*|from)?\s?(?:between |from )?(?P<source>{_LANGUAGE})[- ]?(?:to|into|-|and|>|→)[- ]?"
        rf"(?P<target>{_LANGUAGE})(?= trans)",
        lambda found: {
            "source_language": LANGUAGES[found["source"]],
            "target_language": LANGUAGES[found["target"]],
        },
    ),
    words(
        rf"from (?P<source>{_LANGUAGE}) (?:in)?to (?P<target>{_LANGUAGE})",
        lambda found: {
            "task": "translation",
            "source_language": LANGUAGES[found["source"]],
            "target_language": LANGUAGES[found["target"]],
        },
    ),
    words(
        rf"(?:in)?to (?P<language>{_LANGUAGE})(?! [a-z]*(?:speak|people|customer|client|user|market))",
        lambda found: {"target_language": LANGUAGES[found["language"]]},
    ),
    words(
        rf"(?:in |into |of )?(?P<language>{_LANGUAGE})(?:[- ]speaking|[- ]language)?",
        lambda found: {"language": LANGUAGES[found["language"]]},
    ),
    # what is in use already
    words(
        r"(?:replac\w+|instead of|alternatives? (?:to|for)|switch\w* (?:away )?from|migrat\w+ from)"
        r"(?: for)? (?P<model>[a-z0-9][\w.:/-]*\d[\w.:/-]*)",
        lambda found: _elsewhere(f"llmpick alternatives {found['model']}"),
    ),
    # sizes and volumes
    words(
        rf"(?P<amount>\d[\d,]*)(?:-pages?| page(?= [a-z])| pages(?= (?:pdfs?|{_WHAT})(?![a-z])))",
        _pages,
    ),
    words(
        r"(?:in)?to \d+ (?:categories|labels|classes|topics|queues)|\d+ (?:categories|labels|classes)",
        Refused("how many labels there are is no option; their names are part of --input-tokens"),
    ),
    words(
        r"(?P<amount>\d[\d,]*(?:\.\d+)?)\s?(?P<power>k|m|million)?[- ](?:tokens? )?context(?: window)?",
        lambda found: {"min_context": whole(number(found["amount"], found["power"]))},
    ),
    words(
        r"(?P<amount>\d[\d,]*(?:\.\d+)?)\s?(?P<power>k|thousand|m|million)? (?:input tokens|tokens (?:in|of input|input|each|per request|long))",
        lambda found: {"input_tokens": whole(number(found["amount"], found["power"]))},
    ),
    words(
        r"(?P<amount>\d[\d,]*(?:\.\d+)?)\s?(?P<power>k|thousand)? (?:output tokens|tokens (?:out|of output|output))",
        lambda found: {"output_tokens": whole(number(found["amount"], found["power"]))},
    ),
    words(
        rf"(?:for |a team of |team of |used by |serving )?(?:our |the |my )?(?P<amount>{_NUMBER})[- ]"
        rf"(?:\w+ )?(?:{_PEOPLE})(?: team)?|(?:a )?team of (?P<team>{_NUMBER})",
        lambda found: {"seats": whole(number(found["amount"] or found["team"]))},
    ),
    words(
        rf"(?:about |around |some |roughly |~ ?)?(?P<amount>{_NUMBER})\s?(?P<power>{_POWER})?"
        rf"(?: (?!(?:{_WHAT})\b)[a-z-]+){{0,2}}? (?:{_WHAT})(?: (?:come in|arrive|in))?"
        rf"(?:\s*(?:(?P<daily>daily|monthly)|(?:/|per|an?|each|every)\s*(?P<period>{_PERIOD})))?",
        _volume,
    ),
    words(
        rf"(?P<amount>{_NUMBER})\s?(?P<power>{_POWER})? (?:monthly |daily |active |registered )+(?:users|visitors|customers|people)",
        Refused("how often each of them asks is not said: --requests a month"),
    ),
    words(
        r"(?:under |less than |at |for )?(?:a|half a|one|two|five) cents?(?: (?:a|per) (?P<what>call|request|document))?|forty bucks",
        Refused("a sum is read in figures: --budget 0.01/request"),
    ),
    words(
        r"(?:burn(?:ing|s)?|spend(?:ing|s)?|spent|pay(?:ing|s)?|costs?|costing|bill of|bills of) (?:us |about |around |some )?\d[\d,.]*\s?(?:k|m)?"
        r"(?: (?:a|per) (?:day|week|month|year))?",
        Refused("money without its currency is not read: --budget 300EUR"),
    ),
    words(
        rf"(?:about |around |some |roughly )?(?P<amount>{_NUMBER})\s?(?P<power>{_POWER})?"
        rf"\s*(?:(?P<daily>daily|monthly)|(?:/|per|an?|each|every)\s*(?P<period>{_PERIOD}))",
        _volume,
    ),
    # own hardware
    words(
        r"(?:on |with )?(?:a |an |our |my |one |the )?(?:own )?(?:(?P<count>\d+|two|four|eight)\s?[x×]?\s?)?"
        r"(?:nvidia |apple |geforce )?"
        r"(?P<name>rtx ?\d{4}(?: ?ti| super)?|[2345]0[6789]0(?: ?ti)?|[ahb][123]00|gb[23]00|h20|l40s|l40|l4|t4|"
        r"a10g?|a40|a6000|rtx ?a\d{4}|mi3\d\dx|dgx spark|m[1-5] (?:max|ultra|pro))s?(?: gpus?| cards?)?",
        _gpu,
    ),
    words(
        r"air[- ]?gapped|no internet(?: access)?|without internet(?: access)?|fully offline|offline",
        {"privacy": "air-gapped"},
    ),
    words(
        r"\d+ ?(?:gb|gigs?|g)(?: of)?(?: v?ram| memory| unified memory)?",
        Refused("memory alone is not asked: name the card or chip, --gpu 1xRTX4090"),
    ),
    words(
        r"on[- ]prem(?:ises?)?|self[- ]host(?:ed|ing)?|in[- ]house(?: servers?)?|"
        r"(?:on )?(?:our|my|your) own (?:servers?|hardware|gpus?|machines?|infrastructure)|"
        r"(?:run(?:ning)? )?locally|local (?:models?|llms?)|(?:on )?(?:a|my|our|the) (?:own )?(?:macbook|laptop|gaming pc|desktop|pc|workstation|office server|box)|kubernetes cluster|our (?:existing )?cluster|university cluster",
        {"self_host": "only"},
    ),
    # privacy
    words(
        r"zero[- ](?:data[- ])?retention|zdr|(?:nothing|not|never)(?: (?:may|must|can|should|is|to))?(?: be)? (?:stored|"
        r"kept|logged|retained)|no (?:logging|retention|storage)",
        {"zdr": True},
    ),
    words(
        r"(?:(?:must |may |should |can ?|do |does )?(?:not|never|n't)|no|without)(?: be)?(?: used (?:for|to))?(?: any)? train(?:ing|ed|s)?(?: on (?:our|my|the) (?:data|inputs?|prompts?|code))?",
        {"no_training": True},
    ),
    words(r"gdpr(?:[- ]compliant| compliance)?", {"no_training": True, "dpa": True}),
    words(r"dpa|data processing agreement", {"dpa": True}),
    words(r"hipaa(?:[- ]compliant| compliance)?|baa", {"baa": True}),
    words(r"soc ?2", {"certification": ("soc2",)}),
    words(r"iso ?27001", {"certification": ("iso27001",)}),
    words(r"ismap", {"certification": ("ismap",)}),
    words(r"(?:bsi )?c5", {"certification": ("c5",)}),
    words(r"fedramp(?: (?:high|moderate))?", {"certification": ("fedramp",)}),
    words(r"customer[- ]managed keys|own keys|cmk|byok", {"customer_managed_keys": True}),
    words(r"private (?:link|network(?:ing)?|endpoint)s?|vpc", {"private_network": True}),
    words(r"no human review|no humans? (?:read|reads|reading)", {"no_human_review": True}),
    words(r"public(?:ly available)? (?:data|texts?|documents?|information)", {"privacy": "public"}),
    # whom it goes through
    _cloud(r"(?:microsoft )?azure(?: openai)?", "azure"),
    _cloud(r"(?:amazon |aws )?(?:bedrock|aws)", "amazon-bedrock"),
    _cloud(r"(?:google )?(?:vertex(?: ai)?|gcp|google cloud)", "google-vertex"),
    words(r"(?:only )?(?:on|via|through|from|using) openrouter", {"providers": ("openrouter",)}),
    # what the weights must allow
    words(
        r"open[- ](?:weights?|source|models?)(?: (?:models?|llms?|only))?",
        {"open_weights": True},
    ),
    words(r"fine[- ]?tun\w+|finetun\w+", {"needs": ("fine-tune",)}),
    words(r"distil\w*", {"distil": True, "open_weights": True}),
    # what it must do
    words(
        r"(?:with )?(?:tool|function)[- ](?:calls?|calling|use)|"
        r"calls? (?:our )?(?:tools|apis?)",
        {"tools": True},
    ),
    words(
        r"(?:as |in |valid |strict )?json(?: schema)?(?: output)?|"
        r"structured (?:outputs?|data|records?)",
        {"structured_output": True},
    ),
    words(
        r"scan(?:s|ned)?(?: (?:pages?|documents?|invoices?|forms?|receipts?))?|photos?|"
        r"images?|pictures?|screenshots?|diagrams?|charts?",
        {"modalities": ("image",)},
    ),
    words(r"pdfs?", {"modalities": ("pdf",)}),
    words(
        r"audio (?:files?|recordings?|clips?|inputs?|messages?)|recordings?|listens? to|sound files?",
        {"modalities": ("audio",)},
    ),
    words(r"videos?", {"modalities": ("video",)}),
    words(
        r"(?:as an? )?(?:over ?night|batch(?:es|ed)?|in bulk|bulk)(?: (?:job|jobs|"
        r"processing))?",
        {"batch_share": 1.0},
    ),
    words(
        r"no (?:previews?|betas?)|no preview models?|stable|generally available|ga only",
        {"previews": False},
    ),
    words(
        r"(?:must )?(?:live|last|supported|available) (?:for )?(?:at least )?(?P<n>\d+|two|three|six|twelve) (?P<unit>months?|years?)",
        lambda found: {
            "lives": whole(number(found["n"]) * (365 if "year" in found["unit"] else 30))
        },
    ),
    words(
        r"real[- ]?time|instant(?:ly)?|at once|immediate(?:ly)?|low[- ]latency|"
        r"no (?:waiting|delay)",
        {"patience": 0},
    ),
    words(r"fast|quick(?:ly)?|speedy|snappy|responsive|within seconds", {"patience": 350}),
    # who is concerned
    words(
        r"(?:(?:minors|children|kids|pupils|students?|users?|teens?|teenagers|people) )?"
        r"(?:aged? |who are )?(?:under|below|younger than) (?:the age of )?(?:1[0-8]|[4-9])"
        rf"(?: years?(?: old| of age)?)?(?!\d|[.,]\d|\s?(?:cents?|ct|%|[$€£¥¢]|{'|'.join(_CODE)}))|"
        r"minors|children|kids|pupils|schools?|school children|k-?12|classrooms?",
        {"sector": "education"},
    ),
    words(
        r"hiring|recruit\w*|job (?:applicants?|applications?)|applicants?|candidates|"
        r"cvs?|resumes?",
        {"sector": "hiring"},
    ),
    words(
        r"credit scor\w+|creditworthiness|loan (?:decisions?|applications?)|loans?|"
        r"lending",
        {"sector": "credit"},
    ),
    words(r"hospitals?|clinics?", {"sector": "health"}),
    words(
        r"government|public (?:sector|administration|authority)|municipal\w*|city hall|"
        r"ministry",
        {"sector": "public"},
    ),
    # what matters
    words(
        r"cheap(?:est|ly|er)?|low[- ]?(?:cost|budget)|inexpensive|affordable|"
        r"as little as possible|save money|cost[- ](?:effective|efficient)",
        {"weights": "cheap"},
    ),
    words(
        r"(?:the )?(?:best|highest|top|great|excellent)(?: possible)?[- ]?(?:quality|"
        r"accuracy|results?|answers?|models?)?|most accurate|accuracy matters(?: most)?|"
        r"quality (?:matters|first)(?: most)?|smartest|strongest|"
        r"state[- ]of[- ]the[- ]art|very accurate|highly accurate|high[- ]quality",
        {"weights": "quality"},
    ),
    words(r"privacy (?:first|matters)(?: most)?", {"weights": "private"}),
    words(r"no matter (?:the|what it) costs?|money is no object", {"weights": "quality"}),
    words(r"best within (?:my |our |the )?budget", {"best_within_budget": True}),
)
"""Tried one after the other; what one has read, none after it reads again."""
