"""Verbs: actions whose object can be counted (新建 build), actions whose object is not (深化 deepen), aims, leads."""

from __future__ import annotations

from typing import Final

from plan_tasks.drafting.vocabulary.lexicon import Part, Word, glossed, words

__all__ = ["ACTORS", "CARRIED_OUT", "COMPLETE", "GENERAL", "INTRANSITIVE", "TRAILING", "WORDS"]


_COUNTABLE: Final = """
提质扩能 improve and extend|扩能 extend|提质增效 improve|安排 set aside|启用 open|配建 build with|配套建设 build with
迁建 move and build|选育 breed|认证 certify|争创 strive to be|试点 try out|备案 register|养护 maintain|清运 remove
回迁 move back|回迁安置 move back|挂牌 put up for sale|成交 sell|勘探 prospect|打捞 raise|清欠 settle arrears|兑付 pay
升规 grow beyond designated size|新建 build|改建 rebuild|扩建 extend|续建 go on building|改扩建 rebuild and extend
改(扩)建 rebuild or extend|新(改)建 build or rebuild|新(扩)建 build or extend|新(续)建 build or go on building
新(改扩)建 build, rebuild or extend|新(改、扩)建 build, rebuild or extend|迁(扩)建 move or extend
新改扩建 build, rebuild and extend|新改建 build and rebuild|新建改建 build and rebuild
新建改扩建 build, rebuild and extend|新建扩建 build and extend|新建续建 build and go on|新扩建 build and extend
建成 complete|建设 build|兴建 build|筹建 prepare|修建 build|建造 build|重建 rebuild|共建 build together|创建 create
建立 set up|组建 form|搭建 put up|新增 add|净增 add net|新增加 add|增设 add|新设 set up|新设立 set up|设立 set up
增添 add|抓好 see to|抓实 see to|办好 carry out well|办成 carry out|实施 carry out|滚动实施 carry out in turn
组织实施 organise|推进 push on|推动 push|加快推进 speed up|启动 start|开工 begin building|开工建设 begin building
新开工 begin building|竣工 finish building|投产 put into production|投用 put into use|建成投用 complete and put into use
建成投产 complete|竣工投产 finish|竣工投用 finish|交付 hand over|培育 cultivate|新培育 cultivate|培育形成 cultivate
形成 form|引进 bring in|新引进 bring in|引育 bring in|招引 attract|引入 bring in|签约 sign|新签约 sign|落地 land
储备 hold ready|谋划 plan|策划 plan|打造 create|改造 renovate|提升改造 renovate|改造提升 renovate|升级改造 renovate
更新改造 renovate|更新 renew|整治 clean up|综合整治 clean up|治理 treat|综合治理 treat|修复 restore|恢复 restore
新修复 restore|修缮 repair|维修 repair|加固 strengthen|疏浚 dredge|清淤 dredge|新修 build|铺设 lay|敷设 lay|架设 put up
安装 install|加装 install|增装 install|配备 equip|配置 equip|购置 buy|采购 buy|投放 put out|发放 give out|发行 issue
筹集 raise|筹措 raise|争取 win|申报 apply for|争取到位 win|拨付 pay out|落实到位 pay out|兑现 pay out|减免 exempt
办理 handle|受理 handle|培训 train|培养 train|轮训 train|招录 recruit|招聘 recruit|招募 recruit|选派 send|选聘 appoint
引导 guide|组织 organise|举办 hold|承办 hold|开展 conduct|开设 open|开通 open|开行 run|新开通 open|新开 open
优化 improve|调整优化 improve|新辟 open|开辟 open|提供 provide|供应 supply|保障 secure|救助 help|资助 aid|帮扶 help
扶持 support|支持 support|惠及 benefit|服务 serve|覆盖 cover|带动 bring along|吸引 attract|接待 receive|转移 move
转移就业 move to work|安置 settle|搬迁 move|征收 take over|拆除 pull down|腾退 vacate|盘活 bring back to use
处置 dispose of|消化 use up|清理 clear|收储 buy in|出让 sell|供地 supply land|整理 put in order|复垦 reclaim|种植 plant
栽植 plant|植树 plant trees|造林 plant woods|绿化 plant|营造 plant|播种 sow|推广 spread|发展 develop|新发展 develop
建档 register|认定 recognise|新认定 recognise|评定 recognise|评选 choose|登记 register|注册 register|制定 lay down
制修订 lay down|制订 lay down|出台 issue|编制 draw up|完善 improve|上市 go public|新上 start|上马 start|技改 refit
孵化 incubate|转化 turn into practice|攻克 solve|突破性 breakthrough|研发 develop|取得 obtain|获得 obtain
创成 be recognised as|命名 name|巩固 hold|消除 remove|淘汰 phase out|关停 shut|关闭 close|化解 resolve|压降 press down
退出 withdraw|整合 merge|生产 produce|销售 sell|达成 reach|促成 bring about|力促 press for|扩大 extend|延伸 extend
联通 connect|接入 connect|贯通 open through|打通 open through|畅通 clear|疏通 clear|硬化 pave|亮化 light|美化 beautify
提质 improve|改厕 rebuild toilets|新装 install|新购 buy|植绿 plant|补植 replant|还建 rebuild|抽调 second
获批 win approval for|获评 be recognised as|选调 second|新增培训 train|新增改造 add|智能化改造 refit|数字化改造 refit
补充 add|投资 invest|投入 spend|聚集 gather|集聚 gather|汇聚 gather|派驻 post|增派 post|确定 settle|遴选 select
选树 choose|评聘 appoint|扩增 extend|新扩 extend|增扩 extend|补齐 make up|补建 build|代建 build|装配 assemble|建好 build
做好 do well|抓紧 see to|新建成 complete|基本建成 complete|全面建成 complete|高标准建设 build to a high standard
规划建设 plan and build|加快建设 speed up|规划 plan|统筹 plan as a whole|大力推进 push on|深入推进 push on deeply
扎实推进 push on solidly|新建改造 build and renovate|改造新建 renovate and build|新开优化 open and improve
优化新开 improve and open|新增优化 add and improve|新辟优化 open and improve|更新新增 renew and add
新增更新 add and renew|新改造 renovate|新治理 treat|新整治 clean up|整治改造 clean up|维修改造 repair|改造维修 repair
翻建 rebuild|新打 sink|打造提升 create|新登记 register|新注册 register|新认证 certify|新入统 enter the statistics
新纳统 enter the statistics|新入库 enter the register|新入规 grow beyond designated size|新申报 apply for
新获批 win approval for|新评 recognise|新招引 attract|新吸纳 take in|新聘 appoint|新授权 grant|新落地 land
新流转 transfer|流转 transfer|帮助 help|推出 bring out|涉及 concern|让 let|吸纳 take in|推介 present|招收 take in
录用 take on|认领 take on|拉动 draw|撬动 lever|筛查 screen|改良 improve|创评 be recognised|新创评 be recognised as
新创建 create|新落户 settle|落户 settle|完工 finish|通车 open to traffic|达产 reach full output
入规 grow beyond designated size|入统 enter the statistics|纳统 enter the statistics|入库 enter the register
出列 leave the list|脱贫 leave poverty|摘帽 leave the list|上云 go to the cloud|开业 open|用上 come to use
喝上 come to drink|住上 come to live in|吃上 come to eat|走上 come to walk on|享受 enjoy|新招录 recruit|新增加装 add
开工改造 begin renovating|启动改造 begin renovating|启动建设 begin building|启动实施 begin|确保完成 make sure of
新完成 complete|新实施 carry out|新植 plant|补栽 replant|放流 release|迁改 move|更换 replace|新更换 replace
增殖放流 release|稳步推进 push on steadily|有序推进 push on|分类推进 push on by kind|统筹推进 push on|全面推进 push on
新开发 develop|放映 show|输转 move to work|树立 set up|新购置 buy|配套 build with|筹集建设 raise and build
积极推进 push on|深入实施 carry out deeply|大力实施 carry out|大力发展 develop|扎实开展 conduct solidly|接收 take in
接收安置 take in|参加 take part in|整顿 put right|集中供养 keep|关爱 care for|进入 enter|跻身 rank among|晋升 rise
再建 build besides|拟建 intend to build|加建 build besides|拓宽 widen|取消 abolish|下放 hand down|疏解 move out
解决 solve|派发 give out|兴修 build|查处 deal with|破获 clear up|侦破 clear up|调解 settle|督办 supervise|排查 examine
走访 visit|慰问 visit|选拔 choose|表彰 honour|奖励 reward|颁发 award|重组 merge|回购 buy back|繁育 breed|饲养 keep
养殖 raise|加工 process|收购 buy|抢收 bring in|深松 loosen|深耕 plough|确权 confirm rights|托管 manage|接种 vaccinate
体检 examine|义诊 treat free of charge|配送 deliver|募集 raise|补贴 subsidise|补助 subsidise|追缴 recover|追回 recover
挽回 save|清收 collect|回收 collect|利用 use|消纳 take up|替代 replace|置换 exchange|部署 put in place|布设 put in place
布局 place|新布局 place|点亮 light|建强 build|配齐 fill up|配强 fill up|配租 let|配售 sell|分配 allot|连通 connect
增开 add|加密 add|执飞 fly|运营 run|设置 set up|增加设置 set up|上线 go online|入驻 move in|新入驻 move in
复工 go back to work|复产 go back to work|入住 move in|晋级 move up|参保 be insured|受益 benefit|参训 be trained
交房 hand over|获得认定 be recognised|通水 begin to carry water|通气 begin to carry gas|通电 begin to carry power
通航 be opened|投入使用 come into use|投入运营 come into use|建成使用 complete and put into use
建成通车 complete and open|建成运营 complete and run|实现通车 open to traffic|倍增 double|建设改造 build and renovate
改造建设 renovate and build|提质改造 renovate|维护 maintain|维修改造 repair|维修加固 repair and strengthen
除险加固 strengthen|清退 clear out|清零 clear|拆迁 pull down|拆改 pull down|复绿 replant|增绿 plant|建绿 plant
补绿 plant|种草 sow grass|飞播 sow from the air|封育 close off|改种 replant|套种 plant between|撂荒地复耕 till again
复耕 till again|垦造 reclaim|认养 adopt|领养 adopt|定向培养 train|订单培养 train|公开招聘 recruit|公开选调 choose
定向招录 recruit|引才 bring in|招才 bring in|招引落地 bring in|签约引进 bring in|洽谈 negotiate|对接洽谈 negotiate
跟踪 follow|跟踪服务 follow|包联 look after|结对 pair up with|结对帮扶 pair up with|联系服务 serve|演出 perform
展演 perform|录制 record|出版 publish|编印 print|发布 publish|推送 send out|开办 open|开班 open|开讲 give|宣讲 explain
巡演 perform|巡诊 treat|签约服务 serve under contract|减征 levy less|免征 not levy|投保 insure|承保 insure|理赔 pay
授信 grant credit of|放贷 lend|贴息 pay the interest of|担保 guarantee|转贷 lend on|续贷 renew|融资 finance|募资 raise
退还 give back|返还 give back|增发 give out more|补发 give out
"""

