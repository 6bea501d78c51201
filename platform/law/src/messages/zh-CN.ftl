law-no-notice = 法律数据中没有{ $year }年的放假安排，无法确定该年的工作日和顺延后的期限。以后的年份，请在国务院办公厅发布放假通知后更新法律数据。
law-not-in-force = 规则“{ $rule }”在{ $day }没有生效的版本。请核对日期；日期无误的，请补充该规则的相应版本。
law-unknown-rule = 法律数据中没有规则“{ $rule }”。请核对编号，或者更新法律数据后再试。
law-unreadable = 法律数据有误（{ $place }），相关规则暂时无法使用。请更正法律数据。
law-no-limit = 规则“{ $rule }”没有规定期限，无法计算日期。请查看该规则的具体要求。
law-counts-backwards = 该规则自之后的事件向前倒算，不能从起算事件得出日期。请以之后事件的日期计算。
law-counts-forwards = 该规则自起算事件向后计算。请以起算事件的日期计算。
law-own-words = 条文有自己的起算表述（“{ $words }”），不适用一般计算方法，因此不作计算。请按条文确定日期。
law-nothing-excluded = 该规则没有不计入期限的时间。请去掉扣除的天数。
law-no-extension = 该规则不能延长。请去掉延长次数。
law-too-many-extensions = 该规则最多可以延长{ $allowed }次。请减少延长次数。

law-form-limit = 期限
law-form-amounts = 数额
law-form-act = 应当做的事
law-form-presence = 应当在场的人
law-form-prohibition = 禁止
law-form-festivals = 节日

law-mark-v1 = 已核对条文，强制执行
law-mark-v1-elsewhere = 已核对条文（本库未收录全文），强制执行
law-mark-v2 = 据转载文本，只作提醒

law-excluded-appraisal = 鉴定（检测、检验、检疫）期间
law-excluded-hearing = 听证期间
law-excluded-consultation = 征求其他机关和第三方意见的时间
law-excluded-force-majeure = 不可抗力等耽误的时间

law-unit-yuan = { $n }元
law-unit-persons = { $n }人
law-unit-years = { $n }年（岁）
law-unit-months = { $n }个月
law-unit-days = { $n }日
law-unit-hours = { $n }小时
law-unit-times = { $n }次
law-unit-percent = 百分之{ $n }

law-moment-before = 事前
law-moment-during = 全程
law-moment-together = 同时
law-moment-at-once = 立即（没有规定时数）
law-moment-promptly = 及时（没有规定时数）
law-moment-always = 始终

law-done-before = 事前
law-done-together = 同时
law-done-after = 事后
law-done-never = 没有做

law-who-officers = 具有执法资格的民警
law-who-female-staff = 女性工作人员
law-who-guardian = 监护人或者合适成年人
law-who-duty-leader = 值班领导

law-authority-department-head = 办案部门负责人（派出所所长）
law-authority-station = 公安派出所
law-authority-bureau-duty-chief = 县级公安机关值班负责人
law-authority-bureau-chief = 县级以上公安机关负责人
law-authority-bureau = 县级以上公安机关
law-authority-own-bureau = 所属公安机关
law-authority-higher-bureau = 上一级公安机关
law-authority-higher-bureau-chief = 上一级公安机关负责人
law-authority-city-bureau-chief = 设区的市一级以上公安机关负责人
law-authority-deciding-bureau = 作出决定的公安机关
law-authority-higher-procuratorate = 上一级人民检察院
law-authority-provincial-procuratorate = 省级人民检察院
law-authority-agency-head = 本机关、单位负责人
law-authority-review-body-head = 行政复议机构负责人
law-authority-disclosure-office-head = 政府信息公开工作机构负责人
law-authority-hearing-chair = 听证主持人
law-authority-chief-inspector = 督察长
law-authority-local-government = 设区的市级以上地方人民政府

law-length-hours = { $n }小时
law-length-days = { $n }日
law-length-working-days = { $n }个工作日
law-length-months = { $n }个月
law-length-years = { $n }年

law-says-at-most = { $length }以内
law-says-at-least = 不少于{ $length }
law-says-before = 提前{ $length }
law-says-extension = 可以延长，总计{ $length }
law-says-renewal = 可以续期，每续一次后总计{ $length }起依次增加
law-says-approved = 由{ $who }批准
law-says-approved-station = 派出所案件由{ $who }批准
law-says-excluded = 不计入期限：{ $what }
law-says-safe = 稳妥期限按{ $length }计算
law-says-enforced-safe = 按稳妥日期执行
law-says-by = 由{ $who }决定或者批准
law-says-presence = { $who }至少{ $n }人
law-says-prohibition = 不得实施
law-says-festivals = 放假天数：{ $days }
law-says-amount = { $what }：{ $amount }
law-says-from-to = { $least }至{ $most }
law-says-or-more = { $amount }以上（包括本数）
law-says-or-less = { $amount }以下（包括本数）
law-list-comma = ，

law-example-limit = { $at }起算{ $after }：{ $due }届满
law-example-limit-safe = { $at }起算{ $after }：法定{ $due }届满，稳妥日期{ $safe }
law-example-extensions = 延长{ $n }次
law-example-excluded = 扣除{ $n }日
law-example-before = { $at }的事件：最迟{ $latest }
law-example-not-computed = { $at }：按条文自身的表述确定，不作计算
law-example-covered = { $at }：{ $number }在范围内
law-example-not-covered = { $at }：{ $number }不在范围内
law-example-present = { $at }：在场{ $n }人，符合
law-example-absent = { $at }：在场{ $n }人，不符合
law-example-kept = { $at }：{ $done }，符合
law-example-not-kept = { $at }：{ $done }，不符合
law-example-days-off = { $at }：全年{ $n }日
law-example-note = { $line }（{ $note }）

law-kind-law = 法律
law-kind-regulation = 行政法规
law-kind-rule = 部门规章
law-kind-party = 党内法规
law-kind-normative = 规范性文件

law-change-same = 未变
law-change-changed = 修改
law-change-added = 新增
law-change-removed = 删去

law-needs-time = 规则“{ $rule }”按小时计算。请同时给出时间，例如2026-09-29T16:00。
law-field-due = 法定期限
law-field-safe = 稳妥期限
law-field-counting = 计算方法
law-field-citation = 依据
law-field-version = 版本
law-field-mark = 核对情况
law-field-trigger = 起算
law-field-note = 说明
law-field-checked-on = 核对日期
law-field-file = 文件
law-field-says = 要求
law-field-changed = 变化
law-field-example = 示例
