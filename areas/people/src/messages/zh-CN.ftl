# 队伍：单位、人员、账号

## 菜单与页名
people-menu-group = 队伍
people-menu-people = 人员
people-menu-units = 单位
people-menu-accounts = 账号
people-menu-account = 我的账号
people-title = 人员
people-units-title = 单位
people-accounts-title = 账号

## 人员类别

# dynamic: people-kind-…
people-kind-officer = 民警
people-kind-auxiliary = 辅警
people-kind-civilian = 文职

# dynamic: people-gender-…
people-gender-female = 女
people-gender-male = 男

## 岗位类别

# dynamic: people-post-…
people-post-leader = 所队领导
people-post-desk = 内勤
people-post-command = 指挥调度
people-post-community = 社区警务
people-post-patrol = 巡逻防控
people-post-case-handling = 案件办理
people-post-investigation = 刑事侦查
people-post-public-order = 治安管理
people-post-household = 户籍管理
people-post-traffic = 交通管理
people-post-legal-review = 法制审核
people-post-technology = 科技信息化
people-post-logistics = 警务保障
people-post-other = 其他岗位

## 离职原因

# dynamic: people-leave-…
people-leave-retired = 退休
people-leave-transferred = 调离
people-leave-resigned = 辞职
people-leave-contract-ended = 合同期满
people-leave-discharged = 辞退或开除
people-leave-died = 去世
people-leave-other = 其他原因

## 警衔（《人民警察警衔条例》第七条）

# dynamic: people-rank-…
people-rank-constable-2 = 二级警员
people-rank-constable-1 = 一级警员
people-rank-superintendent-3 = 三级警司
people-rank-superintendent-2 = 二级警司
people-rank-superintendent-1 = 一级警司
people-rank-supervisor-3 = 三级警督
people-rank-supervisor-2 = 二级警督
people-rank-supervisor-1 = 一级警督
people-rank-commissioner-3 = 三级警监
people-rank-commissioner-2 = 二级警监
people-rank-commissioner-1 = 一级警监
people-rank-deputy-commissioner-general = 副总警监
people-rank-commissioner-general = 总警监

## 资格与证书

# dynamic: people-qualification-…
people-qualification-enforcement-basic = 基本级执法资格
people-qualification-enforcement-intermediate = 中级执法资格
people-qualification-enforcement-advanced = 高级执法资格
people-qualification-firearm = 公务用枪持枪证
people-qualification-driving = 机动车驾驶证
people-qualification-first-aid = 急救证
people-qualification-legal-profession = 法律职业资格证书
people-qualification-drone = 无人机操控员执照
people-qualification-counselling = 心理咨询证书

## 单位类别

# dynamic: people-unit-kind-…
people-unit-kind-bureau = 公安局（分局）
people-unit-kind-station = 派出所
people-unit-kind-department = 科室、大队
people-unit-kind-community-office = 社区警务室

## 角色

# dynamic: people-role-…
people-role-bureau-leader = 局领导
people-role-command-centre = 指挥中心
people-role-department = 业务科室
people-role-political-office = 政工
people-role-legal-officer = 法制员
people-role-chief = 所长
people-role-instructor = 教导员
people-role-desk-officer = 内勤
people-role-officer = 民警
people-role-auxiliary = 辅警
people-role-system-administrator = 系统管理员
people-role-security-administrator = 安全管理员
people-role-audit-administrator = 审计管理员

## 工作簿

# dynamic: people-sheet-…
people-sheet-people = 人员
people-sheet-ranks = 警衔

people-sheet-qualifications = 资格证书

# dynamic: people-sheet-…
people-sheet-notes = 填写说明

people-column-police-number = 警号
people-column-name = 姓名
people-column-gender = 性别
people-column-kind = 人员类别
people-column-unit = 单位
people-column-post = 岗位
people-column-joined-on = 入职日期
people-column-working-since = 参加工作时间
people-working-since-hint = 第一次参加工作的日期；年休假按累计工作年限计算。没有填写的按入职日期。
people-column-left-on = 离职日期
people-column-left-reason = 离职原因
people-column-identity = 公民身份号码
people-column-telephone = 手机号码
people-column-rank = 警衔
people-column-since = 授衔日期
people-column-qualification = 资格证书
people-column-certificate-number = 证书编号
people-column-issued-on = 发证日期
people-column-expires-on = 有效期至

