law-no-notice = The holidays of { $year } have not been announced, so its working days and rolled time limits cannot be told. Update the law data after the State Council has published its notice.
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
