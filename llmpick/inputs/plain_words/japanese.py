"""Rules of plain Japanese, in the order in which they are tried: the longer meaning first."""

from __future__ import annotations

import re

from llmpick.inputs.plain_words.rules import (
    NO_VOLUME,
    PER_MONTH,
    TOKENS_A_PAGE,
    Refused,
    Rule,
    Values,
    number,
    rule,
    whole,
)

LANGUAGES = {
    **{"日本語": "ja", "和文": "ja", "英語": "en", "英文": "en", "ドイツ語": "de", "独語": "de"},
    **{"フランス語": "fr", "仏語": "fr", "中国語": "zh", "韓国語": "ko", "スペイン語": "es"},
    **{
        "ロシア語": "ru",
        "イタリア語": "it",
        "ポルトガル語": "pt",
        "タイ語": "th",
        "ベトナム語": "vi",
    },
    **{"インドネシア語": "id", "ヒンディー語": "hi", "アラビア語": "ar"},
}
SHORT = {"日": "ja", "英": "en", "中": "zh", "韓": "ko", "独": "de", "仏": "fr"}
PLACES = {
    **{"日本国内": "JP", "国内": "JP", "日本": "JP", "東京": "JP", "大阪": "JP", "欧州": "EU"},
    **{"ヨーロッパ": "EU", "eu": "EU", "ドイツ": "DE", "フランス": "FR", "米国": "US"},
    **{"アメリカ": "US", "中国": "CN", "韓国": "KR", "英国": "GB", "イギリス": "GB"},
    **{"シンガポール": "SG", "インド": "IN", "スイス": "CH", "カナダ": "CA"},
}
_LANGUAGE = "|".join(LANGUAGES)
_PLACE = "|".join(sorted(PLACES, key=len, reverse=True))
_NUMBER = r"(?P<amount>\d[\d,]*(?:\.\d+)?)\s?(?P<power>億|万|千)?"
_COUNTED = (
    r"件|通|回|リクエスト|枚|ページ|文書|ファイル|問い?合わ?せ|本|冊|メール|チケット|質問|会話|通話"
)
_PER = {
    **{"日": "day", "週": "week", "月": "month", "年": "year", "時": "hour"},
    **{"分": "minute", "秒": "second"},
}


def _budget(found: re.Match[str]) -> Values:
    code = {"円": "JPY", "ドル": "USD", "ユーロ": "EUR", "元": "CNY"}[found["unit"]]
    amount = number(found["amount"], found["power"])
    before, behind = found["before"] or "", found["behind"] or ""
    if (
        "件" in behind + before
        or "回" in behind + before
        or "枚" in behind + before
        or "リクエスト" in behind + before
    ):
        period = "request"
    else:
        period = "year" if "年" in before + behind else "month"
    return {"budget": f"{amount:.10g}{code}/{period}"}


def _volume(found: re.Match[str]) -> Values | Refused:
    if not number(found["amount"]):
        return Refused(NO_VOLUME)
    period = next(
        (_PER[key] for key in _PER if key in (found["per"] or found["behind"] or "月")), "month"
    )
    return {"requests": whole(number(found["amount"], found["power"]) * PER_MONTH[period])}


