reports-kind-yearly = yearly work report
reports-kind-half-year = half-year work report
reports-kind-monthly = monthly work report

reports-section-team = Team building
reports-section-crime = Striking at crime
reports-section-prevention = Prevention
reports-section-management = Daily management
reports-section-service = Services
reports-section-outlook = Problems and next steps

reports-title = { $unit }: { $kind }
reports-intro = This report of { $unit } covers { $from } to { $to }.
reports-intro-without-comparison = { reports-intro } The year before was not recorded in full, so nothing is compared with it.

# dynamic: named in outline.toml. Each figure in a sentence carries a number; see "Sources" at the end.
reports-say-team-strength = At the end of the period { $strength } people served: { $officers } officers, { $auxiliaries } auxiliaries and { $civilians } civilians.
reports-say-team-moves = { $joined } joined and { $left } left.
reports-say-team-qualified = { $qualified } qualifications and certificates were obtained, { $ranked } ranks conferred.
reports-say-crime-filed = { $filed } criminal cases were filed{ $filed-change }; { $solved } were solved{ $solved-change }, a share of { $share }.
reports-say-crime-transferred = { $transferred } were transferred.
reports-say-crime-public-order = { $accepted } public-order cases were accepted{ $accepted-change }; { $dealt } were dealt with{ $dealt-change }, a share of { $dealt-share }.
reports-say-prevention-incidents = { $crime } incidents of crime were reported{ $crime-change }, and { $order } against public order{ $order-change }.
reports-say-prevention-disputes = { $disputes } disputes were reported{ $disputes-change }; { $mediated } were mediated on the spot.
reports-say-management-incidents = { $received } incidents were received{ $received-change }; { $ended } were brought to an end.
reports-say-management-response = Officers attended { $attended } times, arriving after { $response } minutes on average.
reports-say-management-cases = { $cases } cases of all kinds were accepted, { $closed } were closed.
reports-say-service-help = Help was given { $helped } times{ $helped-change }.
reports-say-service-passed = { $passed } matters outside police competence were passed to the 12345 line or another body; the callers were told at once.

reports-change-up = , up { $percent } on the year before
reports-change-down = , down { $percent } on the year before
reports-change-same = , the same as the year before
reports-change-none = , after none the year before

reports-table-crime = Criminal cases by category
reports-table-public-order = Public-order cases by category
reports-table-incidents = Incidents by category
reports-column-category = Category
reports-column-filed = Filed
reports-column-solved = Solved
reports-column-accepted = Accepted
reports-column-dealt = Dealt with
reports-column-received = Received
reports-column-before = Year before
reports-total = Total
reports-chart-months = Incidents received by month
reports-chart-hours = Incidents by hour and weekday
reports-chart-now = this period
reports-chart-before = year before

reports-sources = Sources
reports-sources-intro = Every figure is computed from recorded facts. The table gives measure, range and number of facts of each; by its number each figure can be opened down to its facts.
reports-column-note = No.
reports-column-figure = Figure
reports-column-measure = Measure
reports-column-range = Period
reports-column-facts = Facts
reports-journal-head = Journal of facts: { $size } entries, root { $root }
reports-journal-none = The journal of facts has not been sealed yet

# dynamic
reports-check-period = The dates do not fit the kind of report: twelve months for a yearly, six for a half-year, one for a monthly report.
reports-check-not-over = The period is not over; the figures will still change.
reports-check-no-outlook = "Problems and next steps" must be written by people and is still empty.
reports-check-foreign-year = The text names the year { $year }, which does not fit the period.
reports-check-empty = This section has neither facts nor text and will be left out.
reports-check-late-facts = { $count } facts of the period were recorded more than a month after it ended.

reports-problem-no-unit = There is no unit with the code { $code }. Check the code.
reports-problem-period = The dates do not fit the kind of report. Choose twelve months, six months or one month.
reports-problem-too-long = The text is too long ({ $characters } characters). Shorten it to 20,000.
reports-problem-stale = Somebody has just changed this section (version { $version }). Compare before you save.
reports-problem-document = The file was not made. Please try again.
reports-problem-journal = The journal of facts cannot be read. Please try again.
reports-problem-database = Nothing was saved. Please try again.

reports-menu = Reports
reports-list-title = Work reports
reports-list-made = Reports made
reports-new = Write a report
reports-field-kind = Kind
reports-field-from = First day
reports-field-to = Last day
reports-open = Open
reports-choose-kind = Choose the kind of report.
reports-ends-before-it-begins = The last day is before the first. Correct it.
reports-choose-period = Enter the first and the last day.
reports-as-docx = Word file
reports-as-pdf = PDF file
reports-as-xlsx = Excel file
reports-before-signing = Check before signing
reports-nothing-found = Nothing found.
reports-text = Text
reports-text-hint = No figures needed: they are computed. Every save keeps a version.
reports-save = Save text
reports-saved = Saved as version { $version }.
reports-versions = Versions
reports-version = Version { $version }
reports-column-unit = Unit
reports-column-kind = Kind
reports-column-format = Format
reports-column-made-at = Made
reports-column-author = By
reports-column-fingerprint = Fingerprint (SHA-256)
reports-facts-of-figure = See the facts behind this figure

# dynamic
reports-weekday-1 = Mon
reports-weekday-2 = Tue
reports-weekday-3 = Wed
reports-weekday-4 = Thu
reports-weekday-5 = Fri
reports-weekday-6 = Sat
reports-weekday-7 = Sun

fact-report-text-saved = Report text saved
fact-report-made = Report made