# dynamic: people-column-…
people-column-record = 记录编号

people-notes-column = 栏目
people-notes-values = 填写要求
people-notes-police-number = 字母和数字，不重复；没有警号的人员须填公民身份号码
people-notes-unit = 单位代码或单位全称
people-notes-day = 日期，如 2026-03-01
people-notes-identity = 18 位；单元格格式须为文本；留空表示不变
people-notes-record = 由系统填写，请勿修改；新增人员留空

people-import-unknown-sheet = 工作表名称不在模板中，请改名、并入模板的工作表或删除。
people-import-no-titles = 没有找到栏目标题，请使用下载的模板。
people-import-unknown-column = 模板中没有“{ $title }”这一栏，请改名或删除。
people-import-column-twice = “{ $title }”这一栏出现了两次，请只保留一栏。
people-import-missing-column = 缺少“{ $title }”这一栏，请使用下载的模板。
people-import-empty = 工作簿中没有人员，请填写后再上传。
people-import-required = 此栏必填。
people-import-unknown-word = “{ $value }”不在可选范围内，可选内容见模板的“填写说明”。
people-import-bad-day = “{ $value }”不是有效日期，请按 2026-03-01 的形式填写。
people-import-rounded = 号码按数字填写，末几位已被 Excel 舍去。请把单元格设为文本后重新填写。
people-import-unknown-record = 没有这个记录编号的人员。新增人员请留空。
people-import-twice = 与第 { $row } 行是同一个人，请只保留一行。
people-import-nameless = 新增人员须填写警号或公民身份号码，否则无法识别是否重复。
people-import-masked-differs = 带星号的号码与系统记录不符。不改动请留空，要改动请填写完整号码。
people-import-unit-not-permitted = 您无权导入单位 { $unit } 的人员。
people-import-own-record = 不能导入本人信息的变动，请由他人办理。
people-import-person-unknown = 找不到这一行所指的人员，请核对警号、公民身份号码或记录编号。

## 为什么没有办成
people-problem-failed = 系统出错，未能保存。请稍后再试。
people-problem-not-found = 没有找到这名人员，可能已被合并或链接有误。请从人员列表重新进入。
people-problem-account-not-found = 没有找到这个账号。请从账号列表重新进入。
people-problem-stale = 他人刚刚修改了这条记录，您的修改没有保存。请核对最新内容后再改。
people-problem-nothing-changed = 内容没有变化，无需保存。
people-problem-has-left = 该人员已于 { $on } 离职，不能再修改。
people-problem-bad-choice = 请从列表中选择一项。
people-problem-bad-day = 请填写有效日期。
people-problem-bad-name = 请填写姓名，不超过 40 个字。
people-problem-bad-police-number = 警号只能由字母和数字组成，不超过 20 位。
people-problem-police-number-taken = 这个警号已属于另一名人员，请核对。
people-problem-identity-form = 公民身份号码应为 18 位：17 位数字加 1 位数字或 X。
people-problem-identity-birth-day = 公民身份号码中的出生日期不存在，请核对第 7 至 14 位。
people-problem-identity-check = 公民身份号码的校验码不符，可能输错了某一位，请核对。
people-problem-identity-number-taken = 这个公民身份号码已属于另一名人员，请核对。
people-problem-gender-differs = 性别与公民身份号码不一致，请核对。
people-problem-born-after-joining = 公民身份号码中的出生日期晚于入职日期，请核对。
people-problem-bad-telephone = 请填写 11 位手机号码。
people-problem-day-to-come = 日期不能晚于今天。
people-problem-left-before-joining = 离职日期不能早于入职日期。
people-problem-working-after-joining = 参加工作时间不能晚于入职日期，请核对。
people-problem-before-joining = 日期不能早于入职日期。
people-problem-same-unit = 该人员已在这个单位，请选择其他单位。
people-problem-rank-only-for-officers = 只有人民警察授予警衔，辅警和文职人员不能登记警衔。
people-problem-rank-day-taken = 这一天已登记过警衔，请核对日期。
people-problem-qualification-only-for-officers = 这项资格只限人民警察取得。
people-problem-expires-before-issue = 有效期不能早于发证日期。
people-problem-bad-certificate-number = 证书编号不能超过 40 个字符。
people-problem-qualification-taken = 这一天发证的同类证书已经登记。
people-problem-purpose-missing = 请写明查询事由（2 至 200 字），查询会被记录。
people-problem-unit-not-found = 没有这个单位，请核对单位代码或名称。
people-problem-bad-unit-code = 单位代码为 1 至 20 位字母、数字或“-”。
people-problem-unit-code-taken = 这个单位代码已被使用，请另选一个。
people-problem-bad-unit-name = 请填写单位名称，不超过 60 个字。
people-problem-unit-place = 这类单位不能设在所选的上级单位之下。
people-problem-bad-sign-in-name = 登录名为 2 至 32 位字母、数字或“.”“_”“-”。
people-problem-sign-in-name-taken = 这个登录名已被使用，请另选一个。
people-problem-person-has-account = 该人员已有账号。
people-problem-account-disabled = 账号已停用。
people-problem-account-not-disabled = 账号没有停用。
people-problem-password-too-short = 密码至少 { $minimum } 个字符。
people-problem-password-too-long = 密码最多 { $maximum } 个字符。
people-problem-password-is-name = 密码不能与登录名相同。
people-problem-password-common = 这个密码太常见，容易被猜中，请换一个。
people-problem-passwords-differ = 两次输入的密码不一致，请重新输入。
people-problem-wrong-password = 当前密码不正确。
people-problem-sign-in-refused = 登录名或密码不正确。
people-problem-sign-in-waits = 连续多次登录失败，请在 { $until } 之后再试。
people-problem-role-held-already = 该账号已有这个角色。
people-problem-role-not-held = 该账号没有这个角色。
people-problem-separation = 系统管理员、安全管理员、审计管理员必须由不同的人担任，也不得兼任业务角色（三员分立）。
people-problem-last-administrator = 这是最后一名此类管理员。请先另行指定一名，再办理此事。
people-problem-workbook-refused = 工作簿有 { $count } 处问题，未导入任何内容。请改正后重新上传。

