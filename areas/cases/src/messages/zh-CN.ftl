# Facts
fact-incident-received = 接报警情
fact-incident-classified = 警情定性
fact-incident-dispatched = 派警
fact-incident-attended = 到达现场
fact-incident-ended = 警情办结
fact-case-accepted = 受理案件
fact-case-handler-assigned = 指定办案民警
fact-case-filed = 立案
fact-case-solved = 破案
fact-case-transferred = 移送
fact-case-decided = 作出处理决定
fact-case-closed = 结案

# Sorts of incidents and cases
category-crime = 刑事类
category-crime-theft = 盗窃
category-crime-burglary = 入室盗窃
category-crime-vehicle-theft = 盗窃车辆
category-crime-robbery = 抢劫、抢夺
category-crime-fraud = 诈骗
category-crime-telecom-fraud = 电信网络诈骗
category-crime-extortion = 敲诈勒索
category-crime-assault = 伤害
category-crime-homicide = 命案
category-crime-sexual-offence = 性侵害
category-crime-kidnapping = 绑架、非法拘禁
category-crime-arson = 放火
category-crime-damage = 故意毁坏财物
category-crime-other = 其他刑事警情
category-public-order = 治安类
category-public-order-fight = 殴打他人、斗殴
category-public-order-theft = 小额盗窃
category-public-order-fraud = 小额诈骗
category-public-order-extortion = 敲诈勒索（治安）
category-public-order-gambling = 赌博
category-public-order-drugs = 涉毒
category-public-order-prostitution = 卖淫嫖娼
category-public-order-disturbance = 扰乱秩序
category-public-order-noise = 噪声扰民
category-public-order-damage = 损毁财物
category-public-order-harassment = 骚扰、威胁
category-public-order-trespass = 侵入住宅、场所
category-public-order-indecency = 猥亵、裸露
category-public-order-weapons = 管制器具、枪支
category-public-order-fireworks = 违规燃放烟花爆竹
category-public-order-drunkenness = 醉酒滋事
category-public-order-suspicion = 可疑情况
category-public-order-obstruction = 阻碍执行职务
category-public-order-other = 其他治安
category-traffic = 交通类
category-traffic-accident = 交通事故（财产损失）
category-traffic-injury-accident = 交通事故（人员伤亡）
category-traffic-hit-and-run = 交通肇事逃逸
category-traffic-drink-driving = 酒后驾驶
category-traffic-violation = 交通违法
category-traffic-parking = 违法停车
category-traffic-congestion = 交通拥堵
category-traffic-other = 其他交通
category-dispute = 纠纷类
category-dispute-family = 家庭纠纷
category-dispute-neighbours = 邻里纠纷
category-dispute-labour = 劳资纠纷
category-dispute-consumer = 消费纠纷
category-dispute-debt = 债务纠纷
category-dispute-medical = 医患纠纷
category-dispute-property = 房屋土地纠纷
category-dispute-other = 其他纠纷
category-help = 求助类
category-help-lost-person = 人员走失
category-help-lost-property = 遗失物品
category-help-found-property = 拾得物品
category-help-locked-out = 被锁屋外、困于屋内
category-help-fire = 火警
category-help-rescue = 抢险救援
category-help-illness = 突发疾病、受伤
category-help-mental-health = 精神障碍患者救助
category-help-suicide = 自杀干预
category-help-death = 非正常死亡
category-help-animal = 动物
category-help-hazard = 安全隐患
category-help-welfare-check = 上门查看安危
category-help-other = 其他求助
category-other = 其他类
category-other-inquiry = 咨询
category-other-false-alarm = 误报、无效报警
category-other-alarm-system = 报警器触发
category-other-complaint = 投诉、意见
category-other-duty = 勤务
category-other-other = 其他
category-criminal = 刑事案件
category-criminal-theft = 盗窃案
category-criminal-robbery = 抢劫、抢夺案
category-criminal-fraud = 诈骗案
category-criminal-telecom-fraud = 电信网络诈骗案
category-criminal-extortion = 敲诈勒索案
category-criminal-assault = 故意伤害案
category-criminal-homicide = 故意杀人案
category-criminal-sexual-offence = 性侵害案
category-criminal-kidnapping = 绑架、非法拘禁案
category-criminal-arson = 放火案
category-criminal-damage = 故意毁坏财物案
category-criminal-drugs = 毒品案
category-criminal-gambling = 赌博、开设赌场案
category-criminal-prostitution = 组织、强迫、引诱卖淫案
category-criminal-dangerous-driving = 危险驾驶案
category-criminal-disturbance = 寻衅滋事案
category-criminal-other = 其他刑事案件
category-administrative = 其他行政案件
category-administrative-exit-entry = 出境入境管理
category-administrative-traffic = 道路交通安全
category-administrative-drugs = 禁毒管理
category-administrative-network-security = 网络安全管理
category-administrative-security-service = 保安服务管理
category-administrative-dangerous-goods = 危险物品管理
category-administrative-other = 其他行政管理