_UNCOUNTED: Final = """
助推 help along|助力 help along|赴 go to|参加 take part|深化 deepen|坚持 hold to|加强 strengthen|强化 strengthen
促进 promote|贯彻 carry through|落实 put into effect|健全 make complete|全面推开 extend everywhere
全面落实 put into effect|优先 give priority|加大 increase|加快 speed up|提升 raise|提高 raise|做大 make big
做强 make strong|做优 make good|做大做强 make big and strong|壮大 make strong|培育壮大 cultivate
巩固拓展 hold and extend|拓展 extend|扩大 extend|增强 strengthen|激发 arouse|释放 release|营造 create
弘扬 carry forward|传承 hand down|保护 protect|防范 guard against|防控 prevent|防治 prevent|严厉打击 strike hard
打击 strike|严控 control strictly|遏制 curb|稳定 steady|稳住 steady|聚焦 focus on|围绕 centre on|突出 stress
依托 rely on|对接 join up with|融入 merge into|抢抓 seize|抓住 seize|用好 make good use of|用足 use fully
复制推广 copy and spread|鼓励 encourage|倡导 advocate|完善 improve|创新 innovate|探索 explore|研究制订 work out
研究 study|推行 carry out|推广 spread|实行 carry out|构建 build|筑牢 build firmly|守牢 guard|守住 guard|兜牢 secure
补齐 make up|补短板 make up|丰富 enrich|繁荣 make flourish|改善 improve|优化 improve|规范 regulate|严格 be strict
压实 press home|狠抓 grasp firmly|紧盯 watch|着眼 look to|立足 be based on|持续 go on|继续 go on|深入 go deep into
扎实做好 do solidly|支持 support|引导 guide|厚植 nourish|涵养 nourish|彰显 show|擦亮 polish|叫响 make known
擘画 draw up|建设 build|发展 develop|推进 push on|推动 push|维护 uphold|化解 resolve|解决 solve|破解 solve|保障 secure
关爱 care for|关心 care for|尊重 respect|全力 with all strength|统筹 plan as a whole|协同 coordinate|增加 increase
开发 develop|招商 attract business|培树 cultivate|集聚 gather|对标 measure against|贯通 connect|精准 precisely
掀起 set off|抓细 see to|强基 strengthen|扛稳 shoulder|坚决 resolutely|慎终 to the end|壮大 strengthen|扩充 extend
纳入 take into|清洁 clean|夯实 make firm|免费 free of charge|织密 weave closely
"""

