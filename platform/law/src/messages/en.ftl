law-no-notice = The law data have no notice of the holidays of { $year }, so its working days and rolled time limits cannot be told. For a year to come, update the law data after the State Council has published its notice.
law-not-in-force = The rule “{ $rule }” has no version in force on { $day }. Check the date; if it is right, add that version of the rule.
law-unknown-rule = The law data hold no rule “{ $rule }”. Check the id, or update the law data and try again.
law-unreadable = The law data are faulty ({ $place }), so the rule cannot be applied. Correct the law data.
law-no-limit = The rule “{ $rule }” gives no period, so no date follows from it. Read what it asks instead.
law-counts-backwards = This rule counts backwards from a later event, so no date follows from its trigger. Start from the day of that event.
law-counts-forwards = This rule counts forwards from its trigger. Start from the day of the trigger.
law-own-words = The article counts in words of its own (“{ $words }”), which do not fit the general way of counting, so the date is not computed. Work it out by the article.
law-nothing-excluded = This rule knows no time that does not count. Leave the excluded days out.
law-no-extension = This rule cannot be extended. Leave the extensions out.
law-too-many-extensions = This rule can be extended { $allowed ->
    [one] once
   *[other] { $allowed } times
} at most. Ask for no more than that.

law-form-limit = time limit
law-form-amounts = amount
law-form-act = required act
law-form-presence = required presence
law-form-prohibition = prohibition
law-form-festivals = festivals

law-mark-v1 = read in the article itself: enforced
law-mark-v1-elsewhere = read in the article itself, whose text is not in this library: enforced
law-mark-v2 = read in a secondary copy: warns only

law-excluded-appraisal = an appraisal (testing, inspection, quarantine)
law-excluded-hearing = a hearing
law-excluded-consultation = asking other agencies and third parties
law-excluded-force-majeure = what stood in the way from outside

law-unit-yuan = { $n } yuan
law-unit-persons = { $n } { $n ->
    [one] person
   *[other] persons
}
law-unit-years = { $n } { $n ->
    [one] year
   *[other] years
}
law-unit-months = { $n } { $n ->
    [one] month
   *[other] months
}
law-unit-days = { $n } { $n ->
    [one] day
   *[other] days
}
law-unit-hours = { $n } { $n ->
    [one] hour
   *[other] hours
}
law-unit-times = { $n } { $n ->
    [one] time
   *[other] times
}
law-unit-percent = { $n } %

law-moment-before = before
law-moment-during = from beginning to end
law-moment-together = at the same time
law-moment-at-once = at once (the text gives no number)
law-moment-promptly = promptly (the text gives no number)
law-moment-always = always

law-done-before = done before
law-done-together = done at the same time
law-done-after = done after
law-done-never = not done

law-who-officers = qualified officers
law-who-female-staff = women of the staff
law-who-guardian = guardian or suitable adult
law-who-duty-leader = leader on duty

law-authority-department-head = head of the handling department (of the station)
law-authority-station = station
law-authority-bureau-duty-chief = chief on duty of the county bureau
law-authority-bureau-chief = chief of the county bureau or above
law-authority-bureau = county bureau or above
law-authority-own-bureau = bureau the station belongs to
law-authority-higher-bureau = next higher bureau
law-authority-higher-bureau-chief = chief of the next higher bureau
law-authority-city-bureau-chief = chief of the city bureau or above
law-authority-deciding-bureau = bureau that decided
law-authority-higher-procuratorate = next higher procuratorate
law-authority-provincial-procuratorate = provincial procuratorate
law-authority-agency-head = head of the agency
law-authority-review-body-head = head of the review body
law-authority-disclosure-office-head = head of the office for disclosure
law-authority-hearing-chair = chair of the hearing
law-authority-chief-inspector = chief inspector
law-authority-local-government = city government or above

law-length-hours = { $n } { $n ->
    [one] hour
   *[other] hours
}
law-length-days = { $n } { $n ->
    [one] day
   *[other] days
}
law-length-working-days = { $n } working { $n ->
    [one] day
   *[other] days
}
law-length-months = { $n } { $n ->
    [one] month
   *[other] months
}
law-length-years = { $n } { $n ->
    [one] year
   *[other] years
}

law-says-at-most = Within { $length }
law-says-at-least = At least { $length }
law-says-before = { $length } before
law-says-extension = May be extended to { $length } in all
law-says-renewal = May be renewed again and again, first to { $length } in all
law-says-approved = approved by: { $who }
law-says-approved-station = in a station’s case by: { $who }
law-says-excluded = Does not count: { $what }
law-says-safe = The safe date counts { $length }
law-says-enforced-safe = The safe date is enforced
law-says-by = Decided or approved by: { $who }
law-says-presence = { $who }: at least { $n }
law-says-prohibition = May not be done
law-says-festivals = Days off: { $days }
law-says-amount = { $what }: { $amount }
law-says-from-to = { $least } to { $most }
law-says-or-more = { $amount } or more
law-says-or-less = { $amount } or less
law-list-comma = {", "}

law-example-limit = from { $at }{ $after }: ends { $due }
law-example-limit-safe = from { $at }{ $after }: ends { $due } by law, safe { $safe }
law-example-extensions = { $n } { $n ->
    [one] extension
   *[other] extensions
}
law-example-excluded = { $n } { $n ->
    [one] day
   *[other] days
} not counted
law-example-before = for an event on { $at }: at the latest on { $latest }
law-example-not-computed = { $at }: counted by the article’s own words, not computed
law-example-covered = { $at }: { $number } is within
law-example-not-covered = { $at }: { $number } is not within
law-example-present = { $at }: { $n } present, kept
law-example-absent = { $at }: { $n } present, not kept
law-example-kept = { $at }: { $done }, kept
law-example-not-kept = { $at }: { $done }, not kept
law-example-days-off = { $at }: { $n } days in the year
law-example-note = { $line } ({ $note })

law-kind-law = law
law-kind-regulation = administrative regulation
law-kind-rule = departmental rule
law-kind-party = Party regulation
law-kind-normative = normative document

law-change-same = unchanged
law-change-changed = changed
law-change-added = added
law-change-removed = removed

law-needs-time = The rule “{ $rule }” counts hours. Give the time as well, as in 2026-09-29T16:00.
law-field-due = due
law-field-safe = safe
law-field-counting = counting
law-field-citation = source
law-field-version = version
law-field-mark = verified
law-field-trigger = counted from
law-field-note = note
law-field-checked-on = checked on
law-field-file = file
law-field-says = asks
law-field-changed = changed
law-field-example = example