# Sources, ends, results
outcome-call = 110报警
outcome-walk-in = 上门报案
outcome-handover = 移送、转办
outcome-patrol = 巡逻发现
outcome-settled = 现场处置
outcome-mediated = 调解
outcome-helped = 提供帮助
outcome-passed = 移交其他单位
outcome-administrative = 受理为行政（治安）案件
outcome-criminal = 受理为刑事案件
outcome-prosecution = 移送审查起诉
outcome-other-unit = 移送其他单位管辖
outcome-warning = 警告
outcome-fine = 罚款
outcome-detention = 行政拘留
outcome-detention-and-fine = 行政拘留并处罚款
outcome-revocation = 吊销许可证件
outcome-departure = 限期出境、驱逐出境
outcome-drug-treatment = 责令戒毒
outcome-no-penalty = 不予处罚
outcome-prosecuted = 侦查终结、移送起诉
outcome-handed-over = 移送管辖结案
outcome-not-filed = 不予立案
outcome-dismissed = 撤销案件
outcome-executed = 决定执行完毕
outcome-terminated = 终止调查
outcome-turned-criminal = 转为刑事案件

# States, kinds, bodies, reasons

# dynamic: cases-state-…
cases-state-received = 待派警
cases-state-dispatched = 已派警
cases-state-attended = 处置中
cases-state-ended = 已办结
cases-state-accepted = 已受理
cases-state-filed = 已立案
cases-state-solved = 已破案
cases-state-transferred = 已移送
cases-state-decided = 已作决定
cases-state-closed = 已结案

# dynamic: cases-kind-…
cases-kind-criminal = 刑事案件
cases-kind-public-order = 治安案件
cases-kind-administrative = 其他行政案件

# dynamic: cases-body-…
cases-body-12345 = 12345热线
cases-body-other-police = 其他公安机关、警种
cases-body-traffic-police = 交警部门
cases-body-fire-rescue = 消防救援
cases-body-medical = 120急救
cases-body-urban-management = 城市管理部门
cases-body-market-regulation = 市场监管部门
cases-body-labour = 人力资源社会保障部门
cases-body-civil-affairs = 民政部门
cases-body-township = 乡镇、街道、村（居）委会
cases-body-court = 人民法院
cases-body-other = 其他单位

# dynamic: cases-reason-…
cases-reason-typing = 录入错误
cases-reason-misjudged = 判断有误
cases-reason-found-out = 后续查明
cases-reason-review = 审核发现

# Steps and the buttons for them
cases-step-classify = 警情定性
cases-step-dispatch = 派警
cases-step-attend = 登记到达现场
cases-step-end = 办结警情
cases-step-correct = 更正
cases-step-assign = 指定办案民警
cases-step-file = 立案
cases-step-solve = 登记破案
cases-step-transfer = 移送
cases-step-decide = 作出处理决定
cases-step-close = 结案

# Fields
cases-field-unit = 单位
cases-field-source = 来源
cases-field-category = 类别
cases-field-zone = 警区（社区）
cases-field-address = 详细地址
cases-field-summary = 简要情况
cases-field-reporter-name = 报警人姓名
cases-field-telephone = 报警人电话
cases-field-time = 时间
cases-field-outcome = 处理结果
cases-field-passed-to = 移交单位
cases-field-result = 处置情况
cases-field-handlers = 办案民警
cases-field-decision = 处理决定
cases-field-closing = 结案说明
cases-field-reason = 更正原因

