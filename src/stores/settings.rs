//! What a person has set in this browser: small texts under names, in all of its pages alike.

use std::cell::RefCell;
use std::rc::Rc;

use console_core::interchange::curl;
use console_core::interchange::deployment::{DeploymentConfig, HostConfig, TIME_OUTS};
use console_core::persistence::appearance::{Density, Theme, TimeDisplay};
use console_core::table::columns::Columns;
use console_core::table::views::SavedViews;

use browser::storage::{self, ObjectStore, StorageError};
use browser::{document, local, spawn_local, tabs, zones};
use leptos::prelude::*;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A store of the settings.
#[derive(Clone, Copy)]
pub struct Settings {
    /// The time zone that a person or the deployment chose.
    pub chosen_zone: RwSignal<Option<String>>,
    /// The time zone that the deployment chose.
    deployed_zone: StoredValue<Option<String>>,
    /// The colours.
    pub theme: RwSignal<Theme>,
    /// How much room a row takes.
    pub density: RwSignal<Density>,
    times: RwSignal<TimeDisplay>,
    /// How the table's columns are arranged.
    pub columns: RwSignal<Columns>,
    /// The saved views as they are kept: only what loads later reads them.
    views: RwSignal<String>,
    /// The order that was set last, as a link's `sort=`.
    pub sort: RwSignal<String>,
    /// Whether single keys do something.
    pub shortcuts: RwSignal<bool>,
    /// Whether what Update sets is filled in as a form; else as JSON.
    pub update_as_form: RwSignal<bool>,
    /// How long an answer is waited for, in seconds.
    pub time_out: RwSignal<u32>,
    /// Whether nothing may be sent that changes something, as this browser sets it.
    pub read_only: RwSignal<bool>,
    /// Whether the deployment forbids to send anything that changes something.
    pub deployed_read_only: bool,
    /// The address that copied curl commands go to, as the deployment names it.
    pub curl_base: RwSignal<Option<curl::BaseUrl>>,
    /// How many hours the deployment says that Stores keep what they read.
    pub retention_hours: Option<u32>,
    /// How long an answer is waited for unless this browser sets it, in seconds.
    deployed_time_out: u32,
}

/// A setting that is kept under a key of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
enum Setting {
    Zone,
    Columns,
    Views,
    Sort,
    Shortcuts,
    UpdateAsForm,
    TimeOut,
    ReadOnly,
    Theme,
    Density,
    Times,
}

/// Where the theme is kept once more, for the page to have it before its settings are read; see `boot.js`. All hosts of
/// an origin share it: which of them it will be is not known that early.
const EARLY_THEME: &str = "connector-console-theme";

impl Setting {
    fn key(self) -> &'static str {
        self.into()
    }
}

const ON: &str = "on";
const OFF: &str = "off";

impl Settings {
    /// Returns what the deployment sets and the defaults: what was kept is not [read](Self::read_all)
    /// yet.
    pub fn new(config: &DeploymentConfig, host: &HostConfig) -> Self {
        let deployed_zone = config.time_zone.as_ref().map(ToString::to_string);
        Self {
            chosen_zone: RwSignal::new(deployed_zone.clone()),
            deployed_zone: StoredValue::new(deployed_zone),
            theme: RwSignal::new(Theme::default()),
            density: RwSignal::new(Density::default()),
            times: RwSignal::new(TimeDisplay::default()),
            columns: RwSignal::new(Columns::default()),
            views: RwSignal::new(String::new()),
            sort: RwSignal::new(String::new()),
            shortcuts: RwSignal::new(true),
            update_as_form: RwSignal::new(false),
            time_out: RwSignal::new(config.time_out_seconds),
            read_only: RwSignal::new(false),
            deployed_read_only: host.read_only,
            curl_base: RwSignal::new(host.curl_base.clone()),
            retention_hours: host.retention_hours,
            deployed_time_out: config.time_out_seconds,
        }
    }