RULES: tuple[Rule, ...] = (
    rule(r"大規模言語モデル|言語モデル|生成\s?ai", {}),
    rule(
        rf"(?P<before>予算[はが]?|月額|年額|年間|毎月|月に?|[1一]件(?:あたり|につき)?|[1一][回枚通](?:あたり|につき)?)*\s?(?:約)?{_NUMBER}\s?(?P<unit>円|ドル|ユーロ|元)"
        r"(?P<behind>\s?/\s?[月年件回]|毎月|月|年間)?(?:以内|以下|未満|まで|程度|くらい|ぐらい|ほど)?",
        _budget,
    ),
    rule(
        rf"(?P<source>{_LANGUAGE})(?:から|→|を)(?P<target>{_LANGUAGE})(?:へ|に)?(?:の)?(?:翻訳)?",
        lambda found: {
            "task": "translation",
            "source_language": LANGUAGES[found["source"]],
            "target_language": LANGUAGES[found["target"]],
        },
    ),
    rule(
        r"(?P<source>[日英中韓独仏])(?P<target>[日英中韓独仏])(?:翻訳|訳)",
        lambda found: {
            "task": "translation",
            "source_language": SHORT[found["source"]],
            "target_language": SHORT[found["target"]],
        },
    ),
    rule("和訳", {"task": "translation", "source_language": "en", "target_language": "ja"}),
    rule("英訳", {"task": "translation", "source_language": "ja", "target_language": "en"}),
    rule(
        r"中国(?:製|企業|のモデル|系|産)(?:の?モデル)?(?:は|を)?(?:使わない|使えない|使いたくない|不可|除く|除外|以外|禁止|避けたい|ng|なし)",
        {"not_made_in": ("CN",)},
    ),
    rule(
        r"国産(?:の)?(?:モデル|llm|ai)?|日本製(?:の)?(?:モデル|llm)?|"
        r"日本(?:企業)?(?:が開発した|製)の?モデル",
        {"made_in": ("JP",)},
    ),
    rule(r"(?:欧州|ヨーロッパ)製(?:の)?(?:モデル)?", {"made_in": ("EU",)}),
    rule(
        r"(?:米国|アメリカ)(?:企業|法|のクラウド)(?:は|を|の管轄)?(?:使わない|不可|除く|"
        r"除外|以外|避けたい|外)|cloud act|クラウド法",
        {"exclude_jurisdiction": ("US",)},
    ),
    rule(
        r"(?:データ(?:を|は|が)?)?(?:国外|海外)(?:に|へ)?(?:は)?(?:持ち)?(?:出せない|出さない|出したくない|持ち出し不可|送れない|送らない|送信不可|不可)|"
        r"(?:日本)?国内(?:の)?(?:リージョン|サーバー?|データセンター|保管|処理|完結|で処理|に保管|のみ|限定|で)|(?:日本)?国内(?=$|[、。,.\s])",
        {"region": "JP"},
    ),
    rule(
        rf"(?P<place>{_PLACE})(?:の)?(?:リージョン|サーバー?|データセンター)(?:で|に)?|(?P<where>{_PLACE})(?:域)?内で(?:処理|保管)?",
        lambda found: {"region": PLACES[found["place"] or found["where"]]},
    ),
    rule(
        rf"(?P<language>{_LANGUAGE})(?:で(?:の)?|の|に|を|版|対応)?",
        lambda found: {"language": LANGUAGES[found["language"]]},
    ),
    rule(
        r"(?P<amount>\d[\d,]*)\s?ページ(?:の|に及ぶ|ある|ほどの|程度の)",
        lambda found: {"input_tokens": whole(number(found["amount"]) * TOKENS_A_PAGE)},
    ),
    rule(
        r"(?:開発者|エンジニア|社員|従業員|職員|メンバー|チーム|利用者|ユーザー?|生徒|学生)?\s?(?P<amount>\d[\d,]*)\s?(?:人|名)(?:の|で|が|分の?|規模の?)?(?:チーム|開発者|エンジニア|社員|従業員|職員|開発チーム|部署|利用者|ユーザー?)?",
        lambda found: {"seats": whole(number(found["amount"]))},
    ),
    rule(
        r"(?:(?P<count>\d+)\s?(?:枚|台)?の?\s?)?(?:nvidia |rtx ?)?(?P<name>rtx ?a?\d{4}|[2345]0[6789]0(?: ?ti)?|[ahb][123]00|h20|l40s|l4|t4|a10g?|m[1-5] (?:max|ultra|pro))(?:\s?[がをはの]?\s?(?P<behind>\d+)\s?(?:枚|台|基))?",
        lambda found: {
            "gpu": (
                f"{found['count'] or found['behind']}x" if found["count"] or found["behind"] else ""
            )
            + found["name"],
            "self_host": "only",
        },
    ),
    rule(
        rf"(?P<per>[1一]?日|毎日|日に|月間|毎月|月に?|[1一]か月|年間|年に|毎週|週に?|[1一]?時間|毎[時分秒]|[1一](?:分間?|秒))?(?:に|あたり|約|およそ|、)*\s?{_NUMBER}\s?(?:{_COUNTED})"
        r"(?P<behind>\s?/\s?[月年日週時分秒]|毎日|毎月)?(?:ほど|程度|くらい|以上)?",
        _volume,
    ),
    rule(
        r"エアギャップ|完全(?:に)?オフライン|インターネット(?:に)?(?:接続)?(?:なし|"
        r"できない|しない)|閉域(?:網|環境)?|ネット(?:に)?(?:つながらない|接続不可)",
        {"privacy": "air-gapped"},
    ),
    rule(
        r"(?:データ|コード|図面|資料|情報|原稿)?(?:を|は|が)?(?:社外|庁外|院外|学外|外|外部|クラウド)(?:に|へ)?(?:は|も)?(?:持ち)?"
        r"(?:出せない|出さない|出したくない|出せず|送れない|送信なし|送信不可|ng|禁止|不可)|"
        r"外部送信(?:なし|不可|禁止)|lgwan(?:環境)?|ネット(?:ワーク)?に(?:つなが(?:って|ら)|接続(?:して|し))い?ない|"
        r"(?:クラウド(?:に|は)?(?:かなり)?(?:抵抗|禁止|不可|使えない))|"
        r"(?:工場|事務所|会社|研究室|病院|店|手元|自宅|個人)(?:内|の)*(?:サーバー?|pc|パソコン|マシン|端末)(?:で|に)?|"
        r"(?:ローカル|手元|オンデバイス)(?:一択|で完結)?",
        {"self_host": "only"},
    ),
    rule(
        r"輸出管理|安全保障輸出|外為法|該非判定|経済制裁",
        Refused(
            "export control is not judged here, ask who answers for it; what can be asked is "
            "--region, --exclude-jurisdiction, --not-made-in or --self-host only"
        ),
    ),
    rule(
        r"文字起こし|音声入力|しゃべるだけで?",
        Refused("speech to text is a product of its own; what is judged here is the text of it"),
    ),
    rule(
        r"fisc(?:の)?(?:安全対策基準)?",
        Refused("this standard is not in the catalog; ask the provider for its statement on it"),
    ),
    rule(
        r"(?P<n>\d[\d,]*)\s?(?P<power>万|千)?(?:字|文字)",
        lambda found: {"characters": whole(number(found["n"], found["power"]))},
    ),
    rule(
        r"オンプレ(?:ミス)?|(?:社内|自社|院内|学内|庁内)(?:の)?(?:サーバー?|gpu|環境|"
        r"設備|ハード(?:ウェア)?)(?:で)?|ローカル(?:で|環境|llm)?|自前(?:の)?(?:gpu|"
        r"サーバー?)?",
        {"self_host": "only"},
    ),
    rule(
        r"(?:入力|データ|内容|プロンプト)?(?:を|が|は)?(?:ai)?(?:の)?学習(?:に|へ|には|"
        r"データに)?(?:は)?(?:使われ|使わ|利用され|利用し|利用|使用|用い|され|させ|"
        r"回され|される|使われる|使う)?(?:のは|こと(?:は|が)?)?(?:絶対)?(?:に)?(?:たくない|ない|なし|不可|禁止|しない|ng|ダメ|だめ)",
        {"no_training": True},
    ),
    rule(
        r"(?:データ|ログ|内容|履歴)?(?:を|が|は)?(?:一切)?(?:保存|保持|残|記録)(?:され|"
        r"し|さ|ら)?(?:ない|なし|不可|禁止|たくない)|ゼロデータリテンション|zdr",
        {"zdr": True},
    ),
    rule(r"ismap", {"certification": ("ismap",)}),
    rule(r"iso ?27001", {"certification": ("iso27001",)}),
    rule(r"soc ?2", {"certification": ("soc2",)}),
    rule(r"gdpr", {"no_training": True, "dpa": True}),
    rule(
        r"機密(?:情報|文書|データ|性の高い)?|社外秘|秘密(?:保持|情報)?|個人情報|"
        r"顧客(?:情報|データ)|患者(?:情報|データ|の?記録)?|要配慮個人情報|営業秘密|"
        r"守秘(?:義務)?",
        {"privacy": "confidential"},
    ),
    rule(r"公開(?:情報|データ|文書)", {"privacy": "public"}),
    rule(r"azure(?:で|上で|経由)?", {"providers": ("azure",)}),
    rule(r"(?:aws|bedrock)(?:で|上で|経由)?", {"providers": ("amazon-bedrock",)}),
    rule(
        r"(?:vertex(?: ai)?|gcp|google cloud)(?:で|上で|経由)?", {"providers": ("google-vertex",)}
    ),
    rule(
        r"オープン(?:ソース|ウェイト|モデル|な)(?:の)?(?:モデル|llm)?|重み(?:が)?公開",
        {"open_weights": True},
    ),
    rule(r"ファインチューニング|微調整|追加学習|チューニング", {"needs": ("fine-tune",)}),
    rule(r"ツール(?:呼び出し|利用)|関数呼び出し|api連携", {"tools": True}),
    rule(r"json(?:形式|出力|で)?|構造化(?:出力|データ)?", {"structured_output": True}),
    rule(
        r"(?:手書き|スキャン|ocr|帳票)(?:の)?(?:画像|文書|読み取り|データ化|書類)?|"
        r"画像(?:認識|の?読み取り)?|写真|図面|スクリーンショット|図表|レントゲン",
        {"modalities": ("image",), "task": "vision"},
    ),
    rule(r"pdf", {"modalities": ("pdf",)}),
    rule(r"動画", {"modalities": ("video",)}),
    rule(r"夜間(?:バッチ)?|バッチ(?:処理)?|一括(?:処理)?", {"batch_share": 1.0}),
    rule(r"リアルタイム|即時|即座に|待たせない|低遅延|すぐに", {"patience": 0}),
    rule(r"高速(?:な|に)?|速い|速く|素早く|早く", {"patience": 350}),
    rule(r"小学生|中学生|高校生|子ども|子供|未成年|児童|学校|生徒", {"sector": "education"}),
    rule(
        r"(?:職務)?経歴書|求人(?:票)?|マッチング|採用(?:選考|活動)?|応募者|履歴書|人事評価",
        {"sector": "hiring"},
    ),
    rule(r"与信|融資|ローン審査|審査", {"sector": "credit"}),
    rule(r"病院|クリニック|医院", {"sector": "health"}),
    rule(r"自治体|官公庁|役所|市役所|行政|公共|省庁|県庁", {"sector": "public"}),
    rule(
        r"(?:できるだけ|なるべく|とにかく|一番|最も)?(?:安い|安く|安価(?:な|に)?|最安|"
        r"低コスト|コスト重視|コスパ(?:の良い|重視)?|格安|節約)",
        {"weights": "cheap"},
    ),
    rule(
        r"(?:高|最高|最も高い)(?:品質|精度|性能)(?:な|の|で)?|品質(?:重視|優先|第一)|"
        r"精度(?:重視|優先|が(?:大事|重要))|最高の|一番(?:賢い|良い|いい)|最も(?:賢い|"
        r"良い|正確)",
        {"weights": "quality"},
    ),
    rule(r"プライバシー(?:重視|優先|第一)", {"weights": "private"}),
    rule(
        r"コーディングエージェント|開発エージェント|自律(?:的な)?(?:開発|コーディング)|"
        r"リファクタリング|プルリク(?:エスト)?|claude code|codex",
        {"task": "agentic-coding"},
    ),
    rule(
        r"音声(?:対話|応答|エージェント|ボット|認識)?|電話(?:応対|対応|窓口|自動応答)?|ボイスボット|コールセンター|ivr",
        {"task": "voice"},
    ),
    rule(r"ブラウザ(?:操作|自動化)|画面操作|rpa|パソコン操作|pc操作", {"task": "computer-use"}),
    rule(
        r"埋め?込み(?:ベクトル|モデル)?|ベクトル(?:検索|化)|セマンティック検索|エンベディング|意味検索",
        {"task": "embeddings"},
    ),
    rule(r"リランク|再ランク(?:付け)?|リランキング", {"task": "reranking"}),
    rule(r"要約|議事録|まとめ(?:る|て)?|サマリー?", {"task": "summarisation"}),
    rule(r"翻訳|ローカライズ", {"task": "translation"}),
    rule(
        r"(?:社内|行内|業務|製品|技術)?(?:例規集?|文書|マニュアル|規程|規定|ドキュメント|資料|"
        r"ナレッジ|手順書)(?:の|を)?(?:検索|照会|を検索|から回答|への質問|に関する質問|"
        r"について答え|q&a|qa)|rag|社内(?:q&a|qa|検索|wiki)|ナレッジ(?:ベース|検索)",
        {"task": "rag"},
    ),
    rule(
        r"分類|仕分け|タグ付け|ラベル(?:付け)?|振り分け|感情分析|判定|カテゴリー?分け",
        {"task": "classification"},
    ),
    rule(
        r"抽出|項目(?:を)?(?:取り出|抜き出)\w*|データ化|転記|請求書|領収書|伝票|入力(?:作業)?の?自動化",
        {"task": "extraction"},
    ),
    rule(
        r"契約書(?:の)?(?:レビュー|チェック|確認)?|法務|法律(?:相談|事務所)?|弁護士|条文|判例|リーガル",
        {"task": "legal"},
    ),
    rule(
        r"レセプト|電子カルテ|医療|診療|カルテ|看護|医師|診断|医学|退院(?:時要約)?|薬",
        {"task": "medical"},
    ),
    rule(
        r"仕訳|財務|決算(?:書|短信)?|金融|会計|経理|有価証券報告書|投資|監査|税務",
        {"task": "finance"},
    ),
    rule(
        r"解説|類題|学習(?:支援|アプリ|教材|用|塾)|家庭教師|教育|授業|宿題|教材|塾|個別指導|チューター",
        {"task": "tutoring"},
    ),
    rule(
        r"(?:web|ウェブ|ネット|インターネット)(?:の)?検索|市場調査|調査(?:業務)?|リサーチ|ファクトチェック|最新情報",
        {"task": "search"},
    ),
    rule(
        r"sql|データ(?:の)?分析|集計|ダッシュボード|bi(?![a-z])|excel|エクセル|表計算|"
        r"スプレッドシート",
        {"task": "data-analysis"},
    ),
    rule(r"(?:ai)?エージェント|業務自動化|ワークフロー(?:の)?自動化|自動化", {"task": "agents"}),
    rule(
        r"cobol|java(?:script)?|python|マイグレ(?:ーション)?|コーディング(?:支援|補助|アシスタント)?|プログラミング|コード(?:生成|補完|"
        r"レビュー)?|プログラム|ソフトウェア(?:開発)?|開発支援|開発(?:者)?|デバッグ|"
        r"テストコード|実装",
        {"task": "coding"},
    ),
    rule(
        r"(?:顧客|カスタマー|ユーザー?)?サポート(?:チャット|窓口|デスク|対応)?|"
        r"チャット(?:ボット|対応)?|問い?合わ?せ(?:対応|窓口|への回答)?|ヘルプデスク|"
        r"接客|応対|窓口|faq|よくある質問|対話|相談窓口|アシスタント",
        {"task": "chat"},
    ),
    rule(
        r"紹介文|キャッチ(?:コピー)?|チラシ|スカウト文面|キャラ(?:クター)?|口調|セリフ|台詞|シーン|お?返事|返信(?:の)?(?:下書き|作成)?|稟議書|表記ゆれ|(?:文章|記事|原稿|広告文|コピー|ブログ|メルマガ|プレスリリース|"
        r"商品説明(?:文)?|小説|シナリオ|メール文(?:面)?)(?:の|を)?(?:作成|執筆|生成|"
        r"校正|書く|作る)?|ライティング|執筆|校正|文書作成|下書き|添削",
        {"task": "writing"},
    ),
    rule(r"数学|推論|論理|証明|計画立案|難問|科学|物理", {"task": "reasoning"}),
)
"""Tried one after the other; what one has read, none after it reads again."""