## 事实的名称
fact-unit-added = 设立单位
fact-unit-changed = 单位信息变更
fact-person-joined = 入职
fact-person-changed = 人员信息变更
fact-person-moved = 调动单位
fact-person-ranked = 授予警衔
fact-person-qualified = 取得资格证书
fact-person-left = 离职
fact-person-identity-shown = 查看证件号码
fact-people-imported = 批量导入人员
fact-account-opened = 开通账号
fact-account-changed = 账号信息变更
fact-account-disabled = 停用账号
fact-account-enabled = 启用账号
fact-account-password-changed = 更改密码
fact-role-granted = 授予角色
fact-role-withdrawn = 收回角色

## 人员页面
people-search = 姓名或警号
people-state = 状态
people-state-left = 已离职
people-state-serving = 在职
people-left-on = { $on } 离职
people-hire = 录入人员
people-hired = 人员已录入。
people-edit = 修改信息
people-changed = 修改已保存。
people-move = 调动单位
people-move-to = 调入单位
people-move-on = 调动日期
people-move-about = 账号随人调动；只在原单位有效的角色同时收回，由安全管理员按新岗位重新授予。
people-moved = 调动已登记。
people-rank-confer = 登记警衔
people-ranked = 警衔已登记。
people-qualify = 登记证书
people-qualified = 证书已登记。
people-leave = 办理离职
people-leave-about = 离职登记后不能再修改该人员信息，其账号同时停用。
people-left = 离职已登记，账号已停用。
people-section-post = 岗位
people-section-ranks = 警衔
people-section-qualifications = 资格与证书
people-section-history = 履历与记录
people-section-account = 账号
people-ranks-none = 还没有登记警衔。
people-qualifications-none = 还没有登记资格和证书。
people-validity = 有效性
people-valid = 有效
people-valid-always = 长期有效
people-expires-in = { $days } 天后到期
people-expired-since = 已过期 { $days } 天
people-expires-hint = 长期有效的证书不填
people-police-number-hint = 没有警号的可不填
people-number-hint = 加密保存，页面只显示部分数字
people-number-keep = 加密保存；不填表示不改动
people-numbers-show = 查看完整号码
people-numbers-shown = 完整号码（本次查看已记录）
people-numbers-none = 未登记
people-purpose = 查询事由
people-purpose-hint = 查询人、时间和事由将被永久记录
people-find = 按公民身份号码或手机号码查找
people-find-hint = 须输入完整号码
people-find-nobody = 您可查看的人员中没有使用这个号码的。
people-expiring = 证书到期
people-expiring-within = { $days } 天内到期
people-expiring-about = 未来 { $days } 天内到期或已过期、尚未换证的证书。
people-expiring-notice = 有 { $count } 名人员的证书即将到期或已过期
people-expiring-none = 没有即将到期的证书。
people-and = 、
people-command-line = 系统命令行