#: Nouns that begin like a verb.
_NOUNS: Final = """
安置房 resettlement housing|安置区 resettlement area|试点项目 trial project|规上工业 industry above designated size
规上企业 firms above designated size|规上服务业 services above designated size|服务业 services
服务贸易 trade in services|服务站 service station|服务中心 service centre|服务机构 service body
服务设施 service facility|生产性 for production|生产线 production line|生产基地 production base|建成区 built-up area
保障房 subsidised housing|保障性 subsidised|孵化器 incubator|孵化园 incubator park|建设用地 building land
培训基地 training base|培训中心 training centre|发展基金 development fund|规划馆 exhibition hall of planning
储备库 storehouse|储备粮 stored grain|储备项目 project in hand|绿化带 green belt|办理时限 time of handling
提升行动 upgrading campaign|改造项目 renovation project|建设项目 building project|治理项目 treatment project
服务网点 service outlet|转移支付 transfer payment|培育库 nursery|使用率 rate of use|使用面积 usable area
并网 grid connection|将军 general|覆盖面 coverage|投资项目 investment project|恢复期 period of recovery
注册商标 registered trademark|组织化 organisation|支持政策 supporting policy|营造林 planted woods
招商引资 attracting of business|上市公司 listed company|上市企业 listed firm|上市后备企业 firm about to be listed
辖区 area governed|占地区 of the region's|占地方 of the place's|拥有量 amount owned|有效发明 valid invention
再生 renewed|可再生 renewable|再制造 remanufacture|再造 remake|再贷款 relending|有效专利 valid patent|有效灌溉 irrigated
有效投资 effective investment|拥有率 rate of ownership|转让 transfer|让利 concession|让步 concession
出让金 price of land sold|安排部署 arrangement|产品 product|转移就业率 rate of moves to work|计划生育 family planning
保障率 rate of supply|保障水平 level of supply|脱贫人口 people out of poverty|脱贫户 household out of poverty
脱贫县 county out of poverty|脱贫村 village out of poverty|脱贫地区 region out of poverty
脱贫劳动力 workers out of poverty|脱贫群众 people out of poverty|脱贫攻坚 fight against poverty|筛查率 rate of screening
发展规划 development plan|种植业 crop farming|种植面积 planted area|生产能力 production capacity|生产安全 safety at work
生产成本 production cost|落地率 rate of landing|落户率 rate of settling
"""

