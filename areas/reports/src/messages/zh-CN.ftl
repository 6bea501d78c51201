reports-kind-yearly = 年度工作报告
reports-kind-half-year = 半年工作报告
reports-kind-monthly = 月度工作报告

reports-section-team = 队伍建设
reports-section-crime = 打击违法犯罪
reports-section-prevention = 治安防范
reports-section-management = 日常管理
reports-section-service = 服务群众
reports-section-outlook = 存在问题和下一步打算

reports-title = { $unit }{ $kind }
reports-intro = { $from }至{ $to }，{ $unit }在上级公安机关的领导下，依法履行职责，各项工作情况报告如下。
reports-intro-without-comparison = { reports-intro }上年同期尚无完整登记，本报告不作同比。

# dynamic: named in outline.toml. 句中数字逐一编号，见文末"数据来源"。
reports-say-team-strength = 期末在岗{ $strength }人，其中民警{ $officers }人、辅警{ $auxiliaries }人、文职人员{ $civilians }人。
reports-say-team-moves = 本期新进{ $joined }人，离岗{ $left }人。
reports-say-team-qualified = 取得执法资格及其他证书{ $qualified }人次，授予、晋升警衔{ $ranked }人次。
reports-say-crime-filed = 立刑事案件{ $filed }起{ $filed-change }；破获{ $solved }起{ $solved-change }，破案率{ $share }。
reports-say-crime-transferred = 移送{ $transferred }起。
reports-say-crime-public-order = 受理治安案件{ $accepted }起{ $accepted-change }；查处{ $dealt }起{ $dealt-change }，查处率{ $dealt-share }。
reports-say-prevention-incidents = 接报侵财等刑事类警情{ $crime }起{ $crime-change }；治安类警情{ $order }起{ $order-change }。
reports-say-prevention-disputes = 接报矛盾纠纷{ $disputes }起{ $disputes-change }；现场调解{ $mediated }起。
reports-say-management-incidents = 接报各类警情{ $received }起{ $received-change }；办结{ $ended }起。
reports-say-management-response = 出警{ $attended }次，平均到达现场用时{ $response }分钟。
reports-say-management-cases = 受理、立案各类案件{ $cases }起，办结{ $closed }起。
reports-say-service-help = 救助、帮助群众{ $helped }起{ $helped-change }。
reports-say-service-passed = 依法不属公安机关管辖、转12345热线或其他部门处理{ $passed }起，均当场告知。

reports-change-up = ，同比上升{ $percent }
reports-change-down = ，同比下降{ $percent }
reports-change-same = ，与上年同期持平
reports-change-none = ，上年同期为零

reports-table-crime = 刑事案件分类情况
reports-table-public-order = 治安案件分类情况
reports-table-incidents = 警情分类情况
reports-column-category = 类别
reports-column-filed = 立案（起）
reports-column-solved = 破案（起）
reports-column-accepted = 受理（起）
reports-column-dealt = 查处（起）
reports-column-received = 接报（起）
reports-column-before = 上年同期（起）
reports-total = 合计
reports-chart-months = 逐月接报警情（起）
reports-chart-hours = 警情时段分布（起）
reports-chart-now = 本期
reports-chart-before = 上年同期

reports-sources = 数据来源
reports-sources-intro = 文中数字由系统按登记的事实计算，下表列出每个数字的指标、范围和事实条数，可按编号逐条查阅。
reports-column-note = 编号
reports-column-figure = 数值
reports-column-measure = 指标
reports-column-range = 期间
reports-column-facts = 事实（条）
reports-journal-head = 事实日志：{ $size } 条，根 { $root }
reports-journal-none = 事实日志尚未封存

# dynamic
reports-check-period = 起止日期与报告种类不符：年度报告十二个月，半年报告六个月，月度报告一个月。
reports-check-not-over = 报告期尚未结束，数字还会变化。
reports-check-no-outlook = "存在问题和下一步打算"须由人撰写，现在还是空的。
reports-check-foreign-year = 文字中提到 { $year } 年，与报告期不符。
reports-check-empty = 本部分既无事实也无文字，报告中不会出现。
reports-check-late-facts = 报告期内有 { $count } 条事实是期满一个月以后才登记的。

reports-problem-no-unit = 没有代码为 { $code } 的单位。请检查代码。
reports-problem-period = 起止日期与报告种类不符。请选择十二个月、六个月或一个月的期间。
reports-problem-too-long = 文字太长（{ $characters } 字）。请精简到两万字以内。
reports-problem-stale = 这一部分刚被别人改过（第 { $version } 版）。请对照后再保存。
reports-problem-document = 文件没有生成。请重试。
reports-problem-journal = 读不到事实日志。请重试。
reports-problem-database = 没有保存。请重试。

reports-menu = 工作报告
reports-list-title = 工作报告
reports-list-made = 已生成的报告
reports-new = 撰写报告
reports-field-kind = 种类
reports-field-from = 起始日期
reports-field-to = 截止日期
reports-open = 打开
reports-choose-kind = 请选择报告种类。
reports-ends-before-it-begins = 截止日期早于起始日期。请更正。
reports-choose-period = 请填写起始日期和截止日期。
reports-as-docx = Word 文件
reports-as-pdf = PDF 文件
reports-as-xlsx = Excel 文件
reports-before-signing = 签发前检查
reports-nothing-found = 没有发现问题。
reports-text = 补充文字
reports-text-hint = 不必写数字，数字由系统计算。每次保存留一个版本。
reports-save = 保存文字
reports-saved = 已保存为第 { $version } 版。
reports-versions = 历次版本
reports-version = 第 { $version } 版
reports-column-unit = 单位
reports-column-kind = 种类
reports-column-format = 格式
reports-column-made-at = 生成时间
reports-column-author = 生成人
reports-column-fingerprint = 文件指纹（SHA-256）
reports-facts-of-figure = 查看这个数字的事实

# dynamic
reports-weekday-1 = 周一
reports-weekday-2 = 周二
reports-weekday-3 = 周三
reports-weekday-4 = 周四
reports-weekday-5 = 周五
reports-weekday-6 = 周六
reports-weekday-7 = 周日

fact-report-text-saved = 保存报告文字
fact-report-made = 生成工作报告