## 批量导入与导出
people-import = 批量导入
people-import-about = 先检查，列出每一处问题；全部无误后一次导入，有一处问题则都不导入。
people-template = 下载模板
people-template-name = 人员导入模板
people-import-file = 工作簿（.xlsx）
people-import-file-hint = 不超过 4 MB；空白单元格表示不改动
people-import-no-file = 请选择要导入的工作簿。
people-import-check = 检查
people-import-preview = 检查结果
people-import-added = 新增人员
people-import-changed = 变更人员
people-import-unchanged = 没有变化
people-import-ranks = 新增警衔
people-import-qualifications = 新增证书
people-import-confirm = 确认导入
people-import-nothing = 工作簿与现有记录一致，无需导入。
people-import-cell = 位置
people-import-column = 栏目
people-import-problem = 问题
people-import-more = 另有 { $count } 处问题未列出，请先改正以上各处。
people-imported = 导入完成：新增 { $added } 人，变更 { $changed } 人。
people-export = 导出工作簿
people-export-about = 导出当前单位及下属单位的人员、警衔和证书，修改后可再导入。
people-export-masked = 导出（号码隐去部分数字）
people-export-numbers = 导出完整号码

## 单位页面
people-unit-add = 增设单位
people-unit-added = 单位已增设。
people-unit-edit = 修改单位
people-unit-changed = 单位信息已保存。
people-unit-name = 单位名称
people-unit-name-en = 英文名称
people-unit-code = 单位代码
people-unit-code-hint = 字母、数字或“-”，设立后不能更改
people-unit-kind = 单位类别
people-unit-parent = 上级单位
people-unit-position = 排列顺序
people-unit-position-hint = 同级单位中由小到大排列
people-unit-people = 在职人数

## 登录与账号页面
people-sign-in = 登录
people-sign-in-name = 登录名
people-password = 密码
people-signed-out = 已退出登录。
people-own-record = 我的档案
people-account-details = 账号信息
people-language = 界面语言
people-language-about = 选定后每次登录都使用这种语言。
people-roles = 角色
people-roles-none = 还没有角色。
people-password-change = 更改密码
people-password-changed = 密码已更改，其他设备上的登录已全部退出。
people-password-current = 当前密码
people-password-new = 新密码
people-password-again = 再次输入新密码
people-password-first = 初始密码
people-password-hint = 至少 10 个字符，不要用登录名或常见密码
people-password-reset-title = 重设密码
people-password-reset-hint = 当面告知本人并请其尽快更改；其所有登录将立即退出
people-password-reset = 密码已重设。
people-accounts-about = 系统管理员开通和停用账号，安全管理员授予和收回角色，审计管理员查阅，三员分立。
people-account-search = 登录名或姓名
people-account-open = 开通账号
people-account-open-about = 新账号没有任何角色，由安全管理员另行授予。
people-account-opened = 账号已开通，请安全管理员授予角色。
people-account-police-number-hint = 为本单位人员开通时填写；姓名和单位随人员信息
people-account-other-hint = 没有警号时填写姓名和单位
people-account-nobody = 没有这个警号的人员，请核对。
people-account-is-open = 正常
people-account-is-disabled = 已停用
people-account-disabled-at = 停用时间
people-account-disable = 停用账号
people-account-disable-question = 停用后立即退出登录，且不能再登录。确定停用？
people-account-disabled-done = 账号已停用。
people-account-enable = 启用账号
people-account-enabled-done = 账号已启用。
people-role = 角色
people-role-unit = 适用单位
people-role-unit-hint = 对该单位及其下属单位有效
people-role-grant = 授予角色
people-role-granted = 角色已授予。
people-role-withdraw = 收回
people-role-withdrawn = 角色已收回。
people-role-withdraw-question = 收回后立即生效。确定收回？

