# 各页面共用的文字
pages-product = 基石
pages-product-about = 派出所工作平台
pages-foot = 基石 · 数据只在本机构内网保存，查询留痕
pages-skip = 跳到正文
pages-crumbs = 所在位置
pages-navigation = 主导航
pages-navigation-phone = 底部导航
pages-menu = 菜单
pages-account = 我的账号
pages-sign-out = 退出登录
pages-theme = 外观
pages-theme-light = 浅色
pages-theme-dark = 深色
pages-theme-auto = 跟随系统

pages-unit-choose = 选择单位
pages-unit-change = 切换单位
pages-unit-about = 选定后，列表、统计和报告均以该单位及其下属单位为范围。

# 出错页
pages-title-not-found = 没有找到
pages-title-denied = 无权办理
pages-title-conflict = 情况已有变化
pages-title-refused = 未能办理
pages-title-failed = 系统故障
pages-not-found = 您要打开的页面或记录不存在，可能已被移走，或者地址有误。
pages-denied = 您的岗位没有这项权限。如工作需要，请向本单位管理员申请。
pages-failed = 系统没有完成这一步。请先看看有关记录是否已经保存，再决定是否重试；如仍不行，请把操作编号告知管理员。
pages-bad-request = 系统读不懂这次提交的内容。请返回上一页重新填写。
pages-too-large = 提交的内容或文件过大。请缩小后再提交。
pages-too-slow = 这一步用时过长，已经中止。请缩小范围后再试。
pages-foreign-form = 这次提交不是从本系统页面发出的，已被拦下。请从本系统页面重新办理。
pages-stale-form = 页面停留过久或登录已更换，这次提交没有生效。请返回、刷新页面后再提交。
pages-operation = 操作编号：{ $number }
pages-basis = 依据：
pages-to-start = 回到首页

# 表单
pages-save = 保存
pages-cancel = 取消
pages-please-choose = 请选择
pages-none-chosen = 不选
pages-form-problems = 有 { $count } 处需要改正，已在下面标出；其余内容已保留。
pages-form-first-problem = 到第一处
pages-field-needed = 请填写此项。
pages-field-not-a-day = 请按“年-月-日”填写日期，如 2026-05-06。
pages-field-not-a-time = 请填写完整的日期和时间，如 2026-05-06 14:30。
pages-field-not-a-number = 请填写整数。

# 列表
pages-list-search = 关键词
pages-list-find = 查询
pages-list-all = 全部
pages-list-from = 起始日期
pages-list-to = 截止日期
pages-list-count = 共 { $count } 条
pages-list-more = 超过 { $count } 条
pages-list-range = 第 { $first } – { $last } 条
pages-list-search-chip = 含“{ $words }”
pages-list-chip = { $name }：{ $value }
pages-list-remove = 去掉这个条件
pages-list-clear = 清除全部条件
pages-list-excel = 导出 Excel
pages-list-csv = 导出 CSV
pages-export-cut = 仅导出前 { $rows } 行，请缩小筛选范围。
pages-list-empty = 还没有记录。
pages-list-nothing-fits = 没有符合条件的记录，请放宽条件再查。
pages-pager = 分页
pages-pager-previous = 上一页
pages-pager-next = 下一页
pages-pager-number = 第 { $number } 页

# 数字与图表
pages-minutes = { $minutes } 分钟
pages-hours = { $hours } 小时
pages-hours-minutes = { $hours } 小时 { $minutes } 分钟
pages-figure-same = 持平
pages-figure-points = { $points } 个百分点

pages-chart-empty = 这一时段没有数据。
pages-chart-named = 图：{ $title }。数据见图下的数据表。
pages-chart-table = 数据表
pages-chart-label = 项目
pages-held = 现有 { $count } 人被限制人身自由
pages-held-next = 下一时限
pages-held-over = 已超时
