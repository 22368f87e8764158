"""Characters made alike before words are looked up, without losing where they stood.

Lives here: the table from full-width and traditional characters to half-width and simplified ones, what is
transparent (bold marks, spaces inside numbers), and `Folded`, which knows the offset of each character in the
document. Not here: words (``vocabulary``) and tokens (``tokens``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final

import attrs

__all__ = ["CIRCLED", "MARKUP", "PICTURES", "Folded", "clean", "fold", "half_width", "line", "simplify"]

#: Members of a class in a pattern: bullets and pictures, and circled numbers. Both divide what stands round them.
PICTURES: Final = "\u25a0-\u27bf\U0001f300-\U0001faff"
CIRCLED: Final = "\u2460-\u2473"

# Pairs of a traditional character (or a variant) and its simplified one: those that reports and unit names use.
_TRADITIONAL: Final = """
國国 內内 産产 產产 業业 価价 價价 漲涨 萬万 億亿 總总 値值 糧粮 鎮镇 與与 濟济 會会 發发 髮发 農农 鄉乡 銷销 費费
貿贸 進进 財财 務务 預预 標标 調调 查查 執执 創创 構构 結结 資资 額额 動动 廣广 東东 區区 縣县 處处 項项 個个 條条
戶户 臺台 輛辆 噸吨 畝亩 頃顷 維维 穩稳 長长 幅幅 續续 降降 減减 漸渐 單单 損损 耗耗 環环 質质 態态 淨净 凈净 綠绿
綫线 線线 電电 網网 運运 輸输 鐵铁 路路 車车 場场 塊块 園园 開开 關关 門门 間间 閉闭 問问 聞闻 醫医 療疗 衛卫 養养
險险 員员 師师 學学 校校 職职 參参 應应 對对 導导 將将 專专 屆届 層层 屬属 島岛 嶺岭 幣币 帶带 幾几 庫库 廳厅 廠厂
張张 強强 彈弹 歸归 錄录 徑径 從从 復复 複复 徵征 徹彻 恆恒 惡恶 愛爱 慶庆 憑凭 戰战 戲戏 擇择 擊击 據据 擴扩 擬拟
擁拥 攜携 攝摄 敗败 數数 斷断 時时 晉晋 暫暂 曆历 歷历 書书 極极 榮荣 樓楼 樞枢 樹树 橋桥 機机 權权 檢检 檔档 歐欧
歲岁 殘残 殺杀 毀毁 氣气 決决 沒没 況况 淺浅 測测 湧涌 湯汤 滅灭 滿满 漁渔 潔洁 潤润 潛潜 澤泽 濃浓 濕湿 濱滨 災灾
為为 爲为 無无 煉炼 熱热 營营 爭争 狀状 獎奖 獨独 獲获 現现 瑪玛 畫画 異异 當当 疊叠 癥症 監监 盤盘 盡尽 眾众 睏困
矚瞩 礎础 礦矿 禮礼 種种 稱称 積积 築筑 簡简 簽签 籌筹 紀纪 約约 級级 紛纷 納纳 純纯 紙纸 組组 細细 終终 給给 統统
絕绝 經经 緊紧 緣缘 編编 緩缓 縮缩 繁繁 織织 繼继 罰罚 義义 習习 聯联 聲声 聽听 肅肃 脫脱 腦脑 臨临 舉举 舊旧 興兴
艦舰 艱艰 節节 範范 莊庄 葉叶 著着 蓋盖 蘇苏 藝艺 藥药 虛虚 蟲虫 補补 裝装 製制 規规 視视 親亲 覺觉 覽览 觀观 訂订
計计 訊讯 討讨 訓训 託托 記记 訪访 設设 許许 訴诉 診诊 評评 詞词 試试 詩诗 該该 認认 語语 誠诚 誤误 說说 説说 課课
誼谊 請请 論论 諸诸 謀谋 講讲 謝谢 證证 識识 譜谱 護护 讀读 變变 讓让 負负 貢贡 貧贫 貨货 責责 貫贯 貸贷 貼贴 買买
賀贺 賠赔 賞赏 賢贤 賣卖 賦赋 賴赖 購购 贏赢 趕赶 跡迹 踐践 躍跃 軌轨 軍军 軟软 較较 載载 輕轻 輔辅 輪轮 轄辖 轉转
達达 違违 遊游 過过 邊边 遠远 適适 遷迁 選选 遺遗 還还 鄭郑 釋释 釐厘 針针 鋼钢 錢钱 鏈链 鎖锁 鐘钟 鑒鉴 鑑鉴 陣阵
陰阴 陳陈 陸陆 陽阳 隊队 階阶 際际 隨随 隱隐 雖虽 雙双 雜杂 離离 難难 雲云 靈灵 靜静 響响 頂顶 順顺 須须 頒颁 頓顿
領领 頭头 頻频 題题 顏颜 願愿 類类 顧顾 顯显 風风 飛飞 飯饭 飲饮 飼饲 餐餐 館馆 馬马 駐驻 駕驾 騎骑 驗验 驚惊 驟骤
體体 魚鱼 鮮鲜 鳥鸟 鹽盐 麗丽 黃黄 點点 黨党 齊齐 龍龙 兩两 來来 們们 備备 優优 儲储 儘尽 傳传 債债 傷伤 償偿 兒儿
冊册 凍冻 劃划 劇剧 劑剂 勞劳 勢势 勵励 勝胜 匯汇 協协 卻却 厲厉 厭厌 喪丧 喬乔 嚴严 囑嘱 團团 圍围 圓圆 圖图 報报
墊垫 增增 壓压 壞坏 壩坝 壯壮 夠够 夾夹 奪夺 奮奋 婦妇 孫孙 寧宁 審审 寫写 寬宽 實实 寶宝 屜屉 岡冈 峽峡 後后 憂忧
懷怀 懸悬 扶扶 掃扫 採采 掛挂 換换 揚扬 撥拨 撫抚 擔担 攔拦 敵敌 於于 昇升 曉晓 棄弃 棟栋 樣样 殼壳 氫氢 滬沪 瀏浏
爾尔 牆墙 犧牺 獻献 璃璃 甦苏 畢毕 盜盗 確确 祕秘 禦御 竄窜 競竞 筆笔 糾纠 絡络 繪绘 羅罗 聖圣 臟脏 舖铺 蕭萧 藍蓝
蝦虾 衝冲 術术 裏里 裡里 諮咨 豐丰 貝贝 贊赞 趨趋 輿舆 辦办 辭辞 週周 遲迟 郵邮 鄰邻 銀银 銳锐 鋪铺 錯错 鍵键 鎢钨
閱阅 闊阔 闢辟 隻只 韓韩 頁页 餘余 駁驳 骯肮 鬥斗 麥麦 黌黉 齡龄 徠徕 衆众 羣群 峯峰 牽牵 別别 並并 併并 佈布 佔占
係系 侶侣 俠侠 倉仓 倫伦 偵侦 側侧 僅仅 僑侨 僱雇 兇凶 剛刚 匱匮 厠厕 廁厕 叢丛 吳吴 咸咸 啟启 啓启 噴喷 坵丘 埡垭
墳坟 壘垒 壽寿 夥伙 寢寝 尋寻 屍尸 嶄崭 帥帅 幹干 廢废 彙汇 彎弯 徬彷 恥耻 悶闷 惱恼 慘惨 慮虑 懲惩 戀恋 捨舍 掙挣
揀拣 搶抢 撈捞 擠挤 攤摊 敘叙 斂敛 晝昼 暢畅 曬晒 樂乐 槍枪 槳桨 樑梁 檯台 櫃柜 殯殡 毆殴 氈毡 汙污 汚污 淚泪 淪沦
渾浑 溝沟 滯滞 滲渗 潰溃 澆浇 澱淀 濾滤 瀕濒 灣湾 煙烟 煩烦 燈灯 燒烧 燙烫 爐炉 牠它 狹狭 猶犹 珮佩 琺珐 瑩莹 瓊琼
痺痹 瘡疮 皚皑 盞盏 睜睁 瞭了 砲炮 硃朱 碩硕 禍祸 秈籼 稅税 穀谷 穫获 窮穷 窯窑 竅窍 籃篮 紅红 紋纹 紹绍 絲丝 綜综
緝缉 締缔 縱纵 縫缝 績绩 繞绕 罷罢 耬耧 腫肿 膽胆 膚肤 艙舱 莖茎 蔣蒋 蔥葱 薦荐 薩萨 蘆芦 號号 蠶蚕 襲袭 見见 詢询
詳详 誰谁 諒谅 謹谨 譯译 警警 豎竖 賬账 贈赠 趙赵 踴踊 躋跻 軸轴 輝辉 輯辑 辯辩 逕径 鄧邓 醞酝 鈣钙 鉛铅 銅铜 銘铭
鋁铝 鋰锂 鎂镁 鎳镍 鏡镜 鑄铸 鑰钥 閃闪 閘闸 閣阁 闡阐 隸隶 霧雾 韌韧 頌颂 頸颈 飄飘 餵喂 饋馈 駛驶 鬆松 鬱郁 魯鲁
鴨鸭 鷄鸡 雞鸡 鵝鹅 齒齿 龜龟 碳碳 礙碍 佇伫 傘伞 儉俭 凱凯 勛勋 塵尘 墻墙 夢梦 嬰婴 屢屡 巖岩 幫帮 憲宪 撐撑 擋挡
擺摆 斃毙 棧栈 楊杨 橢椭 櫥橱 歡欢
丟丢 亂乱 亞亚 侖仑 侷局 倆俩 倖幸 倣仿 偉伟 偽伪 傑杰 傚效 傢家 傭佣 傾倾 僕仆 僥侥 儀仪 儈侩 兌兑 冪幂 凜凛 刪删 則则
剋克 剎刹 剝剥 剷铲 劉刘 劊刽 劍剑 勁劲 勦剿 勳勋 勸劝 勻匀 卹恤 吶呐 呂吕 唸念 啞哑 啣衔 喚唤 喫吃 喲哟 嗆呛 嗎吗 嗚呜
嘆叹 嘔呕 嘗尝 嘩哗 嘯啸 噓嘘 噹当 嚇吓 嚐尝 嚥咽 嚨咙 嚮向 囂嚣 囌苏 囪囱 堅坚 堯尧 塗涂 塢坞 塹堑 墜坠 墮堕 墾垦 壇坛
壟垄 壺壶 奧奥 妝妆 姦奸 姪侄 娛娱 婁娄 媽妈 嬌娇 嬸婶 孃娘 孿孪 宮宫 寵宠 崗岗 崙仑 嶼屿 嶽岳 巒峦 帳帐 幀帧 幟帜 廂厢
廄厩 廈厦 廚厨 廟庙 廬庐 弔吊 彆别 彌弥 彥彦 彫雕 悅悦 悽凄 慄栗 慚惭 慣惯 慫怂 慼戚 慾欲 憊惫 憐怜 憚惮 憤愤 憫悯 憶忆
懇恳 懶懒 懼惧 懾慑 拋抛 挾挟 捲卷 掄抡 揮挥 揹背 搆构 搖摇 搗捣 搾榨 摟搂 摯挚 摻掺 撓挠 撲扑 撻挞 撾挝 撿捡 擄掳 擰拧
擱搁 擲掷 擻擞 擾扰 攆撵 攏拢 攙搀 攣挛 攪搅 攬揽 斬斩 暈晕 曠旷 朮术 枴拐 柵栅 桿杆 棗枣 棲栖 楓枫 榦干 槓杠 樁桩 樸朴
橫横 檸柠 檻槛 櫻樱 欄栏 欽钦 歎叹 殲歼 毬球 氾泛 汎泛 沖冲 洩泄 洶汹 涼凉 淒凄 淵渊 渙涣 渦涡 湊凑 準准 溫温 溼湿 滄沧
滌涤 滷卤 滾滚 漢汉 漣涟 漬渍 漿浆 潑泼 澀涩 澗涧 濁浊 濘泞 濛蒙 濤涛 濫滥 濰潍 濺溅 瀉泻 瀋沈 瀝沥 瀰弥 瀾澜 灑洒 灘滩
灤滦 烏乌 煥焕 熒荧 熾炽 燄焰 燦灿 燬毁 燭烛 燴烩 燻熏 燼烬 爍烁 爛烂 爺爷 牴抵 犢犊 狽狈 猙狰 獄狱 獅狮 獰狞 獵猎 獸兽
獺獭 瑣琐 瑤瑶 瑯琅 甕瓮 疇畴 痙痉 瘉愈 瘋疯 瘍疡 瘓痪 瘧疟 癒愈 癟瘪 癡痴 癢痒 癬癣 癱瘫 皺皱 盃杯 盧卢 盪荡 瞞瞒 矇蒙
矯矫 硯砚 碼码 磚砖 礫砾 礬矾 祿禄 禱祷 禿秃 稈秆 稜棱 穎颖 穢秽 窩窝 窪洼 窺窥 竊窃 筍笋 箇个 箋笺 篩筛 簍篓 簑蓑 簾帘
籐藤 籠笼 籤签 籬篱 籮箩 籲吁 粵粤 糞粪 糰团 紉纫 紐纽 紗纱 紡纺 紮扎 紳绅 絃弦 絆绊 絛绦 絞绞 絢绚 絨绒 絹绢 綁绑 綏绥
綑捆 綢绸 綱纲 綴缀 綵彩 綸纶 綻绽 綽绰 綿绵 緒绪 緘缄 緞缎 緬缅 緯纬 練练 緻致 縛缚 縴纤 縷缕 繃绷 繕缮 繙翻 繡绣 繩绳
繫系 繭茧 繳缴 繹绎 纏缠 纓缨 纔才 纖纤 纜缆 缽钵 罈坛 罵骂 羨羡 翹翘 聰聪 聳耸 聶聂 聾聋 脅胁 脈脉 脣唇 脩修 脹胀 腎肾
腳脚 腸肠 膠胶 膩腻 膿脓 臉脸 臍脐 臘腊 臥卧 艷艳 茲兹 荊荆 莢荚 華华 萊莱 葦苇 葷荤 蒐搜 蒼苍 蓆席 蓮莲 蔔卜 蔭荫 蕩荡
蕪芜 薊蓟 薑姜 薔蔷 藹蔼 蘊蕴 蘋苹 蘭兰 蘿萝 虜虏 虧亏 蛻蜕 蝕蚀 蝨虱 蝸蜗 螞蚂 螢萤 蟬蝉 蟻蚁 蠅蝇 蠍蝎 蠟蜡 蠱蛊 蠻蛮
褲裤 襖袄 襪袜 襬摆 襯衬 覓觅 觸触 訃讣 訖讫 訛讹 訝讶 訟讼 訣诀 証证 詐诈 詛诅 詠咏 詣诣 詫诧 詭诡 話话 誅诛 誇夸 誌志
誕诞 誘诱 誡诫 誣诬 誦诵 誨诲 誹诽 諄谆 談谈 諜谍 諧谐 諱讳 諷讽 諺谚 諾诺 謂谓 謄誊 謊谎 謎谜 謗谤 謙谦 謠谣 謬谬 譁哗
譏讥 譚谭 譟噪 議议 譴谴 譽誉 讒谗 豈岂 豔艳 豬猪 貍狸 貓猫 貞贞 販贩 貪贪 貯贮 貳贰 貴贵 貶贬 賂赂 賃赁 賄贿 賈贾 賊贼
賒赊 賓宾 賜赐 賤贱 賭赌 賺赚 賽赛 贅赘 贍赡 贓赃 贖赎 贛赣 踫碰 蹟迹 蹤踪 躊踌 軀躯 軋轧 軒轩 輓挽 輥辊 輩辈 輻辐 輾辗
轅辕 轍辙 轎轿 轟轰 辮辫 迴回 這这 連连 遙遥 遜逊 遞递 遼辽 邁迈 邏逻 鄒邹 醬酱 釀酿 釁衅 釘钉 釣钓 釦扣 釩钒 鈉钠 鈍钝
鈔钞 鈕钮 鈞钧 鈴铃 鈾铀 鉀钾 鉅巨 鉑铂 鉗钳 鉚铆 鉤钩 鉸铰 鉻铬 銑铣 銜衔 銲焊 銻锑 鋅锌 鋇钡 鋒锋 鋤锄 鋸锯 錐锥 錘锤
錠锭 錦锦 錨锚 錫锡 錳锰 錶表 鍊炼 鍋锅 鍍镀 鍛锻 鍬锹 鍾钟 鎊镑 鎗枪 鎚锤 鎬镐 鏟铲 鏽锈 鐮镰 鐳镭 鑤刨 鑲镶 鑷镊 鑼锣
鑽钻 鑿凿 閏闰 閑闲 閒闲 閡阂 閤合 閥阀 閨闺 閩闽 閻阎 闆板 闌阑 闖闯 阬坑 陝陕 陞升 隄堤 隕陨 隴陇 雛雏 霑沾 鞏巩 鞦秋
韆千 韋韦 韻韵 頑顽 頗颇 頤颐 頰颊 頹颓 顆颗 顛颠 顫颤 顱颅 颱台 颳刮 飢饥 飽饱 飾饰 餃饺 餅饼 餌饵 餒馁 餓饿 餞饯 餡馅
餽馈 餾馏 饅馒 饑饥 饒饶 饞馋 馭驭 馮冯 馱驮 馳驰 馴驯 駒驹 駝驼 駭骇 駱骆 駿骏 騁骋 騙骗 騰腾 騷骚 騾骡 驅驱 驕骄 驢驴
髒脏 鬍胡 鬚须 鬧闹 鬨哄 鮑鲍 鯉鲤 鯨鲸 鰓鳃 鱉鳖 鱗鳞 鳳凤 鳴鸣 鴉鸦 鴕鸵 鴛鸳 鴦鸯 鴻鸿 鴿鸽 鵑鹃 鵬鹏 鵲鹊 鶴鹤 鷗鸥
鷹鹰 鹵卤 鹹咸 鹼碱 麵面 麼么 黴霉 鼕冬 齋斋 齣出 齧啮 齲龋 龐庞 龔龚 註注 崑昆 讚赞
"""

#: Full-width signs have half-width twins at a fixed distance; these do not, or must stay themselves.
_SIGNS: Final = {
    "﹪": "%",
    "〜": "~",
    "—": "-",  # dashes of every width
    "–": "-",
    "―": "-",
    "−": "-",
    "─": "-",
    "‑": "-",
    "﹣": "-",
    "﹐": "，",
    "﹔": ";",
    "﹕": ":",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "\u3000": " ",
    "\u00a0": " ",
    "〈": "《",
    "〉": "》",
    "●": "·",
    "•": "·",
}
_FULL_WIDTH_COMMA: Final = "，"  # stays: only a half-width comma can stand inside a number


def _table() -> dict[int, str]:
    table = {full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)}
    table[ord(_FULL_WIDTH_COMMA)] = _FULL_WIDTH_COMMA
    table.update({ord(sign): twin for sign, twin in _SIGNS.items()})
    table.update({ord(pair[0]): pair[1] for pair in _TRADITIONAL.split() if pair[0] != pair[1]})
    return table


_FOLDING: Final = _table()
_HALF_WIDTH: Final = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}

# Marks that stand in a text without being of it: bold, underline and code marks, characters of no width, and spaces
# beside the digits of a number (between two digits only where they group thousands).
_TRANSPARENT: Final = re.compile(
    r"(?<=[\d%‰.])[ *_]+(?=[^\d\s*_])|(?<=[^\d\s])[ *_]+(?=[\d.])|(?<=\d) +(?=\d{3}(?!\d))"
    r"|(?<=\d[万亿]) +(?=\S)|(?<=\d [万亿]) +(?=\S)"  # between a number's scale and its unit
    r"|[ \t]*[\r\n]+[ \t]*"  # inside a paragraph that a program broke into lines
    "|[\u200b\u200c\u200d\u2060\ufeff]+"
    r"|\*+|__+|`+|~~"
)
#: Marks alone: what is transparent where spaces divide words.
MARKUP: Final = re.compile("[\u200b\u200c\u200d\u2060\ufeff]+|\\*+|__+|`+|~~")
_SPACE: Final = re.compile(r"\s+")
_BETWEEN_WORDS: Final = re.compile(r"(?<![!-~])\s+|\s+(?![!-~])")


@attrs.frozen
class Folded:
    """A stretch of the document with its characters made alike.

    Attributes:
        text: The folded characters.
        start: Offset in the document of the stretch.
        cuts: Offsets in `text` behind which something was left out, ascending.
        shifts: For each cut, how many characters have been left out up to there.
    """

    text: str
    start: int
    cuts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def origin(self, position: int) -> int:
        """The offset in the document of a folded character."""
        cut = bisect_right(self.cuts, position)
        return self.start + position + (self.shifts[cut - 1] if cut else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the document of the folded characters from ``start`` up to ``end``, which is greater."""
        return self.origin(start), self.origin(end - 1) + 1