# Why something was not done: what happened, then what to do
cases-incident-not-found = 没有找到这条警情。请从警情列表重新打开。
cases-case-not-found = 没有找到这个案件。请从案件列表重新打开。
cases-unit-not-found = 没有这个单位。请核对单位代码。
cases-changed-meanwhile = 您填写期间，其他人已修改了这条记录。您填写的内容仍保留在下方：请对照最新情况，确认后再次提交。
cases-form-used = 这张表单已用于另一条记录。请重新打开表单填写。

# dynamic: cases-incident-step-after-…
cases-incident-step-after-received = 尚未派警，不能进行这一步。请先派警。
cases-incident-step-after-dispatched = 民警尚未到达现场，不能进行这一步。请先登记到达现场。
cases-incident-step-after-attended = 到达现场已经登记，无需重复登记。如登记有误，请更正。
cases-incident-step-after-ended = 警情已经办结。如记录有误，请更正。

# dynamic: cases-case-step-after-…
cases-case-step-after-accepted = 案件刚受理，还不能进行这一步。请按办案流程先完成前一步。
cases-case-step-after-filed = 案件已立案、尚未破案，不能进行这一步。请按办案流程先完成前一步。
cases-case-step-after-solved = 案件已破案，不能进行这一步。请移送或者撤销案件。
cases-case-step-after-transferred = 案件已移送，不能进行这一步。请按移送结果结案。
cases-case-step-after-decided = 案件已作出处理决定，不能进行这一步。请按决定结果结案。
cases-case-step-after-closed = 案件已结案。如记录有误，请更正。

cases-no-result = 案件尚无处理结果，不能结案。请先登记破案移送或者处理决定。
cases-in-future = 时间晚于现在。请填写实际发生的时间。
cases-before-previous = 时间早于上一步（{ $earliest }）。请填写不早于上一步的时间。
cases-too-long = 内容过长：最多 { $most } 个字符，现有 { $count } 个。请精简。
cases-nobody-sent = 没有选择出警民警。请至少选择一人。
cases-no-handler = 没有选择办案民警。请至少选择一人。
cases-not-of-unit = 所选人员不属于本单位。请重新选择。
cases-no-officer = 所选人员不是民警，不能承办案件。请选择民警。
cases-not-told = 移交其他单位的，应当场告知报警人。请告知后勾选“已告知报警人”。
cases-case-stands = 该警情已受理为案件，结果不能更改。请在案件中处理。
cases-other-kind = 更正不能改变案件性质（刑事、治安、其他行政）。请结案后重新受理。
cases-nothing-to-correct = 没有任何改动。请修改有误的内容后再提交。
cases-not-saved = 保存失败，内容没有写入。请稍后再试。
cases-no-map = 没有名为“{ $name }”的对照表。可用的有：{ $known }。
cases-bad-map = 对照表“{ $name }”有误：{ $cause }
cases-columns-missing = 文件与对照表不符，缺少列：{ $columns }。没有写入任何内容。
cases-file = 文件 { $file } 无法使用：{ $cause }

# dynamic: cases-missing-…
cases-missing-unit = 请选择单位。
cases-missing-source = 请选择来源。
cases-missing-category = 请选择类别。
cases-missing-zone = 请填写警区。
cases-missing-address = 请填写地址。
cases-missing-summary = 请填写简要情况。
cases-missing-reporter-name = 请填写报警人姓名。
cases-missing-telephone = 请填写报警人电话。
cases-missing-time = 请填写时间。
cases-missing-outcome = 请选择处理结果。
cases-missing-passed-to = 请选择移交单位。
cases-missing-result = 请填写处置情况。
cases-missing-handlers = 请选择办案民警。
cases-missing-decision = 请选择处理决定。
cases-missing-closing = 请填写结案说明。
cases-missing-reason = 请选择更正原因。