# 人员事实的类别与结果
category-officer = { people-kind-officer }
category-auxiliary = { people-kind-auxiliary }
category-civilian = { people-kind-civilian }
outcome-retired = { people-leave-retired }
outcome-transferred = { people-leave-transferred }
outcome-resigned = { people-leave-resigned }
outcome-contract-ended = { people-leave-contract-ended }
outcome-discharged = { people-leave-discharged }
outcome-died = { people-leave-died }
outcome-other = { people-leave-other }
outcome-constable-2 = { people-rank-constable-2 }
outcome-constable-1 = { people-rank-constable-1 }
outcome-superintendent-3 = { people-rank-superintendent-3 }
outcome-superintendent-2 = { people-rank-superintendent-2 }
outcome-superintendent-1 = { people-rank-superintendent-1 }
outcome-supervisor-3 = { people-rank-supervisor-3 }
outcome-supervisor-2 = { people-rank-supervisor-2 }
outcome-supervisor-1 = { people-rank-supervisor-1 }
outcome-commissioner-3 = { people-rank-commissioner-3 }
outcome-commissioner-2 = { people-rank-commissioner-2 }
outcome-commissioner-1 = { people-rank-commissioner-1 }
outcome-deputy-commissioner-general = { people-rank-deputy-commissioner-general }
outcome-commissioner-general = { people-rank-commissioner-general }
outcome-enforcement-basic = { people-qualification-enforcement-basic }
outcome-enforcement-intermediate = { people-qualification-enforcement-intermediate }
outcome-enforcement-advanced = { people-qualification-enforcement-advanced }
outcome-firearm = { people-qualification-firearm }
outcome-driving = { people-qualification-driving }
outcome-first-aid = { people-qualification-first-aid }
outcome-legal-profession = { people-qualification-legal-profession }
outcome-drone = { people-qualification-drone }
outcome-counselling = { people-qualification-counselling }
outcome-bureau-leader = { people-role-bureau-leader }
outcome-command-centre = { people-role-command-centre }
outcome-department = { people-role-department }
outcome-political-office = { people-role-political-office }
outcome-legal-officer = { people-role-legal-officer }
outcome-chief = { people-role-chief }
outcome-instructor = { people-role-instructor }
outcome-desk-officer = { people-role-desk-officer }
outcome-officer = { people-role-officer }
outcome-auxiliary = { people-role-auxiliary }
outcome-system-administrator = { people-role-system-administrator }
outcome-security-administrator = { people-role-security-administrator }
outcome-audit-administrator = { people-role-audit-administrator }

fact-account-calendar-made = 生成日历订阅地址
fact-account-calendar-withdrawn = 停用日历订阅地址
fact-account-key-made = 生成程序密钥
fact-account-key-withdrawn = 停用程序密钥
people-calendar = 期限和班次日历
people-calendar-about = 日历程序可以用专属地址订阅您的期限和班次，只含案件编号、事项和届满时间，不含任何人的姓名。知道地址的人不需登录即可读取，请勿转告他人；泄露的，请重新生成。
people-calendar-once = 地址只显示这一次，请现在复制到日历程序。
people-calendar-address = 订阅地址（办案期限）
people-calendar-duty = 订阅地址（本人班次）
people-calendar-since = 现用地址生成于
people-calendar-make = 生成订阅地址
people-calendar-renew = 重新生成（原地址失效）
people-calendar-withdraw = 停用地址
people-calendar-withdrawn = 日历地址已停用。
people-key = 程序密钥
people-key-about = 其他程序凭密钥以您的名义办理您有权办理的事项，例如下达任务（POST /api/v1/tasks）。请勿转告他人；泄露的，请重新生成。
people-key-once = 密钥只显示这一次，请现在复制到程序中。
people-key-since = 现用密钥生成于
people-key-make = 生成密钥
people-key-renew = 重新生成（原密钥失效）
people-key-withdraw = 停用密钥
people-key-withdrawn = 程序密钥已停用。
people-problem-no-secret = 没有可以停用的地址或者密钥。请刷新后核对。
