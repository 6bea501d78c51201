# Words that all pages share
pages-product = Jishi
pages-product-about = Police station platform
pages-foot = Jishi · data stays on this network; every look-up is recorded
pages-skip = Skip to content
pages-crumbs = You are here
pages-navigation = Main navigation
pages-navigation-phone = Bottom navigation
pages-menu = Menu
pages-account = My account
pages-sign-out = Sign out
pages-theme = Appearance
pages-theme-light = Light
pages-theme-dark = Dark
pages-theme-auto = As the system

pages-unit-choose = Choose a unit
pages-unit-change = Change unit
pages-unit-about = Lists, statistics and reports then cover this unit and all units below it.

# Error pages
pages-title-not-found = Not found
pages-title-denied = Not permitted
pages-title-conflict = Something has changed
pages-title-refused = Not carried out
pages-title-failed = Something failed
pages-not-found = This page or record does not exist. It may have been moved, or the address may be wrong.
pages-denied = Your roles do not permit this. If your work needs it, ask your unit's administrator.
pages-failed = This was not completed. Look first whether the record was saved, then try again; if it still fails, tell the administrator the operation number.
pages-bad-request = What was sent could not be read. Go back and fill in the form again.
pages-too-large = The form or file is too large. Send a smaller one.
pages-too-slow = This took too long and was stopped. Choose a smaller range and try again.
pages-foreign-form = This form was not sent from a page of this system and was stopped. Start again from a page of this system.
pages-stale-form = The page was open too long, or somebody else has signed in since. Nothing was changed. Go back, reload the page and send the form again.
pages-operation = Operation number: { $number }
pages-basis = Basis:{" "}
pages-to-start = To the start page

# Forms
pages-save = Save
pages-cancel = Cancel
pages-please-choose = Please choose
pages-none-chosen = None
pages-form-problems = { $count ->
    [one] One entry has to be corrected. It is marked below; everything else is kept.
   *[other] { $count } entries have to be corrected. They are marked below; everything else is kept.
}
pages-form-first-problem = To the first one
pages-field-needed = Please fill in this field.
pages-field-not-a-day = Please enter a date as year-month-day, such as 2026-05-06.
pages-field-not-a-time = Please enter date and time in full, such as 2026-05-06 14:30.
pages-field-not-a-number = Please enter a whole number.

# Lists
pages-list-search = Search
pages-list-find = Find
pages-list-all = All
pages-list-from = From
pages-list-to = To
pages-list-count = { $count ->
    [one] { $count } record
   *[other] { $count } records
}
pages-list-more = More than { $count } records
pages-list-range = { $first } – { $last }
pages-list-search-chip = Contains “{ $words }”
pages-list-chip = { $name }: { $value }
pages-list-remove = Remove this condition
pages-list-clear = Clear all conditions
pages-list-excel = Excel
pages-list-csv = CSV
pages-export-cut = Only the first { $rows } rows are in this file; narrow the list for the others.
pages-list-empty = There are no records yet.
pages-list-nothing-fits = No records fit these conditions. Widen them and try again.
pages-pager = Pages
pages-pager-previous = Previous page
pages-pager-next = Next page
pages-pager-number = Page { $number }

# Figures and charts
pages-minutes = { $minutes } min
pages-hours = { $hours } h
pages-hours-minutes = { $hours } h { $minutes } min
pages-figure-same = unchanged
pages-figure-points = { $points } pp

pages-chart-empty = There is no data for this period.
pages-chart-named = Chart: { $title }. The data is in the table below.
pages-chart-table = Data table
pages-chart-label = Item
pages-held = { $count } held now
pages-held-next = next limit
pages-held-over = over time since
