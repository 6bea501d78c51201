measures-menu = Figures
measures-title = Figures
measures-intro = Every figure is computed from recorded facts and opens into them.
measures-period = Period
measures-last-30-days = Last 30 days
measures-this-month = This month
measures-last-month = Last month
measures-this-year = This year
measures-last-12-months = Last 12 months
measures-last-year-whole = Last year
measures-search = Name or id of a figure
measures-column-measure = Figure
measures-column-unit-of = Unit
measures-before-period = Period before
measures-by-day = by day
measures-by-week = by week
measures-by-month = by month
measures-by-quarter = by quarter
measures-by-year = by year
measures-axis-month = { $month }
measures-cuts = Parts
measures-largest = the { $count } largest
measures-facts-about = Each row is one recorded fact; a corrected one counts as corrected.
measures-to-figure = Back to the figure
measures-column-officer = Officers

# dynamic: measures-column-…
measures-column-weekday = Weekday
measures-column-hour = Hour

measures-author-program = the program
measures-definition-facts = Facts counted
measures-definition-from = Computed from
measures-from = First day
measures-to = Last day
measures-show = Show
measures-previous = on the period before
measures-last-year = on the year before
measures-facts-behind = { $facts } facts
measures-facts = Facts
measures-facts-of = { $title }: facts
measures-numerator = Numerator
measures-denominator = Denominator
measures-part-all = All
measures-part = Counted as
measures-by-unit = By unit
measures-by-officer = By officer
measures-by-category = By category
measures-by-outcome = By outcome
measures-by-place = By zone
measures-over-time = Over time
measures-hours = Hours of the week
measures-hours-note = Hours across, weekdays down; darker where more happened.
measures-now = this period
measures-before = year before
measures-column-happened = Happened
measures-column-recorded = Recorded
measures-column-kind = Fact
measures-column-unit = Unit
measures-column-category = Category
measures-column-outcome = Outcome
measures-column-author = Recorded by
measures-column-minutes = Minutes
measures-column-quantity = Quantity
measures-column-place = Zone
measures-column-id = Fact id
measures-column-figure = Figure
measures-none = (none)
measures-definition = Definition
measures-definition-id = Measure
measures-direction = Direction
# dynamic
measures-direction-more-is-better = more is better
measures-direction-less-is-better = less is better
measures-direction-neutral = statistics only, never a target

# dynamic
measures-group-people = People
measures-group-duty = Duty
measures-group-incidents = Incidents
measures-group-cases = Cases
measures-group-procedure = Procedure
measures-group-tasks = The gate for tasks

# dynamic
measures-weekday-1 = Mon
measures-weekday-2 = Tue
measures-weekday-3 = Wed
measures-weekday-4 = Thu
measures-weekday-5 = Fri
measures-weekday-6 = Sat
measures-weekday-7 = Sun

measures-problem-no-measure = There is no measure "{ $id }". Choose one from the page of figures.
measures-problem-no-unit = There is no unit with the code { $code }.
measures-problem-period = The last day lies before the first. Please correct it.
measures-problem-document = The file was not made. Please try again.
measures-problem-database = The data cannot be read. Please try again.