_LEADS: Final = """
由 from|从 from|其中 among them|同时 at the same time|并 and|并且 and|而且 and|以及 and|努力 with effort
着力 with effort|大力 vigorously|积极 actively|全面 in every way|加快 faster|深入 deeply|扎实 solidly|切实 really
有效 effectively|全力 with all strength|各类 of every kind|各级各类 of every level and kind|一批 a number of|使 make
我们 we|我市 our city's|我省 our province's|我县 our county's|我区 our district's|我州 our prefecture's
我国 our country's|建议 we propose|先 first|再 again|一是 first|二是 second|三是 third|四是 fourth|五是 fifth|六是 sixth
首先 first|此外 besides|另外 besides|提前 ahead of time|按时 in time|如期 in time|圆满 fully|顺利 smoothly|率先 first
逐步 step by step|稳步 steadily|有序 in order|滚动 in turn|持续 on and on|继续 further|不断 ceaselessly|进一步 further
分步 in steps|首次 for the first time|提出 propose|面向社会 from the public|面向全社会 from the public
面向全国 from the whole country|面向基层 for the grass roots|面向海内外 from home and abroad|公开 openly
新批 newly approved|累计 in all|预计 it is expected
"""

_WHEN: Final = """
全年 in the whole year|年内 within the year|今年 this year|本年 this year|本年度 this year|年底前 by year's end
年底 year's end|到年底 by year's end|至年底 by year's end|上半年 first half|下半年 second half|年末 year's end|将 will
计划 plan|五年累计 in all in five years|三年累计 in all in three years|全年累计 in all in the year
年内累计 in all in the year|从今年起 from this year on
"""

