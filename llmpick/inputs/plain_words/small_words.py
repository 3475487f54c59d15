"""Words that by themselves bear on nothing that an option could say."""

from __future__ import annotations

import re

ENGLISH = frozenset(
    """a about above across after all also am an and any anyone anything apps app are around as ask at
    back be because been before being best but buy by can can't cannot choose could did do does doing
    don't each either else enough etc every everyone everything few find for from get gets give go
    going good great had handle handles has have help helps here how i i'd i'm if in into is isn't it
    it's its job jobs just keep kind know lot like look looking lots made make makes making many may
    me might mine model models more most mostly much must my need needed needs new next no not now of
    off often ok on once one ones only onto or other our ours out over own pick please people per pick
    plan planning possible product project put question rather really recommend recommended right run
    running same say see set should since so some somebody someone something soon sort start
    still stuff such suggest suggestion system take team than that that's the their them then there
    these they thing things think this those to today together too tool tools try two type under until
    up us usage use used useful user users using usually very via want wants was way we we'd we'll
    we're were what what's when where whether which while who whose why will with within without work
    works would yes you your ai llm llms language gpt genai generative company companies business
    service services month monthly year day week daily weekly per each time times task tasks text texts
    data input inputs output outputs request requests budget cost costs price priced pay paid money
    spend limit main mainly simple basic standard general purpose need-to different several various based across internal customers customer letters letter review reviews reviewing
    client clients inside outside every team's organisation organization firm startup start-up office
    department departments documents document email emails e-mail e-mails messages message questions
    reports report notes note files file articles article content information answers answer answering
    reply replies generate generates generating generation create creates creating build building
    built process processing processed produce turn turned turning send sends sent receive incoming
    let lets allow allowed stay stays hosted hosting provider providers vendor vendors region
    able actual actually added adding ahead almost along already although always amount amounts anyway
    appreciate appropriate area aren't asap asked asking aware away awful bad badly basically bear
    bearing began begin begins behind believe best-fit better between beyond bit both bring brings
    bunch burning busy call called calling calls came case cases certain certainly change changes
    check checked checking clear clearly close come comes coming complete completely concerned
    consider considering constantly convince correct correctly couldn't couple crazy crooked current
    currently dealing decent decide decided decision definitely deliver depend depends desperately
    didn't die difference different doesn't done dream during easier easily easy eats end ends
    especially essentially even ever exactly example except existing expect experience explain
    extra fact fair fairly familiar far feed feel feels felt figure fine first follow followed
    following forever forth forward found free friendly fully fun gave general given gives glad
    goes gone got gotta guess guy guys half handful hand handled handling happen happy hard hasn't
    hate having he head hear heard hello helped helpful helping her here's hi hope hoping hours
    however huge hundreds idea ideal ideally ideas important includes including incoming inside
    insane instead interested involved involves issue issues it'd it'll i've keeps keeping kills
    killing kinda lately later least leave left less let's letting life line lines list listen
    little live look loads local lost love loves mainly major manage manages matter matters maybe
    mean means meant mention mentioned mess middle mind minute minutes mix moment money's morning
    move moved moving myself name named names near nearly necessarily needing neither never nice
    night nights nobody none nor normal normally nothing number numbers obviously occasionally
    odd offer office's okay old open option options order ordinary others otherwise ourselves
    part parts past perhaps pile piles place places plain plus point points pointless popular
    practical practically prefer preferably pretty previous probably problem problems proper
    properly provide provides quick question's quite ran range rare rarely read reading reads
    real realistic really reason reasonable reasonably regular regularly related release rely
    remotely rest result results reason right's roughly round row said saying says scale school's
    seem seems seen sense separate serious seriously she shop short shot shows side sign similar
    simply since sit sits sitting sleep slightly solid solution solutions sometimes somewhere
    sorry sound sounding sounds special specific specifically spent stand standard start's started
    starting state stop strong stuck stuff's sure switch taken takes taking talk talking tell
    tells terms thank thanks that'd there's they're they've thought thoughts through tiny told
    tomorrow tons took top tough towards tried tries trouble true trust trying turns twice
    typical typically unless unlike upon upset useless usual vague version waiting wasn't watch
    week's weeks weird we've what'd what've whatever whether's whole willing won wonder wondering
    won't word words worried worry worth wouldn't write-up wrong yesterday yet you'd you'll
    you're you've yourself years days months times someone's everybody everybody's nobody's guys
    honest honestly frankly roughly approximately maximum minimum mostly overall per-month right-now
    and/or e.g i.e vs versus etcetera thanks cheers regards dear""".split()
)

JAPANESE = re.compile(
    r"モデル|llm|ai|おすすめ|オススメ|教えて|推薦|選定|選び|どれ|どの|何|最適|適した|向い|向け|向|用|向|使い|使う|使え|使用|"
    r"利用|活用|導入|検討|構築|作成|作り|作る|対応|対象|必要|希望|場合|予定|予算|費用|料金|支払|月額|月|年|日|"
    r"社内|社外|業務|仕事|会社|弊社|当社|自社|企業|部門|部署|部|課|担当|チーム|メンバー|私|我々|"
    r"システム|サービス|アプリ|ツール|機能|処理|文書|文章|書類|資料|内容|情報|データ|メール|回答|返信|質問|応答|"
    r"生成|自動|的|化|性|者|人|名|件|以内|以下|以上|程度|約|毎|各|全|など|等|他|こと|もの|ため|場所|方|中|後|前|"
    r"可能|十分|基本|条件|要件|重視|お願い|下さい|思|考|知|探|欲|良|行|見|持|出|入|分|手|"
    r"会話|専門用語|現場|個人|自分|意見|環境|想定|要求|締切|過去|来年度|本当|絶対|正直|無理|現実|利用者|登録|作成支援|支援|一次|二次|前提|原因|候補|類似|必須|レビュー|チェック|確認|結果|品質|精度|コスト|速度|案件|プロジェクト|製品|商品|顧客|客|ユーザー?|エンジニア|社員|従業員|職員|レポート|報告(?:書)?"
)
"""Parts of words that by themselves bear on nothing that an option could say."""

WRITTEN = re.compile(r"[々〆一-龠ァ-ヴー]+")
"""Runs of kanji and katakana: what carries meaning."""