    /// Takes over what was kept.
    pub async fn read_all(self) -> Result<(), StorageError> {
        let keys: Vec<&str> = Setting::VARIANTS.iter().map(|setting| setting.key()).collect();
        let texts = storage::get_each(ObjectStore::Settings, &keys).await?;
        for (setting, text) in Setting::VARIANTS.iter().zip(texts) {
            if let Some(text) = text {
                self.take_over(*setting, text);
            }
        }
        Ok(())
    }

    /// Takes over what another page has set.
    pub async fn read_again(self, key: &str) {
        if let Ok(setting) = key.parse::<Setting>() {
            match storage::get(ObjectStore::Settings, setting.key()).await {
                Ok(Some(text)) => self.take_over(setting, text),
                Ok(None) => self.take_away(setting),
                // What cannot be read stays as it is.
                Err(_) => {}
            }
        }
    }

    /// Takes over the text of a setting.
    fn take_over(self, setting: Setting, text: String) {
        match setting {
            Setting::Zone => self.chosen_zone.set(Some(text)),
            Setting::Columns => self.columns.set(Columns::from_text(&text)),
            Setting::Views => self.views.set(text),
            Setting::Sort => self.sort.set(text),
            Setting::Shortcuts => self.shortcuts.set(text != OFF),
            Setting::UpdateAsForm => self.update_as_form.set(text == ON),
            Setting::TimeOut => self.time_out.set(time_out(&text).unwrap_or(self.deployed_time_out)),
            Setting::ReadOnly => self.read_only.set(text != OFF),
            Setting::Theme => self.theme.set(text.parse().unwrap_or_default()),
            Setting::Density => self.density.set(text.parse().unwrap_or_default()),
            Setting::Times => self.times.set(text.parse().unwrap_or_default()),
        }
    }

    /// Follows another page that has emptied a setting: an empty text is none in the store.
    fn take_away(self, setting: Setting) {
        match setting {
            Setting::Views => self.views.set(String::new()),
            Setting::Sort => self.sort.set(String::new()),
            Setting::Zone => self.chosen_zone.set(self.deployed_zone.get_value()),
            _ => {}
        }
    }

    /// Returns the time zone that pull-backs are entered in: the one that was chosen, else the browser's own.
    pub fn zone(self) -> String {
        self.chosen_zone.get().unwrap_or_else(|| zones::own().text())
    }

    /// Returns whether nobody chose the time zone, so that it is the browser's own.
    pub fn is_zone_browsers(self) -> bool {
        self.chosen_zone.with(Option::is_none)
    }

    /// Keeps the zone for the next time.
    pub fn set_zone(self, name: &str) {
        let name = name.trim().to_owned();
        if untrack(|| self.zone()) != name {
            keep(Setting::Zone, name.clone());
        }
        self.chosen_zone.set(Some(name));
    }

    /// Lets the deployment or the browser say again which zone it is.
    pub fn unset_zone(self) {
        keep(Setting::Zone, String::new());
        self.take_away(Setting::Zone);
    }

    /// Returns how times in the past are written.
    pub fn times(self) -> TimeDisplay {
        self.times.get()
    }

    /// Writes times in the past otherwise.
    pub fn set_times(self, times: TimeDisplay) {
        self.times.set(times);
        keep(Setting::Times, <&str>::from(times).to_owned());
    }

    /// Chooses the colours.
    pub fn set_theme(self, theme: Theme) {
        self.theme.set(theme);
        keep(Setting::Theme, <&str>::from(theme).to_owned());
    }

    /// Chooses how much room a row takes.
    pub fn set_density(self, density: Density) {
        self.density.set(density);
        keep(Setting::Density, <&str>::from(density).to_owned());
    }