_PERIODS: Final = """
一季度 first quarter|二季度 second quarter|三季度 third quarter|四季度 fourth quarter|第一季度 first quarter
第二季度 second quarter|第三季度 third quarter|第四季度 fourth quarter|上半年 first half|下半年 second half
前两个月 first two months|前三个月 first three months
"""

_AIMS: Final = """
力争 strive for|争取 strive for|力求 strive for|确保 make sure|保证 guarantee|力保 try to keep
努力实现 strive to achieve|努力达到 strive to reach|力争实现 strive to achieve|力争完成 strive to complete
力争达到 strive to reach|确保完成 make sure of|确保实现 make sure of|确保达到 make sure of|预期 expected|计划 plan
拟 intend|冲刺 sprint for|奋斗 strive for|挑战 try for|争创 strive to be|努力 with effort|奋力 with effort
"""

_EXISTING: Final = """
现有 there are now|共有 there are in all|拥有 have|已有 there are already|目前有 there are now
总投资 total investment (of a project)|计划总投资 planned total investment|概算总投资 estimated total investment
占地 covers|占地面积 site area|总建筑面积 floor space|建筑面积 floor space|总占地 covers in all|全长 total length
总长 total length|规划面积 planned area|用地面积 site area|注册资本 registered capital|原有 there were|所有 have
辖 governs|下辖 governs|只有 only have|仅有 only have|仅为 only be|仅占 only be|累计总投资 total investment so far
投资总额 total investment (of a project)|人均建筑面积 floor space a head
"""

