//! The parts of every page that templates print in one word.

use crate::{App, Held, Markup, MenuEntry, Page};
use askama::Template;
use askama::filters::HtmlSafe;
use kernel::{Language, UnitKind};

/// One line of the menu; `group` is set where a new heading begins.
pub(crate) struct MenuItem {
    path: &'static str,
    label: String,
    icon: &'static str,
    group: Option<String>,
    current: bool,
}

#[derive(Template)]
#[template(path = "parts/head.html")]
pub(crate) struct Head<'a> {
    page: &'a Page,
}
#[derive(Template)]
#[template(path = "parts/top.html")]
pub(crate) struct Top<'a> {
    page: &'a Page,
    menu: Vec<MenuItem>,
}
#[derive(Template)]
#[template(path = "parts/bar.html")]
pub(crate) struct Bar<'a> {
    page: &'a Page,
}
#[derive(Template)]
#[template(path = "parts/bottom.html")]
pub(crate) struct Bottom<'a> {
    page: &'a Page,
    menu: Vec<MenuItem>,
}
#[derive(Template)]
#[template(path = "parts/held.html")]
pub(crate) struct HeldLine<'a> {
    page: &'a Page,
    held: Option<Held>,
    is_over: bool,
}
#[derive(Template)]
#[template(path = "parts/flash.html")]
pub(crate) struct Flash<'a> {
    page: &'a Page,
}

impl HtmlSafe for Head<'_> {}
impl HtmlSafe for Top<'_> {}
impl HtmlSafe for Bar<'_> {}
impl HtmlSafe for Bottom<'_> {}
impl HtmlSafe for Flash<'_> {}
impl HtmlSafe for HeldLine<'_> {}

impl Page {
    /// Everything in `<head>` but the title.
    pub fn head(&self) -> impl HtmlSafe + '_ {
        Head { page: self }
    }
    /// From the skip link to the bar at the top.
    pub fn top(&self) -> impl HtmlSafe + '_ {
        Top { page: self, menu: self.menu() }
    }
    /// The bar at the top alone: language, theme, unit, account.
    pub fn bar(&self) -> impl HtmlSafe + '_ {
        Bar { page: self }
    }
    /// The navigation of phones, and the foot.
    pub fn bottom(&self) -> impl HtmlSafe + '_ {
        Bottom { page: self, menu: self.menu() }
    }
    /// Who is held here, with the time of the next clock; nothing if nobody is.
    pub fn held(&self) -> impl HtmlSafe + '_ {
        let held = self.held_people();
        let now = self.app().map(|app| app.db.clock().now());
        let is_over =
            matches!((held.and_then(|held| held.next), now), (Some(next), Some(now)) if now >= next);
        HeldLine { page: self, held, is_over }
    }
    /// What the page before wanted to say here.
    pub fn flash(&self) -> impl HtmlSafe + '_ {
        Flash { page: self }
    }
    /// Attribute of `<html>` when the reader has chosen light or dark.
    pub fn theme_attribute(&self) -> Markup {
        Markup::safe(match self.inner.theme {
            Some(theme) => format!("data-bs-theme=\"{theme}\""),
            None => String::new(),
        })
    }
    /// An icon of the sprite, without meaning of its own.
    pub fn icon(&self, name: impl AsRef<str>) -> Markup {
        Markup::safe(format!(
            "<svg class=\"icon\" aria-hidden=\"true\" focusable=\"false\"><use href=\"{}#{}\"/></svg>",
            crate::assets::address("icons.svg"),
            crate::markup::escape(name.as_ref())
        ))
    }
    /// The hidden field every form of a session needs.
    pub fn csrf(&self) -> Markup {
        let token = self.session().map_or("", |session| session.csrf.as_str());
        Markup::safe(format!(
            "<input type=\"hidden\" name=\"csrf\" value=\"{}\">",
            crate::markup::escape(token)
        ))
    }
    /// A state as a word with a colour: tone is `info`, `good`, `warn`, `bad` or empty.
    pub fn state(&self, words: impl AsRef<str>, tone: impl AsRef<str>) -> Markup {
        Markup::safe(format!(
            "<span class=\"state {}\">{}</span>",
            crate::markup::escape(tone.as_ref()),
            crate::markup::escape(words.as_ref())
        ))
    }
    /// `aria-current` for a link of tabs or breadcrumbs to this path.
    pub fn current(&self, path: &str) -> Markup {
        let here = self.path() == path;
        Markup::safe(if here { " aria-current=\"page\"".to_owned() } else { String::new() })
    }
    /// Whether the reader may do this to anything in the unit they look at: for
    /// showing a button. The command decides again.
    pub fn may(&self, action: &str) -> bool {
        let (Some(actor), Some(app)) = (self.actor(), self.app()) else {
            return false;
        };
        let unit = self.unit_code();
        app.db.access().scope(actor, action).iter().any(|above| self.units().is_within(&unit, above))
    }

    pub(crate) fn theme(&self) -> &'static str {
        self.inner.theme.unwrap_or("auto")
    }
    pub(crate) fn flash_text(&self) -> Option<String> {
        self.inner.flash.as_ref().map(|text| self.say(text))
    }
    pub(crate) fn is_chinese(&self) -> bool {
        self.language() == Language::Chinese
    }
    pub(crate) fn unit_label(&self) -> String {
        self.unit().map_or_else(String::new, |unit| unit.name_in(self.language()).to_owned())
    }
    pub(crate) fn can_choose_unit(&self) -> bool {
        let Some(actor) = self.actor() else { return false };
        let granted = || actor.grants.iter().map(|grant| &grant.unit);
        granted().any(|unit| *unit != actor.unit || !self.units().children(unit).is_empty())
    }
    pub(crate) fn account_unit(&self) -> String {
        self.actor().map_or_else(String::new, |actor| self.unit_name(&actor.unit))
    }

    fn menu(&self) -> Vec<MenuItem> {
        let (Some(app), Some(actor)) = (self.app(), self.actor()) else {
            return Vec::new();
        };
        let may = |entry: &&MenuEntry| {
            entry.action.is_none_or(|action| !app.db.access().scope(actor, action).is_empty())
        };
        let current = self.current_entry(app);
        let mut group = "";
        app.navigation
            .iter()
            .filter(may)
            .map(|entry| {
                let new_group = (entry.group != group && !entry.group.is_empty()).then_some(entry.group);
                group = entry.group;
                MenuItem {
                    path: entry.path,
                    label: self.t(entry.label),
                    icon: entry.icon,
                    group: new_group.map(|key| self.t(key)),
                    current: current == Some(entry.path),
                }
            })
            .collect()
    }

    /// The entry with the longest path that leads to this page.
    fn current_entry(&self, app: &App) -> Option<&'static str> {
        let here = self.path();
        app.navigation
            .iter()
            .map(|entry| entry.path)
            .filter(|path| {
                here == *path
                    || (*path != "/" && here.starts_with(path) && {
                        here.get(path.len()..).is_some_and(|rest| rest.starts_with('/'))
                    })
            })
            .max_by_key(|path| path.len())
    }
}

/// A unit's kind as icon.
pub(crate) fn unit_icon(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Bureau => "building-community",
        UnitKind::Station => "shield",
        UnitKind::Department => "building",
        UnitKind::CommunityOffice => "home",
    }
}

pub(crate) fn theme_name(name: &str) -> Option<&'static str> {
    ["light", "dark"].into_iter().find(|theme| *theme == name)
}
