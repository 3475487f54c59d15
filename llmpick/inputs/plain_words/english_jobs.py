"""What plain English calls a job; what is more particular comes first."""

from __future__ import annotations

from llmpick.inputs.plain_words.rules import Rule, words

JOBS: tuple[Rule, ...] = (
    words(
        r"(?:(?:coding|software|programming|developer) agents?|agentic (?:coding|"
        r"development)|autonomous (?:coding|developer)|claude code|codex|swe[- ]agents?|"
        r"fix(?:es|ing)? (?:github )?issues|resolve (?:github )?issues|pull requests?|"
        r"refactor\w*)",
        {"task": "agentic-coding"},
    ),
    words(
        r"(?:phone|speech)(?= (?:assistants?|agents?|bots?|calls?|lines?|support))(?: (?:assistants?|agents?|bots?|calls?|lines?|support))|(?:voice|telephone|call[- ]cent(?:er|re))(?: (?:assistants?|"
        r"agents?|bots?|calls?|lines?|support))?|hotline",
        {"task": "voice"},
    ),
    words(
        r"(?:browser|computer|gui|desktop|screen)[- ](?:use|agents?|automation)|rpa|"
        r"click(?:s|ing)? through",
        {"task": "computer-use"},
    ),
    words(
        r"embed(?:ding)?s?(?: models?)?|vector (?:search|database|store)|semantic search",
        {"task": "embeddings"},
    ),
    words(r"re-?rank(?:ing|er|ers)?", {"task": "reranking"}),
    words(
        r"text[- ]to[- ]sql|sql(?: queries)?|data analysis|analy[sz](?:e|"
        r"ing) (?:our )?(?:data|sales|spreadsheets?)|dashboards?|spreadsheets?|"
        r"business intelligence|bi|excel",
        {"task": "data-analysis"},
    ),
    words(
        r"(?:summari[sz](?:e|es|ed|ing|ation)|summar(?:y|ies)|minutes|digests?|tl;?dr|"
        r"condens(?:e|ing))(?: of)?(?: (?:meetings?|notes))*",
        {"task": "summarisation"},
    ),
    words(r"meeting (?:notes|minutes|transcripts?)", {"task": "summarisation"}),
    words(
        r"translat(?:e|es|ed|ing|ions?|or)|machine translation|mt|deepl|locali[sz](?:e|ation|ing)",
        {"task": "translation"},
    ),
    words(
        r"(?:answers? |questions? )?(?:from|over|about|on) (?:our |my |the )?(?:own |"
        r"internal |company )?(?:documents?|docs|handbooks?|manuals?|wikis?|"
        r"knowledge[- ]bases?|policies|intranet)|rag|question[- ]answering|"
        r"retrieval(?:[- ]augmented)?(?: generation)?|document (?:q ?& ?a|qa|questions)|"
        r"knowledge[- ]base|q ?& ?a over",
        {"task": "rag"},
    ),
    words(
        r"classif(?:y|ies|ying|ication|ier)|(?:call |disposition )codes|screen(?:ing)? (?:cvs|applicants|candidates|applications)|categori[sz](?:e|ing|ation)|label(?:l?ing|"
        r"s)?|tag(?:ging)?|triag(?:e|ing)|rout(?:e|ing) (?:tickets?|e?mails?)|"
        r"sentiment(?: analysis)?|spam|moderat(?:e|ion|ing)|"
        r"sort(?:ing)?(?: [a-z]+){0,2} (?:e-?mails?|tickets?|letters?)",
        {"task": "classification"},
    ),
    words(
        r"extract(?:s|ing|ion)?|pars(?:e|ing)|pull(?:ing|s)?(?: out)? (?:fields|data|figures|\w+ numbers?)|pull(?:ing|s)? out|fill(?:ing)? (?:in|out)|structured records|"
        r"fields|invoices?|receipts?|data entry|form filling",
        {"task": "extraction"},
    ),
    words(
        r"contracts?|patents?|claim language|prior[- ]art|ndas?|legal|law(?:yers?| firm)?|attorneys?|clauses?|paralegal|litigation|"
        r"compliance review|court",
        {"task": "legal"},
    ),
    words(
        r"medic(?:al|ine)|clinic(?:al|ian)|diagnos\w+|doctors?|physicians?|nurses?|"
        r"radiolog\w+|discharge letters?|patients?|assays?|bio-?tech\w*|pharma\w*",
        {"task": "medical"},
    ),
    words(
        r"financ(?:e|ial)|accounting|bookkeeping|earnings|annual reports?|filings?|"
        r"10-?ks?(?! (?:[a-z-]+ )?(?:users?|people|requests?|customers?|employees?|seats?|tokens?|visitors?|developers?|students?|members?))|audit(?:s|ing)?|investment|equity research",
        {"task": "finance"},
    ),
    words(
        r"tutor(?:s|ing)?|teach(?:ing|er|ers|es)?|homework|lessons?|students?|educat\w+|"
        r"learners?|exam prep",
        {"task": "tutoring"},
    ),
    words(
        r"web search|search(?:es|ing)? the web|grounded answers?|grounding|"
        r"fact[- ]check\w*|news monitoring|deep research|research assistant|"
        r"market research",
        {"task": "search"},
    ),
    words(
        r"(?:agents?|agentic|workflow automation|automat(?:e|ing) workflows?|"
        r"orchestrat\w+)(?: workflows?)?",
        {"task": "agents"},
    ),
    words(
        r"cod(?:e|ing)(?: (?:assistant|completion|generation|reviews?|help))?|"
        r"programm(?:ing|ers?)|software|developers?|python|javascript|typescript|java|"
        r"rust|unit tests?|ide|debug(?:ging)?|scripts?",
        {"task": "coding"},
    ),
    words(
        r"(?:customer )?support(?: (?:chat|bot|desk|tickets?))?|chat(?:s|bots?|"
        r" assistant)?|bots?|help ?desk|customer service|faq|conversations?|assistants?|"
        r"virtual assistant|concierge",
        {"task": "chat"},
    ),
    words(
        r"(?:read(?:ing)? )?(?:ocr|handwrit\w+|blueprints?|drawings|floor plans?|"
        r"x-?rays?)|vision|image (?:understanding|recognition)",
        {"task": "vision"},
    ),
    words(
        r"writ(?:e|ing|er|ers)|copywriting|marketing (?:copy|texts?|content)|dialogues?|headlines?|interviews|agency copy|essays?|taglines?|"
        r"blog(?: posts?)?|newsletters?|press releases?|fiction|stories|novels?|"
        r"scripts? for|product descriptions?|social media(?: posts?)?|draft(?:s|ing)?|"
        r"proof-?read\w*|editing",
        {"task": "writing"},
    ),
    words(
        r"math(?:s|ematics|ematical)?|proofs?|reason(?:ing)?|logic|planning|"
        r"hard problems|science|physics|engineering problems",
        {"task": "reasoning"},
    ),
)
"""Tried one after the other; what one has read, none after it reads again."""