#: Verbs whose object may itself be an indicator: 新增就业 add jobs, against 登记失业率 registered unemployment rate.
_STRONG: Final = """
新增 add|净增 add net|新增加 add|引进 bring in|新引进 bring in|争取 win|带动 bring along|推动 push|推进 push on
筹集 raise|筹措 raise|发放 give out|吸引 attract|抓好 see to|培育 cultivate|形成 form|培育形成 cultivate|新建 build
改建 rebuild|扩建 extend|惠及 benefit|力促 press for|促成 bring about|争取到位 win|落实到位 pay out|拨付 pay out
新改扩建 build, rebuild and extend|续建 go on building|招引 attract|实施 carry out|打造 create|撬动 lever|拉动 draw
再建 build besides
"""

#: Verbs that are as often part of a noun: 绿化覆盖率 share of green space, 建成区 built-up area.
_WEAK: Final = """
试点 try out|认证 certify|备案 register|养护 maintain|回迁 move back|回迁安置 move back|挂牌 put up for sale|成交 sell
入库 enter the register|上市 go public|绿化 plant|脱贫 leave poverty|登记 register|培训 train|治理 treat|处置 dispose of
销售 sell|服务 serve|生产 produce|修复 restore|规划 plan|保障 secure|建设 build|储备 hold ready|开通 open|覆盖 cover
供应 supply|转化 turn into practice|发展 develop|注册 register|孵化 incubate|整理 put in order|推广 spread
转移 move|种植 plant|播种 sow|出让 sell|建成 complete|认定 recognise|研发 develop|组织 organise|消化 use up|引导 guide
维修 repair|整治 clean up|更新 renew|采购 buy|安置 settle|征收 take over|搬迁 move|办理 handle|受理 handle|支持 support
恢复 restore|救助 help|帮扶 help|集聚 gather|聚集 gather|优化 improve|开工 begin building|竣工 finish
投产 put into production|新开工 begin building|技改 refit|改造 renovate|技术改造 renovate|智能化改造 refit
数字化改造 refit|造林 plant woods|转移就业 move to work|综合治理 treat|复垦 reclaim|培养 train|招聘 recruit
制定 lay down|配套 build with|加工 process|养殖 raise|接种 vaccinate|体检 examine|配送 deliver|补贴 subsidise
补助 subsidise|回收 collect|利用 use|替代 replace|置换 exchange|部署 put in place|布局 place|分配 allot|运营 run
繁育 breed|收购 buy|奖励 reward|调解 settle|上线 go online|确权 confirm rights|托管 manage|受益 benefit|参保 be insured
除险加固 strengthen|维护 maintain|演出 perform|发布 publish|出版 publish|授信 grant credit of|担保 guarantee
融资 finance|承保 insure|投保 insure|理赔 pay|设置 set up|拆迁 pull down|跟踪服务 follow|签约服务 serve under contract
安装 install|饲养 keep|解决 solve|消纳 take up|入住 move in|倍增 double
"""
_WEAK_ACTIONS: Final = """
保护 protect|创新 innovate|研究 study|开发 develop|防治 prevent|防控 prevent|清洁 clean|统筹 plan as a whole
协同 coordinate|招商 attract business
"""

_INTRANSITIVE: Final = """
出列 leave the list|脱贫 leave poverty|摘帽 leave the list|上云 go to the cloud|落地 land|投产 begin production
投用 come into use|开工 begin|竣工 finish|完工 finish|达产 reach full output|通车 open to traffic
升规 grow beyond designated size|开行 run|入规 grow beyond designated size|入统 enter the statistics
纳统 enter the statistics|入库 enter the register|上市 go public|挂牌 be listed|开业 open|签约 be signed|落户 settle
竣工投产 finish|建成投产 be completed|建成投用 be completed|用上 come to use|喝上 come to drink|住上 come to live in
吃上 come to eat|走上 come to walk on|享受 enjoy|交付 be handed over|新开工 begin|开工建设 begin|投运 begin operation
并网 be connected|签约落地 be signed and land|交付使用 be handed over|退出 leave the list|进入 enter|跻身 rank among
晋升 rise|上线 go online|入驻 move in|复工 go back to work|复产 go back to work|入住 move in|晋级 move up
参保 be insured|受益 benefit|参训 be trained|交房 be handed over|通水 begin to carry water|通气 begin to carry gas
通电 begin to carry power|通航 be opened|投入使用 come into use|投入运营 come into use|建成使用 be completed
建成通车 be completed|建成运营 be completed|实现通车 be opened|清零 be cleared
"""
#: Verbs whose subject is what is counted: 中欧班列开行1200列 (1,200 trains run), 60个村出列 (60 leave the list).
INTRANSITIVE: Final = frozenset(glossed(_INTRANSITIVE))