    /// Marks the page's root with what the style depends on, for as long as the page stays.
    pub fn follow_appearance(self) {
        Effect::new(move || {
            let theme = self.theme.get();
            let word = <&str>::from(theme);
            document::mark_root("data-theme", (theme != Theme::System).then_some(word));
            if local::get(EARLY_THEME).as_deref().unwrap_or(Theme::System.into()) != word {
                // Without it the page has the system's colours until its settings are read.
                local::put(EARLY_THEME, word);
            }
        });
        Effect::new(move || {
            let density = self.density.get();
            document::mark_root("data-density", (density != Density::Comfortable).then_some(density.into()));
        });
    }

    /// Rearranges the columns.
    pub fn set_columns(self, columns: Columns) {
        if self.columns.get_untracked() != columns {
            self.columns.set(columns);
            keep(Setting::Columns, columns.to_text());
        }
    }

    /// Returns the saved views, tracked.
    pub fn views(self) -> SavedViews {
        self.views.with(|text| SavedViews::from_text(text))
    }

    /// Changes the saved views, beginning with what other pages have made of them. Where nothing can be
    /// stored, they are changed for as long as the page stays.
    pub async fn change_views<E>(
        self,
        change: impl Fn(&mut SavedViews) -> Result<(), E> + Clone + 'static,
    ) -> Result<(), E>
    where
        E: Clone + 'static,
    {
        let made = Rc::new(RefCell::new(None));
        let (stored, changed) = (made.clone(), change.clone());
        let places = vec![(ObjectStore::Settings, Setting::Views.key().to_owned())];
        let written = storage::change(places, move |texts| {
            let changed = changed_text(texts.first().map_or("", String::as_str), &changed);
            *stored.borrow_mut() = Some(changed.clone());
            changed.ok().map(|text| vec![text])
        });
        let is_written = written.await.is_ok();
        match made.take() {
            Some(changed) if is_written => {
                self.views.set(changed?);
                tabs::tell_setting(Setting::Views.key());
            }
            _ => {
                let changed = self.views.with_untracked(|text| changed_text(text, &change))?;
                self.views.set(changed);
            }
        }
        Ok(())
    }

    /// Keeps the order for the next time.
    pub fn set_sort(self, sort: String) {
        self.sort.set(sort.clone());
        keep(Setting::Sort, sort);
    }

    /// Switches single keys on or off.
    pub fn set_shortcuts(self, on: bool) {
        self.shortcuts.set(on);
        keep(Setting::Shortcuts, switch(on));
    }

    /// Fills in what Update sets as a form from now on, or as JSON.
    pub fn set_update_as_form(self, on: bool) {
        if self.update_as_form.get_untracked() != on {
            self.update_as_form.set(on);
            keep(Setting::UpdateAsForm, switch(on));
        }
    }

    /// Sets how long an answer is waited for, if the text is a number of seconds that can be.
    pub fn set_time_out(self, text: &str) -> bool {
        let seconds = time_out(text);
        if let Some(seconds) = seconds {
            self.time_out.set(seconds);
            keep(Setting::TimeOut, seconds.to_string());
        }
        seconds.is_some()
    }

    /// Returns whether nothing may be sent that changes something.
    pub fn is_read_only(self) -> bool {
        self.read_only.get() || self.deployed_read_only
    }

    /// Forbids or allows sending what changes something.
    pub fn set_read_only(self, on: bool) {
        self.read_only.set(on);
        keep(Setting::ReadOnly, switch(on));
    }
}

/// Returns the saved views in a text with a change made to them, as text.
fn changed_text<E>(text: &str, change: impl Fn(&mut SavedViews) -> Result<(), E>) -> Result<String, E> {
    let mut views = SavedViews::from_text(text);
    change(&mut views).map(|()| views.to_text())
}

fn time_out(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|seconds| TIME_OUTS.contains(seconds))
}

fn switch(on: bool) -> String {
    (if on { ON } else { OFF }).to_owned()
}

/// What is not kept is set again next time.
fn keep(setting: Setting, text: String) {
    spawn_local(async move {
        if storage::put_when_open(ObjectStore::Settings, &[(setting.key().to_owned(), text)]).await.is_ok() {
            tabs::tell_setting(setting.key());
        }
    });
}
