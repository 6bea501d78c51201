//! What a rule says, in the reader's language.

use crate::form::{Amount, Done, Form, Moment};
use crate::limit::{Bound, End, Enforced, Extension, Length, Limit};
use crate::{Case, Example};
use kernel::{Text, Wording};

/// `30 days`
pub fn length(length: Length, say: &Wording) -> String {
    let key = match length {
        Length::Hours(_) => "law-length-hours",
        Length::Days(_) => "law-length-days",
        Length::WorkingDays(_) => "law-length-working-days",
        Length::Months(_) => "law-length-months",
        Length::Years(_) => "law-length-years",
    };
    say.t1(key, "n", length.number())
}

/// What a rule asks, one sentence after the other.
pub fn says(form: &Form, say: &Wording) -> Vec<String> {
    match form {
        Form::Limit(limit) => limit_says(limit, say),
        Form::Amounts(amounts) => amounts.iter().map(|one| amount(one, say)).collect(),
        Form::Act(act) => {
            let by = act.by.map(|by| say.t1("law-says-by", "who", say.t(by.key())));
            [say.t(act.when.key())].into_iter().chain(by).collect()
        }
        Form::Presence(presence) => {
            let text = Text::new("law-says-presence").with("who", say.t(presence.who.key()));
            vec![say.say(&text.with("n", presence.at_least))]
        }
        Form::Prohibition => vec![say.t("law-says-prohibition")],
        Form::Festivals(festivals) => {
            let days = festivals.iter().map(|one| format!("{} {}", one.name, one.days));
            vec![say.t1("law-says-festivals", "days", days.collect::<Vec<_>>().join("，"))]
        }
    }
}

fn limit_says(limit: &Limit, say: &Wording) -> Vec<String> {
    let key = match limit.bound {
        Bound::AtMost => "law-says-at-most",
        Bound::AtLeast => "law-says-at-least",
        Bound::Before => "law-says-before",
    };
    let mut lines = vec![say.t1(key, "length", length(limit.lasts, say))];
    lines.extend(limit.extensions.iter().map(|one| extension(one, say)));
    if !limit.excluded.is_empty() {
        let what: Vec<String> = limit.excluded.iter().map(|one| say.t(one.key())).collect();
        lines.push(say.t1("law-says-excluded", "what", what.join(&say.t("law-list-comma"))));
    }
    let counting = &limit.counting;
    let basis: String = counting.citation.iter().map(|quote| format!(" {}", quote.citation)).collect();
    lines.push(format!("{}{basis}", counting.title.in_language(say.language)));
    lines.extend(limit.safe_lasts.map(|safe| say.t1("law-says-safe", "length", length(safe, say))));
    if limit.enforced == Enforced::Safe {
        lines.push(say.t("law-says-enforced-safe"));
    }
    lines.extend(limit.own_words.as_ref().map(|words| say.t1("law-own-words", "words", words)));
    lines
}

fn extension(extension: &Extension, say: &Wording) -> String {
    let key = if extension.repeats { "law-says-renewal" } else { "law-says-extension" };
    let mut line = say.t1(key, "length", length(extension.to, say));
    let mut more = |words: String| {
        line.push_str(&say.t("law-list-comma"));
        line.push_str(&words);
    };
    if let Some(by) = extension.by {
        more(say.t1("law-says-approved", "who", say.t(by.key())));
    }
    if let Some(by) = extension.by_in_station_case {
        more(say.t1("law-says-approved-station", "who", say.t(by.key())));
    }
    if let Some(when) = &extension.when {
        more(when.in_language(say.language).to_owned());
    }
    line
}

fn amount(amount: &Amount, say: &Wording) -> String {
    let with_unit = |number: i64| say.t1(amount.unit.key(), "n", number);
    let bounds = match (amount.at_least, amount.at_most) {
        (Some(least), Some(most)) if least == most => with_unit(least),
        (Some(least), Some(most)) => {
            let text = Text::new("law-says-from-to").with("least", with_unit(least));
            say.say(&text.with("most", with_unit(most)))
        }
        (Some(least), None) => say.t1("law-says-or-more", "amount", with_unit(least)),
        (None, Some(most)) => say.t1("law-says-or-less", "amount", with_unit(most)),
        (None, None) => String::new(),
    };
    let text = Text::new("law-says-amount").with("what", amount.title.in_language(say.language));
    let line = say.say(&text.with("amount", bounds));
    match amount.by {
        Some(by) => {
            format!("{line}{}{}", say.t("law-list-comma"), say.t1("law-says-by", "who", say.t(by.key())))
        }
        None => line,
    }
}

/// A worked example as a sentence.
pub fn example(example: &Example, say: &Wording) -> String {
    let day = example.at.day();
    let text = match &example.case {
        Case::Limit { passed, due } => {
            // A moment for hours, a day for days.
            let at = match due.due {
                End::Moment(_) => example.at.to_string(),
                End::Day(_) => day.to_string(),
            };
            let key = if due.due == due.safe { "law-example-limit" } else { "law-example-limit-safe" };
            let mut after = Vec::new();
            if passed.extensions > 0 {
                after.push(say.t1("law-example-extensions", "n", passed.extensions));
            }
            if passed.excluded_days > 0 {
                after.push(say.t1("law-example-excluded", "n", passed.excluded_days));
            }
            let comma = say.t("law-list-comma");
            let after: String = after.iter().map(|words| format!("{comma}{words}")).collect();
            let ends = [due.due, due.safe].map(|end| end.to_string().replace('T', " "));
            let [due, safe] = ends;
            Text::new(key).with("at", at).with("after", after).with("due", due).with("safe", safe)
        }
        Case::Before { latest } => Text::new("law-example-before").with("at", day).with("latest", latest),
        Case::NotComputed => Text::new("law-example-not-computed").with("at", day),
        Case::Amount { number, covered, .. } => {
            let key = if *covered { "law-example-covered" } else { "law-example-not-covered" };
            Text::new(key).with("at", day).with("number", number)
        }
        Case::Presence { present, kept } => {
            let key = if *kept { "law-example-present" } else { "law-example-absent" };
            Text::new(key).with("at", day).with("n", present)
        }
        Case::Act { done, kept } => {
            let key = if *kept { "law-example-kept" } else { "law-example-not-kept" };
            Text::new(key).with("at", day).with("done", say.t(done.key()))
        }
        Case::DaysOff { days } => Text::new("law-example-days-off").with("at", day).with("n", days),
    };
    let line = say.say(&text);
    match &example.note {
        Some(note) => say.say(
            &Text::new("law-example-note").with("line", line).with("note", note.in_language(say.language)),
        ),
        None => line,
    }
}

impl Done {
    pub fn key(self) -> &'static str {
        match self {
            Self::Before => "law-done-before",
            Self::Together => "law-done-together",
            Self::After => "law-done-after",
            Self::Never => "law-done-never",
        }
    }
}

impl Moment {
    pub fn key(self) -> &'static str {
        match self {
            Self::Before => "law-moment-before",
            Self::During => "law-moment-during",
            Self::Together => "law-moment-together",
            Self::AtOnce => "law-moment-at-once",
            Self::Promptly => "law-moment-promptly",
            Self::Always => "law-moment-always",
        }
    }
}