_TRAILING: Final = """
安排 set aside|拟安排 plan to set aside|预算安排 set aside in the budget|计划 plan|预计 expect
"""
#: Verbs behind an indicator that only say that its figure is planned: 支出安排520亿元 (spending, 520 planned).
TRAILING: Final = frozenset(glossed(_TRAILING))

_COMPLETE: Final = """
造林 plant woods|植树 plant trees|植绿 plant green|绿化 plant green|种草 sow grass|改厕 rebuild toilets|技改 refit
清淤 dredge|供地 supply land|体检 examine health|接种 vaccinate|植树造林 plant trees|飞播 sow from the air
"""
#: Verbs with their object in them: 造林12万亩 (plant 120,000 mu of woods) needs no other noun.
COMPLETE: Final = frozenset(glossed(_COMPLETE))

#: Nouns too general to stand without the verb before them: projects, firms, works.
GENERAL: Final = frozenset(("项目", "企业", "工程"))

_ACTORS: Final = """
部门 departments|单位 units|各地 all places|各县区 all counties and districts|各区县 all districts and counties
各县市 all counties and cities|各区 all districts|各县 all counties|各市 all cities|各乡镇 all towns|各镇街 all towns
每个乡镇 every town|每个县 every county|每个街道 every subdistrict|每个社区 every community
"""
#: How the words end that say who acts, before a verb: 税务部门组织收入 (the tax department raises revenue).
ACTORS: Final = tuple(glossed(_ACTORS))

_CARRIED_OUT: Final = """
完成 complete|实施 carry out|组织实施 carry out|滚动实施 carry out in turn|推进 push on|加快推进 speed up|开展 conduct
启动 start|启动实施 start|抓好 see to|全面完成 complete|加快实施 carry out faster|深入实施 carry out deeply
"""
#: Verbs before the name of a piece of work, in which other verbs stand: 完成农村危房改造1200户 (1,200 houses rebuilt).
CARRIED_OUT: Final = frozenset(glossed(_CARRIED_OUT))

WORDS: Final[tuple[Word, ...]] = (
    *words(Part.ACTION, glossed(_UNCOUNTED)),
    *words(Part.ACTION, glossed(_WEAK_ACTIONS), tag="weak"),
    *words(Part.VERB, glossed(_COUNTABLE)),
    *words(
        Part.VERB,
        {word: gloss for word, gloss in glossed(_COUNTABLE).items() if word.startswith("新")},
        tag="strong",
    ),
    *words(Part.VERB, glossed(_WEAK), tag="weak"),
    *words(Part.VERB, glossed(_STRONG), tag="strong"),
    *words(Part.PLAIN, glossed(_NOUNS)),
    *words(
        Part.ACHIEVE,
        {
            "完成": "complete",
            "实现": "achieve",
            "达成": "reach",
            "年度完成": "complete in the year",
            "拟安排": "plan to set aside",
            "预算安排": "set aside in the budget",
        },
    ),
    *words(Part.LEAD, glossed(_LEADS)),
    *words(Part.LEAD, glossed(_WHEN), tag="when"),
    *words(Part.LEAD, glossed(_PERIODS), tag="period"),
    *words(Part.AIM, glossed(_AIMS), tag="aim"),
    *words(Part.EXISTING, glossed(_EXISTING)),
)
