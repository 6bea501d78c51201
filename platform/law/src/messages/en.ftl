law-no-notice = The holidays of { $year } have not been announced, so its working days and rolled time limits cannot be told. Update the law data after the State Council has published its notice.
law-not-in-force = The rule “{ $rule }” has no version in force on { $day }. Check the date; if it is right, add that version of the rule.
law-unknown-rule = The law data hold no rule “{ $rule }”. Update the law data and try again.
law-unreadable = The law data are faulty ({ $place }), so the rule cannot be applied. Correct the law data.