# dynamic: cases-unusable-…
cases-unusable-unit = 单位无法识别，请重新选择。
cases-unusable-source = 来源无法识别，请重新选择。
cases-unusable-category = 类别无法识别，请重新选择。
cases-unusable-zone = 内容无法使用，请重新填写。
cases-unusable-address = 内容无法使用，请重新填写。
cases-unusable-summary = 内容无法使用，请重新填写。
cases-unusable-reporter-name = 内容无法使用，请重新填写。
cases-unusable-telephone = 电话号码应为3至20位数字。
cases-unusable-time = 时间格式不正确，应如 2026-05-06 14:30。
cases-unusable-outcome = 处理结果无法识别，请重新选择。
cases-unusable-passed-to = 移交单位无法识别，请重新选择。
cases-unusable-result = 内容无法使用，请重新填写。
cases-unusable-handlers = 人员无法识别，请重新选择。
cases-unusable-decision = 处理决定无法识别，请重新选择。
cases-unusable-closing = 内容无法使用，请重新填写。
cases-unusable-reason = 更正原因无法识别，请重新选择。

# Import of event files
cases-reject-row = 行号
cases-reject-reason = 原因
cases-reject-columns = 列数与表头不符
cases-reject-encoding = 不是UTF-8编码
cases-reject-control = 含有控制字符
cases-reject-number = 编号为空或含有不允许的字符
cases-reject-time = 时间无法识别
cases-reject-future = 时间晚于现在
cases-reject-place = 地点无法使用
cases-reject-too-long = 内容过长

# Pages
cases-menu-incidents = 警情
cases-menu-cases = 案件
cases-incidents = 警情
cases-incident = 警情信息
cases-cases = 案件
cases-case = 案件信息
cases-incident-new = 登记警情
cases-case-new = 受理案件
cases-incident-search = 编号、简要情况、报警电话
cases-case-search = 案件编号、简要案情
cases-choose-group = 先选大类，再填写具体情况。
cases-choose-kind = 请选择案件种类。
cases-other-group = 换一类
cases-other-kind-choose = 换一种
cases-group = 大类
cases-number = 编号
cases-state = 状态
cases-state-open = 未办结

# dynamic: cases-case-state-…
cases-case-state-open = 未结案
cases-case-state-without-result = 尚无处理结果
cases-case-state-due = 即将到期或超期

cases-mine = 我承办的
cases-kind = 案件种类
cases-received-at = 接警时间
cases-attended-at = 到达时间
cases-ended-at = 办结时间
cases-accepted-at = 受理时间
cases-filed-at = 立案时间
cases-solved-at = 破案时间
cases-transferred-at = 移送时间
cases-decided-at = 决定时间
cases-closed-at = 结案时间
cases-due-on = 办案期限
cases-overdue = 已超期
cases-place = 地点
cases-reporter = 报警人
cases-reporter-hint = 加密保存，只在本警情页面显示。
cases-officers = 出警人员
cases-officers-also = 增加到场人员
cases-officers-also-hint = 已派人员无需再选。
cases-receive = 登记
cases-step-pass = 移交其他单位
cases-step-accept = 受理案件
cases-told = 已当场告知报警人
cases-case-category = 案件类别
cases-case-summary = 简要案情
cases-lead = 主办民警
cases-lead-mark = （主办）
cases-other-handlers = 协办民警
cases-transfer-to = 移送去向
cases-close-as = 结案方式
cases-result = 处理结果
cases-history = 办理经过
cases-corrected = 已更正
cases-entered-by = 登记人：{ $name }
cases-entered-at = （{ $time } 补录）
cases-corrects-because = 更正原因：{ $reason }
cases-after-received = 接警后 { $time }
cases-after-accepted = 受理后 { $time }
cases-author-program = 系统导入
cases-person-unknown = （已不在册）
cases-saved = 已保存。
cases-incident-received = 警情已登记。
cases-case-accepted = 案件已受理。
cases-corrected-saved = 更正已保存，原记录保留可查。
cases-correction-about = 更正会新增一条记录并指明原记录，二者都保留；统计以更正后的为准。
