measures-menu = 统计数据
measures-title = 统计数据
measures-intro = 每个数字都由登记的事实计算，点开可以看到每一条事实。
measures-period = 统计期间
measures-last-30-days = 近30天
measures-this-month = 本月
measures-last-month = 上月
measures-this-year = 今年
measures-last-12-months = 近12个月
measures-last-year-whole = 去年
measures-search = 指标名称或代码
measures-column-measure = 指标
measures-column-unit-of = 计量单位
measures-before-period = 上期
measures-by-day = 按日
measures-by-week = 按周
measures-by-month = 按月
measures-by-quarter = 按季
measures-by-year = 按年
measures-axis-month = { $month }月
measures-cuts = 分项
measures-largest = 前 { $count } 项
measures-facts-about = 每一行都是一条登记的事实，更正过的按更正后的计算。
measures-to-figure = 返回统计数据
measures-column-officer = 民警

# dynamic: measures-column-…
measures-column-weekday = 星期
measures-column-hour = 时段

measures-author-program = 系统
measures-definition-facts = 计数的事实
measures-definition-from = 由以下指标算出
measures-from = 起始日期
measures-to = 截止日期
measures-show = 查看
measures-previous = 较上期
measures-last-year = 较上年同期
measures-facts-behind = { $facts } 条事实
measures-facts = 事实
measures-facts-of = { $title }：事实
measures-numerator = 分子
measures-denominator = 分母
measures-part-all = 全部
measures-part = 计入
measures-by-unit = 按单位
measures-by-officer = 按民警
measures-by-category = 按类别
measures-by-outcome = 按结果
measures-by-place = 按警务区
measures-over-time = 变化趋势
measures-hours = 时段分布
measures-hours-note = 横向为时，纵向为星期；深色处发生较多。
measures-now = 本期
measures-before = 上年同期
measures-column-happened = 发生时间
measures-column-recorded = 登记时间
measures-column-kind = 事实
measures-column-unit = 单位
measures-column-category = 类别
measures-column-outcome = 结果
measures-column-author = 登记人
measures-column-minutes = 用时（分钟）
measures-column-quantity = 数量
measures-column-place = 警务区
measures-column-id = 事实编号
measures-column-figure = 数值
measures-none = （未填）
measures-definition = 指标定义
measures-definition-id = 指标代码
measures-direction = 方向
# dynamic
measures-direction-more-is-better = 越多越好
measures-direction-less-is-better = 越少越好
measures-direction-neutral = 仅作统计，不作考核

# dynamic
measures-group-people = 队伍
measures-group-duty = 勤务
measures-group-incidents = 警情
measures-group-cases = 案件
measures-group-procedure = 办案程序
measures-group-tasks = 任务闸口

# dynamic
measures-weekday-1 = 周一
measures-weekday-2 = 周二
measures-weekday-3 = 周三
measures-weekday-4 = 周四
measures-weekday-5 = 周五
measures-weekday-6 = 周六
measures-weekday-7 = 周日

measures-problem-no-measure = 没有"{ $id }"这个指标。请从统计数据页选择。
measures-problem-no-unit = 没有代码为 { $code } 的单位。
measures-problem-period = 截止日期早于起始日期。请改正。
measures-problem-document = 文件没有生成。请重试。
measures-problem-database = 读不到数据。请重试。