def fold(document: str, start: int, end: int, transparent: re.Pattern[str] = _TRANSPARENT) -> Folded:
    """Make the characters of a stretch of a document alike.

    Args:
        document: The text.
        start: Offset of the first character.
        end: Offset after the last.
        transparent: What to leave out; `MARKUP` where spaces divide words.

    Returns:
        The folded stretch.

    Example:
        >>> folded = fold("糧食產量**１．３ 萬億**斤", 0, 16)
        >>> folded.text
        '粮食产量1.3万亿斤'
        >>> folded.span(4, 7)
        (6, 9)
    """
    alike = document[start:end].translate(_FOLDING)
    pieces: list[str] = []
    cuts: list[int] = []
    left_out: list[int] = []
    position = length = 0
    for mark in transparent.finditer(alike):
        pieces.append(alike[position : mark.start()])
        length += mark.start() - position
        position = mark.end()
        cuts.append(length)
        left_out.append(mark.end() - mark.start())
    if not cuts:
        return Folded(alike, start)
    pieces.append(alike[position:])
    return Folded("".join(pieces), start, tuple(cuts), tuple(accumulate(left_out)))


def simplify(text: str) -> str:
    """A text in simplified characters and half-width signs, of the same length.

    Example:
        >>> simplify("牽頭單位：")
        '牵头单位:'
    """
    return text.translate(_FOLDING)


def line(text: str) -> str:
    """A stretch of the document on one line, without markup, its spaces kept.

    Example:
        >>> line("**提升能级**  着力创新")
        '提升能级 着力创新'
    """
    return _SPACE.sub(" ", MARKUP.sub("", text)).strip()


def half_width(text: str) -> str:
    """A text with half-width signs and digits, its characters otherwise as written.

    Example:
        >>> half_width("％，萬噸")
        '%,萬噸'
    """
    return text.translate(_HALF_WIDTH)


def clean(text: str) -> str:
    """A stretch of the document as people would write it: without markup, and spaces only between Latin words.

    Example:
        >>> clean(" **粮食** 产量")
        '粮食产量'
    """
    bare = MARKUP.sub("", text)
    return _SPACE.sub(" ", _BETWEEN_WORDS.sub("", bare)).strip()
